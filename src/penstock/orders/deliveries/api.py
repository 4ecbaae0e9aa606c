"""Operations on deliveries."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Response

from penstock.cases.steps.api import entered
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, body_of
from penstock.kernel.viewer import Viewer
from penstock.orders.deliveries import fields, queries, services
from penstock.orders.deliveries.models import Delivery
from penstock.parties.duties import CHECK_ORDERS

router = Router(tags=["orders"])
NewDelivery, Arrival = body_of(fields.DELIVERY, strict=True), body_of(fields.ARRIVAL, strict=True)
Cause = body_of(fields.CAUSE, strict=True)


class DifferenceShape(Schema):
    """What differs between the papers and what was found; the code is stable."""

    code: str
    message: str


class DeliveryShape(Schema):
    """Goods that went out or came in; `found` is empty until they arrived, `cause` until somebody explained."""

    id: UUID
    way: str
    number: str
    customer: str | None
    partner: str
    order_number: str
    goods: str
    packages: int
    weight: str
    unit: str
    tolerance: str
    seals: list[str]
    carrier: str
    sent_on: date
    state: str
    arrived_on: date | None
    found: dict[str, Any]
    differences: list[DifferenceShape]
    cause: str
    words: str
    explained_by: str
    explained_at: datetime | None


SHAPE: dict[Any, Any] = {200: DeliveryShape, **PROBLEMS}


def told(row: Delivery) -> dict[str, Any]:
    """A delivery as the API gives it."""
    own = {"id", "customer", "weight", "tolerance", "state", "differences"}
    plain = {name: getattr(row, name) for name in DeliveryShape.model_fields if name not in own}
    return {
        **{key: value.isoformat() if isinstance(value, date) else value for key, value in plain.items()},
        "id": str(row.pk),
        "customer": row.customer.number if row.customer else None,
        "weight": f"{row.weight.normalize():f}",
        "tolerance": f"{row.tolerance.normalize():f}",
        "state": queries.standing_of(row),
        "differences": [
            {"code": one["code"], "message": one["text"].format(**one["values"])} for one in row.differences
        ],
    }


def _once(request: HttpRequest, act: Callable[[Viewer], Delivery], status: int = 200) -> Response:
    viewer = viewer_in(request)
    return answer_once(request, lambda: (status, told(act(viewer))))


@router.get("/deliveries", response={200: list[DeliveryShape], **PROBLEMS}, summary="List deliveries")
@opened_by(CHECK_ORDERS)
def list_deliveries(request: HttpRequest, text: str = "") -> list[dict[str, Any]]:
    """List the newest deliveries, or those whose number begins with a text."""
    return [told(one) for one in queries.deliveries(viewer_in(request), text)]


@router.post("/deliveries", response={201: DeliveryShape, **PROBLEMS}, summary="Enter a delivery")
@opened_by(CHECK_ORDERS)
def enter_delivery(request: HttpRequest, body: NewDelivery) -> Response:  # type: ignore[valid-type]
    """Enter goods that were sent, or that are to come in, as the papers say."""
    raw = entered(body)
    return _once(request, lambda viewer: services.enter(viewer=viewer, raw=raw), 201)


@router.get("/deliveries/{delivery_id}", response=SHAPE, summary="Read a delivery")
@opened_by(CHECK_ORDERS)
def read_delivery(request: HttpRequest, delivery_id: UUID) -> dict[str, Any]:
    """Read a delivery with what differs."""
    return told(queries.delivery(viewer_in(request), delivery_id))


@router.post("/deliveries/{delivery_id}/arrive", response=SHAPE, summary="Enter an arrival")
@opened_by(CHECK_ORDERS)
def arrive_delivery(request: HttpRequest, delivery_id: UUID, body: Arrival) -> Response:  # type: ignore[valid-type]
    """Enter what was found on arrival; it is compared with the papers."""
    raw = entered(body)
    return _once(request, lambda viewer: services.arrive(viewer=viewer, delivery_id=delivery_id, raw=raw))


@router.post("/deliveries/{delivery_id}/explain", response=SHAPE, summary="Explain a difference")
@opened_by(CHECK_ORDERS)
def explain_delivery(request: HttpRequest, delivery_id: UUID, body: Cause) -> Response:  # type: ignore[valid-type]
    """Say why a delivery differs, or that nothing explains it."""
    raw = entered(body)
    return _once(request, lambda viewer: services.explain(viewer=viewer, delivery_id=delivery_id, raw=raw))
