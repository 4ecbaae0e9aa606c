"""Reads of movements; the viewer comes first."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from penstock.cases.queries import newest_changes
from penstock.cases.secrecy.sight import readable
from penstock.kernel.models import Event
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.notices.models import Notice
from penstock.notices.movements.models import Movement
from penstock.notices.movements.states import STATES

PAGE = 50
OVERDUE_SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a list of movements is narrowed to; `owed` is "us", or "late" for what is overdue on either side."""

    text: str = ""
    state: str = ""
    owed: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of movements, newest change first, and the cursor of the next one."""

    movements: list[Movement]
    next: str


def _seen(viewer: Viewer) -> "QuerySet[Movement]":
    """What the viewer may see with all that hangs on it; nothing moves for those who do not see a notice whole."""
    rows = Movement.objects.visible_to(viewer).select_related("under", "opener", "counterpart", "waits_for", "onward")
    return rows if viewer.is_system else rows.filter(readable(viewer))


def movement_by_reference(viewer: Viewer, reference: str) -> Movement:
    """The movement with this reference, if this viewer may see it; NotVisible otherwise."""
    found = _seen(viewer).filter(reference=reference).first()
    if found is None:
        raise NotVisible
    return found


def movements_under(viewer: Viewer, notice: Notice) -> list[Movement]:
    """The movements of a notice in the order in which they were planned."""
    return list(_seen(viewer).filter(under=notice).order_by("number"))


def movements(viewer: Viewer, wanted: Filter, *, cursor: str = "", limit: int = PAGE) -> Page:
    """The viewer's movements that pass a filter; `cursor` is what the page before gave as `next`."""
    rows = _filtered(viewer, wanted)
    return Page(*newest_changes(viewer, rows, cursor, limit))


def _filtered(viewer: Viewer, wanted: Filter) -> "QuerySet[Movement]":
    rows = _seen(viewer)
    if wanted.state in STATES:
        rows = rows.filter(state=wanted.state)
    if wanted.owed == "us":
        rows = rows.filter(waits_for=viewer.organisation_id, due_on__isnull=False)
    if wanted.owed == "late":
        rows = rows.filter(is_overdue=True)
    if wanted.text:
        rows = rows.filter(Q(reference__icontains=wanted.text) | Q(title__icontains=wanted.text))
    return rows


def overdue(viewer: Viewer) -> list[Movement]:
    """The movements whose actual figures the viewer's side owes and has not given in time, the oldest first."""
    rows = _seen(viewer).filter(is_overdue=True, waits_for=viewer.organisation_id)
    return list(rows.order_by("due_on", "reference")[:OVERDUE_SHOWN])


def acts_on(viewer: Viewer, movement: Movement) -> list[Event]:
    """The acts on a movement's record, oldest first."""
    return list(Event.objects.visible_to(viewer).filter(case_id=movement.pk).order_by("seq"))
