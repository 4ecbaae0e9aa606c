"""Who is told of a passage, by mail; the figures are read in the house."""

from collections.abc import Iterable
from typing import NamedTuple

from penstock.cases.services import tell
from penstock.kernel import record
from penstock.kernel.viewer import Viewer
from penstock.kernel.workflow import Taking
from penstock.parties.duties import HANDLE_PERMITS, READ_PERMITS, RECORD_AT_BORDER
from penstock.permits.passages.models import Passage

ISSUER, IMPORTER, EXIT, ENTRY, HOLDER = "opener_id", "importer_id", "exit_office_id", "entry_office_id", "holder"
EVERYBODY = (ISSUER, IMPORTER, EXIT, ENTRY, HOLDER)
DUTIES = {
    ISSUER: HANDLE_PERMITS,
    IMPORTER: HANDLE_PERMITS,
    EXIT: RECORD_AT_BORDER,
    ENTRY: RECORD_AT_BORDER,
    HOLDER: READ_PERMITS,
}


class Letter(NamedTuple):
    """What is mailed: to whom, the subject before the reference, and a sentence."""

    to: tuple[str, ...]
    subject: str
    body: str


ANNOUNCED = Letter((ISSUER, IMPORTER, EXIT, ENTRY), "Announced:", "Goods are announced under a permit.")
LEFT = Letter((ISSUER, IMPORTER, ENTRY, HOLDER), "Left:", "Goods have left. Their arrival is to be endorsed.")
ARRIVED = Letter((ISSUER, IMPORTER, HOLDER), "Arrived:", "Goods have arrived. They are to be endorsed.")
ENDORSED = Letter((ISSUER, IMPORTER, HOLDER), "Endorsed:", "The quantity that was imported is endorsed.")
HOLD = Letter(EVERYBODY, "HOLD:", "A permit does not stand any more. The goods that travel on it are to be held.")
GO_ON = Letter(EVERYBODY, "Released:", "Goods that were to be held may go on.")
NOT_LEAVE = Letter(EVERYBODY, "Cancelled:", "Goods that were announced do not leave.")
LETTERS = {
    "leave": LEFT,
    "note_leaving": LEFT,
    "find_excess": Letter((ISSUER, IMPORTER), "More left than allowed:", "The issuing authority has to agree it."),
    "explain": Letter((IMPORTER, ENTRY), "What left is agreed:", "The issuing authority has agreed the figures."),
    "arrive": ARRIVED,
    "note_arrival": ARRIVED,
    "find_difference": Letter((ISSUER, IMPORTER), "Arrived otherwise:", "Another quantity arrived than left."),
    "endorse": ENDORSED,
    "enter_endorsement": ENDORSED,
    "find_mismatch": Letter((ISSUER, IMPORTER), "To be reconciled:", "The endorsed quantity is another one."),
    "reconcile": Letter((IMPORTER, HOLDER), "Reconciled:", "The issuing authority has signed what is agreed."),
    "fall_due": Letter((ISSUER, IMPORTER), "Endorsement overdue:", "It was not endorsed in time."),
    "hold": HOLD,
    "release": GO_ON,
    "admit": GO_ON,
    "let_go": GO_ON,
    "cancel": NOT_LEAVE,
    "drop": NOT_LEAVE,
    "return": Letter(EVERYBODY, "Came back:", "Goods came back to the country they left."),
}


def tell_of(taking: Taking) -> Iterable[record.Act]:
    """Tell of a step that was taken."""
    if letter := LETTERS.get(taking.step.verb):
        _send(taking.case, taking.viewer, letter)
    return ()


def tell_of_announcement(passage: Passage, viewer: Viewer) -> None:
    """Tell of goods that were announced."""
    _send(passage, viewer, ANNOUNCED)


def _send(passage: Passage, viewer: Viewer, letter: Letter) -> None:
    told = set()
    for side in letter.to:
        to = passage.under.holder_id if side == HOLDER else getattr(passage, side)
        if to not in {None, viewer.organisation_id} and (to, DUTIES[side]) not in told:
            told.add((to, DUTIES[side]))
            tell(passage, to, duty=DUTIES[side], subject=letter.subject, body=letter.body)
