"""By which day the law wants the return of a year: read from the packs, and none where they name none."""

from datetime import date, timedelta

from penstock.catalogue.law.force import current_book
from penstock.catalogue.law.records import Duty
from penstock.industry.licences.models import OperatorLicence

BEFORE = "before"
OPERATORS = {"operator", "anyone", "importer", "exporter", "user"}


def due_by(held: OperatorLicence, year: int) -> tuple[date, Duty] | None:
    """The last day for the return of a year under a licence, the earliest over its substances, with the row of law."""
    book, on = current_book(), date(year, 12, 31)
    countries = book.jurisdictions_of(held.country, on)
    found = [
        (last, duty)
        for substance in held.substances
        for rule in book.rules_of(substance, on, countries)
        for duty in book.duties_of(rule, on)
        if duty.duty == "annual-report" and duty.who in OPERATORS and (last := _last_day(duty, year))
    ]
    return min(found, key=lambda one: one[0], default=None)


def _last_day(duty: Duty, year: int) -> date | None:
    """The day itself, or the one before it where the law says before."""
    if not duty.due:
        return None
    month, day = map(int, duty.due.split("-"))
    named = date(year + 1, month, day)
    return named - timedelta(days=1) if duty.anchor == BEFORE else named


def owes(held: OperatorLicence, year: int) -> bool:
    """Whether a licence stood in a year, so that its return is owed."""
    ended = held.valid_until is not None and held.valid_until.year < year
    return held.valid_from.year <= year and not ended
