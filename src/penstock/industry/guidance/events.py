"""Events of the library: the name, what the person did, and who sees it."""

_PUBLISHER = "the publishing office"
EVENTS = {
    "guidance.published": ("published guidance for industry", _PUBLISHER),
    "guidance.edition_published": ("published a new edition of guidance", _PUBLISHER),
    "guidance.withdrawn": ("withdrew guidance", _PUBLISHER),
    "guidance.read": ("confirmed to have read guidance", "the publishing office and the reader"),
}
