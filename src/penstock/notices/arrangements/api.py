"""Operations on arrangements: who answers for a territory without a clear counterpart."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Response

from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, body_of
from penstock.notices.arrangements import queries, services
from penstock.notices.arrangements.fields import ARRANGEMENT, ENDING
from penstock.notices.models import Arrangement
from penstock.parties.duties import KEEP_ARRANGEMENTS, READ_CASES

router = Router(tags=["arrangements"])
ArrangementBody = body_of(ARRANGEMENT, strict=True)
EndingBody = body_of(ENDING, strict=True)


class ArrangementShape(Schema):
    """Who answers for a territory from one day to another; `authority` is null where the secretariat does."""

    id: UUID
    territory: str
    authority: str | None
    since_on: date
    until_on: date | None
    basis: str
    source: str


def _shape(one: Arrangement) -> dict[str, Any]:
    return {
        "id": str(one.pk),
        "territory": one.territory,
        "authority": one.authority.name if one.authority else None,
        "since_on": one.since_on.isoformat(),
        "until_on": one.until_on and one.until_on.isoformat(),
        "basis": one.basis,
        "source": one.source,
    }


@router.get("/arrangements", response={200: list[ArrangementShape], **PROBLEMS}, summary="List arrangements")
@opened_by(READ_CASES)
def list_arrangements(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001 - ninja's
    """List every arrangement there is or was, by territory, the newest first."""
    return [_shape(one) for one in queries.arrangements()]


@router.post("/arrangements", response={201: ArrangementShape, **PROBLEMS}, summary="Make an arrangement")
@opened_by(KEEP_ARRANGEMENTS)
def make_arrangement(request: HttpRequest, body: ArrangementBody) -> Response:  # type: ignore[valid-type]
    """Record who answers for a territory from a day on."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        raw = body.model_dump(exclude_none=True)  # type: ignore[attr-defined]
        return 201, _shape(services.make_arrangement(viewer=viewer, raw=raw))

    return answer_once(request, act)


@router.post(
    "/arrangements/{arrangement_id}/end", response={200: ArrangementShape, **PROBLEMS}, summary="End an arrangement"
)
@opened_by(KEEP_ARRANGEMENTS)
def end_arrangement(request: HttpRequest, arrangement_id: UUID, body: EndingBody) -> Response:  # type: ignore[valid-type]
    """Name the last day of an arrangement; notices that went by it keep it."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        raw = body.model_dump(exclude_none=True)  # type: ignore[attr-defined]
        return 200, _shape(services.end_arrangement(viewer=viewer, arrangement_id=arrangement_id, raw=raw))

    return answer_once(request, act)
