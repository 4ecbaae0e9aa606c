"""Events of partnership: the name, what the person did, and who sees it."""

_PARTIES = "the authority and the parties"
EVENTS = {
    "partnership.association_kept": ("entered or changed an association", "the country's authorities"),
    "partnership.drafted": ("drafted an agreement with industry", "the authority"),
    "partnership.rewritten": ("changed an agreement that nobody had signed", _PARTIES),
    "partnership.party_named": ("named a party to an agreement", _PARTIES),
    "partnership.signed": ("signed an agreement", _PARTIES),
    "partnership.paper_entered": ("entered a signature on paper", _PARTIES),
    "partnership.assessed": ("assessed how its party keeps the practices", "the authority and that party"),
    "partnership.reviewed": ("reviewed an agreement", _PARTIES),
    "partnership.ended": ("ended an agreement", _PARTIES),
}
