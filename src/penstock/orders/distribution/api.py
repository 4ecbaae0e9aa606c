"""Operations on distribution."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile
from ninja.responses import Response

from penstock.cases.steps.api import entered
from penstock.kernel.doors.access import answer_once, opened_by, uploaded, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, body_of
from penstock.orders.customers.queries import customer as customer_by_number
from penstock.orders.declarations.api import LinkShape, NewLink, PaperEnd, SignedPaper, Verification
from penstock.orders.distribution import fields, queries, services
from penstock.orders.distribution.models import Undertaking
from penstock.orders.distribution.services import PAPERS
from penstock.orders.distribution.texts import amount
from penstock.orders.signatures.standing import state_of
from penstock.parties.duties import KEEP_CUSTOMERS

router = Router(tags=["customers"])
NewUndertaking, NewResale = body_of(fields.UNDERTAKING, strict=True), body_of(fields.RESALE, strict=True)
Confirmation = body_of(fields.CONFIRMING, strict=True)
ONE = "/undertakings/{undertaking_id}"


class UndertakingShape(Schema):
    """What a distributor undertook for a year; `text` is what is signed, `confirms` the undertaking of the year before.

    Empty `goods` are all that a law in force lists.
    """

    id: UUID
    customer: str
    duties: list[str]
    goods: list[str]
    bounds: str
    from_on: date
    until_on: date
    state: str
    text: str
    text_hash: str
    confirms: UUID | None
    link_until: datetime | None
    signed_at: datetime | None
    signed_how: str
    signer_name: str
    signer_post: str
    verified_at: datetime | None
    verified_by: str


class ResaleShape(Schema):
    """What a distributor resold of some goods in a year to one sort of customers, and to how many of them."""

    year: int
    goods: str
    sort: str
    quantity: str
    unit: str
    buyers: int
    kept_by: str


SHAPE: dict[Any, Any] = {200: UndertakingShape, **PROBLEMS}


def told(row: Undertaking) -> dict[str, Any]:
    """An undertaking as the API gives it."""
    own = {"id", "customer", "state", "confirms"}
    plain = {name: getattr(row, name) for name in UndertakingShape.model_fields if name not in own}
    return {
        **{key: value.isoformat() if isinstance(value, date) else value for key, value in plain.items()},
        "id": str(row.pk),
        "customer": row.customer.number,
        "state": state_of(row),
        "confirms": str(row.confirms_id) if row.confirms_id else None,
    }


@router.get("/undertakings", response={200: list[UndertakingShape], **PROBLEMS}, summary="List undertakings")
@opened_by(KEEP_CUSTOMERS)
def list_undertakings(request: HttpRequest, customer: str = "") -> list[dict[str, Any]]:
    """List the newest undertakings of distributors, of one customer by its number or of all."""
    viewer = viewer_in(request)
    of = customer_by_number(viewer, customer) if customer else None
    return [told(one) for one in queries.undertakings(viewer, of)]


@router.post(
    "/customers/{number}/undertakings",
    response={201: UndertakingShape, **PROBLEMS},
    summary="Draw up an undertaking",
)
@opened_by(KEEP_CUSTOMERS)
def draw_up_undertaking(request: HttpRequest, number: str, body: NewUndertaking) -> Response:  # type: ignore[valid-type]
    """Draw up which duties a customer that sells on takes over for a year."""
    viewer, raw = viewer_in(request), entered(body)
    return answer_once(request, lambda: (201, told(services.draw_up(viewer=viewer, number=number, raw=raw))))


@router.get(ONE, response=SHAPE, summary="Read an undertaking")
@opened_by(KEEP_CUSTOMERS)
def read_undertaking(request: HttpRequest, undertaking_id: UUID) -> dict[str, Any]:
    """Read an undertaking with its words."""
    return told(queries.undertaking(viewer_in(request), undertaking_id))


@router.post(f"{ONE}/link", response={200: LinkShape, **PROBLEMS}, summary="Make a link to sign an undertaking")
@opened_by(KEEP_CUSTOMERS)
def make_undertaking_link(request: HttpRequest, undertaking_id: UUID, body: NewLink) -> Response:  # type: ignore[valid-type]
    """Make the link by which the distributor signs without an account; one made before ends.

    The link is told once and not kept, so this operation takes no `Idempotency-Key`.
    """
    row, link = PAPERS.make_link(viewer=viewer_in(request), paper_id=undertaking_id, raw=entered(body))
    return Response({"link": link, "until": row.link_until.isoformat() if row.link_until else ""}, status=200)


@router.post(f"{ONE}/paper", response=SHAPE, summary="Take in a signed undertaking")
@opened_by(KEEP_CUSTOMERS)
def take_undertaking_paper(
    request: HttpRequest,
    undertaking_id: UUID,
    file: File[UploadedFile],
    about: Form[SignedPaper],  # type: ignore[valid-type]
) -> Response:
    """Keep the paper on which the distributor signed."""
    viewer, raw = viewer_in(request), entered(about)

    def act() -> tuple[int, Any]:
        row = PAPERS.take_paper(
            viewer=viewer, paper_id=undertaking_id, raw=raw, name=file.name or "", chunks=file.chunks()
        )
        return 200, told(row)

    return answer_once(request, act, said=uploaded(file, *map(str, raw.values())))


@router.post(f"{ONE}/verify", response=SHAPE, summary="Verify an undertaking")
@opened_by(KEEP_CUSTOMERS)
def verify_undertaking(request: HttpRequest, undertaking_id: UUID, body: Verification) -> Response:  # type: ignore[valid-type]
    """Say how a signed undertaking was verified; from then on orders rest on it."""
    viewer, raw = viewer_in(request), entered(body)
    return answer_once(request, lambda: (200, told(PAPERS.verify(viewer=viewer, paper_id=undertaking_id, raw=raw))))


@router.post(f"{ONE}/confirm", response={201: UndertakingShape, **PROBLEMS}, summary="Have a year confirmed")
@opened_by(KEEP_CUSTOMERS)
def confirm_undertaking(request: HttpRequest, undertaking_id: UUID, body: Confirmation) -> Response:  # type: ignore[valid-type]
    """Draw up the next year of an undertaking, with what was resold in this one."""
    viewer, raw = viewer_in(request), entered(body)
    return answer_once(
        request, lambda: (201, told(services.confirm(viewer=viewer, undertaking_id=undertaking_id, raw=raw)))
    )


@router.post(f"{ONE}/end", response=SHAPE, summary="End an undertaking")
@opened_by(KEEP_CUSTOMERS)
def end_undertaking(request: HttpRequest, undertaking_id: UUID, body: PaperEnd) -> Response:  # type: ignore[valid-type]
    """End an undertaking before its last day, with the reason."""
    viewer, raw = viewer_in(request), entered(body)
    return answer_once(request, lambda: (200, told(PAPERS.end(viewer=viewer, paper_id=undertaking_id, raw=raw))))


@router.get("/customers/{number}/resales", response={200: list[ResaleShape], **PROBLEMS}, summary="List resales")
@opened_by(KEEP_CUSTOMERS)
def list_resales(request: HttpRequest, number: str) -> list[dict[str, Any]]:
    """List what a distributor said that it resold, the newest year first."""
    viewer = viewer_in(request)
    return [_resold(one) for one in queries.resales(viewer, customer_by_number(viewer, number))]


@router.post("/customers/{number}/resales", response={200: ResaleShape, **PROBLEMS}, summary="Enter a resale")
@opened_by(KEEP_CUSTOMERS)
def keep_resale(request: HttpRequest, number: str, body: NewResale) -> Response:  # type: ignore[valid-type]
    """Enter what a distributor resold, or correct the line of the same year, goods, sort and unit."""
    viewer, raw = viewer_in(request), entered(body)
    return answer_once(request, lambda: (200, _resold(services.keep_resale(viewer=viewer, number=number, raw=raw))))


def _resold(row: Any) -> dict[str, Any]:
    plain = {name: getattr(row, name) for name in ResaleShape.model_fields}
    return {**plain, "quantity": amount(row).partition(" ")[0]}
