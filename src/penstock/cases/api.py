"""Operations that every regime's cases share: timeline, comments and files."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Router, Schema, UploadedFile
from ninja.responses import Response

from penstock.cases import queries, services
from penstock.cases.models import Given
from penstock.kernel import files
from penstock.kernel.doors.access import answer_once, opened_by, uploaded, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, Body
from penstock.parties.duties import COMMENT, READ_CASES

router = Router(tags=["cases"])


class MomentShape(Schema):
    """One entry of a timeline, with its link in the record if it is an act; `absent` is for whom it was done."""

    at: datetime
    kind: str
    name: str
    person: str
    absent: str
    organisation: str
    text: str
    seq: int | None
    hash: str


class CommentBody(Body):
    """A comment; `within` keeps it inside one's own organisation."""

    text: str
    within: bool = False


class CommentShape(Schema):
    """That a comment was kept."""

    at: datetime
    text: str


class FileShape(Schema):
    """A file on a case."""

    id: str
    name: str
    sha256: str
    size: int
    media_type: str


@router.get("/cases/{reference}/timeline", response={200: list[MomentShape], **PROBLEMS}, summary="Read the timeline")
@opened_by(READ_CASES)
def read_timeline(request: HttpRequest, reference: str) -> list[dict[str, Any]]:
    """Who did, said and read what, with the record's hashes."""
    viewer = viewer_in(request)
    case = queries.case_by_reference(viewer, reference)
    return [
        {
            "at": one.at.isoformat(),
            "kind": one.kind,
            "name": one.name,
            "person": one.person,
            "absent": (one.data or {}).get("for", ""),
            "organisation": one.organisation,
            "text": one.text,
            "seq": one.seq,
            "hash": one.hash,
        }
        for one in queries.timeline(viewer, case)
    ]


@router.post("/cases/{reference}/comments", response={201: CommentShape, **PROBLEMS}, summary="Comment on a case")
@opened_by(COMMENT)
def comment(request: HttpRequest, reference: str, body: CommentBody) -> Response:
    """Say something to everyone on the case, or within one's own organisation."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        case = queries.case_by_reference(viewer, reference)
        row = services.comment(viewer=viewer, case_id=case.id, text=body.text, within=body.within)
        return 201, {"at": row.made_at.isoformat(), "text": row.text}

    return answer_once(request, act)


def file_shape(row: Given) -> dict[str, Any]:
    """A file that was given, as the API tells it."""
    return {
        "id": str(row.id),
        "name": row.name,
        "sha256": row.sha256,
        "size": row.size,
        "media_type": row.media_type,
    }


@router.get("/cases/{reference}/files", response={200: list[FileShape], **PROBLEMS}, summary="List the files")
@opened_by(READ_CASES)
def list_files(request: HttpRequest, reference: str) -> list[dict[str, Any]]:
    """List the files on a case."""
    viewer = viewer_in(request)
    case = queries.case_by_reference(viewer, reference)
    return [file_shape(row) for row in queries.attachments(viewer, case)]


@router.post("/cases/{reference}/files", response={201: FileShape, **PROBLEMS}, summary="Attach a file")
@opened_by(COMMENT)
def attach_file(request: HttpRequest, reference: str, file: File[UploadedFile]) -> Response:
    """Attach a file; its content decides what it is, not its name."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        case = queries.case_by_reference(viewer, reference)
        row = services.attach(viewer=viewer, case_id=case.id, name=file.name or "file", chunks=file.chunks())
        return 201, file_shape(row)

    return answer_once(request, act, said=uploaded(file))


@router.get("/cases/{reference}/files/{file_id}", summary="Fetch a file", response={200: None, **PROBLEMS})
@opened_by(READ_CASES)
def fetch_file(request: HttpRequest, reference: str, file_id: UUID) -> HttpResponse:
    """The content of a file on a case, always as a download."""
    viewer = viewer_in(request)
    case = queries.case_by_reference(viewer, reference)
    row = queries.attachment(viewer, case, file_id)
    response = HttpResponse(files.content_of(row.sha256), content_type=row.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{row.sha256[:12]}"'
    return response
