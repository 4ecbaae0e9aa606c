"""Working days: which days count, and counting them from and to a day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5


def from_monday_to_friday(day: date) -> bool:
    """Whether a day is no Saturday and no Sunday."""
    return day.weekday() < SATURDAY


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """A calendar of working days: `is_open` says of each day whether offices work.

    Single days may be `closed` or `worked` whatever the rest says; `name` says whose calendar it is.
    """

    is_open: Callable[[date], bool] = from_monday_to_friday
    closed: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    name: str = ""

    def is_working_day(self, day: date) -> bool:
        """Whether offices are open on `day`."""
        return day in self.worked or (day not in self.closed and self.is_open(day))

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
