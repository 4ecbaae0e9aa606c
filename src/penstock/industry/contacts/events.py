"""Events of points of contact: the name, what the person did, and who sees it."""

_SEEN = "the organisation and its country's authorities"
EVENTS = {
    "contact.named": ("named or changed its point of contact", _SEEN),
    "contact.confirmed": ("said that its point of contact is still right", _SEEN),
}
