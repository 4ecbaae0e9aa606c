"""Operations on surveillance lists; the steps of editions and copies are generated from their workflows' tables."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Router, Schema, UploadedFile
from ninja.responses import Response

from penstock.kernel.doors.access import answer_once, opened_by, uploaded, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, body_of
from penstock.kernel.viewer import Viewer
from penstock.kernel.workflow import Step, Workflow
from penstock.parties.duties import KEEP_LISTS, READ_LISTS
from penstock.surveillance import queries
from penstock.surveillance.copies import reading
from penstock.surveillance.copies import services as copying
from penstock.surveillance.fields import EDITION, HANDING, LIST, REASON, VETTING
from penstock.surveillance.keeping import services as keeping
from penstock.surveillance.marks.papers import MEDIA
from penstock.surveillance.marks.scraps import text_of
from penstock.surveillance.marks.tracing import trace
from penstock.surveillance.models import Copy, Edition, SurveillanceList, Vetting
from penstock.surveillance.states import COPIES, EDITIONS

router = Router(tags=["surveillance"])
ListBody = body_of(LIST, strict=True)
EditionBody = body_of(EDITION, strict=True)
VettingBody = body_of(VETTING, strict=True)
ReasonBody = body_of(REASON, strict=True)
HandingBody = body_of(HANDING, strict=True)


class ListShape(Schema):
    """A list that one's own authority keeps."""

    id: UUID
    title: str
    reach: str
    marking: str
    basis: str
    open_to: list[str]


class FaultyLine(Schema):
    """A line of a loaded file with its faults."""

    line: int
    faults: list[dict[str, str]]


class EditionShape(Schema):
    """An edition of a list; `digest` is that of its content once it is published."""

    id: UUID
    list_id: UUID
    number: int
    state: str
    expires_on: date | None
    published_at: datetime | None
    digest: str
    entries: int
    faulty: list[FaultyLine]


class VettingShape(Schema):
    """A decision on an organisation."""

    id: UUID
    organisation: str
    access_class: str
    is_granted: bool
    decided_on: date
    until_on: date | None
    revoked_at: datetime | None


class CopyShape(Schema):
    """A copy: who holds it, and what became of it."""

    id: UUID
    title: str
    edition: int
    state: str
    holder: str
    giver: str
    access_class: str
    people: list[str]
    purpose: str
    given_at: datetime
    expires_on: date
    may_hand_on: bool
    acknowledged_at: datetime | None
    closed_at: datetime | None
    returned_at: datetime | None
    openings: int
    conditions: str


class ContentShape(Schema):
    """The marked content of a copy in the caller's name."""

    title: str
    edition: str
    marking: str
    line: str
    entries: list[dict[str, Any]]


class FindingShape(Schema):
    """A reader whose copy something may be, and the chance that this is a coincidence."""

    copy_id: UUID
    holder: str
    person: str
    kind: str
    sureness: str
    chance: float
    evidence: str


def _list(one: SurveillanceList) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ListShape.model_fields}


def _edition(viewer: Viewer, one: Edition) -> dict[str, Any]:
    entries = queries.entries(viewer, one)
    return {
        "id": str(one.id),
        "list_id": str(one.list_id),
        "number": one.number,
        "state": one.state,
        "expires_on": one.expires_on and one.expires_on.isoformat(),
        "published_at": one.published_at and one.published_at.isoformat(),
        "digest": one.digest,
        "entries": len(entries),
        "faulty": [{"line": entry.line, "faults": entry.faults} for entry in entries if entry.faults],
    }


def _vetting(one: Vetting) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "organisation": one.organisation.name,
        "access_class": one.access_class,
        "is_granted": one.is_granted,
        "decided_on": one.decided_on.isoformat(),
        "until_on": one.until_on and one.until_on.isoformat(),
        "revoked_at": one.revoked_at and one.revoked_at.isoformat(),
    }


def _copy(viewer: Viewer, one: Copy) -> dict[str, Any]:
    instants = ("given_at", "acknowledged_at", "closed_at", "returned_at", "expires_on")
    return {
        "id": str(one.id),
        "title": one.edition.list.title,
        "edition": one.edition.number,
        "state": one.state,
        "holder": one.holder.name,
        "giver": one.giver.name,
        "access_class": one.access_class,
        "people": one.people_names,
        "purpose": one.purpose,
        "may_hand_on": one.may_hand_on,
        **{name: (at := getattr(one, name)) and at.isoformat() for name in instants},
        "openings": len(queries.openings(viewer, one)),
        "conditions": one.edition.list.conditions,
    }


def _entered(body: Any) -> dict[str, Any]:
    return dict(body.model_dump(exclude_none=True))


@router.get("/surveillance/lists", response={200: list[ListShape], **PROBLEMS}, summary="The lists one keeps")
@opened_by(KEEP_LISTS)
def read_lists(request: HttpRequest) -> list[dict[str, Any]]:
    """The surveillance lists of one's own authority."""
    return [_list(one) for one in queries.own_lists(viewer_in(request))]


@router.post("/surveillance/lists", response={201: ListShape, **PROBLEMS}, summary="Make an empty list")
@opened_by(KEEP_LISTS)
def make_list(request: HttpRequest, body: ListBody) -> Response:  # type: ignore[valid-type]
    """Make an empty list that one's own authority owns."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        made = _list(keeping.make_list(viewer=viewer, raw=_entered(body)))
        return 201, {**made, "id": str(made["id"])}

    return answer_once(request, act)


@router.post(
    "/surveillance/lists/{list_id}/editions", response={201: EditionShape, **PROBLEMS}, summary="Begin an edition"
)
@opened_by(KEEP_LISTS)
def draft_edition(request: HttpRequest, list_id: UUID, body: EditionBody) -> Response:  # type: ignore[valid-type]
    """Begin the next edition of a list, still empty."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        return 201, _edition(viewer, keeping.draft_edition(viewer=viewer, list_id=list_id, raw=_entered(body)))

    return answer_once(request, act)


@router.get("/surveillance/lists/{list_id}/copies", response={200: list[CopyShape], **PROBLEMS}, summary="Who got what")
@opened_by(KEEP_LISTS)
def read_copies(request: HttpRequest, list_id: UUID) -> list[dict[str, Any]]:
    """Who got which edition of a list, when, and what became of it."""
    viewer = viewer_in(request)
    return [_copy(viewer, one.copy) for one in queries.copies(viewer, queries.own_list(viewer, list_id))]


@router.get("/surveillance/editions/{edition_id}", response={200: EditionShape, **PROBLEMS}, summary="Read an edition")
@opened_by(KEEP_LISTS)
def read_edition(request: HttpRequest, edition_id: UUID) -> dict[str, Any]:
    """An edition of one's own list, with the lines that have faults."""
    viewer = viewer_in(request)
    return _edition(viewer, queries.own_edition(viewer, edition_id))


@router.post(
    "/surveillance/editions/{edition_id}/load", response={200: EditionShape, **PROBLEMS}, summary="Load a file"
)
@opened_by(KEEP_LISTS)
def load_edition(request: HttpRequest, edition_id: UUID, file: File[UploadedFile]) -> Response:
    """Load a CSV or XLSX file into a draft; lines with faults are named, and none is lost."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        content = b"".join(file.chunks())
        edition = keeping.load(viewer=viewer, edition_id=edition_id, name=file.name or "file", content=content)
        return 200, _edition(viewer, edition)

    return answer_once(request, act, said=uploaded(file))


@router.post("/surveillance/editions/{edition_id}/copies", response={201: CopyShape, **PROBLEMS}, summary="Hand out")
@opened_by(KEEP_LISTS)
def hand_out(request: HttpRequest, edition_id: UUID, body: HandingBody) -> Response:  # type: ignore[valid-type]
    """Hand a copy of a published edition to an organisation and named persons there."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        return 201, _copy(viewer, copying.hand_out(viewer=viewer, edition_id=edition_id, raw=_entered(body)))

    return answer_once(request, act)


@router.get("/surveillance/vettings", response={200: list[VettingShape], **PROBLEMS}, summary="Whom one trusts")
@opened_by(KEEP_LISTS)
def read_vettings(request: HttpRequest) -> list[dict[str, Any]]:
    """One's own decisions, and those that let an association's members receive lists through it."""
    return [_vetting(one) for one in queries.vettings(viewer_in(request))]


@router.post("/surveillance/vettings", response={201: VettingShape, **PROBLEMS}, summary="Vet an organisation")
@opened_by(KEEP_LISTS)
def vet(request: HttpRequest, body: VettingBody) -> Response:  # type: ignore[valid-type]
    """Decide whether an organisation may receive lists."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        return 201, _vetting(keeping.vet(viewer=viewer, raw=_entered(body)))

    return answer_once(request, act)


@router.post(
    "/surveillance/vettings/{vetting_id}/revoke", response={200: VettingShape, **PROBLEMS}, summary="Revoke a vetting"
)
@opened_by(KEEP_LISTS)
def revoke(request: HttpRequest, vetting_id: UUID, body: ReasonBody) -> Response:  # type: ignore[valid-type]
    """Revoke a vetting at once, and with it every open copy that rests on it."""
    viewer, reason = viewer_in(request), str(_entered(body).get("reason", ""))

    def act() -> tuple[int, Any]:
        return 200, _vetting(keeping.revoke(viewer=viewer, vetting_id=vetting_id, reason=reason))

    return answer_once(request, act)


@router.post("/surveillance/trace", response={200: list[FindingShape], **PROBLEMS}, summary="Trace a leaked copy")
@opened_by(KEEP_LISTS)
def trace_copy(request: HttpRequest, file: File[UploadedFile]) -> list[dict[str, Any]]:
    """Whose copy of one's own lists a file is, and how surely; nothing of it is kept."""
    return [
        {
            "copy_id": one.copy.id,
            "holder": one.copy.holder.name,
            "person": one.person_name,
            "kind": one.kind,
            "sureness": one.sureness,
            "chance": one.chance,
            "evidence": one.evidence,
        }
        for one in trace(viewer=viewer_in(request), text=text_of(file.read()))
    ]


@router.get("/surveillance/copies", response={200: list[CopyShape], **PROBLEMS}, summary="The copies in one's name")
@opened_by(READ_LISTS)
def read_received(request: HttpRequest) -> list[dict[str, Any]]:
    """The copies in the caller's own name, the newest first."""
    viewer = viewer_in(request)
    return [_copy(viewer, one.copy) for one in queries.received(viewer)]


@router.get("/surveillance/copies/{copy_id}", response={200: CopyShape, **PROBLEMS}, summary="Read about a copy")
@opened_by(READ_LISTS)
def read_copy(request: HttpRequest, copy_id: UUID) -> dict[str, Any]:
    """A copy that one holds, gave, or owns the list of; not its content."""
    viewer = viewer_in(request)
    return _copy(viewer, queries.copy_of(viewer, copy_id))


@router.get("/surveillance/copies/{copy_id}/content", response={200: ContentShape, **PROBLEMS}, summary="Open a copy")
@opened_by(READ_LISTS)
def read_content(request: HttpRequest, copy_id: UUID) -> dict[str, Any]:
    """The marked content of a copy in the caller's name; opening it is recorded."""
    sheet = reading.open_copy(viewer=viewer_in(request), copy_id=copy_id, form="api")
    about = {name: getattr(sheet, name) for name in ("title", "edition", "marking", "line")}
    return {**about, "entries": list(sheet.rows)}


@router.get("/surveillance/copies/{copy_id}/files/{form}", response=PROBLEMS, summary="Take a copy away as a file")
@opened_by(READ_LISTS)
def read_file(request: HttpRequest, copy_id: UUID, form: str) -> HttpResponse:
    """The marked content of a copy as `csv`, `xlsx` or `pdf`; taking it away is recorded."""
    made = reading.file_of(viewer=viewer_in(request), copy_id=copy_id, form=form)
    return HttpResponse(made, content_type=MEDIA[form])


@router.post("/surveillance/copies/{copy_id}/copies", response={201: CopyShape, **PROBLEMS}, summary="Pass a copy on")
@opened_by(KEEP_LISTS)
def pass_on(request: HttpRequest, copy_id: UUID, body: HandingBody) -> Response:  # type: ignore[valid-type]
    """Pass a copy that one holds on to an organisation that was vetted for it."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        return 201, _copy(viewer, copying.pass_on(viewer=viewer, copy_id=copy_id, raw=_entered(body)))

    return answer_once(request, act)


Answer = Callable[[Viewer, UUID, dict[str, Any]], dict[str, Any]]


def _operation(step: Step | None, act_on: Answer) -> Callable[..., Any]:
    """The operation that takes a step of a workflow, with the body that the step asks for."""

    def take(request: HttpRequest, row_id: UUID, raw: dict[str, Any]) -> Response:
        viewer = viewer_in(request)
        return answer_once(request, lambda: (200, act_on(viewer, row_id, raw)))

    if step is None or step.form is None:

        def without_body(request: HttpRequest, row_id: UUID) -> Response:
            return take(request, row_id, {})

        return without_body

    def with_body(request: HttpRequest, row_id: UUID, body: Any) -> Response:
        return take(request, row_id, _entered(body))

    with_body.__annotations__["body"] = body_of(step.form, strict=True)
    return with_body


def _take_edition(step: Step) -> Answer:
    def take(viewer: Viewer, row_id: UUID, raw: dict[str, Any]) -> dict[str, Any]:
        return _edition(viewer, keeping.take_step(viewer=viewer, edition_id=row_id, verb=step.verb, raw=raw))

    return take


def _take_copy(step: Step) -> Answer:
    def take(viewer: Viewer, row_id: UUID, raw: dict[str, Any]) -> dict[str, Any]:
        return _copy(viewer, copying.take_step(viewer=viewer, copy_id=row_id, verb=step.verb, raw=raw))

    return take


def _confirm(viewer: Viewer, row_id: UUID, _raw: dict[str, Any]) -> dict[str, Any]:
    return _edition(viewer, keeping.confirm_step(viewer=viewer, edition_id=row_id))


def _decline(viewer: Viewer, row_id: UUID, _raw: dict[str, Any]) -> dict[str, Any]:
    return _edition(viewer, keeping.decline_step(viewer=viewer, edition_id=row_id))


def _add(path: str, name: str, duty: str, operation: Callable[..., Any], *, shape: Any, summary: str) -> None:
    operation.__name__ = name
    operation.__doc__ = f"{summary}."
    router.add_api_operation(
        path,
        ["POST"],
        opened_by(duty)(operation),
        response={200: shape, **PROBLEMS},
        summary=summary,
        operation_id=f"surveillance_{name}",
    )


def _add_steps(flow: Workflow, folder: str, shape: Any, act_of: Callable[[Step], Answer]) -> None:
    for step in flow.steps:
        if step.duty == "system" or step.verb == "load":
            continue
        path, name = f"/surveillance/{folder}/{{row_id}}/{step.verb}", f"{folder.rstrip('s')}_{step.verb}"
        summary = step.label + (" (first of two signatures)" if step.second else "")
        _add(path, name, step.duty, _operation(step, act_of(step)), shape=shape, summary=summary)


_add_steps(EDITIONS, "editions", EditionShape, _take_edition)
_add_steps(COPIES, "copies", CopyShape, _take_copy)
for _name, _act, _summary in (
    ("confirm", _confirm, "Give the second signature"),
    ("decline", _decline, "Decline the first signature"),
):
    _add(
        f"/surveillance/editions/{{row_id}}/{_name}",
        f"edition_{_name}",
        KEEP_LISTS,
        _operation(None, _act),
        shape=EditionShape,
        summary=_summary,
    )
