"""Calendars corrected by their country: clocks count by them, and running ones are counted anew, on the record."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.cases import clocks
from penstock.cases.calendars import Calendars, calendar_of
from penstock.catalogue.calendars import working_calendar
from penstock.engines.working_days import WorkingCalendar
from penstock.kernel import clock
from penstock.kernel.delivery.outbox import relay_one
from penstock.kernel.models import Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from penstock.notices import chores
from penstock.notices.models import Notice
from penstock.parties.directory import days
from penstock.parties.directory.models import DayCorrection
from tests.cast import a_sent_notice, take, the_cast
from tests.directory.house import DAY

TUESDAY = datetime(2026, 3, 3, 10, tzinfo=UTC)
database = pytest.mark.django_db


@pytest.fixture
def cast():
    with clock.at(TUESDAY):
        yield the_cast()


def correct(by, country, day, **changes):
    with acting(by.viewer) as viewer:
        raw = {**DAY, "day": day.isoformat(), **changes}
        row = days.correct_day(viewer=viewer, country=country, raw=raw)
    deliver()
    return row


def deliver():
    while relay_one():
        pass


def due(notice):
    with acting(SYSTEM):
        return Notice.objects.get(pk=notice.pk).due_on


def recounted(notice):
    with acting(SYSTEM):
        return list(Event.objects.filter(case_id=notice.pk, name="case.recounted"))


@database
def test_a_closed_day_moves_the_deadline_and_says_so(cast):
    notice = a_sent_notice(cast.importer_officer, "NL")
    before = due(notice)
    wednesday = date(2026, 3, 4)
    correct(cast.exporter_head, "NL", wednesday)
    assert due(notice) == before + timedelta(days=1)
    (told,) = recounted(notice)
    assert told.data == {"was": str(before), "due_on": str(before + timedelta(days=1)), "country": "NL"}
    assert set(told.audience) == set(notice.audience)
    deliver()
    assert len(recounted(notice)) == 1


@database
def test_an_open_saturday_brings_it_forward_and_a_withdrawal_back(cast):
    notice = a_sent_notice(cast.importer_officer, "NL")
    before = due(notice)
    row = correct(cast.exporter_head, "NL", date(2026, 3, 7), offices="open", name="Saturday made up")
    assert due(notice) == working_calendar("NL").before(before, 1)
    with acting(cast.exporter_head.viewer) as viewer:
        days.withdraw_day(viewer=viewer, correction_id=row.pk, raw={"reason": "It was another year."})
    deliver()
    assert due(notice) == before
    assert len(recounted(notice)) == 2


@database
def test_clocks_of_other_countries_and_other_days_stand(cast):
    theirs, ours = a_sent_notice(cast.exporter_officer, "CL"), a_sent_notice(cast.importer_officer, "NL")
    before = due(theirs), due(ours)
    correct(cast.exporter_head, "NL", date(2026, 3, 3))
    correct(cast.exporter_head, "NL", date(2026, 9, 1))
    correct(cast.exporter_head, "NL", date(2026, 3, 8))
    assert (due(theirs), due(ours)) == before
    assert not recounted(theirs) + recounted(ours)


@database
def test_a_clock_started_afterwards_counts_by_it_at_once(cast):
    for day in range(4, 7):
        correct(cast.exporter_head, "NL", date(2026, 3, day))
    assert due(a_sent_notice(cast.importer_officer, "NL")) == calendar_of("NL").after(TUESDAY.date(), 15)
    assert due(a_sent_notice(cast.importer_officer, "NL")) > working_calendar("NL").after(TUESDAY.date(), 15)


@database
def test_a_clock_that_was_stopped_is_counted_from_where_it_went_on(cast):
    notice = a_sent_notice(cast.importer_officer, "NL")
    with clock.at(TUESDAY + timedelta(days=2)):
        take(cast.exporter_officer, notice, "ask", question="Which works?")
        correct(cast.exporter_head, "NL", date(2026, 3, 6))
        assert not recounted(notice), "nothing runs"
    with clock.at(TUESDAY + timedelta(days=6)):
        take(cast.importer_officer, notice, "supply", answer="Those in Talca.")
        before = due(notice)
        correct(cast.exporter_head, "NL", date(2026, 3, 5))
        assert due(notice) == before, "that day lies before the clock went on"
        correct(cast.exporter_head, "NL", date(2026, 3, 10))
        assert due(notice) == before + timedelta(days=1)


@database
def test_the_last_day_made_a_holiday_saves_the_answer_from_lapsing(cast):
    notice = a_sent_notice(cast.importer_officer, "NL")
    last = due(notice)
    correct(cast.exporter_head, "NL", last)
    with clock.at(datetime.combine(last, TUESDAY.timetz()) + timedelta(days=2)):
        assert last <= clocks.last_ended_day(), "it would have lapsed"
        chores.lapse_overdue()
    with acting(SYSTEM):
        assert Notice.objects.get(pk=notice.pk).state == "sent"
    assert due(notice) > last


@database
@pytest.mark.parametrize("by", ["third_head", "exporter_officer"])
def test_another_country_does_not_correct_ours(by, cast):
    with pytest.raises((NotVisible, Refused)):
        correct(cast.everybody[by], "NL", date(2026, 3, 4))
    assert not DayCorrection.objects.exists()


@database
@pytest.mark.parametrize("missing", ["source", "name", "offices", "day"])
def test_a_correction_names_its_source(missing, cast):
    with acting(cast.exporter_head.viewer) as viewer, pytest.raises(Refused) as no:
        days.correct_day(viewer=viewer, country="NL", raw={**DAY, "day": "2026-03-04", missing: ""})
    assert [fault.field for fault in no.value.faults] == [missing]


@database
def test_a_second_correction_of_a_day_takes_the_place_of_the_first(cast):
    day = date(2026, 3, 4)
    correct(cast.exporter_head, "NL", day)
    assert not calendar_of("NL").is_working_day(day)
    correct(cast.exporter_head, "NL", day, offices="open")
    assert calendar_of("NL").is_working_day(day)
    assert Calendars().of("NL") == calendar_of("NL")
    assert DayCorrection.objects.count() == 2, "the first is kept, withdrawn"


SPAN = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(closed=st.frozensets(SPAN, max_size=40), worked=st.frozensets(SPAN, max_size=40), day=SPAN, n=st.integers(0, 30))
def test_corrected_days_count_like_a_calendar_written_by_hand(closed, worked, day, n):
    corrected = WorkingCalendar(closed=closed - worked, worked=worked)

    def is_open(one):
        return one in worked or (one.weekday() < 5 and one not in closed)

    left, expected = n, day
    while left:
        expected += timedelta(days=1)
        left -= is_open(expected)
    assert corrected.after(day, n) == expected
