"""The clock of a case: working days until an answer is due, stopped while the other side must supply something."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from penstock.cases.models import Case
from penstock.engines.working_days import WorkingCalendar
from penstock.kernel.clock import now

EARTH_IS_BEHIND = timedelta(hours=12)
REMIND_BEFORE = (5, 2, 0)
"""Working days before the deadline at which both sides are reminded."""
POINTS: dict[str, Callable[[Case], tuple[int, ...]]] = {}
"""The same for kinds of cases that are reminded otherwise; each regime may add its own."""


def start(case: Case, calendar: WorkingCalendar, *, days: int, on: date) -> None:
    """Start the clock on a day, with so many working days to answer."""
    case.due_on = _deadline(calendar, on, days)
    case.counted_in, case.counted_from, case.counted_days = calendar.name, on, days
    case.days_left = None
    plan_reminder(case, calendar, after=on)


@lru_cache(maxsize=1000)
def _deadline(calendar: WorkingCalendar, on: date, days: int) -> date:
    """Counted once, however many cases start on a day."""
    return calendar.after(on, days)


@lru_cache(maxsize=1000)
def _reminders(calendar: WorkingCalendar, due: date, before: tuple[int, ...]) -> tuple[date, ...]:
    """Likewise."""
    return tuple(calendar.before(due, n) for n in before)


def last_ended_day() -> date:
    """The newest day that has ended everywhere on earth, so that no office loses hours of its last day to UTC."""
    return (now() - EARTH_IS_BEHIND).date() - timedelta(days=1)


def stop(case: Case, calendar: WorkingCalendar, *, on: date) -> None:
    """Stop the clock and keep what is left of it; a clock without a deadline has nothing to keep."""
    if case.due_on is not None:
        case.days_left = max(calendar.between(on, case.due_on), 0)
    case.due_on = case.counted_from = case.counted_days = None
    case.remind_on = None


def resume(case: Case, calendar: WorkingCalendar, *, on: date) -> None:
    """Let the clock run on with what was left, at least one working day."""
    start(case, calendar, days=max(case.days_left or 0, 1), on=on)


def end(case: Case) -> None:
    """Take the clock away: what it ran for has happened."""
    case.due_on = case.days_left = case.remind_on = None
    case.counted_from = case.counted_days = None


def recount(case: Case, calendar: WorkingCalendar, *, on: date) -> bool:
    """Count a running clock anew by a calendar that was corrected on a day; whether the deadline moved by it."""
    if case.counted_from is None or case.counted_days is None:
        return False
    due = _deadline(calendar, case.counted_from, case.counted_days)
    if due == case.due_on:
        return False
    case.due_on = due
    plan_reminder(case, calendar, after=on)
    return True


def plan_reminder(case: Case, calendar: WorkingCalendar, *, after: date) -> None:
    """Set the next day of reminding that lies after a day."""
    due, points = case.due_on, POINTS.get(case.kind)
    before = points(case) if due and points else REMIND_BEFORE
    days = _reminders(calendar, due, before) if due else ()
    case.remind_on = next((day for day in days if day > after), None)
