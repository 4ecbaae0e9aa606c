"""Events of lists: the name, what the person did, and who sees it; what was searched for is not in them."""

EVENTS = {
    "list.search_saved": ("saved a search", "the organisation"),
    "list.search_changed": ("changed a saved search", "the organisation"),
    "list.search_removed": ("removed a saved search", "the organisation"),
    "list.exported": ("exported a list", "the organisation"),
}
