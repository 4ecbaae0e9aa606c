"""Operations on held orders; the steps are generated from the workflow's table."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from penstock.cases.steps.api import Acts, OpenStep, told_steps
from penstock.kernel.doors.access import opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS
from penstock.kernel.viewer import Viewer
from penstock.orders.checking.api import CheckShape, told
from penstock.orders.holds import queries, services
from penstock.orders.holds.models import HeldOrder
from penstock.orders.holds.states import HOLDS
from penstock.parties.duties import CHECK_ORDERS

router = Router(tags=["orders"])


class HoldStep(OpenStep):
    """A step that may be taken from here, or the reason against it."""


class HeldOrderBrief(Schema):
    """A held order as lists give it."""

    reference: str
    state: str
    answer: str
    order: str
    customer: str
    title: str
    checked_by: str
    decided_by: str
    justification: str
    updated_at: datetime


class HeldOrderShape(HeldOrderBrief):
    """A held order with its check, and what may be done."""

    check_made: CheckShape
    steps: list[HoldStep]


def brief(case: HeldOrder) -> dict[str, Any]:
    """A held order as lists give it."""
    return {
        "reference": case.reference,
        "state": case.state,
        "answer": case.answer,
        "order": case.order_number,
        "customer": case.customer_name,
        "title": case.title,
        "checked_by": case.checked_by_name,
        "decided_by": case.decided_by_name,
        "justification": case.justification,
        "updated_at": case.updated_at.isoformat(),
    }


def whole(viewer: Viewer, case: HeldOrder) -> dict[str, Any]:
    """A held order with everything that the viewer may read of it."""
    return {**brief(case), "check_made": told(case.check_row, case), "steps": told_steps(HOLDS, case, viewer)}


@router.get("/held-orders", response={200: list[HeldOrderBrief], **PROBLEMS}, summary="List held orders")
@opened_by(CHECK_ORDERS)
def list_held_orders(request: HttpRequest, state: str = "") -> list[dict[str, Any]]:
    """List the newest held orders, in one state or in any."""
    return [brief(one) for one in queries.held_orders(viewer_in(request), state)]


@router.get("/held-orders/{reference}", response={200: HeldOrderShape, **PROBLEMS}, summary="Read a held order")
@opened_by(CHECK_ORDERS)
def read_held_order(request: HttpRequest, reference: str) -> dict[str, Any]:
    """Read a held order with its check."""
    viewer = viewer_in(request)
    return whole(viewer, queries.held_order(viewer, reference))


Acts(
    router=router,
    path="/held-orders/{reference}",
    name="held_order",
    shape=HeldOrderShape,
    find=queries.held_order,
    whole=whole,
).add_steps(
    HOLDS.steps,
    lambda viewer, case, verb, raw: services.take_step(viewer=viewer, case_id=case.pk, verb=verb, raw=raw),
)
