"""Reads of customers; the viewer comes first."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from penstock.kernel.viewer import NotVisible, Viewer
from penstock.orders.customers.models import Customer, CustomerLicence, Site

PAGE = 50


@dataclass(frozen=True, slots=True)
class Page:
    """A page of customers by name, and the number of the last where there are more."""

    customers: Sequence[Customer]
    next: str


def customer(viewer: Viewer, number: str) -> Customer:
    """The customer with this number, if this viewer may see it; NotVisible otherwise."""
    found = Customer.objects.visible_to(viewer).filter(number=number).first()
    if found is None:
        raise NotVisible
    return found


def customers(viewer: Viewer, text: str = "", *, after: str = "", limit: int = PAGE) -> Page:
    """The customers whose name or number holds a text; `after` is the number with which the page before ended."""
    rows = Customer.objects.visible_to(viewer).order_by("name", "number")
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(number__icontains=text))
    last = Customer.objects.visible_to(viewer).filter(number=after).first() if after else None
    if last:
        rows = rows.filter(Q(name__gt=last.name) | Q(name=last.name, number__gt=last.number))
    found = list(rows.annotate(held=Count("licences", filter=Q(licences__ended_at__isnull=True)))[: limit + 1])
    return Page(found[:limit], found[limit - 1].number if len(found) > limit else "")


def linked(viewer: Viewer, row: Customer) -> list[Customer]:
    """The other customers that belong together with one."""
    return list(Customer.objects.visible_to(viewer).filter(group=row.group).exclude(pk=row.pk))


def sites(viewer: Viewer, row: Customer) -> list[Site]:
    """The sites of a customer that are in use."""
    return list(Site.objects.visible_to(viewer).filter(customer=row, ended_at__isnull=True))


def licences(viewer: Viewer, row: Customer) -> list[CustomerLicence]:
    """The licences of a customer that are in use."""
    return list(CustomerLicence.objects.visible_to(viewer).filter(customer=row, ended_at__isnull=True))
