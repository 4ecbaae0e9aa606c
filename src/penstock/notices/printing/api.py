"""Operations on printed forms: a notice as PDF, and whether a paper is genuine."""

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from penstock.cases.printing.asking import asker_of
from penstock.cases.secrecy.sight import content_for
from penstock.cases.services import note_read
from penstock.kernel.doors.access import opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, Body, Problem
from penstock.kernel.routes import ANYBODY, door
from penstock.notices import queries
from penstock.notices.printing.forms import form_named
from penstock.notices.printing.papers import paper_of
from penstock.notices.printing.verifying import verify
from penstock.notices.printing.views import pdf_answer
from penstock.parties.duties import READ_CASES

router = Router(tags=["printed forms"])


class PaperBody(Body):
    """What stands on a printed form."""

    reference: str = Field(max_length=60)
    code: str = Field(max_length=60)


class VerifiedShape(Schema):
    """All that anybody learns of a paper; a wrong code and a notice that does not exist are answered alike."""

    genuine: bool
    edition: int | None
    state: str = Field(description="in force, amended since or withdrawn; empty where it is not genuine")


@router.get("/notices/{reference}/form", response={200: None, **PROBLEMS}, summary="A notice as a printed form (PDF)")
@opened_by(READ_CASES)
def notice_form(request: HttpRequest, reference: str, form: str = "") -> HttpResponse:
    """A notice as PDF; `form` is the id of a profile, or the one the notice was made for."""
    viewer = viewer_in(request)
    notice = queries.notice_by_reference(viewer, reference)
    note_read(viewer=viewer, case=notice)
    content = content_for(viewer, notice)
    return pdf_answer(paper_of(form_named(content, form), notice, content))


@router.post(
    "/verify", auth=None, response={200: VerifiedShape, 429: Problem, **PROBLEMS}, summary="Is a paper genuine?"
)
@door(ANYBODY)
def verify_paper(request: HttpRequest, body: PaperBody) -> dict[str, object]:
    """Ask, without an account, whether a printed form is genuine and still in force; a limited number of times."""
    answer = verify(asker=asker_of(request), reference=body.reference, code=body.code)
    return {"genuine": answer.is_genuine, "edition": answer.edition, "state": answer.state}
