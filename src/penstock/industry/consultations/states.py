"""The workflow of a consultation, as a table of steps."""

from penstock.industry.consultations.fields import CLOSING, CONSULTATION, EXTENSION
from penstock.kernel.workflow import Step, Workflow
from penstock.parties.duties import KEEP_PARTNERSHIP

STATES = {"draft": "Draft", "open": "Replies are awaited", "closed": "Closed", "discarded": "Draft discarded"}
TONES = {"draft": "neutral", "open": "info", "closed": "ok", "discarded": "neutral"}
OFFICE = "asking authority"

# verb, label, from, to, side, duty, event; then the form and what is special
# fmt: off
STEPS = (
    Step("edit", "Edit the draft", ("draft",), "draft", OFFICE, KEEP_PARTNERSHIP, "consultation.draft_saved",
         form=CONSULTATION, lenient=True),
    Step("discard", "Discard the draft", ("draft",), "discarded", OFFICE, KEEP_PARTNERSHIP, "consultation.discarded"),
    Step("open", "Ask", ("draft",), "open", OFFICE, KEEP_PARTNERSHIP, "consultation.opened"),
    Step("extend", "Give more time", ("open",), "open", OFFICE, KEEP_PARTNERSHIP, "consultation.extended",
         form=EXTENSION),
    Step("close", "Close", ("open",), "closed", OFFICE, KEEP_PARTNERSHIP, "consultation.closed", form=CLOSING),
)
# fmt: on

CONSULTATIONS = Workflow(
    kind="consultation",
    sides={OFFICE: "office_id"},
    states=STATES,
    initial="draft",
    final=frozenset({"closed", "discarded"}),
    steps=STEPS,
)
