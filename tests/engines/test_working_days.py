"""Working days against naive counting, day by day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from penstock.engines.working_days import WorkingCalendar

DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
CALENDARS = st.builds(
    lambda weekend, rests: WorkingCalendar(lambda day: day.weekday() not in weekend and day not in rests),
    st.sets(st.integers(0, 6), max_size=3),
    st.sets(DAYS, max_size=40),
)


def days_between(start: date, end: date) -> list[date]:
    return [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]


@given(CALENDARS, DAYS, st.integers(1, 40))
def test_the_day_after_so_many_is_a_working_day_with_as_many_before_it(calendar, start, count):
    end = calendar.after(start, count)
    working = [day for day in days_between(start, end) if calendar.is_working_day(day)]
    assert len(working) == count
    assert working[-1] == end


@given(CALENDARS, DAYS, st.integers(1, 40))
def test_the_day_before_so_many_has_as_many_up_to_the_end(calendar, end, count):
    start = calendar.before(end, count)
    assert calendar.is_working_day(start)
    working = [start, *days_between(start, end - timedelta(days=1))] if start < end else [start]
    assert sum(map(calendar.is_working_day, working)) == count


@given(CALENDARS, DAYS, DAYS)
def test_days_between_are_counted_alike_in_both_directions(calendar, one, other):
    assert calendar.between(one, other) == -calendar.between(other, one)
    if one <= other:
        assert calendar.between(one, other) == sum(map(calendar.is_working_day, days_between(one, other)))


@given(CALENDARS, DAYS, st.integers(0, 30), st.integers(0, 30))
def test_a_clock_that_is_stopped_and_runs_on_ends_where_it_would_have(calendar, start, first, rest):
    stopped = calendar.after(start, first)
    assert calendar.after(stopped, rest) == calendar.after(start, first + rest)
