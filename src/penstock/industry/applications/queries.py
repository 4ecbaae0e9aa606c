"""Reads of applications for licences; the viewer comes first."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from penstock.cases.queries import newest_changes
from penstock.industry.applications.models import LicenceApplication
from penstock.industry.applications.states import STATES
from penstock.kernel.viewer import NotVisible, Viewer

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a list of applications is narrowed to; an empty part narrows nothing. `owed`: "us" if it waits for us."""

    text: str = ""
    asked: str = ""
    state: str = ""
    substance: str = ""
    owed: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of applications, newest change first, and the cursor of the next one."""

    applications: list[LicenceApplication]
    next: str


def _seen(viewer: Viewer) -> "QuerySet[LicenceApplication]":
    rows = LicenceApplication.objects.visible_to(viewer)
    return rows.select_related("opener", "counterpart", "waits_for", "granted_as", "concerns")


def application_by_reference(viewer: Viewer, reference: str) -> LicenceApplication:
    """The application with this reference, if this viewer may see it; NotVisible otherwise."""
    found = _seen(viewer).filter(reference=reference).first()
    if found is None:
        raise NotVisible
    return found


def applications(viewer: Viewer, wanted: Filter, *, cursor: str = "", limit: int = PAGE) -> Page:
    """The viewer's applications that pass a filter; `cursor` is what the page before gave as `next`."""
    rows = _seen(viewer)
    if wanted.state in STATES:
        rows = rows.filter(state=wanted.state)
    if wanted.asked:
        rows = rows.filter(asked=wanted.asked)
    if wanted.substance:
        rows = rows.filter(substances__contains=[wanted.substance])
    if wanted.owed == "us":
        rows = rows.filter(waits_for=viewer.organisation_id)
    if wanted.text:
        rows = rows.filter(Q(reference__istartswith=wanted.text) | Q(applicant_name__icontains=wanted.text))
    return Page(*newest_changes(viewer, rows, cursor, limit))
