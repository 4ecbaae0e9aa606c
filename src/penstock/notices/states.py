"""The workflow of a notice, as a table of steps.

A lapse is not an answer: the state stays apart from `no objection`, and a late answer is still taken.
"""

from penstock.kernel.workflow import Step, Workflow
from penstock.notices.fields import ANSWER, LIFTING, OBJECTION, QUESTION, REASON, SHIPMENT, TERMS
from penstock.parties.duties import ANSWER_NOTICES, LIFT_OBJECTIONS, SEND_NOTICES

STATES = {
    "draft": "Draft",
    "sent": "Sent, awaiting an answer",
    "questioned": "Information requested",
    "no objection": "No objection",
    "objected": "Objected",
    "lapsed": "Lapsed without an answer",
    "released": "Released for export",
    "withdrawn": "Withdrawn",
    "discarded": "Draft discarded",
}

TONES = {
    "draft": "neutral",
    "sent": "info",
    "questioned": "warn",
    "no objection": "ok",
    "objected": "bad",
    "lapsed": "bad",
    "released": "ok",
    "withdrawn": "neutral",
    "discarded": "neutral",
}
"""How each state bears on the reader; pages show it beside the word."""

EXPORTING, IMPORTING = "exporting side", "importing side"
ANSWERABLE = ("sent", "questioned", "lapsed")
AMENDABLE = ("sent", "questioned", "no objection", "lapsed")
UNRELEASED = ("sent", "questioned", "no objection", "objected", "lapsed")

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
    Step("clear", "No objection", ANSWERABLE, "no objection", IMPORTING, ANSWER_NOTICES, "notice.no_objection",
         form=TERMS),
    Step("object", "Object", (*ANSWERABLE, "no objection"), "objected", IMPORTING, ANSWER_NOTICES, "notice.objection",
         form=OBJECTION, second=True),
    Step("lift", "Lift the objection", ("objected",), "no objection", IMPORTING, LIFT_OBJECTIONS,
         "notice.objection_lifted", form=LIFTING),
    Step("lapse", "Lapse", ("sent",), "lapsed", IMPORTING, "system", "notice.lapsed"),
    Step("release", "Release the shipment", ("no objection", "lapsed"), "released", EXPORTING, SEND_NOTICES,
         "notice.released", form=REASON),
)
# fmt: on

NOTICES = Workflow(
    kind="notice",
    sides={EXPORTING: "opener_id", IMPORTING: "counterpart_id"},
    states=STATES,
    initial="draft",
    final=frozenset({"released", "withdrawn", "discarded"}),
    steps=STEPS,
)
