"""Working days: which days count, and counting them from and to a day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY_SUNDAY = frozenset({5, 6})


def _no_holidays(_day: date) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """A calendar of working days; `weekend` holds weekdays as `date.weekday()` numbers them, Monday being 0.

    Single days may be `closed` or `worked` whatever the rest says; `name` says whose calendar it is.
    """

    weekend: frozenset[int] = SATURDAY_SUNDAY
    is_holiday: Callable[[date], bool] = _no_holidays
    closed: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    name: str = ""

    def is_working_day(self, day: date) -> bool:
        """Whether offices are open on `day`."""
        if day in self.worked:
            return True
        return day.weekday() not in self.weekend and day not in self.closed and not self.is_holiday(day)

    def after(self, start: date, days: int) -> date:
        """The day that is `days` working days after `start`; the day of `start` itself never counts."""
        if days < 0:
            message = "a clock cannot run backwards"
            raise ValueError(message)
        day = start
        while days > 0:
            day += timedelta(days=1)
            days -= self.is_working_day(day)
        return day

    def before(self, end: date, days: int) -> date:
        """The day that is `days` working days before `end`."""
        day = end
        while days > 0:
            day -= timedelta(days=1)
            days -= self.is_working_day(day)
        return day

    def between(self, start: date, end: date) -> int:
        """How many working days lie after `start` up to and including `end`; negative when `end` is earlier."""
        if end < start:
            return -self.between(end, start)
        return sum(self.is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))
