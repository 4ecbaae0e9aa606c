"""Operations on fees of licensing."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Response

from penstock.industry.applications.queries import application_by_reference
from penstock.industry.fees import queries, services
from penstock.industry.fees.fields import END, ENTRY, FEE
from penstock.industry.fees.models import LicenceFee
from penstock.industry.fees.money import exact
from penstock.industry.fees.owing import owed
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, body_of
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import HANDLE_LICENCES, READ_LICENCES, SIGN_LICENCES

router = Router(tags=["licensing of industry"])
NewFee: Any = body_of(FEE, strict=True)
FeeEnd: Any = body_of(END, strict=True)
NewFeeEntry: Any = body_of(ENTRY, strict=True)


class LicenceFeeShape(Schema):
    """A fee that an authority asks; `stands` is ahead, holds or over. Amounts are decimals in plain digits."""

    id: UUID
    authority: str
    title: str
    asked: str
    document: str
    activity: str
    amount: str
    currency: str
    from_on: date
    until_on: date | None
    source: str
    before_decision: bool
    how: str
    stands: str


class FeeEntryShape(Schema):
    """What was paid, waived or given back, and who entered it."""

    happened: str
    amount: str
    currency: str
    happened_on: date
    reference: str
    reason: str
    entered_by: str


class FeeBalanceShape(Schema):
    """What is owed in one currency; `open_before_decision` keeps a grant from being given."""

    currency: str
    due: str
    paid: str
    waived: str
    open: str
    open_before_decision: str
    over: str
    standing: str


class FeesOwedShape(Schema):
    """The fees of an application; `pay_with` is the reference to give when paying. No money is taken here."""

    pay_with: str
    fees: list[LicenceFeeShape]
    entries: list[FeeEntryShape]
    balances: list[FeeBalanceShape]


def shape(one: LicenceFee) -> dict[str, Any]:
    """A fee as operations tell it."""
    names = ("title", "asked", "document", "activity", "currency", "source", "before_decision", "how")
    return {
        "id": str(one.pk),
        "authority": one.organisation.name,
        **{name: getattr(one, name) for name in names},
        "amount": exact(one.amount, one.currency),
        "from_on": one.from_on.isoformat(),
        "until_on": one.until_on and one.until_on.isoformat(),
        "stands": queries.stands(one),
    }


def whole(viewer: Viewer, reference: str) -> dict[str, Any]:
    """The fees of an application as operations tell them."""
    application = application_by_reference(viewer, reference)
    found = owed(viewer, application)
    return {
        "pay_with": application.reference,
        "fees": [shape(one) for one in found.fees],
        "entries": [
            {
                **{name: getattr(one, name) for name in ("happened", "currency", "reference", "reason")},
                "amount": exact(one.amount, one.currency),
                "happened_on": one.happened_on.isoformat(),
                "entered_by": one.person_name,
            }
            for one in found.entries
        ],
        "balances": [
            {
                "currency": one.currency,
                "standing": one.standing,
                "open_before_decision": exact(one.open_first, one.currency),
                **{name: exact(getattr(one, name), one.currency) for name in ("due", "paid", "waived", "open", "over")},
            }
            for one in found.balances
        ],
    }


@router.get("/licence-fees", response={200: list[LicenceFeeShape], **PROBLEMS}, summary="Fees of licensing")
@opened_by(READ_LICENCES)
def list_licence_fees(request: HttpRequest) -> list[dict[str, Any]]:
    """What the authorities of one's country ask for applications, ended rows among them."""
    return [shape(one) for one in queries.fees(viewer_in(request))]


@router.post("/licence-fees", response={201: LicenceFeeShape, **PROBLEMS}, summary="Keep a fee")
@opened_by(SIGN_LICENCES)
def keep_licence_fee(request: HttpRequest, body: NewFee) -> Response:
    """Keep a fee of one's own authority; it is asked of what is handed in from now on."""
    raw = body.model_dump(exclude_none=True)
    return answer_once(request, lambda: (201, shape(services.keep_fee(viewer=viewer_in(request), raw=raw))))


@router.post("/licence-fees/{fee_id}/end", response={200: LicenceFeeShape, **PROBLEMS}, summary="End a fee")
@opened_by(SIGN_LICENCES)
def end_licence_fee(request: HttpRequest, fee_id: UUID, body: FeeEnd) -> Response:
    """Set the last day of a fee, today or later; the row stays readable."""
    raw, viewer = body.model_dump(exclude_none=True), viewer_in(request)
    return answer_once(request, lambda: (200, shape(services.end_fee(viewer=viewer, fee_id=fee_id, raw=raw))))


@router.get(
    "/licence-applications/{reference}/fees",
    response={200: FeesOwedShape, **PROBLEMS},
    summary="What an application owes",
)
@opened_by(READ_LICENCES)
def read_fees_of_application(request: HttpRequest, reference: str) -> dict[str, Any]:
    """The fees of an application by its day of lodging, and what was paid or waived of them."""
    return whole(viewer_in(request), reference)


@router.post(
    "/licence-applications/{reference}/fees",
    response={201: FeesOwedShape, **PROBLEMS},
    summary="Enter what was paid or waived",
)
@opened_by(HANDLE_LICENCES)
def enter_fee(request: HttpRequest, reference: str, body: NewFeeEntry) -> Response:
    """Enter what was paid to the authority, or waived or given back; no money is taken here."""
    viewer, raw = viewer_in(request), body.model_dump(exclude_none=True)

    def act() -> tuple[int, Any]:
        application = application_by_reference(viewer, reference)
        services.enter(viewer=viewer, application_id=application.pk, raw=raw)
        return 201, whole(viewer, reference)

    return answer_once(request, act)
