"""Working days of twenty countries over three years, against counting done by PostgreSQL with weekends set by hand."""

from collections.abc import Iterable
from datetime import date, timedelta

import holidays
import pytest
from django.db import connection

from penstock.cases.calendars import calendar_of
from penstock.engines.working_days import WorkingCalendar
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.parties.directory.models import DayCorrection
from penstock.parties.models import Government

FRIDAY, SATURDAY, SUNDAY = 5, 6, 7
WEEKENDS = {
    **dict.fromkeys(["NL", "DE", "FR", "GB", "US", "MX", "BR", "CL", "CN", "JP"], (SATURDAY, SUNDAY)),
    **dict.fromkeys(["IN", "ID", "TH", "KE", "NG", "ZA", "AE"], (SATURDAY, SUNDAY)),
    **dict.fromkeys(["SA", "EG", "IL"], (FRIDAY, SATURDAY)),
}
FIRST, LAST = date(2025, 1, 1), date(2027, 12, 31)
MARGIN = timedelta(days=120)
COUNTS = (1, 2, 5, 10, 15, 30)
EVERY_THIRD_DAY = [FIRST + timedelta(days=n) for n in range(0, (LAST - FIRST).days + 1, 3)]
CLOSED, WORKED = date(2026, 3, 18), date(2026, 3, 21)

NTH_WORKING_DAYS = """
WITH days AS (SELECT generate_series(%(first)s::date, %(last)s::date, '1 day')::date AS day),
working AS (
  SELECT day, row_number() OVER (ORDER BY day) AS nth FROM days
  WHERE day = ANY(%(worked)s) OR NOT (extract(isodow FROM day) = ANY(%(weekend)s) OR day = ANY(%(rests)s))
),
asked AS (
  SELECT start, count,
    (SELECT count(*) FROM working WHERE day <= start) AS until,
    (SELECT count(*) FROM working WHERE day < start) AS earlier
  FROM unnest(%(starts)s) AS start, unnest(%(counts)s) AS count
)
SELECT start, count, after.day, before.day
FROM asked JOIN working AS after ON after.nth = until + count
  JOIN working AS before ON before.nth = earlier - count + 1
"""


def counted(country: str, *, closed: Iterable[date] = (), worked: Iterable[date] = ()) -> list[tuple]:
    """What PostgreSQL counts: start, how many, the day so many after it, and the day so many before it."""
    years = holidays.country_holidays(country, years=range(FIRST.year - 1, LAST.year + 2))
    asked = {
        "first": FIRST - MARGIN,
        "last": LAST + MARGIN,
        "weekend": list(WEEKENDS[country]),
        "rests": [*(set(years) - set(worked)), *closed],
        "worked": [*years.weekend_workdays, *worked],
        "starts": EVERY_THIRD_DAY,
        "counts": list(COUNTS),
    }
    with connection.cursor() as cursor:
        cursor.execute(NTH_WORKING_DAYS, asked)
        found = cursor.fetchall()
    assert len(found) == len(EVERY_THIRD_DAY) * len(COUNTS)
    return found


def differences(calendar: WorkingCalendar, found: Iterable[tuple]) -> list[tuple]:
    """The questions that a calendar answers otherwise than PostgreSQL did."""
    return [
        (start, count)
        for start, count, after, before in found
        if (calendar.after(start, count), calendar.before(start, count), calendar.between(start, after))
        != (after, before, count)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("country", WEEKENDS)
def test_a_country_counts_as_the_database_does(country):
    with acting(SYSTEM):
        assert differences(calendar_of(country), counted(country)) == []


@pytest.mark.django_db
def test_a_country_corrected_counts_as_the_database_does():
    Government.objects.create(code="NL", name="Netherlands")
    with acting(SYSTEM):
        for day, is_closed in ((CLOSED, True), (WORKED, False)):
            DayCorrection(government_id="NL", day=day, is_closed=is_closed, name="a day", source="a law").save()
        corrected = calendar_of("NL")
        assert differences(corrected, counted("NL", closed=[CLOSED], worked=[WORKED])) == []
        assert differences(corrected, counted("NL")), "the comparison would not have noticed"


@pytest.mark.django_db
def test_a_weekend_that_is_worked_counts():
    golden_week_bridge = date(2026, 5, 9)
    with acting(SYSTEM):
        china = calendar_of("CN")
    assert golden_week_bridge.isoweekday() == SATURDAY
    assert china.is_working_day(golden_week_bridge)
    assert china.after(date(2026, 5, 8), 1) == golden_week_bridge
