"""Reads of suspicious reports; the viewer comes first."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from penstock.cases.models import Attachment
from penstock.cases.queries import attachment, attachments, newest_changes
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.orders.reports.fields import SORTS
from penstock.orders.reports.models import Judgement, Owed, SuspiciousReport
from penstock.orders.reports.states import STATES

PAGE = 50
MOST_WAITING = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a list of reports is narrowed to; an empty part narrows nothing. `owed`: "us" if it waits for us."""

    text: str = ""
    sort: str = ""
    state: str = ""
    owed: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of reports, newest change first, and the cursor of the next one."""

    reports: list[SuspiciousReport]
    next: str


@dataclass(frozen=True, slots=True)
class Results:
    """What an organisation's own reports led to: how many were sent, acknowledged, and by what they led to."""

    sent: int
    acknowledged: int
    by_sort: dict[str, int]
    by_led_to: dict[str, int]
    unanswered: int


def _seen(viewer: Viewer) -> "QuerySet[SuspiciousReport]":
    return SuspiciousReport.objects.visible_to(viewer).select_related("opener", "counterpart", "waits_for")


def report_by_reference(viewer: Viewer, reference: str) -> SuspiciousReport:
    """The report with this reference, if this viewer may see it; NotVisible otherwise."""
    found = _seen(viewer).filter(reference=reference).first()
    if found is None:
        raise NotVisible
    return found


def reports(viewer: Viewer, wanted: Filter, *, cursor: str = "", limit: int = PAGE) -> Page:
    """The viewer's reports that pass a filter; `cursor` is what the page before gave as `next`."""
    rows = _seen(viewer)
    if wanted.sort in SORTS:
        rows = rows.filter(sort=wanted.sort)
    if wanted.state in STATES:
        rows = rows.filter(state=wanted.state)
    if wanted.owed == "us":
        rows = rows.filter(waits_for=viewer.organisation_id)
    if wanted.text:
        rows = rows.filter(Q(reference__istartswith=wanted.text) | Q(title__icontains=wanted.text))
    return Page(*newest_changes(viewer, rows, cursor, limit))


def waiting(viewer: Viewer) -> list[SuspiciousReport]:
    """What waits for the viewer's organisation, the nearest due first."""
    rows = _seen(viewer).filter(is_open=True, waits_for=viewer.organisation_id)
    return list(rows.order_by("due_on", "-updated_at")[:MOST_WAITING])


def owed_on(viewer: Viewer, report: SuspiciousReport) -> list[Owed]:
    """What law asks of the reporter, the nearest first."""
    return list(Owed.objects.visible_to(viewer).filter(case=report))


def judgements_on(viewer: Viewer, report: SuspiciousReport) -> list[Judgement]:
    """What the viewer's own office judged, the newest first."""
    return list(Judgement.objects.visible_to(viewer).filter(case=report))


def grade_of(viewer: Viewer, report: SuspiciousReport) -> str:
    """The newest grade that the viewer's own office gave; empty where there is none."""
    found = Judgement.objects.visible_to(viewer).filter(case=report, sort="grade").first()
    return found.code if found else ""


def papers_of(viewer: Viewer, report: SuspiciousReport) -> list[Attachment]:
    """The files on a report."""
    return attachments(viewer, report)


def paper_of(viewer: Viewer, report: SuspiciousReport, file_id: UUID) -> Attachment:
    """One file of a report; NotVisible when there is none for this viewer."""
    return attachment(viewer, report, file_id)


def results(viewer: Viewer) -> Results:
    """What the viewer's own organisation reported, and what it was told that came of it."""
    rows = SuspiciousReport.objects.visible_to(viewer).filter(opener=viewer.organisation_id, edition__gt=0)
    found = list(rows.values_list("sort", "led_to", "acknowledged_at"))
    return Results(
        sent=len(found),
        acknowledged=sum(1 for _sort, _led_to, at in found if at),
        by_sort=dict(Counter(sort for sort, _led_to, _at in found)),
        by_led_to=dict(Counter(led_to for _sort, led_to, _at in found if led_to)),
        unanswered=sum(1 for _sort, led_to, _at in found if not led_to),
    )
