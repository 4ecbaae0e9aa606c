"""Events of incidents: the name, what the person did, and who sees it."""

EVENTS = {
    "incident.drafted": ("wrote a draft", "the reporting organisation"),
    "incident.draft_saved": ("saved the draft", "the reporting organisation"),
    "incident.discarded": ("discarded the draft", "the reporting organisation"),
    "incident.released": ("released the incident", "everyone it is released to"),
    "incident.released_by_two.proposed": ("proposed to release the incident", "the reporting organisation"),
    "incident.released_by_two.declined": ("declined the proposed release", "the reporting organisation"),
    "incident.released_by_two": ("released the incident, as the second of two people", "everyone it is released to"),
    "incident.handed": ("handed the incident to the secretariat, to be published without its origin", "both of them"),
    "incident.returned": ("returned the incident to its reporter", "the reporting organisation and the secretariat"),
    "incident.published": ("prepared the publication", "the reporting organisation and the secretariat"),
    "incident.amended": ("amended the incident", "everyone it is released to"),
    "incident.followed": ("recorded the follow-up", "everyone it is released to"),
    "incident.closed": ("closed the incident with an outcome", "everyone it is released to"),
    "incident.reopened": ("reopened the incident", "everyone it is released to"),
    "incident.retracted": ("retracted the incident", "everyone it is released to"),
    "incident.name_given": ("gave a name to those who need it", "those to whom the name is given"),
    "incident.name_changed": ("changed a name, or to whom it is given", "those to whom the name is given"),
    "incident.name_removed": ("removed a name", "those to whom the name was given"),
    "incident.original_kept": ("kept the original of a file as evidence", "the organisation that gave it"),
    "incident.rule_set": ("said how the organisation releases incidents", "the organisation"),
}
