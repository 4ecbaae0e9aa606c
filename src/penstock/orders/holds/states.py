"""The workflow of a held order, as a table of steps."""

from penstock.kernel.workflow import Step, Workflow
from penstock.orders.holds.fields import LIFTING, REFUSING
from penstock.parties.duties import LIFT_HOLDS

STATES = {
    "held": "Held",
    "lifted": "Lifted, may go",
    "refused": "Refused",
    "replaced": "Checked again",
}
TONES = {"held": "warn", "lifted": "ok", "refused": "bad", "replaced": "neutral"}
COMPANY = "company"

# verb, label, from, to, side, duty, event; then the form and what is special
# fmt: off
STEPS = (
    Step("lift", "Lift the hold", ("held",), "lifted", COMPANY, LIFT_HOLDS, "hold.lifted", form=LIFTING),
    Step("refuse", "Refuse the order", ("held",), "refused", COMPANY, LIFT_HOLDS, "hold.refused", form=REFUSING),
    Step("replace", "Set aside for a new check", ("held",), "replaced", COMPANY, "system", "hold.replaced"),
)
# fmt: on

HOLDS = Workflow(
    kind="held order",
    sides={COMPANY: "opener_id"},
    states=STATES,
    initial="held",
    final=frozenset({"lifted", "refused", "replaced"}),
    steps=STEPS,
)
