"""By when what really moved is to be reported: the clocks of the packs of law, by country and substance."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from penstock.catalogue.law.force import current_book
from penstock.catalogue.law.records import Duty
from penstock.engines.working_days import WorkingCalendar

REPORT = "shipment-report"
EXPORT, IMPORT = "export", "import"
HOURS_OF_DAY = 24


@dataclass(frozen=True, slots=True)
class Clock:
    """How long a report may take: a length in days, working days or months, its source, and whether it is verified."""

    amount: int
    unit: str
    basis: str
    verified: bool

    def ends(self, calendar: WorkingCalendar, start: date) -> date:
        """The last day for the report of something that happened on a day, by the calendar of a country."""
        if self.unit == "working-days":
            return calendar.after(start, self.amount)
        if self.unit in {"months", "years"}:
            return months_after(start, self.amount * (12 if self.unit == "years" else 1))
        return start + timedelta(days=ceil(self.amount / HOURS_OF_DAY) if self.unit == "hours" else self.amount)


def clock_of(
    country: str, operation: str, substances: Iterable[str], on: date, *, calendar: WorkingCalendar, assumed: Clock
) -> Clock:
    """The shortest clock that the law of a country sets for reporting actual shipments of any of these substances.

    Where none is on record, the one `assumed`. Sources: the rows `shipment-report` of the packs of the country's
    jurisdictions.
    """
    book = current_book()
    whose = book.jurisdictions_of(country, on)
    known = [one for one in substances if one in book.substances]
    rules = [rule for one in known for rule in book.rules_of(one, on, whose)]
    duties = {duty for rule in rules for duty in book.duties_of(rule, on) if _is_report(duty, operation)}
    clocks = [Clock(duty.amount or 0, duty.unit, duty.source, duty.verified) for duty in duties if duty.amount]
    return min(clocks, key=lambda one: (one.ends(calendar, on), one.basis), default=assumed)


def _is_report(duty: Duty, operation: str) -> bool:
    return duty.duty == REPORT and duty.operation in {operation, "any"}


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later, or the last day of that month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
