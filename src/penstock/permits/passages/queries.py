"""Reads of passages; the viewer comes first."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from penstock.cases.queries import newest_changes
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.permits.models import Permit
from penstock.permits.passages.models import Goods, Passage
from penstock.permits.passages.states import MOVING, STATES

PAGE = 50
MOST_EXPECTED, MOST_WAITING = 100, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a list of passages is narrowed to; `owed` is "us" for endorsements that we owe, or "late" for any."""

    text: str = ""
    state: str = ""
    owed: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of passages, newest change first, and the cursor of the next one."""

    passages: list[Passage]
    next: str


@dataclass(frozen=True, slots=True)
class Expected:
    """What an office at the border waits for: what is to be held, what is to leave, and what is to arrive."""

    held: list[Passage]
    leaving: list[Passage]
    arriving: list[Passage]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for an authority: to be endorsed, and to be agreed or reconciled."""

    to_endorse: list[Passage]
    to_reconcile: list[Passage]


def _seen(viewer: Viewer) -> "QuerySet[Passage]":
    rows = Passage.objects.visible_to(viewer)
    return rows.select_related("under", "opener", "counterpart", "waits_for", "importer", "exit_office", "entry_office")


def passage_by_reference(viewer: Viewer, reference: str) -> Passage:
    """The passage with this reference, if this viewer may see it; NotVisible otherwise."""
    found = _seen(viewer).filter(reference=reference).first()
    if found is None:
        raise NotVisible
    return found


def passages_under(viewer: Viewer, permit: Permit) -> list[Passage]:
    """The passages under a permit in the order in which they were announced."""
    return list(_seen(viewer).filter(under=permit).order_by("number"))


def goods_of(viewer: Viewer, passage: Passage) -> list[Goods]:
    """What a passage carries, line by line, at every stage."""
    return list(Goods.objects.visible_to(viewer).filter(case=passage).select_related("line"))


def passages(viewer: Viewer, wanted: Filter, *, cursor: str = "", limit: int = PAGE) -> Page:
    """The viewer's passages that pass a filter; `cursor` is what the page before gave as `next`."""
    rows = _seen(viewer)
    if wanted.state in STATES:
        rows = rows.filter(state=wanted.state)
    if wanted.owed == "us":
        rows = rows.filter(waits_for=viewer.organisation_id)
    if wanted.owed == "late":
        rows = rows.filter(is_overdue=True)
    if wanted.text:
        rows = rows.filter(Q(reference__istartswith=wanted.text) | Q(title__icontains=wanted.text))
    return Page(*newest_changes(viewer, rows, cursor, limit))


def expected(viewer: Viewer) -> Expected:
    """What the viewer's office is to record at the border, the earliest first; what is to be held comes before all."""
    own = viewer.organisation_id
    rows = _seen(viewer).order_by("planned_on", "reference")
    at_exit, at_entry = Q(exit_office=own), Q(entry_office=own)
    from_outside = Q(state="announced", exit_office=None)
    return Expected(
        held=list(rows.filter(at_exit | at_entry, state="held")[:MOST_EXPECTED]),
        leaving=list(rows.filter(at_exit, state="announced")[:MOST_EXPECTED]),
        arriving=list(rows.filter(at_entry & (Q(state__in=MOVING) | from_outside), arrived_on=None)[:MOST_EXPECTED]),
    )


def waiting(viewer: Viewer) -> Waiting:
    """What the inbox shows of passages, the nearest due first."""
    own = viewer.organisation_id
    endorse = Q(waits_for=own, state__in=MOVING)
    reconcile = Q(opener=own, state__in=("excess", "mismatch"))
    # Nothing waits in most inboxes, and to find that out is a tenth of reading everything that hangs on a passage.
    if not Passage.objects.visible_to(viewer).filter(endorse | reconcile).exists():
        return Waiting([], [])
    rows = _seen(viewer).order_by("due_on", "reference")
    return Waiting(list(rows.filter(endorse)[:MOST_WAITING]), list(rows.filter(reconcile)[:MOST_WAITING]))
