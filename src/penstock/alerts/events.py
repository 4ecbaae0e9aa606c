"""Events of alerts: the name, what the person did, and who sees it."""

SENDER, TOLD = "the sending organisation", "everyone it is sent to"
_BOTH = {
    "drafted": ("wrote a draft", SENDER),
    "draft_saved": ("saved the draft", SENDER),
    "discarded": ("discarded the draft", SENDER),
    "released": ("released the alert", TOLD),
    "released_by_two.proposed": ("proposed to release the alert", SENDER),
    "released_by_two.declined": ("declined the proposed release", SENDER),
    "released_by_two": ("released the alert, as the second of two people", TOLD),
    "corrected": ("corrected the alert", TOLD),
    "retracted": ("retracted the alert", TOLD),
    "expired": ("let the alert expire", TOLD),
    "told": ("told those who have come to the circle since", SENDER),
    "acknowledged": ("acknowledged the alert", "the acknowledging organisation and the sender"),
    "reminded": ("reminded a recipient", "the organisation reminded and the sender"),
    "passed_on": ("recorded that the alert was passed on inside the country", "the organisation that passed it on"),
}
EVENTS = {
    **{f"alert.{name}": said for name, said in _BOTH.items()},
    "alert.derived": ("prepared a version for industry", TOLD),
    **{f"industry_alert.{name}": said for name, said in _BOTH.items()},
    "alert.suggestion_dismissed": ("dismissed a suggestion of an alert", "the secretariat"),
    "alert.suggestion_taken": ("took a suggestion into a draft", "the secretariat"),
    "industry.trusted": ("trusted a company with alerts for industry", "the authority"),
    "industry.trust_ended": ("trusted a company with alerts no more", "the authority"),
}
