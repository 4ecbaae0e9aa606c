"""Reads of requests for samples; the viewer comes first."""

from django.db.models import Q

from penstock.kernel.viewer import NotVisible, Viewer
from penstock.orders.customers.models import Customer
from penstock.orders.samples.limits import Given
from penstock.orders.samples.models import SampleRequest
from penstock.orders.samples.states import GIVEN

MOST = 200


def address_key(address: str, country: str) -> str:
    """An address as it is compared: letters and figures alone, with the country; empty where there are too few."""
    plain = "".join(one for one in address.casefold() if one.isalnum())
    return f"{country}:{plain}" if len(plain) > 5 else ""  # noqa: PLR2004 - "here" is no address


def sample(viewer: Viewer, reference: str) -> SampleRequest:
    """The request with this reference, if this viewer may see it; NotVisible otherwise."""
    rows = SampleRequest.objects.visible_to(viewer).select_related("customer", "opener", "waits_for")
    found = rows.filter(reference=reference).first()
    if found is None:
        raise NotVisible
    return found


def samples(viewer: Viewer, customer: Customer | None = None, state: str = "") -> list[SampleRequest]:
    """The newest requests, of one customer or of all, in one state or in any."""
    rows = SampleRequest.objects.visible_to(viewer).select_related("customer", "opener").order_by("-updated_at")
    rows = rows.filter(customer=customer) if customer else rows
    return list((rows.filter(state=state) if state else rows)[:MOST])


def before(viewer: Viewer, customer: Customer, key: str, *, but: SampleRequest | None = None) -> list[Given]:
    """What the same receiver asked for before: the customer, those linked to it, and whoever is at the address."""
    same = Q(customer=customer) | Q(customer__group=customer.group)
    rows = SampleRequest.objects.visible_to(viewer).filter(same | Q(address_key=key) if key else same)
    rows = rows.exclude(pk=but.pk) if but else rows
    found = rows.exclude(state="withdrawn").select_related("customer").order_by("asked_on", "reference")
    return [
        Given(
            day=one.given_on or one.asked_on,
            goods=one.goods,
            reference=one.reference,
            name=one.customer_name,
            tie=_tie(one, customer),
            was_given=one.state in GIVEN,
        )
        for one in found
    ]


def _tie(one: SampleRequest, customer: Customer) -> str:
    if one.customer_id == customer.pk:
        return "self"
    return "linked" if one.customer.group == customer.group else "address"
