"""Operations on suggestions of alerts, for the secretariat."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Response

from penstock.alerts import queries
from penstock.alerts.fields import DECISION
from penstock.alerts.models import Suggestion
from penstock.alerts.suggesting.services import dismiss, reasons, take
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, body_of
from penstock.parties.duties import SEND_ALERTS

router = Router(tags=["alerts"])
Decision = body_of(DECISION, strict=True)


class SuggestionShape(Schema):
    """A suggestion with its evidence, why it was made, and what became of it."""

    id: UUID
    kind: str
    title: str
    state: str
    found_at: datetime
    reasons: list[str]
    evidence: dict[str, Any]
    decided_by: str
    note: str
    taken_into: str


def shape(row: Suggestion) -> dict[str, Any]:
    """A suggestion as it is told."""
    return {
        "id": str(row.pk),
        "kind": row.kind,
        "title": row.title,
        "state": row.state,
        "found_at": row.found_at.isoformat(),
        "reasons": reasons(row),
        "evidence": row.evidence,
        "decided_by": row.decided_by,
        "note": row.note,
        "taken_into": row.taken_into,
    }


@router.get("/alert-suggestions", response={200: list[SuggestionShape], **PROBLEMS}, summary="What the house suggests")
@opened_by(SEND_ALERTS)
def list_suggestions(request: HttpRequest, state: str = "") -> list[dict[str, Any]]:
    """List the suggestions, the newest first; only the secretariat sees any."""
    return [shape(one) for one in queries.suggestions(viewer_in(request), state)]


@router.post(
    "/alert-suggestions/{suggestion_id}/dismiss",
    response={200: SuggestionShape, **PROBLEMS},
    summary="Dismiss a suggestion",
)
@opened_by(SEND_ALERTS)
def dismiss_suggestion(request: HttpRequest, suggestion_id: UUID, body: Decision) -> Response:  # type: ignore[valid-type]
    """Say that no alert comes of it."""
    viewer = viewer_in(request)
    raw = body.model_dump(exclude_none=True)  # type: ignore[attr-defined]

    def act() -> tuple[int, Any]:
        return 200, shape(dismiss(viewer=viewer, suggestion_id=suggestion_id, raw=raw))

    return answer_once(request, act)


@router.post(
    "/alert-suggestions/{suggestion_id}/take",
    response={200: SuggestionShape, **PROBLEMS},
    summary="Take a suggestion into a draft",
)
@opened_by(SEND_ALERTS)
def take_suggestion(request: HttpRequest, suggestion_id: UUID) -> Response:
    """Begin a draft with what was found; its reference stands in the answer."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        take(viewer=viewer, suggestion_id=suggestion_id)
        return 200, shape(queries.suggestion(viewer, suggestion_id))

    return answer_once(request, act)
