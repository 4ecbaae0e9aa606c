"""Operations on tasks of law."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Response

from penstock.cases.steps.api import entered
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, body_of
from penstock.orders.changes import fields, queries, services
from penstock.orders.changes.models import LawTask
from penstock.parties.duties import KEEP_CUSTOMERS

router = Router(tags=["orders"])
SettledTask = body_of(fields.SETTLING, strict=True)


class LegalChange(Schema):
    """What changes, and where it is law."""

    text: str
    source: str


class LawTaskShape(Schema):
    """A task that a change of the law left: what it touches, why, until when, and what came of it.

    `kind` is customer, licence, declaration or held order, `target` its number or reference; `outcome` is empty
    while it is open, then done or dismissed.
    """

    id: UUID
    pack: str
    version: str
    changes_on: date
    goods: str
    kind: str
    name: str
    target: str
    asks: str
    why: list[LegalChange]
    due_on: date
    outcome: str
    note: str
    settled_by: str
    settled_at: datetime | None


def told(row: LawTask) -> dict[str, Any]:
    """A task as the API gives it."""
    plain = {name: getattr(row, name) for name in LawTaskShape.model_fields if name not in {"id", "asks"}}
    kept = {key: value.isoformat() if isinstance(value, date) else value for key, value in plain.items()}
    return {**kept, "id": str(row.pk), "asks": fields.ASKS[row.kind]}


@router.get("/law-tasks", response={200: list[LawTaskShape], **PROBLEMS}, summary="List tasks of law")
@opened_by(KEEP_CUSTOMERS)
def list_law_tasks(request: HttpRequest, state: str = "open") -> list[dict[str, Any]]:
    """List the open tasks that changes of the law left, or with `state=settled` the newest that were settled."""
    return [told(one) for one in queries.tasks(viewer_in(request), is_open=state != "settled")]


@router.post("/law-tasks/{task_id}/settle", response={200: LawTaskShape, **PROBLEMS}, summary="Settle a task of law")
@opened_by(KEEP_CUSTOMERS)
def settle_law_task(request: HttpRequest, task_id: UUID, body: SettledTask) -> Response:  # type: ignore[valid-type]
    """Say what was done about a task, or why nothing is to be done."""
    viewer, raw = viewer_in(request), entered(body)
    return answer_once(request, lambda: (200, told(services.settle(viewer=viewer, task_id=task_id, raw=raw))))
