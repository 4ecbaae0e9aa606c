"""The duties a person can hold; a route, a step and a button each name one of them."""

READ_CASES = "read cases"
SEND_NOTICES = "send notices"
ANSWER_NOTICES = "answer notices"
LIFT_OBJECTIONS = "lift objections"
COMMENT = "comment"
CHECK_SHIPMENTS = "check shipments"
CONNECT_SYSTEMS = "connect systems"

DUTIES = {
    READ_CASES: "See the cases of one's own organisation, and those sent to it",
    SEND_NOTICES: "Draft, send, amend and withdraw notices, and release shipments",
    ANSWER_NOTICES: "Answer notices, and give the first or the second signature to an objection",
    LIFT_OBJECTIONS: "Lift an objection, so that the shipment may leave",
    COMMENT: "Comment on a case and attach files",
    CHECK_SHIPMENTS: "Check a file of planned shipments without lodging it",
    CONNECT_SYSTEMS: "Register and stop the webhooks by which one's organisation is told of its cases",
}

OFFICER = frozenset({READ_CASES, SEND_NOTICES, ANSWER_NOTICES, COMMENT, CHECK_SHIPMENTS})
HEAD = OFFICER | {LIFT_OBJECTIONS, CONNECT_SYSTEMS}
SECRETARIAT = frozenset({READ_CASES, ANSWER_NOTICES, COMMENT, CHECK_SHIPMENTS})
CLERK = frozenset({CHECK_SHIPMENTS})
