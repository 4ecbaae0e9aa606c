"""The workflow of an operation, as a table of steps; the report is released by two people."""

from penstock.kernel.workflow import Step, Workflow
from penstock.operations.conduct.fields import ADMISSION, DISMISSAL, OPERATION_REASON, PLAN, REPORT
from penstock.operations.models import OPERATION
from penstock.parties.duties import KEEP_PROJECTS

STATES = {
    "planned": "Planned",
    "running": "Running",
    "closing": "Ended, the report is being written",
    "closed": "Closed with a report",
    "cancelled": "Cancelled",
}
TONES = {"planned": "neutral", "running": "ok", "closing": "warn", "closed": "info", "cancelled": "bad"}
LEADING = "leading side"

# verb, label, from, to, side, duty, event; then the form and what is special
# fmt: off
STEPS = (
    Step("plan", "Change the plan", ("planned",), "planned", LEADING, KEEP_PROJECTS, "operation.replanned", form=PLAN),
    Step("admit", "Take an office in", ("planned", "running"), "running", LEADING, KEEP_PROJECTS,
         "operation.admitted", form=ADMISSION, may_stay=True),
    Step("dismiss", "End an office's part", ("planned", "running"), "running", LEADING, KEEP_PROJECTS,
         "operation.dismissed", form=DISMISSAL, may_stay=True),
    Step("start", "Start", ("planned",), "running", LEADING, KEEP_PROJECTS, "operation.started"),
    Step("end", "End it and draft the report", ("running",), "closing", LEADING, KEEP_PROJECTS, "operation.ended"),
    Step("write", "Write the report", ("closing",), "closing", LEADING, KEEP_PROJECTS, "operation.written",
         form=REPORT),
    Step("resume", "Go on with it", ("closing",), "running", LEADING, KEEP_PROJECTS, "operation.resumed",
         form=OPERATION_REASON),
    Step("close", "Release the report", ("closing",), "closed", LEADING, KEEP_PROJECTS, "operation.closed",
         second=True),
    Step("cancel", "Cancel", ("planned", "running", "closing"), "cancelled", LEADING, KEEP_PROJECTS,
         "operation.cancelled", form=OPERATION_REASON),
)
# fmt: on

OPERATIONS = Workflow(
    kind=OPERATION,
    sides={LEADING: "opener_id"},
    states=STATES,
    initial="planned",
    final=frozenset({"closed", "cancelled"}),
    steps=STEPS,
)
