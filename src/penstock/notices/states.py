"""The workflow of a notice, as a table of steps.

A lapse is not an answer: the state stays apart from `no objection`, and a late answer is still taken. A voluntary
notice walks the same table: it never lapses, having no clock, and its sender may close it.
"""

from penstock.kernel.workflow import Step, Workflow
from penstock.notices.fields import (
    ANSWER,
    CONDITIONS,
    LIFTING,
    MORE_TIME,
    OBJECTION,
    QUESTION,
    REASON,
    SHIPMENT,
    TERMS,
    UNKNOWN,
)
from penstock.parties.duties import ANSWER_NOTICES, LIFT_OBJECTIONS, SEND_NOTICES

STATES = {
    "draft": "Draft",
    "sent": "Sent, awaiting an answer",
    "questioned": "Information requested",
    "no objection": "No objection",
    "conditional": "No objection, with conditions",
    "unknown": "Importer or consignee not known",
    "objected": "Objected",
    "lapsed": "Lapsed without an answer",
    "released": "Released for export",
    "withdrawn": "Withdrawn",
    "closed": "Closed by the sender",
    "discarded": "Draft discarded",
}

TONES = {
    "draft": "neutral",
    "sent": "info",
    "questioned": "warn",
    "no objection": "ok",
    "conditional": "ok",
    "unknown": "bad",
    "objected": "bad",
    "lapsed": "bad",
    "released": "ok",
    "withdrawn": "neutral",
    "closed": "neutral",
    "discarded": "neutral",
}
"""How each state bears on the reader; pages show it beside the word."""

EXPORTING, IMPORTING = "exporting side", "importing side"
ANSWERABLE = ("sent", "questioned", "lapsed")
CLEARED = ("no objection", "conditional")
AMENDABLE = (*ANSWERABLE, *CLEARED, "unknown")
UNRELEASED = (*AMENDABLE, "objected")

# verb, label, from, to, side, duty, event; then the form and what is special
# fmt: off
STEPS = (
    Step("edit", "Edit the draft", ("draft",), "draft", EXPORTING, SEND_NOTICES, "notice.draft_saved",
         form=SHIPMENT, lenient=True),
    Step("submit", "Send the notice", ("draft",), "sent", EXPORTING, SEND_NOTICES, "notice.sent"),
    Step("discard", "Discard the draft", ("draft",), "discarded", EXPORTING, SEND_NOTICES, "notice.discarded"),
    Step("amend", "Amend", AMENDABLE, "sent", EXPORTING, SEND_NOTICES, "notice.amended", form=SHIPMENT, may_stay=True,
         lenient=True),
    Step("withdraw", "Withdraw", UNRELEASED, "withdrawn", EXPORTING, SEND_NOTICES, "notice.withdrawn", form=REASON),
    Step("ask", "Request information", ("sent", "lapsed"), "questioned", IMPORTING, ANSWER_NOTICES,
         "notice.information_requested", form=QUESTION),
    Step("supply", "Supply the information", ("questioned",), "sent", EXPORTING, SEND_NOTICES,
         "notice.information_supplied", form=ANSWER),
    Step("prolong", "Ask for more time", ("sent",), "sent", IMPORTING, ANSWER_NOTICES, "notice.more_time",
         form=MORE_TIME),
    Step("clear", "No objection", (*ANSWERABLE, "conditional"), "no objection", IMPORTING, ANSWER_NOTICES,
         "notice.no_objection", form=TERMS),
    Step("allow", "No objection, with conditions", (*ANSWERABLE, *CLEARED), "conditional", IMPORTING, ANSWER_NOTICES,
         "notice.conditions", form=CONDITIONS),
    Step("object", "Object", (*ANSWERABLE, *CLEARED), "objected", IMPORTING, ANSWER_NOTICES, "notice.objection",
         form=OBJECTION, second=True),
    Step("unknown", "Importer or consignee not known", (*ANSWERABLE, *CLEARED), "unknown", IMPORTING, ANSWER_NOTICES,
         "notice.not_known", form=UNKNOWN, second=True),
    Step("lift", "Lift the objection", ("objected", "unknown"), "no objection", IMPORTING, LIFT_OBJECTIONS,
         "notice.objection_lifted", form=LIFTING),
    Step("lapse", "Lapse", ("sent",), "lapsed", IMPORTING, "system", "notice.lapsed"),
    Step("move", "Move to the statutory track", tuple(one for one in UNRELEASED if one != "lapsed"), "sent", EXPORTING,
         "system", "notice.moved_to_statutory", may_stay=True),
    Step("release", "Release the shipment", (*CLEARED, "lapsed"), "released", EXPORTING, SEND_NOTICES,
         "notice.released", form=REASON),
    Step("close", "Close the voluntary notice", tuple(one for one in UNRELEASED if one != "lapsed"), "closed",
         EXPORTING, SEND_NOTICES, "notice.closed", form=REASON),
)
# fmt: on

NOTICES = Workflow(
    kind="notice",
    sides={EXPORTING: "opener_id", IMPORTING: "counterpart_id"},
    states=STATES,
    initial="draft",
    final=frozenset({"released", "withdrawn", "closed", "discarded"}),
    steps=STEPS,
)
