"""Operations on customers."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Response

from penstock.cases.steps.api import entered
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, body_of
from penstock.kernel.viewer import Viewer
from penstock.orders.customers import fields, queries, services
from penstock.orders.customers.capacity import CAPACITY, keep_capacity
from penstock.orders.customers.models import Customer
from penstock.parties.duties import KEEP_CUSTOMERS

router = Router(tags=["customers"])
NewCustomer, Identification = body_of(fields.CUSTOMER, strict=True), body_of(fields.IDENTIFICATION, strict=True)
NewSite, NewLicence = body_of(fields.SITE, strict=True), body_of(fields.LICENCE, strict=True)
Capacity = body_of(CAPACITY, strict=True)
Linking, Supply = body_of(fields.LINKING, strict=True), body_of(fields.STOPPING, strict=True)
KEPT: dict[Any, Any] = {200: None, **PROBLEMS}


class HeldLicence(Schema):
    """A licence or registration of a customer, and how it was verified; unverified it covers nothing."""

    id: UUID
    kind: str
    number: str
    authority: str
    goods: list[str]
    from_on: date
    until_on: date | None
    verified_on: date | None
    verified_how: str
    verified_by: str


class SiteShape(Schema):
    """A site to which goods are delivered."""

    code: str
    name: str
    address: str
    country: str


class CustomerBrief(Schema):
    """A customer as lists give it."""

    number: str
    name: str
    country: str
    category: str
    sector: str
    identity_verified_on: date | None
    stopped: str


class CustomerShape(CustomerBrief):
    """A customer with everything that is kept of it; `linked` are the numbers of those it belongs to."""

    content: dict[str, Any]
    edition: int
    sites: list[SiteShape]
    licences: list[HeldLicence]
    linked: list[str]


class CustomerPage(Schema):
    """A page of customers by name; `next` is the number to give as `after`, null on the last."""

    items: list[CustomerBrief]
    next: str | None


KEPT[200] = CustomerShape


def brief(row: Customer) -> dict[str, Any]:
    """A customer as lists give it."""
    names = ("number", "name", "country", "category", "sector", "stopped")
    day = row.identity_verified_on
    return {**{name: getattr(row, name) for name in names}, "identity_verified_on": day.isoformat() if day else None}


def whole(viewer: Viewer, row: Customer) -> dict[str, Any]:
    """A customer with everything that is kept of it."""
    of_site, of_licence = SiteShape.model_fields, HeldLicence.model_fields
    licences = [{name: getattr(one, name) for name in of_licence} for one in queries.licences(viewer, row)]
    return {
        **brief(row),
        "content": row.content,
        "edition": row.edition,
        "sites": [{name: getattr(one, name) for name in of_site} for one in queries.sites(viewer, row)],
        "licences": [{key: _plain(value) for key, value in one.items()} for one in licences],
        "linked": [one.number for one in queries.linked(viewer, row)],
    }


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value.isoformat() if isinstance(value, date) else value


def _once(request: HttpRequest, act: Callable[[Viewer], Customer], status: int = 200) -> Response:
    viewer = viewer_in(request)
    return answer_once(request, lambda: (status, whole(viewer, act(viewer))))


@router.get("/customers", response={200: CustomerPage, **PROBLEMS}, summary="List customers")
@opened_by(KEEP_CUSTOMERS)
def list_customers(request: HttpRequest, text: str = "", after: str = "") -> dict[str, Any]:
    """List the customers of one's own company by name."""
    page = queries.customers(viewer_in(request), text, after=after)
    return {"items": [brief(one) for one in page.customers], "next": page.next or None}


@router.post("/customers", response=KEPT, summary="Enter or correct a customer")
@opened_by(KEEP_CUSTOMERS)
def keep_customer(request: HttpRequest, body: NewCustomer) -> Response:  # type: ignore[valid-type]
    """Enter a customer, or correct the one with its number."""
    return _once(request, lambda viewer: services.keep_customer(viewer=viewer, raw=entered(body)))


@router.get("/customers/{number}", response=KEPT, summary="Read a customer")
@opened_by(KEEP_CUSTOMERS)
def read_customer(request: HttpRequest, number: str) -> dict[str, Any]:
    """Read a customer with its sites, licences and whom it belongs to."""
    viewer = viewer_in(request)
    return whole(viewer, queries.customer(viewer, number))


@router.post("/customers/{number}/identity", response=KEPT, summary="Say how an identity was verified")
@opened_by(KEEP_CUSTOMERS)
def identify(request: HttpRequest, number: str, body: Identification) -> Response:  # type: ignore[valid-type]
    """Say how and when the identity of a customer was verified."""
    return _once(request, lambda viewer: services.identify(viewer=viewer, number=number, raw=entered(body)))


@router.post("/customers/{number}/sites", response=KEPT, summary="Enter or correct a site")
@opened_by(KEEP_CUSTOMERS)
def keep_site(request: HttpRequest, number: str, body: NewSite) -> Response:  # type: ignore[valid-type]
    """Enter a site of a customer, or correct the one with its code."""
    return _once(
        request,
        lambda viewer: services.keep_site(viewer=viewer, number=number, raw=entered(body)).customer,
    )


@router.post("/customers/{number}/capacity", response=KEPT, summary="Say what a customer can use in a year")
@opened_by(KEEP_CUSTOMERS)
def keep_customer_capacity(request: HttpRequest, number: str, body: Capacity) -> Response:  # type: ignore[valid-type]
    """Say what a customer can use of some goods in a year; without a quantity it is taken back."""
    return _once(request, lambda viewer: keep_capacity(viewer=viewer, number=number, raw=entered(body)))


@router.post("/customers/{number}/licences", response=KEPT, summary="Enter or correct a customer's licence")
@opened_by(KEEP_CUSTOMERS)
def keep_customer_licence(request: HttpRequest, number: str, body: NewLicence) -> Response:  # type: ignore[valid-type]
    """Enter a licence of a customer with how it was verified, or correct the one of its kind and number."""
    return _once(
        request,
        lambda viewer: services.keep_licence(viewer=viewer, number=number, raw=entered(body)).customer,
    )


@router.post("/customer-licences/{licence_id}/end", response=KEPT, summary="End a customer's licence")
@opened_by(KEEP_CUSTOMERS)
def end_customer_licence(request: HttpRequest, licence_id: UUID) -> Response:
    """Take a licence of a customer out of use."""
    return _once(request, lambda viewer: services.end_licence(viewer=viewer, licence_id=licence_id))


@router.post("/customers/{number}/links", response=KEPT, summary="Say that two customers belong together")
@opened_by(KEEP_CUSTOMERS)
def link_customer(request: HttpRequest, number: str, body: Linking) -> Response:  # type: ignore[valid-type]
    """Say that two customers belong together; their quantities add up from then on."""
    return _once(request, lambda viewer: services.link(viewer=viewer, number=number, raw=entered(body)))


@router.post("/customers/{number}/parting", response=KEPT, summary="Say that a customer belongs to no other")
@opened_by(KEEP_CUSTOMERS)
def part_customer(request: HttpRequest, number: str) -> Response:
    """Say that a customer belongs to no other any more."""
    return _once(request, lambda viewer: services.part(viewer=viewer, number=number))


@router.post("/customers/{number}/supply", response=KEPT, summary="Stop supplying a customer, or begin again")
@opened_by(KEEP_CUSTOMERS)
def supply_customer(request: HttpRequest, number: str, body: Supply) -> Response:  # type: ignore[valid-type]
    """Supply a customer no more, with the reason; without one it is supplied again."""
    return _once(request, lambda viewer: services.stop(viewer=viewer, number=number, raw=entered(body)))
