"""Reads of requests; the viewer comes first."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from penstock.cases import clocks
from penstock.cases.assignments.queries import MINE, held
from penstock.cases.queries import newest_changes
from penstock.incidents.models import Incident
from penstock.incidents.requests.fields import SORTS
from penstock.incidents.requests.models import Request
from penstock.incidents.requests.states import ANSWERED, STATES
from penstock.kernel.models import Signature
from penstock.kernel.viewer import NotVisible, Viewer

PAGE = 50
MOST_WAITING = 20
TO_ANSWER, ASKED_BY_US, OVERDUE = "to answer", "asked", "overdue"
WHICH = (TO_ANSWER, ASKED_BY_US, MINE, OVERDUE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a list of requests is narrowed to; `which` is one of `WHICH`, and empty means everything."""

    text: str = ""
    sort: str = ""
    state: str = ""
    which: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of requests, newest change first, and the cursor of the next one."""

    requests: list[Request]
    next: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for the viewer's office: a second signature, an answer, something to supply, an outcome."""

    to_sign: list[Request]
    to_answer: list[Request]
    to_supply: list[Request]
    to_close: list[Request]


def _seen(viewer: Viewer) -> "QuerySet[Request]":
    return Request.objects.visible_to(viewer).select_related("opener", "counterpart", "waits_for")


def request_by_reference(viewer: Viewer, reference: str) -> Request:
    """The request with this reference, if this viewer may see it; NotVisible otherwise."""
    found = _seen(viewer).filter(reference=reference).first()
    if found is None:
        raise NotVisible
    return found


def requests(viewer: Viewer, wanted: Filter, *, cursor: str = "", limit: int = PAGE) -> Page:
    """The viewer's requests that pass a filter; `cursor` is what the page before gave as `next`."""
    return Page(*newest_changes(viewer, _filtered(viewer, wanted), cursor, limit))


def _filtered(viewer: Viewer, wanted: Filter) -> "QuerySet[Request]":
    rows, own = _seen(viewer), viewer.organisation_id
    if wanted.sort in SORTS:
        rows = rows.filter(sort=wanted.sort)
    if wanted.state in STATES:
        rows = rows.filter(state=wanted.state)
    if wanted.which == TO_ANSWER:
        rows = rows.filter(counterpart=own, waits_for=own)
    if wanted.which == ASKED_BY_US:
        rows = rows.filter(opener=own)
    if wanted.which == MINE:
        rows = rows.filter(held(viewer, MINE))
    if wanted.which == OVERDUE:
        rows = rows.filter(due_on__lte=clocks.last_ended_day())
    if wanted.text:
        rows = rows.filter(Q(reference__icontains=wanted.text) | Q(title__icontains=wanted.text))
    return rows


def is_overdue(case: Request) -> bool:
    """Whether the last day for an answer has ended everywhere, and there is none."""
    return case.due_on is not None and case.due_on <= clocks.last_ended_day()


def waiting(viewer: Viewer) -> Waiting:
    """What the inbox shows of requests, the nearest due first."""
    rows, own = _seen(viewer).filter(is_open=True).order_by("due_on", "-updated_at"), viewer.organisation_id
    signed = Signature.objects.filter(organisation_id=own, outcome="open", case_id=OuterRef("pk"))
    return Waiting(
        to_sign=list(rows.filter(Exists(signed), state="draft", opener=own)[:MOST_WAITING]),
        to_answer=list(rows.filter(counterpart=own, waits_for=own)[:MOST_WAITING]),
        to_supply=list(rows.filter(opener=own, state="questioned")[:MOST_WAITING]),
        to_close=list(rows.filter(opener=own, state__in=ANSWERED)[:MOST_WAITING]),
    )


def asked_together(viewer: Viewer, case: Request) -> list[Request]:
    """What was asked of other offices in the same act; for the asking side alone."""
    if case.opener_id != viewer.organisation_id:
        return []
    rows = _seen(viewer).filter(group=case.group, opener=viewer.organisation_id).exclude(pk=case.pk)
    return list(rows.order_by("counterpart__name"))


def incident_of(viewer: Viewer, case: Request) -> Incident | None:
    """The incident a request stands on, for whoever sees that incident too."""
    return Incident.objects.visible_to(viewer).filter(pk=case.about_id).first() if case.about_id else None


def requests_about(viewer: Viewer, incident_id: UUID) -> list[Request]:
    """The requests on an incident that the viewer may see."""
    return list(_seen(viewer).filter(about=incident_id).exclude(state="discarded").order_by("-updated_at"))
