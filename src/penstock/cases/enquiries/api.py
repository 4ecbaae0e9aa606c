"""Operations on enquiries."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Router, Schema, UploadedFile
from ninja.responses import Response

from penstock.cases.api import file_shape
from penstock.cases.enquiries import queries, services
from penstock.cases.enquiries.fields import ASKING
from penstock.cases.enquiries.models import Enquiry
from penstock.cases.enquiries.phrases import known, phrases
from penstock.cases.enquiries.states import ENQUIRIES
from penstock.cases.queries import case_by_reference
from penstock.cases.steps.api import Acts
from penstock.kernel import files
from penstock.kernel.doors.access import answer_once, opened_by, uploaded, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, body_of
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import ENQUIRE

router = Router(tags=["enquiries"])


class AskBody(body_of(ASKING, strict=True)):  # type: ignore[misc]
    """A question; `of` is the id of one of your own companies, and without it the other side is asked."""

    of: UUID | None = None


class PhraseShape(Schema):
    """A stock phrase in six languages, by their codes; not reviewed yet where it says so."""

    id: str
    kind: str
    is_reviewed: bool
    said: dict[str, str]


class TurnShape(Schema):
    """A question, an answer or a last word."""

    kind: str
    round: int
    at: datetime
    person: str
    organisation: str
    language: str
    text: str
    phrases: list[PhraseShape]


class PaperShape(Schema):
    """A file of an enquiry."""

    id: UUID
    name: str
    sha256: str
    size: int
    media_type: str


class EnquiryShape(Schema):
    """An enquiry as lists give it; `reference` is null for a company, which sees nothing of the case."""

    id: UUID
    reference: str | None
    number: int
    state: str
    asker: str
    asked: str
    turn: str | None
    rounds: int
    due_on: date | None


class EnquiryDetail(EnquiryShape):
    """An enquiry with everything in it."""

    turns: list[TurnShape]
    files: list[PaperShape]


def _brief(viewer: Viewer, row: Enquiry) -> dict[str, Any]:
    case, turn = queries.case_of(viewer, row), queries.turn_of(row)
    return {
        "id": str(row.pk),
        "reference": case.reference if case else None,
        "number": row.number,
        "state": row.state,
        "asker": row.asker.name,
        "asked": row.asked.name,
        "turn": turn.name if turn else None,
        "rounds": row.rounds,
        "due_on": row.due_on and row.due_on.isoformat(),
    }


def _whole(viewer: Viewer, row: Enquiry) -> dict[str, Any]:
    turns = [
        {
            "kind": one.kind,
            "round": one.round,
            "at": one.made_at.isoformat(),
            "person": one.person_name,
            "organisation": one.organisation.name,
            "language": one.language,
            "text": one.text,
            "phrases": [_phrase(phrase) for phrase in known(one.phrases)],
        }
        for one in queries.turns(viewer, row)
    ]
    return {**_brief(viewer, row), "turns": turns, "files": [file_shape(one) for one in queries.papers(viewer, row)]}


def _phrase(one: Any) -> dict[str, Any]:
    return {"id": one.id, "kind": one.kind, "is_reviewed": one.is_reviewed, "said": dict(one.said)}


@router.get("/phrases", response={200: list[PhraseShape], **PROBLEMS}, summary="List the stock phrases")
@opened_by(ENQUIRE)
def list_phrases(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001 - ninja passes it
    """The stock phrases of enquiries in six languages."""
    return [_phrase(one) for one in phrases().values()]


@router.get("/enquiries", response={200: list[EnquiryShape], **PROBLEMS}, summary="List one's own enquiries")
@opened_by(ENQUIRE)
def list_enquiries(request: HttpRequest) -> list[dict[str, Any]]:
    """The viewer's enquiries: one's own turn first, then others', then the closed ones."""
    viewer = viewer_in(request)
    found = queries.desk(viewer)
    return [_brief(viewer, one) for one in (*found.own_turn, *found.others_turn, *found.closed)]


@router.get(
    "/cases/{reference}/enquiries", response={200: list[EnquiryShape], **PROBLEMS}, summary="List a case's enquiries"
)
@opened_by(ENQUIRE)
def list_on_case(request: HttpRequest, reference: str) -> list[dict[str, Any]]:
    """The enquiries on a case to which the viewer's organisation is a side."""
    viewer = viewer_in(request)
    case = case_by_reference(viewer, reference)
    return [_brief(viewer, one) for one in queries.enquiries_on(viewer, case)]


@router.post("/cases/{reference}/enquiries", response={201: EnquiryDetail, **PROBLEMS}, summary="Ask about a case")
@opened_by(ENQUIRE)
def ask_about(request: HttpRequest, reference: str, body: AskBody) -> Response:
    """Ask the other side, or one of one's own companies; a question of the receiving side stops the case's clock."""
    viewer = viewer_in(request)
    raw = dict(body.model_dump(exclude_none=True, exclude={"of"}))

    def act() -> tuple[int, Any]:
        case = case_by_reference(viewer, reference)
        row = services.ask(viewer=viewer, case_id=case.pk, raw=raw, of=body.of)
        return 201, _whole(viewer, row)

    return answer_once(request, act)


@router.get("/enquiries/{enquiry_id}", response={200: EnquiryDetail, **PROBLEMS}, summary="Read an enquiry")
@opened_by(ENQUIRE)
def read_enquiry(request: HttpRequest, enquiry_id: UUID) -> dict[str, Any]:
    """An enquiry with all that was said in it."""
    viewer = viewer_in(request)
    return _whole(viewer, queries.enquiry(viewer, enquiry_id))


@router.post("/enquiries/{enquiry_id}/files", response={201: PaperShape, **PROBLEMS}, summary="Give a file")
@opened_by(ENQUIRE)
def give_file(request: HttpRequest, enquiry_id: UUID, file: File[UploadedFile]) -> Response:
    """Give a file to an enquiry; its two sides alone can read it."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        row = services.attach(viewer=viewer, enquiry_id=enquiry_id, name=file.name or "file", chunks=file.chunks())
        return 201, file_shape(row)

    return answer_once(request, act, said=uploaded(file))


@router.get("/enquiries/{enquiry_id}/files/{paper_id}", response={200: None, **PROBLEMS}, summary="Fetch a file")
@opened_by(ENQUIRE)
def fetch_file(request: HttpRequest, enquiry_id: UUID, paper_id: UUID) -> HttpResponse:
    """The content of a file of an enquiry, always as a download."""
    viewer = viewer_in(request)
    row = queries.paper(viewer, queries.enquiry(viewer, enquiry_id), paper_id)
    response = HttpResponse(files.content_of(row.sha256), content_type=row.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{row.sha256[:12]}"'
    return response


ON_ENQUIRY = Acts(
    router=router,
    path="/enquiries/{enquiry_id}",
    name="enquiry",
    shape=EnquiryDetail,
    find=queries.enquiry,
    whole=_whole,
    is_read_again=True,
)
ON_ENQUIRY.add_steps(
    (step for step in ENQUIRIES.steps if step.form),
    lambda viewer, row, verb, raw: services.take_step(viewer=viewer, enquiry_id=row.pk, verb=verb, raw=raw),
)
