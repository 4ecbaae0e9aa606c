"""The workflow of a movement, as a table of steps; a single notice may have many of them."""

from penstock.kernel.workflow import Step, Workflow
from penstock.notices.movements.fields import ARRIVAL, CANCELLATION, DISPATCH, DIVERSION, MISSING, PLAN, RETURNED
from penstock.notices.states import EXPORTING, IMPORTING
from penstock.parties.duties import ANSWER_NOTICES, SEND_NOTICES

STATES = {
    "planned": "Planned",
    "dispatched": "Dispatched, arrival not confirmed",
    "arrived": "Arrived",
    "not arrived": "Reported as not arrived",
    "diverted": "Diverted",
    "returned": "Returned to the sender",
    "cancelled": "Cancelled",
}
TONES = {
    "planned": "neutral",
    "dispatched": "info",
    "arrived": "ok",
    "not arrived": "bad",
    "diverted": "warn",
    "returned": "warn",
    "cancelled": "neutral",
}
UNDER_WAY = ("dispatched", "not arrived", "diverted")

# verb, label, from, to, side, duty, event; then the form
# fmt: off
STEPS = (
    Step("replan", "Change the plan", ("planned",), "planned", EXPORTING, SEND_NOTICES, "movement.replanned",
         form=PLAN),
    Step("dispatch", "Record the dispatch", ("planned",), "dispatched", EXPORTING, SEND_NOTICES,
         "movement.dispatched", form=DISPATCH),
    Step("cancel", "Cancel the plan", ("planned",), "cancelled", EXPORTING, SEND_NOTICES, "movement.cancelled",
         form=CANCELLATION),
    Step("adjust", "Correct the dispatch", ("dispatched",), "dispatched", EXPORTING, SEND_NOTICES,
         "movement.adjusted", form=DISPATCH),
    Step("arrive", "Confirm the arrival", UNDER_WAY, "arrived", IMPORTING, ANSWER_NOTICES, "movement.arrived",
         form=ARRIVAL),
    Step("correct", "Correct the arrival", ("arrived",), "arrived", IMPORTING, ANSWER_NOTICES, "movement.corrected",
         form=ARRIVAL),
    Step("miss", "Report that it did not arrive", ("dispatched", "diverted"), "not arrived", IMPORTING,
         ANSWER_NOTICES, "movement.missed", form=MISSING),
    Step("divert", "Divert to another consignee", ("dispatched", "not arrived"), "diverted", EXPORTING, SEND_NOTICES,
         "movement.diverted", form=DIVERSION),
    Step("return", "Record the return", (*UNDER_WAY, "arrived"), "returned", EXPORTING, SEND_NOTICES,
         "movement.returned", form=RETURNED),
)
# fmt: on

MOVEMENTS = Workflow(
    kind="movement",
    sides={EXPORTING: "opener_id", IMPORTING: "counterpart_id"},
    states=STATES,
    initial="planned",
    final=frozenset({"returned", "cancelled"}),
    steps=STEPS,
)
