"""The clock of a case: stopped and run on, over holidays, and no zone on earth loses an hour of its last day."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.cases import clocks
from penstock.cases.models import Case
from penstock.catalogue.calendars import working_calendar
from penstock.kernel import clock

ZONES = sorted(available_timezones() - {"localtime", "Factory"})
COUNTRIES = st.sampled_from(["NL", "CN", "SA", "IL", "US", "IN", "BR", "XZ"])
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))


INSTANTS = st.integers(0, 3 * 365 * 24 * 60).map(lambda n: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=n))


@given(INSTANTS, st.sampled_from(ZONES))
def test_a_day_that_has_ended_has_ended_in_every_zone(instant, zone):
    with clock.at(instant):
        assert instant.astimezone(ZoneInfo(zone)).date() > clocks.last_ended_day()


def zones_cut_short(before_noon: timedelta) -> list[str]:
    """The zones where the 30th still is when the house, so long before noon UTC of the 31st, would end it."""
    instant = datetime(2026, 3, 31, 12, tzinfo=UTC) - before_noon
    return [zone for zone in ZONES if instant.astimezone(ZoneInfo(zone)).date() <= date(2026, 3, 30)]


def test_noon_is_the_first_hour_at_which_nobody_is_cut_short(monkeypatch):
    assert zones_cut_short(timedelta()) == []
    assert zones_cut_short(timedelta(minutes=1)) == ["Etc/GMT+12"]
    monkeypatch.setattr(clocks, "EARTH_IS_BEHIND", timedelta(hours=11))
    with clock.at(datetime(2026, 3, 31, 11, 30, tzinfo=UTC)):
        assert clocks.last_ended_day() == date(2026, 3, 30), "an hour too early, and the zone above would have lost it"


@pytest.mark.parametrize(
    ("zone", "changes_on"),
    [
        ("Europe/Amsterdam", date(2026, 3, 29)),
        ("Europe/Amsterdam", date(2026, 10, 25)),
        ("America/New_York", date(2026, 3, 8)),
        ("America/Santiago", date(2026, 4, 4)),
        ("Australia/Lord_Howe", date(2026, 4, 5)),
    ],
)
def test_the_day_on_which_clocks_are_changed_is_one_day(zone, changes_on):
    start = datetime.combine(changes_on, datetime.min.time(), ZoneInfo(zone))
    end = datetime.combine(changes_on + timedelta(days=1), datetime.min.time(), ZoneInfo(zone))
    length = end.astimezone(UTC) - start.astimezone(UTC)
    assert length != timedelta(days=1), "no change of the clock on this day, so it would show nothing"
    with clock.at(end.astimezone(UTC) - timedelta(seconds=1)):
        assert clocks.last_ended_day() < changes_on
    before, after = changes_on - timedelta(days=3), changes_on + timedelta(days=3)
    assert working_calendar("XZ").between(before, after) == sum(
        (before + timedelta(days=n)).isoweekday() <= 5 for n in range(1, 7)
    )


@given(COUNTRIES, DAYS, st.integers(1, 30), st.data())
def test_a_clock_that_was_stopped_gives_the_days_that_were_left(country, start, days, data):
    calendar, case = working_calendar(country), Case()
    clocks.start(case, calendar, days=days, on=start)
    due = case.due_on
    stopped_on = data.draw(st.dates(start, due), "stopped on")
    resumed_on = data.draw(st.dates(stopped_on, stopped_on + timedelta(days=90)), "resumed on")
    clocks.stop(case, calendar, on=stopped_on)
    assert case.due_on is None
    used = calendar.between(start, stopped_on)
    clocks.resume(case, calendar, on=resumed_on)
    assert calendar.between(resumed_on, case.due_on) == max(days - used, 1)
    assert calendar.is_working_day(case.due_on)


@given(COUNTRIES, DAYS, st.integers(1, 30))
def test_a_deadline_is_never_on_a_day_on_which_nobody_works(country, start, days):
    calendar, case = working_calendar(country), Case()
    clocks.start(case, calendar, days=days, on=start)
    assert calendar.is_working_day(case.due_on)
    assert case.remind_on is None or start < case.remind_on <= case.due_on


def test_a_deadline_that_would_fall_on_a_holiday_falls_on_the_next_working_day():
    case = Case()
    clocks.start(case, working_calendar("NL"), days=2, on=date(2026, 4, 23))
    assert case.due_on == date(2026, 4, 28), "Monday the 27th is King's Day"
