"""Events of projects: the name, what the person did, and who sees it."""

BOTH = "the office, and whoever keeps the project"
ALL = "everyone in the project"

EVENTS = {
    "project.opened": ("opened a project or task force", "whoever keeps it"),
    "seat.invited": ("invited an office to a project", BOTH),
    "seat.proposed": ("proposed the focal point of an office", BOTH),
    "seat.accepted": ("took an office into a project", ALL),
    "seat.returned": ("asked for another focal point", BOTH),
    "seat.changed": ("changed the focal point of an office", ALL),
    "seat.declined": ("declined an invitation", BOTH),
    "seat.withdrawn": ("left a project", BOTH),
    "seat.ended": ("ended an office's part in a project", BOTH),
}
