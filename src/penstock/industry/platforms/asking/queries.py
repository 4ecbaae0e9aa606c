"""Reads of notices to platforms, and what they add up to; the viewer comes first."""

from collections import defaultdict
from dataclasses import dataclass
from statistics import median

from django.db.models import Q, QuerySet

from penstock.cases.queries import newest_changes
from penstock.industry.platforms.asking.fields import OUTCOMES
from penstock.industry.platforms.asking.models import PlatformNotice
from penstock.industry.platforms.asking.states import STATES
from penstock.industry.platforms.models import Platform
from penstock.kernel.clock import today
from penstock.kernel.viewer import NotVisible, Viewer

PAGE = 50
SECONDS_A_DAY = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a list of notices to platforms is narrowed to; `late` is "yes" where an answer is overdue."""

    text: str = ""
    state: str = ""
    outcome: str = ""
    late: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of notices, newest change first, and the cursor of the next one."""

    notices: list[PlatformNotice]
    next: str


@dataclass(frozen=True, slots=True)
class Measured:
    """What the notices to one platform led to; `days` is the middle of the days from sending to the first answer."""

    platform: Platform
    sent: int
    acknowledged: int
    acted: int
    partly: int
    refused: int
    late: int
    days: float | None


def _seen(viewer: Viewer) -> "QuerySet[PlatformNotice]":
    return PlatformNotice.objects.visible_to(viewer).select_related("opener", "platform")


def notice_by_reference(viewer: Viewer, reference: str) -> PlatformNotice:
    """The notice with this reference, if this viewer may see it; NotVisible otherwise."""
    found = _seen(viewer).filter(reference=reference).first()
    if found is None:
        raise NotVisible
    return found


def notices(viewer: Viewer, wanted: Filter, *, cursor: str = "", limit: int = PAGE) -> Page:
    """The viewer's notices that pass a filter; `cursor` is what the page before gave as `next`."""
    rows = _seen(viewer)
    if wanted.state in STATES:
        rows = rows.filter(state=wanted.state)
    if wanted.outcome in OUTCOMES:
        rows = rows.filter(outcome=wanted.outcome)
    if wanted.late == "yes":
        rows = rows.filter(due_on__lt=today())
    if wanted.text:
        rows = rows.filter(Q(reference__istartswith=wanted.text) | Q(platform__name__icontains=wanted.text))
    return Page(*newest_changes(viewer, rows, cursor, limit))


def notices_to(viewer: Viewer, platform: Platform) -> list[PlatformNotice]:
    """The notices to one platform, the newest change first."""
    return list(_seen(viewer).filter(platform=platform).order_by("-updated_at", "-id")[:PAGE])


def measured(viewer: Viewer) -> list[Measured]:
    """What the notices that were sent to each platform led to, by the name of the platform."""
    by_platform: dict[Platform, list[PlatformNotice]] = defaultdict(list)
    for one in _seen(viewer).filter(sent_at__isnull=False).order_by("platform__name", "platform_id"):
        by_platform[one.platform].append(one)
    return [_measured(platform, rows) for platform, rows in by_platform.items()]


def _measured(platform: Platform, rows: list[PlatformNotice]) -> Measured:
    answered = [days for one in rows if (days := days_to_answer(one)) is not None]
    by_outcome = {code: sum(one.outcome == code for one in rows) for code in OUTCOMES}
    return Measured(
        platform=platform,
        sent=len(rows),
        acknowledged=sum(one.acknowledged_at is not None for one in rows),
        **by_outcome,
        late=sum(one.due_on is not None and one.due_on < today() for one in rows),
        days=round(median(answered), 1) if answered else None,
    )


def days_to_answer(one: PlatformNotice) -> float | None:
    """The days from sending to the first answer; None without one."""
    if one.answered_at is None or one.sent_at is None:
        return None
    return (one.answered_at - one.sent_at).total_seconds() / SECONDS_A_DAY
