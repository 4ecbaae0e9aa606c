"""Operations that check orders: one, many at once, or a file; and reads of what was checked."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Router, Schema
from ninja.files import UploadedFile
from ninja.responses import Response

from penstock.cases.steps.api import entered
from penstock.kernel.doors.access import answer_once, opened_by, uploaded, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, Body, body_of
from penstock.orders.checking import queries, services, shown
from penstock.orders.checking.fields import ORDER
from penstock.orders.checking.models import Check
from penstock.orders.checking.services import Answered
from penstock.orders.holds.models import HeldOrder
from penstock.parties.duties import CHECK_ORDERS

router = Router(tags=["orders"])
OrderToCheck = body_of(ORDER, strict=True)


class LawOfReason(Schema):
    """Where a reason is law: the pack and its version, its list, the article, and whether somebody compared the row."""

    pack: str
    version: str
    list: str
    source: str
    verified: bool


class ReasonShape(Schema):
    """One reason: a stable code, its effect (hold, ask or note), a sentence, and its law where it has one."""

    code: str
    effect: str
    message: str
    forbidden: bool
    law: LawOfReason | None


class CheckShape(Schema):
    """A check: the answer (go, hold or ask) with every reason.

    `outcome` is what became of it since: the answer, or lifted, refused or replaced where a person decided on `held`.
    `digest` is the hash that the record keeps, `judged_under` the law it was judged by.
    """

    id: UUID
    order: str
    line: str
    customer: str
    goods: str
    ordered_on: date
    answer: str
    outcome: str
    held: str | None
    reasons: list[ReasonShape]
    judged_under: dict[str, Any]
    digest: str
    checked_by: str
    checked_at: datetime
    stands: bool


class OrdersToCheck(Body):
    """Orders to be judged together, in this order: each counts for those behind it."""

    orders: list[OrderToCheck]  # type: ignore[valid-type]


class CheckPage(Schema):
    """A page of checks, the newest first; `next` is what to give as `after`, null on the last."""

    items: list[CheckShape]
    next: str | None


def told(row: Check, held: HeldOrder | None) -> dict[str, Any]:
    """A check as the API gives it, with its held order where it did not go."""
    return {
        "id": str(row.pk),
        "order": row.number,
        "line": row.line,
        "customer": row.content.get("customer", ""),
        "goods": row.goods,
        "ordered_on": row.ordered_on.isoformat(),
        "answer": row.answer,
        "outcome": held.state if held and held.state != "held" else row.answer,
        "held": held.reference if held else None,
        "reasons": [
            {
                "code": one["code"],
                "effect": one["effect"],
                "message": shown.sentence(one),
                "forbidden": bool(one.get("forbidden")),
                "law": one.get("law"),
            }
            for one in row.reasons
        ],
        "judged_under": row.judged_under,
        "digest": row.digest,
        "checked_by": row.person_name,
        "checked_at": row.checked_at.isoformat(),
        "stands": row.stands,
    }


def _each(answered: list[Answered]) -> list[dict[str, Any]]:
    return [told(one.check, one.held) for one in answered]


def _found(row: Check) -> dict[str, Any]:
    return told(row, getattr(row, "held", None))


@router.post("/orders/check", response={200: CheckShape, **PROBLEMS}, summary="Check an order")
@opened_by(CHECK_ORDERS)
def check_order(request: HttpRequest, body: OrderToCheck) -> Response:  # type: ignore[valid-type]
    """Check one line of an order: go, hold or ask, with every reason and its law, sealed on the record.

    The same number and line checked again takes the place of what was checked before.
    """
    viewer = viewer_in(request)
    return answer_once(request, lambda: (200, _each([services.check_order(viewer=viewer, raw=entered(body))])[0]))


@router.post("/orders/checks", response={200: list[CheckShape], **PROBLEMS}, summary="Check many orders")
@opened_by(CHECK_ORDERS)
def check_orders(request: HttpRequest, body: OrdersToCheck) -> Response:
    """Check up to five hundred lines with one set of reads; where one is faulty, none is judged."""
    viewer = viewer_in(request)
    raws = [entered(one) for one in body.orders]
    return answer_once(request, lambda: (200, _each(services.check_orders(viewer=viewer, raws=raws))))


@router.post("/orders/files", response={200: list[CheckShape], **PROBLEMS}, summary="Check a file of orders")
@opened_by(CHECK_ORDERS)
def check_file(request: HttpRequest, file: File[UploadedFile]) -> Response:
    """Check a CSV file whose headings are the fields of an order."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        return 200, _each(services.check_file(viewer=viewer, chunks=file.chunks()))

    return answer_once(request, act, said=uploaded(file))


@router.get("/orders/checks", response={200: CheckPage, **PROBLEMS}, summary="List checks")
@opened_by(CHECK_ORDERS)
def list_checks(
    request: HttpRequest, text: str = "", answer: str = "", order: str = "", after: UUID | None = None
) -> dict[str, Any]:
    """List checks, the newest first; with `order` those that stand for an order, line by line."""
    viewer = viewer_in(request)
    if order:
        return {"items": [_found(one) for one in queries.of_order(viewer, order)], "next": None}
    page = queries.checks(viewer, text=text, answer=answer, after=after)
    return {"items": [_found(one) for one in page.checks], "next": page.next or None}


@router.get("/orders/checks/{check_id}", response={200: CheckShape, **PROBLEMS}, summary="Read a check")
@opened_by(CHECK_ORDERS)
def read_check(request: HttpRequest, check_id: UUID) -> dict[str, Any]:
    """Read a check as it was sealed, and what became of it since."""
    return _found(queries.check(viewer_in(request), check_id))
