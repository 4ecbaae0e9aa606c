"""The workflow of a set of routing rules: it is written, tried, used, and one day replaced by the next."""

from penstock.kernel.workflow import Step, Workflow
from penstock.parties.duties import SIGN_PERMITS
from penstock.permits.handling.routing.fields import RULES

STATES = {"draft": "Being written", "used": "In use", "replaced": "Replaced", "discarded": "Discarded"}
TONES = {"draft": "info", "used": "ok", "replaced": "neutral", "discarded": "neutral"}
AUTHORITY = "authority"

# fmt: off
STEPS = (
    Step("write", "Write the rules", ("draft",), "draft", AUTHORITY, SIGN_PERMITS, "routing.written", form=RULES,
         lenient=True),
    Step("use", "Use these rules", ("draft",), "used", AUTHORITY, SIGN_PERMITS, "routing.used"),
    Step("discard", "Discard these rules", ("draft",), "discarded", AUTHORITY, SIGN_PERMITS, "routing.discarded"),
    Step("replace", "Replace", ("used",), "replaced", AUTHORITY, "system", "routing.replaced"),
)
# fmt: on

ROUTING = Workflow(
    kind="routing rules",
    sides={AUTHORITY: "organisation_id"},
    states=STATES,
    initial="draft",
    final=frozenset({"replaced", "discarded"}),
    steps=STEPS,
)
