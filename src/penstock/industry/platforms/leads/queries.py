"""Reads of leads; the viewer comes first."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from penstock.cases.queries import newest_changes
from penstock.industry.platforms.asking.fields import SORTS
from penstock.industry.platforms.leads.models import Lead
from penstock.industry.platforms.leads.states import STATES
from penstock.kernel.viewer import NotVisible, Viewer

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a list of leads is narrowed to; an empty part narrows nothing."""

    text: str = ""
    state: str = ""
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of leads, newest change first, and the cursor of the next one."""

    leads: list[Lead]
    next: str


def _seen(viewer: Viewer) -> "QuerySet[Lead]":
    return Lead.objects.visible_to(viewer).select_related("opener")


def lead_by_reference(viewer: Viewer, reference: str) -> Lead:
    """The lead with this reference, if this viewer may see it; NotVisible otherwise."""
    found = _seen(viewer).filter(reference=reference).first()
    if found is None:
        raise NotVisible
    return found


def leads(viewer: Viewer, wanted: Filter, *, cursor: str = "", limit: int = PAGE) -> Page:
    """The viewer's leads that pass a filter; `cursor` is what the page before gave as `next`."""
    rows = _seen(viewer)
    if wanted.state in STATES:
        rows = rows.filter(state=wanted.state)
    if wanted.sort in SORTS:
        rows = rows.filter(sort=wanted.sort)
    if wanted.text:
        rows = rows.filter(Q(reference__istartswith=wanted.text) | Q(title__icontains=wanted.text))
    return Page(*newest_changes(viewer, rows, cursor, limit))
