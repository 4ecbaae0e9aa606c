"""Whether a printed form is genuine: asked by anybody, answered with the least there is to say."""

from dataclasses import dataclass

from penstock.cases.printing.asking import count
from penstock.cases.printing.codes import code_of, is_code
from penstock.cases.queries import editions
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.notices.models import Notice

IN_FORCE, AMENDED, WITHDRAWN = "in force", "amended since", "withdrawn"
NEVER_SENT = {"draft", "discarded"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What anybody may learn of a paper: genuine or not, its edition, and how that edition stands."""

    is_genuine: bool
    edition: int | None = None
    state: str = ""


NOT_GENUINE = Answer(is_genuine=False)


def verify(*, asker: str, reference: str, code: str) -> Answer:
    """Answer for a reference and a code; a wrong code and a notice that does not exist are answered alike.

    Refused when `asker`, an address of the network, asks too often.
    """
    count(asker)
    with acting(SYSTEM):
        rows = Notice.objects.visible_to(SYSTEM).exclude(state__in=NEVER_SENT)
        notice = rows.filter(reference=reference.strip().upper()).first()
        if notice is None:
            # The same work as for a notice, so that the time to answer tells nothing either.
            is_code(code, code_of(reference, 1, {}))
            return NOT_GENUINE
        if is_code(code, code_of(notice.reference, notice.edition, notice.content)):
            return Answer(True, notice.edition, WITHDRAWN if notice.state == "withdrawn" else IN_FORCE)
        for number, content in editions(SYSTEM, notice).items():
            if number != notice.edition and is_code(code, code_of(notice.reference, number, content)):
                return Answer(True, number, WITHDRAWN if notice.state == "withdrawn" else AMENDED)
    return NOT_GENUINE
