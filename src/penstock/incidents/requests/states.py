"""The workflows of requests and of controlled contacts, from one table of steps.

A lapse is no answer: a request whose day has passed stays open, and is shown as overdue. A controlled contact is
settled by voice: nothing is asked back in writing and nothing answered in part.
"""

from penstock.incidents.requests import fields
from penstock.incidents.requests.models import CONTACT, REQUEST
from penstock.kernel.forms.specification import Form
from penstock.kernel.workflow import Step, Workflow
from penstock.parties.duties import ARRANGE_CONTACTS, RELEASE_INCIDENTS, REPORT_INCIDENTS

STATES = {
    "draft": "Draft",
    "discarded": "Draft discarded",
    "sent": "Sent, not yet taken up",
    "taken": "Taken up",
    "questioned": "Asked back, the clock stands still",
    "answered": "Answered",
    "unable": "Cannot be answered",
    "withdrawn": "Withdrawn",
    "closed": "Closed with an outcome",
}
TONES = {
    "draft": "neutral",
    "discarded": "neutral",
    "sent": "info",
    "taken": "info",
    "questioned": "warn",
    "answered": "ok",
    "unable": "bad",
    "withdrawn": "neutral",
    "closed": "ok",
}
ASKING, ASKED = "asking side", "asked side"
OPEN = ("sent", "taken")
ANSWERED = ("answered", "unable")


def _steps(*, asks: str, sends: str) -> tuple[Step, ...]:
    """The steps that both kinds have: `asks` is the duty of the daily work, `sends` that of what goes out."""
    is_contact = asks == ARRANGE_CONTACTS
    of = "contact" if is_contact else "request"

    def either(of_request: Form, of_contact: Form) -> Form:
        return of_contact if is_contact else of_request

    # verb, label, from, to, side, duty, event; then the form and what is special
    # fmt: off
    return (
        Step("edit", "Edit the draft", ("draft",), "draft", ASKING, asks, f"{of}.draft_saved", form=fields.REQUEST,
             lenient=True),
        Step("discard", "Discard the draft", ("draft",), "discarded", ASKING, asks, f"{of}.discarded"),
        Step("send", "Send", ("draft",), "sent", ASKING, sends, f"{of}.sent"),
        Step("propose", "Send with a second signature", ("draft",), "sent", ASKING, sends, f"{of}.sent_by_two",
             second=True),
        Step("take", "Take it up", ("sent",), "taken", ASKED, asks, f"{of}.taken"),
        Step("answer", "Answer", OPEN, "answered", ASKED, asks, f"{of}.answered",
             form=either(fields.ANSWER, fields.REACHED)),
        Step("refuse", "Say that it cannot be answered", OPEN, "unable", ASKED, asks, f"{of}.refused",
             form=either(fields.REFUSAL, fields.CONTACT_REFUSAL)),
        Step("withdraw", "Withdraw", (*OPEN, *(() if is_contact else ("questioned",))), "withdrawn", ASKING, sends,
             f"{of}.withdrawn", form=None if is_contact else fields.WITHDRAWAL),
        Step("close", "Close with an outcome", ANSWERED, "closed", ASKING, asks, f"{of}.closed",
             form=either(fields.CLOSING, fields.CONTACT_CLOSING)),
        Step("reopen", "Reopen", (*ANSWERED, "closed"), "sent", ASKING, sends, f"{of}.reopened",
             form=either(fields.REOPENING, fields.CONTACT_REOPENING)),
    )
    # fmt: on


# fmt: off
IN_WRITING = (
    Step("answer_part", "Answer in part", OPEN, "taken", ASKED, REPORT_INCIDENTS, "request.answered_in_part",
         form=fields.ANSWER),
    Step("ask_back", "Ask back", OPEN, "questioned", ASKED, REPORT_INCIDENTS, "request.asked_back",
         form=fields.ASK_BACK),
    Step("supply", "Supply what is asked", ("questioned",), "taken", ASKING, REPORT_INCIDENTS, "request.supplied",
         form=fields.SUPPLY),
)
# fmt: on
SIDES = {ASKING: "opener_id", ASKED: "counterpart_id"}

REQUESTS = Workflow(
    kind=REQUEST,
    sides=SIDES,
    states=STATES,
    initial="draft",
    final=frozenset({"discarded", "withdrawn"}),
    steps=(*_steps(asks=REPORT_INCIDENTS, sends=RELEASE_INCIDENTS), *IN_WRITING),
)
CONTACTS = Workflow(
    kind=CONTACT,
    sides=SIDES,
    states={state: label for state, label in STATES.items() if state != "questioned"},
    initial="draft",
    final=frozenset({"discarded", "withdrawn"}),
    steps=_steps(asks=ARRANGE_CONTACTS, sends=ARRANGE_CONTACTS),
)
FLOWS = {flow.kind: flow for flow in (REQUESTS, CONTACTS)}
