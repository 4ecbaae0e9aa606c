"""Who decides on applications in a country, by when, and how many sign."""

from datetime import date

from penstock.catalogue.law.force import current_book
from penstock.parties.circles.queries import held_today
from penstock.parties.duties import SIGN_PERMITS
from penstock.parties.models import DutyHeld, Organisation
from penstock.permits.applications.judging.rules import SigningRule
from penstock.permits.applications.models import Application

ASSUMED_DAYS = 15
"""Working days for a decision where no law on record says: those of Regulation (EC) No 111/2005 for exports."""


def licensing_office(opener: Organisation) -> Organisation | None:
    """The authority that decides: the applicant if it is one, else that of its country where permits are signed."""
    if opener.kind == "authority":
        return opener
    signing = DutyHeld.objects.filter(held_today(), duty=SIGN_PERMITS, person__is_active=True)
    offices = Organisation.objects.filter(
        kind="authority", government=opener.government_id, pk__in=signing.values("person__organisation")
    )
    return offices.order_by("name", "pk").first()


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
    rule = SigningRule.objects.filter(organisation=application.counterpart_id).first()
    return bool(rule and rule.needs_two)
