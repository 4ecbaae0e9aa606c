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

OPEN_TO_ANSWER = ("sent", "questioned", "lapsed")

NOTICES = Workflow(
    kind="notice",
    sides={"exporting side": "opener_id", "importing side": "counterpart_id"},
    states=STATES,
    initial="draft",
    final=frozenset({"released", "withdrawn", "discarded"}),
    steps=(
        Step(
            verb="edit",
            label="Edit the draft",
            from_=("draft",),
            to="draft",
            side="exporting side",
            duty=SEND_NOTICES,
            event="notice.draft_saved",
            form=SHIPMENT,
            lenient=True,
        ),
        Step(
            verb="submit",
            label="Send the notice",
            from_=("draft",),
            to="sent",
            side="exporting side",
            duty=SEND_NOTICES,
            event="notice.sent",
        ),
        Step(
            verb="discard",
            label="Discard the draft",
            from_=("draft",),
            to="discarded",
            side="exporting side",
            duty=SEND_NOTICES,
            event="notice.discarded",
        ),
        Step(
            verb="amend",
            label="Amend",
            from_=("sent", "questioned", "no objection", "lapsed"),
            to="sent",
            side="exporting side",
            duty=SEND_NOTICES,
            event="notice.amended",
            form=SHIPMENT,
            may_stay=True,
        ),
        Step(
            verb="withdraw",
            label="Withdraw",
            from_=("sent", "questioned", "no objection", "objected", "lapsed"),
            to="withdrawn",
            side="exporting side",
            duty=SEND_NOTICES,
            event="notice.withdrawn",
            form=REASON,
        ),
        Step(
            verb="ask",
            label="Request information",
            from_=("sent", "lapsed"),
            to="questioned",
            side="importing side",
            duty=ANSWER_NOTICES,
            event="notice.information_requested",
            form=QUESTION,
        ),
        Step(
            verb="supply",
            label="Supply the information",
            from_=("questioned",),
            to="sent",
            side="exporting side",
            duty=SEND_NOTICES,
            event="notice.information_supplied",
            form=ANSWER,
        ),
        Step(
            verb="clear",
            label="No objection",
            from_=OPEN_TO_ANSWER,
            to="no objection",
            side="importing side",
            duty=ANSWER_NOTICES,
            event="notice.no_objection",
            form=TERMS,
        ),
        Step(
            verb="object",
            label="Object",
            from_=(*OPEN_TO_ANSWER, "no objection"),
            to="objected",
            side="importing side",
            duty=ANSWER_NOTICES,
            event="notice.objection",
            form=OBJECTION,
            second=True,
        ),
        Step(
            verb="lift",
            label="Lift the objection",
            from_=("objected",),
            to="no objection",
            side="importing side",
            duty=LIFT_OBJECTIONS,
            event="notice.objection_lifted",
            form=LIFTING,
        ),
        Step(
            verb="lapse",
            label="Lapse",
            from_=("sent",),
            to="lapsed",
            side="importing side",
            duty="system",
            event="notice.lapsed",
        ),
        Step(
            verb="release",
            label="Release the shipment",
            from_=("no objection", "lapsed"),
            to="released",
            side="exporting side",
            duty=SEND_NOTICES,
            event="notice.released",
            form=REASON,
        ),
    ),
)
