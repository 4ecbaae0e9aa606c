"""Operations on files of planned shipments."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form, Router, Schema, UploadedFile
from ninja.responses import Response

from penstock.kernel.doors.access import answer_once, opened_by, uploaded, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS
from penstock.kernel.viewer import Fault
from penstock.kernel.workflow import refused_for
from penstock.notices.models import Batch
from penstock.notices.shipments import batches, queries
from penstock.parties.duties import SEND_NOTICES

router = Router(tags=["batches"])


class BatchShape(Schema):
    """How far a file of shipments is."""

    id: str
    name: str
    lines_total: int | None
    lines_done: int
    good: int
    bad: int
    checked_at: datetime | None
    lodged_at: datetime | None
    failure: str


class BatchLineShape(Schema):
    """One line of a file with what was found in it."""

    line: int
    faults: list[dict[str, Any]]
    warnings: list[str]
    substances: list[dict[str, Any]]
    notification: dict[str, Any]


class BatchLinePage(Schema):
    """A page of lines; `next` is the line after which the following page begins."""

    items: list[BatchLineShape]
    next: int | None


def _shape(batch: Batch) -> dict[str, Any]:
    return {
        "id": str(batch.id),
        "name": batch.name,
        "lines_total": batch.lines_total,
        "lines_done": batch.lines_done,
        "good": batch.good,
        "bad": batch.bad,
        "checked_at": batch.checked_at and batch.checked_at.isoformat(),
        "lodged_at": batch.lodged_at and batch.lodged_at.isoformat(),
        "failure": batch.failure,
    }


@router.post("/batches", response={202: BatchShape, **PROBLEMS}, summary="Hand in a file")
@opened_by(SEND_NOTICES)
def take_in(request: HttpRequest, file: File[UploadedFile], mapping: Form[str] = "{}") -> Response:
    """Hand in a CSV or XLSX file; `mapping` is a JSON object of your headings to field names."""
    viewer, led = viewer_in(request), _mapping(mapping)

    def act() -> tuple[int, Any]:
        batch = batches.take_in(viewer=viewer, name=file.name or "file", chunks=file.chunks(), mapping=led)
        return 202, _shape(batch)

    return answer_once(request, act, said=uploaded(file, mapping))


def _mapping(text: str) -> dict[str, str]:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise refused_for([Fault("mapping", "not_a_mapping", 'Write a JSON object such as {{"CAS": "cas_number"}}.')])
    return found


@router.get("/batches/{batch_id}", response={200: BatchShape, **PROBLEMS}, summary="How far")
@opened_by(SEND_NOTICES)
def read_batch(request: HttpRequest, batch_id: UUID) -> dict[str, Any]:
    """How far the check and the lodging of a file are."""
    return _shape(batches.find_batch(viewer_in(request), batch_id))


@router.get("/batches/{batch_id}/lines", response={200: BatchLinePage, **PROBLEMS}, summary="Its lines")
@opened_by(SEND_NOTICES)
def read_lines(request: HttpRequest, batch_id: UUID, after: int = 0, *, only_bad: bool = False) -> dict[str, Any]:
    """The lines of a file with their faults, in order."""
    viewer = viewer_in(request)
    batch = batches.find_batch(viewer, batch_id)
    lines = queries.batch_lines(viewer, batch, bad=True if only_bad else None, after=after)
    page = lines[: queries.PAGE]
    return {
        "items": [
            {
                "line": one.line,
                "faults": one.faults,
                "warnings": one.warnings,
                "substances": one.substances,
                "notification": one.due,
            }
            for one in page
        ],
        "next": page[-1].line if len(lines) > len(page) else None,
    }


@router.post("/batches/{batch_id}/lodge", response={202: BatchShape, **PROBLEMS}, summary="Lodge it")
@opened_by(SEND_NOTICES)
def lodge(request: HttpRequest, batch_id: UUID) -> Response:
    """Send a notice for each line without a fault, all in one act."""
    viewer = viewer_in(request)
    return answer_once(request, lambda: (202, _shape(batches.ask_to_lodge(viewer=viewer, batch_id=batch_id))))
