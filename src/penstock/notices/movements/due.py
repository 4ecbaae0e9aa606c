"""By when the actual figures of a movement are owed: as law says, or else as the house assumes."""

from collections.abc import Iterable
from datetime import date

from penstock.cases.calendars import calendar_of
from penstock.catalogue.law import reports
from penstock.catalogue.law.reports import EXPORT, IMPORT, Clock

ASSUMED_DAYS = 15

__all__ = ["EXPORT", "IMPORT", "clock_of"]


def clock_of(country: str, operation: str, substances: Iterable[str], on: date) -> Clock:
    """The clock of a country's law; where none is on record, `ASSUMED_DAYS` calendar days, marked as not verified."""
    basis = f"No rule of {country} on reporting actual shipments is on record here; {ASSUMED_DAYS} days are assumed."
    assumed = Clock(ASSUMED_DAYS, "days", basis, verified=False)
    return reports.clock_of(country, operation, substances, on, calendar=calendar_of(country), assumed=assumed)
