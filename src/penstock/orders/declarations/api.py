"""Operations on declarations of end use."""

from collections.abc import Callable
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
from penstock.kernel.viewer import Viewer
from penstock.orders.customers.queries import customer as customer_by_number
from penstock.orders.declarations import fields, queries, services
from penstock.orders.declarations.models import Declaration
from penstock.orders.signatures import fields as signing
from penstock.parties.duties import KEEP_CUSTOMERS

router = Router(tags=["declarations"])
NewDeclaration, NewLink = body_of(fields.DECLARATION, strict=True), body_of(signing.LINK, strict=True)
SignedPaper, Verification = body_of(signing.PAPER, strict=True), body_of(signing.VERIFICATION, strict=True)
PaperEnd = body_of(signing.ENDING, strict=True)


class DeclarationShape(Schema):
    """A declaration of end use; `text` is what is signed, `text_hash` its SHA-256, `state` how far it is today."""

    id: UUID
    customer: str
    goods: str
    use: str
    uses: str
    quantity: str
    unit: str
    span: str
    order_number: str
    from_on: date
    until_on: date
    state: str
    text: str
    text_hash: str
    link_until: datetime | None
    signed_at: datetime | None
    signed_how: str
    signer_name: str
    signer_post: str
    verified_at: datetime | None
    verified_by: str


class LinkShape(Schema):
    """The link by which a customer signs, told this once, and until when it is good."""

    link: str
    until: datetime


SHAPE: dict[Any, Any] = {200: DeclarationShape, **PROBLEMS}


def told(row: Declaration) -> dict[str, Any]:
    """A declaration as the API gives it."""
    own = {"id", "customer", "quantity", "state"}
    plain = {name: getattr(row, name) for name in DeclarationShape.model_fields if name not in own}
    return {
        **{key: value.isoformat() if isinstance(value, date) else value for key, value in plain.items()},
        "id": str(row.pk),
        "customer": row.customer.number,
        "quantity": f"{row.quantity.normalize():f}",
        "state": queries.state_of(row),
    }


def _once(request: HttpRequest, act: Callable[[Viewer], Declaration], status: int = 200) -> Response:
    viewer = viewer_in(request)
    return answer_once(request, lambda: (status, told(act(viewer))))


@router.get("/declarations", response={200: list[DeclarationShape], **PROBLEMS}, summary="List declarations")
@opened_by(KEEP_CUSTOMERS)
def list_declarations(request: HttpRequest, customer: str = "") -> list[dict[str, Any]]:
    """List the newest declarations, of one customer by its number or of all."""
    viewer = viewer_in(request)
    of = customer_by_number(viewer, customer) if customer else None
    return [told(one) for one in queries.declarations(viewer, of)]


@router.post(
    "/customers/{number}/declarations",
    response={201: DeclarationShape, **PROBLEMS},
    summary="Draw up a declaration",
)
@opened_by(KEEP_CUSTOMERS)
def draw_up(request: HttpRequest, number: str, body: NewDeclaration) -> Response:  # type: ignore[valid-type]
    """Draw up what a customer is to declare."""
    raw = entered(body)
    return _once(request, lambda viewer: services.draw_up(viewer=viewer, number=number, raw=raw), 201)


@router.get("/declarations/{declaration_id}", response=SHAPE, summary="Read a declaration")
@opened_by(KEEP_CUSTOMERS)
def read_declaration(request: HttpRequest, declaration_id: UUID) -> dict[str, Any]:
    """Read a declaration with its words."""
    return told(queries.declaration(viewer_in(request), declaration_id))


@router.post(
    "/declarations/{declaration_id}/link", response={200: LinkShape, **PROBLEMS}, summary="Make a link to sign"
)
@opened_by(KEEP_CUSTOMERS)
def make_link(request: HttpRequest, declaration_id: UUID, body: NewLink) -> Response:  # type: ignore[valid-type]
    """Make the link by which the customer signs without an account; one made before ends.

    The link is told once and not kept, so this operation takes no `Idempotency-Key`.
    """
    row, link = services.make_link(viewer=viewer_in(request), declaration_id=declaration_id, raw=entered(body))
    return Response({"link": link, "until": row.link_until.isoformat() if row.link_until else ""}, status=200)


@router.post("/declarations/{declaration_id}/paper", response=SHAPE, summary="Take in a signed paper")
@opened_by(KEEP_CUSTOMERS)
def take_paper(
    request: HttpRequest,
    declaration_id: UUID,
    file: File[UploadedFile],
    about: Form[SignedPaper],  # type: ignore[valid-type]
) -> Response:
    """Keep the paper on which the customer signed."""
    viewer, raw = viewer_in(request), entered(about)

    def act() -> tuple[int, Any]:
        row = services.take_paper(
            viewer=viewer, declaration_id=declaration_id, raw=raw, name=file.name or "", chunks=file.chunks()
        )
        return 200, told(row)

    return answer_once(request, act, said=uploaded(file, *map(str, raw.values())))


@router.post("/declarations/{declaration_id}/verify", response=SHAPE, summary="Verify a declaration")
@opened_by(KEEP_CUSTOMERS)
def verify_declaration(request: HttpRequest, declaration_id: UUID, body: Verification) -> Response:  # type: ignore[valid-type]
    """Say how a signed declaration was verified; from then on it covers orders."""
    raw = entered(body)
    return _once(request, lambda viewer: services.verify(viewer=viewer, declaration_id=declaration_id, raw=raw))


@router.post("/declarations/{declaration_id}/end", response=SHAPE, summary="End a declaration")
@opened_by(KEEP_CUSTOMERS)
def end_declaration(request: HttpRequest, declaration_id: UUID, body: PaperEnd) -> Response:  # type: ignore[valid-type]
    """End a declaration before its last day, with the reason."""
    raw = entered(body)
    return _once(request, lambda viewer: services.end(viewer=viewer, declaration_id=declaration_id, raw=raw))
