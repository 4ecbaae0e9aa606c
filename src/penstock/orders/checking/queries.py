"""Reads of checks; the viewer comes first."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from penstock.kernel.models import Event
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.orders.checking.models import Check
from penstock.orders.checking.services import digest_of
from penstock.orders.customers.models import Customer

PAGE = 50


@dataclass(frozen=True, slots=True)
class Page:
    """A page of checks, the newest first, and the id of the last where there are more."""

    checks: list[Check]
    next: str


def check(viewer: Viewer, check_id: UUID) -> Check:
    """The check, if this viewer may see it; NotVisible otherwise."""
    found = Check.objects.visible_to(viewer).select_related("customer", "held").filter(pk=check_id).first()
    if found is None:
        raise NotVisible
    return found


def checks(
    viewer: Viewer, *, text: str = "", answer: str = "", customer: Customer | None = None, after: UUID | None = None
) -> Page:
    """The checks whose order or customer is so called, with one answer or any; `after` is the last of a page before."""
    rows = Check.objects.visible_to(viewer).select_related("customer", "held").order_by("-checked_at", "-id")
    if text:
        rows = rows.filter(Q(number__istartswith=text) | Q(customer__name__icontains=text) | Q(customer__number=text))
    if answer:
        rows = rows.filter(answer=answer)
    if customer:
        rows = rows.filter(customer=customer)
    last = Check.objects.visible_to(viewer).filter(pk=after).first() if after else None
    if last:
        rows = rows.filter(Q(checked_at__lt=last.checked_at) | Q(checked_at=last.checked_at, pk__lt=last.pk))
    found = list(rows[: PAGE + 1])
    return Page(found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else "")


def of_order(viewer: Viewer, number: str) -> list[Check]:
    """The checks that stand for an order, line by line."""
    rows = Check.objects.visible_to(viewer).select_related("customer", "held").filter(number=number, stands=True)
    return list(rows.order_by("line"))


def is_as_sealed(viewer: Viewer, row: Check) -> bool:
    """Whether a check says what the record kept of it when it was made."""
    sealed = Event.objects.visible_to(viewer).filter(name="order.checked", data__check=str(row.pk)).first()
    return sealed is not None and sealed.data.get("digest") == row.digest == digest_of(row)
