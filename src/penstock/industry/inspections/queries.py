"""Reads of inspections; the viewer comes first."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from penstock.cases.queries import newest_changes
from penstock.industry.inspections.models import Finding, Inspection
from penstock.industry.inspections.states import STATES
from penstock.industry.licences.models import OperatorLicence
from penstock.kernel.clock import today
from penstock.kernel.viewer import NotVisible, Viewer

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a list of inspections is narrowed to. `late`: "yes" for those with an action whose day has passed."""

    text: str = ""
    state: str = ""
    late: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of inspections, newest change first, and the cursor of the next one."""

    inspections: list[Inspection]
    next: str


def _seen(viewer: Viewer) -> "QuerySet[Inspection]":
    return Inspection.objects.visible_to(viewer).select_related("opener", "counterpart", "waits_for", "under")


def inspection_by_reference(viewer: Viewer, reference: str) -> Inspection:
    """The inspection with this reference, if this viewer may see it; NotVisible otherwise."""
    found = _seen(viewer).filter(reference=reference).first()
    if found is None:
        raise NotVisible
    return found


def inspections(viewer: Viewer, wanted: Filter, *, cursor: str = "", limit: int = PAGE) -> Page:
    """The viewer's inspections that pass a filter; `cursor` is what the page before gave as `next`."""
    rows = _seen(viewer)
    if wanted.state in STATES:
        rows = rows.filter(state=wanted.state)
    if wanted.late == "yes":
        rows = rows.filter(state="open", due_on__lt=today())
    if wanted.text:
        rows = rows.filter(Q(reference__istartswith=wanted.text) | Q(under__holder_name__icontains=wanted.text))
    return Page(*newest_changes(viewer, rows, cursor, limit))


def inspections_under(viewer: Viewer, held: OperatorLicence) -> list[Inspection]:
    """The inspections under a licence that the viewer may see, the newest first."""
    return list(_seen(viewer).filter(under=held).order_by("-planned_on", "-id"))


def findings_of(viewer: Viewer, inspection: Inspection) -> list[Finding]:
    """What was found at an inspection, in the order in which it was written down."""
    return list(Finding.objects.visible_to(viewer).filter(case=inspection))
