"""The workflow of an enquiry, as a table of steps."""

from penstock.cases.enquiries.fields import ANSWERING, ASKING, CLOSING
from penstock.kernel.workflow import Step, Workflow
from penstock.parties.duties import ENQUIRE

STATES = {"open": "Awaiting an answer", "answered": "Answered", "closed": "Closed"}
TONES = {"open": "warn", "answered": "info", "closed": "neutral"}
ASKING_SIDE, ASKED_SIDE = "asking side", "asked side"

# verb, label, from, to, side, duty, event; then the form
STEPS = (
    Step("answer", "Answer", ("open",), "answered", ASKED_SIDE, ENQUIRE, "enquiry.answered", form=ANSWERING),
    Step("ask_on", "Ask on", ("open", "answered"), "open", ASKING_SIDE, ENQUIRE, "enquiry.asked_on", form=ASKING),
    Step("close", "Close", ("open", "answered"), "closed", ASKING_SIDE, ENQUIRE, "enquiry.closed", form=CLOSING),
)

ENQUIRIES = Workflow(
    kind="enquiry",
    sides={ASKING_SIDE: "asker_id", ASKED_SIDE: "asked_id"},
    states=STATES,
    initial="open",
    final=frozenset({"closed"}),
    steps=STEPS,
)
