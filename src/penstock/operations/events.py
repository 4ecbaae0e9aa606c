"""Events of projects, operations and working groups: the name, what the person did, and who sees it."""

BOTH = "the office, and whoever keeps the project"
ALL = "everyone in the project"
THOSE = "everyone in the operation"
MEMBERS = "every member of the group"
KEEPERS = "the organisation that keeps the group"

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
    "operation.planned": ("planned an operation", "whoever leads it, and those in it"),
    "operation.replanned": ("changed the plan of an operation", THOSE),
    "operation.admitted": ("took an office into an operation", THOSE),
    "operation.dismissed": ("ended an office's part in an operation", THOSE),
    "operation.left": ("left an operation", "the office, and everyone in the operation"),
    "operation.started": ("started an operation", THOSE),
    "operation.returned": ("handed in a daily return", THOSE),
    "operation.ended": ("ended an operation, to write its report", THOSE),
    "operation.written": ("wrote on the closing report", THOSE),
    "operation.resumed": ("let an operation go on", THOSE),
    "operation.closed.proposed": ("proposed to release the closing report", "the leading organisation"),
    "operation.closed.declined": ("declined the release of the closing report", "the leading organisation"),
    "operation.closed": ("released the closing report, as the second of two people", THOSE),
    "operation.cancelled": ("cancelled an operation", THOSE),
    "group.opened": ("opened a working group", MEMBERS),
    "group.changed": ("changed what a working group is for", MEMBERS),
    "group.admitted": ("took a member into a working group", MEMBERS),
    "group.dismissed": ("ended a member's part in a working group", MEMBERS),
    "group.left": ("left a working group", "who left, and every member of the group"),
    "group.dissolved": ("dissolved a working group", MEMBERS),
    "meeting.called": ("called a meeting", MEMBERS),
    "meeting.moved": ("changed day, place or agenda of a meeting", MEMBERS),
    "meeting.written": ("wrote minutes", MEMBERS),
    "meeting.closed": ("closed minutes", MEMBERS),
    "meeting.closed_by_two.proposed": ("proposed to close minutes", KEEPERS),
    "meeting.closed_by_two.declined": ("declined to close minutes", KEEPERS),
    "meeting.closed_by_two": ("closed minutes, as the second of two people", MEMBERS),
    "meeting.cancelled": ("cancelled a meeting", MEMBERS),
    "action.set": ("set an action", MEMBERS),
    "action.done": ("said that an action is done", MEMBERS),
    "action.returned": ("gave an action back", MEMBERS),
    "action.handed_on": ("changed who does an action, or by when", MEMBERS),
    "action.dropped": ("dropped an action", MEMBERS),
    "action.reopened": ("opened an action anew", MEMBERS),
    "action.reminded": ("reminded of an action", MEMBERS),
}
