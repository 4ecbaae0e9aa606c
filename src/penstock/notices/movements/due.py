"""By when the actual figures of a movement are owed: the clocks of the packs of law, by country and substance."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from penstock.cases.calendars import calendar_of
from penstock.catalogue.law.force import current_book
from penstock.catalogue.law.records import Duty
from penstock.notices.movements.frame import months_after

REPORT = "shipment-report"
EXPORT, IMPORT = "export", "import"
ASSUMED_DAYS = 15
HOURS_OF_DAY = 24


@dataclass(frozen=True, slots=True)
class Clock:
    """How long a report may take: a length in days, working days or months, its source, and whether it is verified."""

    amount: int
    unit: str
    basis: str
    verified: bool

    def ends(self, country: str, start: date) -> date:
        """The last day for the report of something that happened on a day, by the calendar of a country."""
        if self.unit == "working-days":
            return calendar_of(country).after(start, self.amount)
        if self.unit in {"months", "years"}:
            return months_after(start, self.amount * (12 if self.unit == "years" else 1))
        return start + timedelta(days=ceil(self.amount / HOURS_OF_DAY) if self.unit == "hours" else self.amount)


def clock_of(country: str, operation: str, substances: Iterable[str], on: date) -> Clock:
    """The shortest clock that the law of a country sets for reporting actual shipments of any of these substances.

    Where none is on record, `ASSUMED_DAYS` calendar days, marked as not verified. Sources: the rows `shipment-report`
    of the packs of the country's jurisdictions.
    """
    book = current_book()
    whose = book.jurisdictions_of(country, on)
    known = [one for one in substances if one in book.substances]
    rules = [rule for one in known for rule in book.rules_of(one, on, whose)]
    duties = {duty for rule in rules for duty in book.duties_of(rule, on) if _is_report(duty, operation)}
    clocks = [Clock(duty.amount or 0, duty.unit, duty.source, duty.verified) for duty in duties if duty.amount]
    if clocks:
        return min(clocks, key=lambda one: (one.ends(country, on), one.basis))
    basis = f"No rule of {country} on reporting actual shipments is on record here; {ASSUMED_DAYS} days are assumed."
    return Clock(ASSUMED_DAYS, "days", basis, verified=False)


def _is_report(duty: Duty, operation: str) -> bool:
    return duty.duty == REPORT and duty.operation in {operation, "any"}
