"""By when a passage is to be endorsed: by the law of the importing country, or as the house assumes."""

from datetime import date

from penstock.cases import clocks
from penstock.cases.calendars import calendar_of
from penstock.catalogue.law.reports import IMPORT, Clock, clock_of
from penstock.kernel.clock import today
from penstock.permits.passages.models import Passage

ASSUMED_DAYS = 10
"""Working days, where no law on record says: those in which Swissmedic wants the real movement reported."""


def owed_in(passage: Passage) -> str:
    """The country whose authority owes the endorsement: the importing one, or where that is outside the exporting."""
    permit = passage.under
    return permit.other_country if passage.is_export and passage.importer_id else permit.country


def owe(passage: Passage, start: date) -> None:
    """Let the clock of the endorsement run from a day on; whoever owes it is reminded."""
    country = owed_in(passage)
    calendar = calendar_of(country)
    basis = (
        f"No rule of {country} on reporting actual movements is on record here; {ASSUMED_DAYS} working days are"
        " assumed, as Swissmedic has them."
    )
    assumed = Clock(ASSUMED_DAYS, "working-days", basis, verified=False)
    clock = clock_of(country, IMPORT, passage.under.substances, today(), calendar=calendar, assumed=assumed)
    passage.waits_for_id = passage.importer_id or passage.opener_id
    passage.is_overdue, passage.due_on, passage.days_left = False, clock.ends(calendar, start), None
    counted = clock.unit == "working-days"
    passage.counted_in = country if counted else ""
    passage.counted_from, passage.counted_days = (start, clock.amount) if counted else (None, None)
    clocks.plan_reminder(passage, calendar, after=today())
    passage.content = {**passage.content, "owed": {"basis": clock.basis, "verified": clock.verified}}


def owe_nothing(passage: Passage) -> None:
    """Nobody owes anything any more."""
    clocks.end(passage)
    passage.waits_for_id, passage.is_open, passage.is_overdue = None, False, False
