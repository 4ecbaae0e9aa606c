"""The workflow of an inspection, as a table of steps."""

from penstock.industry.inspections.fields import ANSWER, CALLING_OFF, CLOSING, HELD, PLAN, RETURN
from penstock.kernel.workflow import Step, Workflow
from penstock.parties.duties import APPLY_FOR_LICENCES, INSPECT

STATES = {
    "planned": "Planned",
    "open": "The company must mend",
    "answered": "The company has answered",
    "closed": "Closed",
    "cancelled": "Called off",
}
TONES = {"planned": "info", "open": "warn", "answered": "info", "closed": "ok", "cancelled": "neutral"}
INSPECTOR, COMPANY = "inspecting authority", "company"

# verb, label, from, to, side, duty, event; then the form and what is special
# fmt: off
STEPS = (
    Step("replan", "Change the plan", ("planned",), "planned", INSPECTOR, INSPECT, "inspection.replanned", form=PLAN),
    Step("cancel", "Call off", ("planned",), "cancelled", INSPECTOR, INSPECT, "inspection.cancelled",
         form=CALLING_OFF),
    Step("hold", "Write down what was found", ("planned",), "open", INSPECTOR, INSPECT, "inspection.held", form=HELD),
    Step("settle", "Close without an action", ("open",), "closed", INSPECTOR, "system", "inspection.settled"),
    Step("answer", "Say what was done", ("open",), "answered", COMPANY, APPLY_FOR_LICENCES, "inspection.answered",
         form=ANSWER),
    Step("return", "Ask for more", ("answered",), "open", INSPECTOR, INSPECT, "inspection.returned", form=RETURN),
    Step("close", "Close", ("open", "answered"), "closed", INSPECTOR, INSPECT, "inspection.closed", form=CLOSING),
)
# fmt: on

INSPECTIONS = Workflow(
    kind="inspection",
    sides={INSPECTOR: "opener_id", COMPANY: "counterpart_id"},
    states=STATES,
    initial="planned",
    final=frozenset({"closed", "cancelled"}),
    steps=STEPS,
)
