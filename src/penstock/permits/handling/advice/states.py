"""The workflow of one agency's advice, as a table of steps."""

from penstock.kernel.workflow import Step, Workflow
from penstock.parties.duties import HANDLE_PERMITS, SIGN_PERMITS
from penstock.permits.handling.advice.fields import ADVISING, MOVING, NO_MORE, OVERRULING

KIND = "advice"
STATES = {
    "asked": "Advice awaited",
    "answered": "Advised",
    "overruled": "Gone against, with a reason",
    "withdrawn": "Asked no more",
}
TONES = {"asked": "warn", "answered": "info", "overruled": "bad", "withdrawn": "neutral"}
OFFICE, AGENCY = "deciding authority", "agency"

# verb, label, from, to, side, duty, event; then the form
# fmt: off
STEPS = (
    Step("answer", "Advise", ("asked",), "answered", AGENCY, HANDLE_PERMITS, "advice.given", form=ADVISING),
    Step("change", "Change the advice", ("answered",), "answered", AGENCY, HANDLE_PERMITS, "advice.changed",
         form=ADVISING),
    Step("move", "Give another day", ("asked",), "asked", OFFICE, HANDLE_PERMITS, "advice.moved", form=MOVING),
    Step("withdraw", "Ask no more", ("asked",), "withdrawn", OFFICE, HANDLE_PERMITS, "advice.withdrawn",
         form=NO_MORE),
    Step("share", "Show it to the other agencies", ("answered",), "answered", OFFICE, HANDLE_PERMITS,
         "advice.shared"),
    Step("overrule", "Go against it", ("answered",), "overruled", OFFICE, SIGN_PERMITS, "advice.overruled",
         form=OVERRULING),
    Step("lapse", "Let lapse", ("asked",), "withdrawn", OFFICE, "system", "advice.lapsed"),
)
# fmt: on

ADVICE = Workflow(
    kind=KIND,
    sides={OFFICE: "office_id", AGENCY: "agency_id"},
    states=STATES,
    initial="asked",
    final=frozenset({"overruled", "withdrawn"}),
    steps=STEPS,
)
