"""The rungs of escalation: who is reminded on which day, what pauses them, ends them and begins them anew."""

from datetime import date

import pytest

from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.notices import chores
from penstock.notices.escalation import rungs
from penstock.notices.escalation.shown import next_reminder
from penstock.notices.responsiveness import chores as responsiveness
from penstock.notices.responsiveness.models import Round
from penstock.parties.duties import ADMINISTRATOR, ANSWER_NOTICES, LIFT_OBJECTIONS
from penstock.parties.models import DutyHeld
from penstock.parties.services import end_duties
from tests.cast import a_sent_notice, amended, take
from tests.escalation.house import (
    DUE,
    HOLDER_DAY,
    OFFICE_DAY,
    SECRETARIAT_DAY,
    acts,
    answered,
    correct,
    hold,
    leaves_duties,
    mailed_on,
    now_of,
    on,
    rungs_of,
    the_worker_comes_by,
)
from tests.tracks.house import GLYCEROL

HEADS = ["importer_head", "starting_tomorrow"]
IMPORTERS = [*HEADS, "importer_officer", "importer_second"]
THIRDS = ["third_head", "third_officer"]
EVERY_DAY = range(3, 32)
EMERGENCY = {"emergency": "medical", "emergency_reason": "A hospital has none left."}


@pytest.fixture
def notice(cast):
    """From Thirdland, whose law says nothing of silence."""
    return a_sent_notice(cast.third_officer)


def month(*days):
    """The worker works on days of March, on all of them where none are said."""
    for day in days or EVERY_DAY:
        with on(day):
            the_worker_comes_by()


def test_the_four_rungs_of_a_notice_that_nobody_answers(cast, notice):
    assert notice.due_on == date(2026, 3, DUE)
    hold(cast.importer_second, notice)
    told = {day: found for day in EVERY_DAY if (found := mailed_on(day))}
    assert told == {
        HOLDER_DAY: {"Answer due": sorted(["importer_second", *THIRDS])},
        OFFICE_DAY: {"Answer due": sorted([*IMPORTERS, *THIRDS])},
        DUE: {"Answer due": sorted([*HEADS, *THIRDS])},
        DUE + 1: {"No answer in time": THIRDS},
        SECRETARIAT_DAY: {"No answer": ["secretariat_officer", "secretariat_second"]},
    }
    assert rungs_of(notice) == ["holder", "office", "head", "secretariat"]


@pytest.mark.usefixtures("notice")
def test_where_nobody_holds_it_all_who_answer_are_reminded():
    assert mailed_on(HOLDER_DAY)["Answer due"] == sorted([*IMPORTERS, *THIRDS])


def test_the_deputy_of_a_holder_who_is_away_is_reminded_too(cast, notice):
    hold(cast.importer_second, notice)
    leaves_duties(cast.importer_second, cast.importer_officer, ANSWER_NOTICES, from_day=8)
    assert mailed_on(HOLDER_DAY)["Answer due"] == sorted(["importer_officer", "importer_second", *THIRDS])


def test_a_holder_who_has_left_is_nobody(cast, notice):
    hold(cast.importer_second, notice)
    with acting(SYSTEM):
        end_duties(viewer=SYSTEM, person=cast.importer_second.person, on=date(2026, 3, 5))
    assert mailed_on(HOLDER_DAY)["Answer due"] == sorted({*IMPORTERS, *THIRDS} - {"importer_second"})


@pytest.mark.usefixtures("notice")
def test_the_deputy_of_a_head_who_is_away_hears_with_the_head(cast):
    leaves_duties(cast.importer_head, cast.importer_second, LIFT_OBJECTIONS, from_day=10)
    month(*range(3, DUE))
    assert mailed_on(DUE)["Answer due"] == sorted([*HEADS, "importer_second", *THIRDS])


@pytest.mark.usefixtures("notice")
def test_an_office_without_a_head_is_told_as_a_whole(cast):
    with acting(SYSTEM):
        for key in HEADS:
            end_duties(viewer=SYSTEM, person=cast.everybody[key].person, on=date(2026, 3, 3))
    month(*range(3, DUE))
    assert mailed_on(DUE)["Answer due"] == sorted(["importer_officer", "importer_second", *THIRDS])


def test_the_answering_side_reads_the_rung_and_the_others_that_both_were_reminded(cast, notice):
    month()
    told = [(one.name, set(one.audience)) for one in acts(notice) if one.name.startswith("notice.reminded")]
    own = {cast.importer_head.office.pk}
    others = set(notice.audience) - own
    assert told == [
        ("notice.reminded", others),
        ("notice.reminded.holder", own),
        ("notice.reminded", others),
        ("notice.reminded.office", own),
        ("notice.reminded", others),
        ("notice.reminded.head", own),
        ("notice.reminded.secretariat", set(notice.audience)),
    ]


def test_the_worker_may_come_by_as_often_as_it_likes(notice):
    for day in EVERY_DAY:
        month(day, day, day)
    assert rungs_of(notice) == ["holder", "office", "head", "secretariat"]


def test_a_worker_that_stood_still_tells_the_highest_rung_alone(notice):
    month(13)
    assert rungs_of(notice) == ["office"]
    month(24)
    assert now_of(notice).state == "lapsed"
    assert rungs_of(notice) == ["office", "secretariat"]


@pytest.mark.parametrize("day", [3, HOLDER_DAY, 10, OFFICE_DAY, DUE])
def test_an_answer_ends_them(cast, notice, day):
    month(*range(3, day + 1))
    told = rungs_of(notice)
    with on(day):
        answered(cast.importer_officer, notice)
    month(*range(day + 1, 32))
    assert rungs_of(notice) == told
    assert now_of(notice).remind_on is None


@pytest.mark.parametrize("verb", ["clear", "ask", "withdraw"])
def test_what_happens_after_a_lapse_keeps_it_from_the_secretariat(cast, notice, verb):
    month(*range(3, DUE + 2))
    assert now_of(notice).state == "lapsed"
    entered = {"question": "Which works?"} if verb == "ask" else {}
    with on(DUE + 2):
        take(cast.third_officer if verb == "withdraw" else cast.importer_officer, notice, verb, **entered)
    month(*range(DUE + 3, 32))
    assert "secretariat" not in rungs_of(notice)


def test_a_stopped_clock_pauses_them_and_they_go_on_from_there(cast, notice):
    month(*range(3, HOLDER_DAY + 1))
    with on(HOLDER_DAY + 1):
        take(cast.importer_officer, notice, "ask", question="Which works?")
    month(*range(HOLDER_DAY + 2, 20))
    assert rungs_of(notice) == ["holder"]
    with on(20):  # a Friday; four working days were left
        supplied = take(cast.third_officer, notice, "supply", answer="The soap works.")
    assert (supplied.due_on, supplied.remind_on) == (date(2026, 3, 26), date(2026, 3, 24))
    month(*range(20, 27))
    assert rungs_of(notice) == ["holder", "office", "head"]


def test_more_time_begins_them_anew(cast, notice):
    month(*range(3, OFFICE_DAY + 1))
    with on(OFFICE_DAY + 1):
        prolonged = take(cast.importer_officer, notice, "prolong", reason="company", reply_by="2026-03-26")
    assert (prolonged.rung, prolonged.remind_on) == (0, date(2026, 3, 19))
    month(*range(OFFICE_DAY + 1, 27))
    assert rungs_of(notice) == ["holder", "office", "holder", "office", "head"]


def test_an_amendment_that_asks_anew_begins_them_anew_and_another_does_not(cast, notice):
    month(*range(3, HOLDER_DAY + 1))
    with on(HOLDER_DAY + 1):
        amended(cast.third_officer, notice, remarks="In two containers.")
        assert now_of(notice).rung == 1
        again = amended(cast.third_officer, notice, quantity="19000")
    assert (again.rung, again.due_on, again.remind_on) == (0, date(2026, 3, 24), date(2026, 3, 17))
    month(*range(HOLDER_DAY + 1, 25))
    assert rungs_of(notice) == ["holder", "holder", "office", "head"]


def a_later_deadline(cast, notice):
    """The first rung is told, then a day that has passed is said to have been closed: its day comes a second time."""
    with acting(SYSTEM):
        for duty in ADMINISTRATOR:
            DutyHeld(person=cast.importer_head.person, duty=duty, from_on=date(2026, 1, 1)).save()
    month(*range(3, HOLDER_DAY + 1))
    with on(HOLDER_DAY):
        correct(cast.importer_head, date(2026, 3, 4))
        assert now_of(notice).due_on == date(2026, 3, DUE + 1)
    month(*range(HOLDER_DAY, DUE + 2))
    return rungs_of(notice)


def test_a_rung_is_told_once_though_its_day_comes_again(cast, notice):
    assert a_later_deadline(cast, notice) == ["holder", "office", "head"]


def test_without_the_guard_it_would_be_told_twice(cast, notice, monkeypatch):
    """The control for the test above."""
    monkeypatch.setattr(rungs, "is_told", lambda _notice, _place: False)
    assert a_later_deadline(cast, notice) == ["holder", "holder", "office", "head"]


def test_a_holiday_of_the_answering_country_moves_them(cast):
    notice = a_sent_notice(cast.importer_officer, "NL")
    with on(9):
        correct(cast.exporter_head, date(2026, 3, 10))
    assert now_of(notice).due_on == date(2026, 3, 24)
    month()
    days = [one.at.day for one in acts(notice) if "rung" in one.data]
    assert days[:3] == [17, 20, 24]


def test_an_emergency_has_rungs_of_its_own(cast):
    notice = a_sent_notice(cast.third_officer, **EMERGENCY)
    assert notice.due_on == date(2026, 3, 5)
    month()
    told = [(one.data["rung"], one.at.day) for one in acts(notice) if "rung" in one.data]
    assert told == [("holder", 3), ("office", 4), ("head", 5), ("secretariat", 6)]


def test_where_silence_lets_the_shipment_go_the_secretariat_is_not_told(cast):
    notice = a_sent_notice(cast.exporter_officer)  # article 11(1) of Regulation (EC) No 111/2005
    month()
    assert now_of(notice).state == "lapsed"
    assert rungs_of(notice) == ["holder", "office", "head"]


def test_the_secretariat_is_not_told_of_its_own_silence(cast):
    notice = a_sent_notice(cast.third_officer, "FJ")
    month()
    assert now_of(notice).state == "lapsed"
    assert rungs_of(notice) == ["holder", "office", "head"]


def test_a_voluntary_notice_never_climbs(cast):
    notice = a_sent_notice(cast.third_officer, **GLYCEROL)
    month()
    assert rungs_of(notice) == []
    with on(31):
        assert chores.remind() == 0


def test_a_reminder_that_fails_half_way_is_given_whole_later(notice, monkeypatch):
    """Place, acts and letters are one transaction: what breaks in between leaves nothing."""
    month(*range(3, HOLDER_DAY))
    with monkeypatch.context() as broken:
        broken.setattr("penstock.notices.escalation.telling.send", _breaks)
        with on(HOLDER_DAY), pytest.raises(OSError, match="gone"):
            chores.remind()
    assert (rungs_of(notice), now_of(notice).rung) == ([], 0)
    assert mailed_on(HOLDER_DAY)["Answer due"] == sorted([*IMPORTERS, *THIRDS])


def _breaks(*_given):
    raise OSError("gone")


class TestNextReminder:
    """What the answering side reads of the next rung, and nobody else."""

    def read(self, actor, notice, day=3):
        with on(day), acting(actor.viewer) as viewer:
            return next_reminder(viewer, now_of(notice))

    def test_it_names_the_holder_then_the_office_the_heads_and_the_secretariat(self, cast, notice):
        assert self.read(cast.importer_head, notice) == ("all who answer", date(2026, 3, HOLDER_DAY))
        hold(cast.importer_second, notice)
        assert self.read(cast.importer_head, notice) == ("Importer Second", date(2026, 3, HOLDER_DAY))
        for day, who, then in (
            (HOLDER_DAY, "all who answer", OFFICE_DAY),
            (OFFICE_DAY, "the heads", DUE),
            (DUE + 1, "the secretariat", SECRETARIAT_DAY),
        ):
            month(day)
            assert self.read(cast.importer_head, notice, day) == (who, date(2026, 3, then))
        month(SECRETARIAT_DAY)
        assert self.read(cast.importer_head, notice, SECRETARIAT_DAY) is None

    def test_nobody_else_reads_it(self, cast, notice):
        for actor in (cast.third_officer, cast.secretariat_officer):
            assert self.read(actor, notice) is None


def test_responsiveness_counts_as_before(cast):
    """The same answers on the same days, with the worker reminding and without."""
    silent, reminded = (a_sent_notice(cast.third_officer, reference=name) for name in ("EX-1", "EX-2"))
    with acting(SYSTEM):
        type(silent).objects.filter(pk=silent.pk).update(remind_on=None)
    month(*range(3, DUE + 1))
    assert (rungs_of(silent), rungs_of(reminded)) == ([], ["holder", "office", "head"])
    with on(DUE):
        for notice in (silent, reminded):
            take(cast.importer_officer, notice, "clear")
        responsiveness.follow_the_record()
    with acting(SYSTEM):
        one, other = (Round.objects.get(notice=notice) for notice in (silent, reminded))
    kept = ("outcome", "is_open", "working_days", "stopped_days", "lapsed_at")
    assert [getattr(one, name) for name in kept] == [getattr(other, name) for name in kept]
