"""Events of consultations: the name, what the person did, and who sees it."""

_OFFICE = "the asking authority"
_ASKED = "the asking authority and those who are asked"
_SHARED = "the country's authorities and the secretariat"
EVENTS = {
    "consultation.drafted": ("drafted a consultation", _OFFICE),
    "consultation.draft_saved": ("saved the draft", _OFFICE),
    "consultation.discarded": ("discarded the draft", _OFFICE),
    "consultation.opened": ("asked industry about a substance", _ASKED),
    "consultation.extended": ("gave more time for replies", _ASKED),
    "consultation.closed": ("closed the consultation", _ASKED),
    "consultation.replied": ("replied in its own name", "the asking authority and the company"),
    "consultation.replied_unnamed": ("replied through an association", "the company"),
    "consultation.unnamed_received": ("received a reply through an association", _OFFICE),
    "consultation.shared": ("shared a summary of the consultation", _SHARED),
    "consultation.unshared": ("shares the summary no more", _SHARED),
}
