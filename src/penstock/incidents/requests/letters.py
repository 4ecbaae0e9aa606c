"""What is mailed after a step; no letter says what is asked, about whom, or on which incident."""

from uuid import UUID

from penstock.cases.services import tell
from penstock.incidents.requests.models import CONTACT, Request
from penstock.incidents.requests.states import ASKED
from penstock.kernel.workflow import Taking
from penstock.parties.duties import ARRANGE_CONTACTS, REPORT_INCIDENTS

LETTERS = {
    "send": ("Request:", "Another office asks you something."),
    "propose": ("Request:", "Another office asks you something."),
    "ask_back": ("Asked back:", "The asked office needs to know more. Its clock stands still until you answer."),
    "supply": ("Supplied:", "The asking office answered your question. The clock runs on."),
    "answer_part": ("Answered in part:", "The asked office answered a part of your request."),
    "answer": ("Answered:", "Your request was answered. Close it with what the answer led to."),
    "refuse": ("Cannot be answered:", "The asked office cannot answer your request, and says why."),
    "withdraw": ("Withdrawn:", "The request was withdrawn. Nothing more is wanted."),
    "close": ("What your answer led to:", "The asking office closed its request and says what your answer led to."),
    "reopen": ("Reopened:", "The request was reopened. The clock runs again."),
}


def duty_of(case: Request) -> str:
    """The duty of those who work on a request."""
    return ARRANGE_CONTACTS if case.kind == CONTACT else REPORT_INCIDENTS


def tell_of(taking: Taking) -> None:
    """Tell the other side."""
    case, letter = taking.case, LETTERS.get(taking.step.verb)
    if letter:
        _tell(case, case.opener_id if taking.step.side == ASKED else case.counterpart_id, duty_of(case), *letter)


def tell_of_proposal(taking: Taking) -> None:
    """A first signature is told to nobody but those who may give the second."""
    body = f"{taking.viewer.name} proposed to send a request, which needs your signature too."
    _tell(taking.case, taking.viewer.organisation_id, taking.step.duty, "For a second signature:", body)


def _tell(case: Request, to: UUID | None, duty: str, subject: str, body: str) -> None:
    due = f"\nAn answer is wanted by {case.due_on}." if case.due_on and to == case.counterpart_id else ""
    tell(case, to, duty=duty, subject=subject, body=f"{body}{due}\n\nTLP:{case.marking}")
