"""Operations on the files of cases of licensing, open to companies too."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Router, UploadedFile
from ninja.responses import Response

from penstock.cases import queries
from penstock.cases.api import FileShape, file_shape
from penstock.cases.services import attach
from penstock.industry.evidence.queries import dossier
from penstock.kernel import files
from penstock.kernel.doors.access import answer_once, opened_by, uploaded, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS
from penstock.parties.duties import APPLY_FOR_LICENCES, READ_LICENCES

router = Router(tags=["licensing of industry"])


@router.get("/licensing/{reference}/files", response={200: list[FileShape], **PROBLEMS}, summary="List the evidence")
@opened_by(READ_LICENCES)
def list_evidence(request: HttpRequest, reference: str) -> list[dict[str, Any]]:
    """List the files on an application, licence, inspection or annual return."""
    viewer = viewer_in(request)
    return [file_shape(row) for row in queries.attachments(viewer, dossier(viewer, reference))]


@router.post("/licensing/{reference}/files", response={201: FileShape, **PROBLEMS}, summary="Give evidence")
@opened_by(APPLY_FOR_LICENCES)
def attach_evidence(request: HttpRequest, reference: str, file: File[UploadedFile]) -> Response:
    """Attach a file; its content decides what it is, not its name."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        case = dossier(viewer, reference)
        row = attach(viewer=viewer, case_id=case.pk, name=file.name or "file", chunks=file.chunks())
        return 201, file_shape(row)

    return answer_once(request, act, said=uploaded(file))


@router.get("/licensing/{reference}/files/{file_id}", summary="Fetch evidence", response={200: None, **PROBLEMS})
@opened_by(READ_LICENCES)
def fetch_evidence(request: HttpRequest, reference: str, file_id: UUID) -> HttpResponse:
    """The content of a file on a case of licensing, always as a download."""
    viewer = viewer_in(request)
    row = queries.attachment(viewer, dossier(viewer, reference), file_id)
    response = HttpResponse(files.content_of(row.sha256), content_type=row.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{row.sha256[:12]}"'
    return response
