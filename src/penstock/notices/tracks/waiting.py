"""How a notice waits for the other side: by a clock on the statutory track, without one on the voluntary."""

from datetime import date

from penstock.cases import clocks
from penstock.engines.working_days import WorkingCalendar
from penstock.notices.models import Notice
from penstock.notices.particulars.tracks import VOLUNTARY

GENTLE_REMINDER_DAYS = 10
"""Working days after which the receiver of a voluntary notice is reminded, once."""
EMERGENCY_DAYS = 3
"""Working days to answer an emergency notice, as those the Union sets itself for emergency medicines (category 4):
Delegated Regulation (EU) 2015/1011."""


def days_to_answer(usual: int, *, is_emergency: bool) -> int:
    """Working days that the importing side has: its usual ones, in an emergency at most three."""
    return min(usual, EMERGENCY_DAYS) if is_emergency else usual


def ask_anew(notice: Notice, calendar: WorkingCalendar, *, days: int, on: date) -> None:
    """Begin to wait for an answer to what the notice says now; whatever was answered before no longer stands."""
    notice.prolonged, notice.terms = 0, {}
    notice.rung = 0
    wait(notice, calendar, days=days, on=on)


def wait(notice: Notice, calendar: WorkingCalendar, *, days: int, on: date) -> None:
    """Wait for the other side from a day on, which is silent from then."""
    notice.silent_since = on
    if notice.track == VOLUNTARY:
        clocks.end(notice)
        notice.remind_on = calendar.after(on, GENTLE_REMINDER_DAYS)
    else:
        clocks.start(notice, calendar, days=days, on=on)
