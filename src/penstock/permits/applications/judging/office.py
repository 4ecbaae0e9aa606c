"""By when an application is to be decided, and how many sign."""

from datetime import date

from penstock.catalogue.law.force import current_book
from penstock.parties import signing
from penstock.permits.applications.models import Application

PERMITS_SIGNED = "permits"
"""The matter under which an authority says how many sign its permits."""
ASSUMED_DAYS = 15
"""Working days for a decision where no law on record says: those of Regulation (EC) No 111/2005 for exports."""


def days_to_decide(country: str, application: Application, on: date) -> int:
    """The working days in which the law of a country wants a decision: the shortest clock over the substances."""
    book = current_book()
    rules = [
        rule for one in application.substances for rule in book.rules_of(one, on, book.jurisdictions_of(country, on))
    ]
    clocks = [
        duty.amount
        for rule in rules
        for duty in book.duties_of(rule, on)
        if duty.duty == "decision"
        and duty.unit == "working-days"
        and duty.amount
        and duty.operation in {application.direction, "any"}
    ]
    return min(clocks, default=ASSUMED_DAYS)


def two_sign(application: Application) -> bool:
    """Whether two officers sign a permit at the authority that decides."""
    return signing.two_sign(application.counterpart_id, PERMITS_SIGNED)
