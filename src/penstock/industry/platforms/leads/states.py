"""The workflow of a lead, as a table of steps; whoever reported it is no side of the instance, and acts by its code."""

from penstock.industry.platforms.leads.fields import ADDED, CLOSING, TOLD
from penstock.industry.platforms.leads.models import KIND
from penstock.kernel.workflow import Step, Workflow
from penstock.parties.duties import WORK_WITH_PLATFORMS as WORK

STATES = {"new": "New", "taken": "Being looked into", "closed": "Closed"}
TONES = {"new": "warn", "taken": "info", "closed": "neutral"}
OFFICE = "office"

# verb, label, from, to, side, duty, event; then the form and what is special
# fmt: off
STEPS = (
    Step("take", "Take it up", ("new",), "taken", OFFICE, WORK, "lead.taken"),
    Step("tell", "Tell whoever reported it", ("new", "taken", "closed"), "taken", OFFICE, WORK, "lead.told", form=TOLD,
         may_stay=True),
    Step("add", "Add what was learned since", ("new", "taken", "closed"), "taken", OFFICE, "system", "lead.added",
         form=ADDED, may_stay=True),
    Step("close", "Close", ("new", "taken"), "closed", OFFICE, WORK, "lead.closed", form=CLOSING),
    Step("reopen", "Open it again", ("closed",), "taken", OFFICE, WORK, "lead.reopened"),
)
# fmt: on

LEADS = Workflow(
    kind=KIND,
    sides={OFFICE: "opener_id"},
    states=STATES,
    initial="new",
    final=frozenset(),
    steps=STEPS,
)
