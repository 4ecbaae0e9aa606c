"""Reads of permits; the viewer comes first."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from penstock.cases.queries import newest_changes
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.permits.ledger.models import Account
from penstock.permits.models import Line, Permit
from penstock.permits.states import STATES

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a list of permits is narrowed to; an empty part narrows nothing. `text` begins a number, or is in a name."""

    text: str = ""
    paper: str = ""
    state: str = ""
    substance: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of permits, newest change first, and the cursor of the next one."""

    permits: list[Permit]
    next: str


def _seen(viewer: Viewer) -> "QuerySet[Permit]":
    return Permit.objects.visible_to(viewer).select_related("opener", "counterpart", "holder", "cites", "replaces")


def permit_by_reference(viewer: Viewer, reference: str) -> Permit:
    """The permit under this number, if this viewer may see it; NotVisible otherwise."""
    found = _seen(viewer).filter(reference=reference).first()
    if found is None:
        raise NotVisible
    return found


def sees(viewer: Viewer, permit: Permit) -> bool:
    """Whether this viewer may see a permit that another one names."""
    return Permit.objects.visible_to(viewer).filter(pk=permit.pk).exists()


def permits(viewer: Viewer, wanted: Filter, *, cursor: str = "", limit: int = PAGE) -> Page:
    """The viewer's permits that pass a filter; `cursor` is what the page before gave as `next`."""
    return Page(*newest_changes(viewer, _filtered(viewer, wanted), cursor, limit))


def _filtered(viewer: Viewer, wanted: Filter) -> "QuerySet[Permit]":
    rows = _seen(viewer)
    if wanted.state in STATES:
        rows = rows.filter(state=wanted.state)
    if wanted.paper:
        rows = rows.filter(paper=wanted.paper)
    if wanted.substance:
        rows = rows.filter(substances__contains=[wanted.substance])
    if wanted.country:
        rows = rows.filter(Q(country=wanted.country) | Q(other_country=wanted.country))
    if wanted.text:
        named = Q(holder_name__icontains=wanted.text) | Q(other_name__icontains=wanted.text)
        rows = rows.filter(Q(reference__istartswith=wanted.text) | named)
    return rows


def lines_of(viewer: Viewer, permit: Permit) -> list[Line]:
    """What a permit allows, line by line."""
    return list(Line.objects.visible_to(viewer).filter(case=permit))


def accounts_of(viewer: Viewer, permit: Permit) -> list[Account]:
    """How much of what a permit allows is used, by substance."""
    return list(Account.objects.visible_to(viewer).filter(permit=permit).order_by("substance", "unit"))


def country_accounts(viewer: Viewer, *, country: str = "", year: int | None = None) -> "QuerySet[Account]":
    """The accounts of countries' years that the viewer may see."""
    rows = Account.objects.visible_to(viewer).filter(permit__isnull=True)
    if country:
        rows = rows.filter(country=country)
    return rows.filter(year=year) if year else rows
