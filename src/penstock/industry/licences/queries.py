"""Reads of licences; the viewer comes first."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from penstock.cases.queries import newest_changes
from penstock.industry.licences.models import Allowance, OperatorLicence
from penstock.industry.licences.states import STATES
from penstock.kernel.viewer import NotVisible, Viewer

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a list of licences is narrowed to; an empty part narrows nothing. `text` begins a number or is in a name."""

    text: str = ""
    document: str = ""
    state: str = ""
    sort: str = ""
    substance: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of licences, newest change first, and the cursor of the next one."""

    licences: list[OperatorLicence]
    next: str


def _seen(viewer: Viewer) -> "QuerySet[OperatorLicence]":
    rows = OperatorLicence.objects.visible_to(viewer)
    return rows.select_related("opener", "counterpart", "replaces")


def licence_by_reference(viewer: Viewer, reference: str) -> OperatorLicence:
    """The licence under this number, if this viewer may see it; NotVisible otherwise."""
    found = _seen(viewer).filter(reference=reference).first()
    if found is None:
        raise NotVisible
    return found


def licences(viewer: Viewer, wanted: Filter, *, cursor: str = "", limit: int = PAGE) -> Page:
    """The viewer's licences that pass a filter; `cursor` is what the page before gave as `next`."""
    rows = _seen(viewer)
    if wanted.state in STATES:
        rows = rows.filter(state=wanted.state)
    if wanted.document:
        rows = rows.filter(document=wanted.document)
    if wanted.sort:
        rows = rows.filter(sorts__contains=[wanted.sort])
    if wanted.substance:
        rows = rows.filter(substances__contains=[wanted.substance])
    if wanted.text:
        rows = rows.filter(Q(reference__istartswith=wanted.text) | Q(holder_name__icontains=wanted.text))
    return Page(*newest_changes(viewer, rows, cursor, limit))


def allowances_of(viewer: Viewer, held: OperatorLicence) -> list[Allowance]:
    """What a licence allows as it stands, line by line."""
    return list(Allowance.objects.visible_to(viewer).filter(case=held, edition=held.edition))
