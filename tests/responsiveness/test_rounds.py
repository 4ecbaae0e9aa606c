"""Rounds follow the record: what was asked, when it was opened and answered, and which days count."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from penstock.cases.services import note_read
from penstock.kernel import clock
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from penstock.notices import chores as notice_chores
from penstock.notices.models import Notice
from penstock.notices.responsiveness import chores, queries
from penstock.notices.responsiveness.models import Followed, Measure, Round
from tests.cast import OBJECTION, a_sent_notice, amended, confirm, decline, take, the_cast

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def cast():
    with clock.at(MONDAY):
        yield the_cast()


def after(days: int) -> clock.at:
    """So many calendar days after the Monday on which everything is sent."""
    return clock.at(MONDAY + timedelta(days=days))


def follow(*notices: Notice) -> list[Round]:
    """The rounds of notices, once the worker has followed the record."""
    chores.follow_the_record()
    with acting(SYSTEM):
        return list(Round.objects.filter(notice__in=notices).order_by("asked_at"))


def opened(by, notice: Notice) -> None:
    """Somebody reads a notice."""
    with acting(by.viewer) as viewer:
        note_read(viewer=viewer, case=Notice.objects.get(pk=notice.pk))


def test_an_answer_in_time(cast):
    notice = a_sent_notice(cast.exporter_officer)
    with after(1):
        opened(cast.importer_officer, notice)
    with after(4):
        take(cast.importer_officer, notice, "clear")
    (one,) = follow(notice)
    assert (one.outcome, one.working_days, one.is_open) == ("no objection", 4, False)
    assert one.opened_at == MONDAY + timedelta(days=1)
    assert one.lapsed_at is None


def test_a_reader_of_the_other_side_opens_nothing(cast):
    notice = a_sent_notice(cast.exporter_officer)
    opened(cast.exporter_head, notice)
    with after(3):
        take(cast.importer_officer, notice, "clear")
    (one,) = follow(notice)
    assert one.opened_at is None


def test_days_on_which_information_was_owed_do_not_count(cast):
    notice = a_sent_notice(cast.exporter_officer)
    with after(2):
        take(cast.importer_officer, notice, "ask", question="Which use?")
    with after(8):
        take(cast.exporter_officer, notice, "supply", answer="A tannery.")
    with after(9):
        take(cast.importer_officer, notice, "clear")
    (one,) = follow(notice)
    assert (one.stopped_days, one.working_days) == (4, 3)


def test_an_answer_while_information_was_still_owed(cast):
    notice = a_sent_notice(cast.exporter_officer)
    with after(1):
        take(cast.importer_officer, notice, "ask", question="Which use?")
    with after(3):
        take(cast.importer_officer, notice, "clear")
    (one,) = follow(notice)
    assert (one.stopped_days, one.working_days) == (2, 1)


def test_an_objection_waited_for_its_second_signature(cast):
    notice = a_sent_notice(cast.exporter_officer)
    with after(1):
        take(cast.importer_officer, notice, "object", **OBJECTION)
    with after(2):
        decline(cast.importer_second, notice)
        take(cast.importer_officer, notice, "object", **OBJECTION)
    with after(4):
        confirm(cast.importer_second, notice)
    (one,) = follow(notice)
    assert one.outcome == "objected"
    assert one.proposed_at == MONDAY + timedelta(days=2)
    assert one.answered_at == MONDAY + timedelta(days=4)


def test_an_amendment_that_asks_anew_begins_a_round(cast):
    notice = a_sent_notice(cast.exporter_officer)
    with after(1):
        amended(cast.exporter_officer, notice, quantity="999999")
    with after(2):
        amended(cast.exporter_officer, notice, remarks="Nothing new.")
        take(cast.importer_officer, notice, "clear")
    first, second = follow(notice)
    assert (first.outcome, first.is_open) == ("amended", False)
    assert (second.outcome, second.working_days) == ("no objection", 1)


def lapsed(cast) -> Notice:
    """A notice whose time passed."""
    notice = a_sent_notice(cast.exporter_officer)
    with after(30):
        notice_chores.lapse_overdue()
    return notice


def test_a_lapse_is_silence_until_somebody_answers_late(cast):
    silent, late = lapsed(cast), lapsed(cast)
    with after(31):
        take(cast.importer_officer, late, "clear")
        take(cast.exporter_officer, silent, "release")
    by_notice = {one.notice_id: one for one in follow(silent, late)}
    assert by_notice[silent.pk].outcome == "silent"
    assert by_notice[silent.pk].answered_at is None
    assert by_notice[late.pk].outcome == "no objection"
    assert by_notice[late.pk].lapsed_at is not None


def test_what_was_opened_and_never_answered_was_opened(cast):
    unread, read = a_sent_notice(cast.exporter_officer), a_sent_notice(cast.exporter_officer)
    with after(1):
        opened(cast.importer_officer, read)
    with after(30):
        notice_chores.lapse_overdue()
    follow(unread, read)
    with acting(cast.importer_officer.viewer) as viewer, after(31):
        own = queries.own_view(viewer, year=2026)
    assert (own.silent, own.never_opened) == (2, 1)


def test_a_withdrawn_notice_is_neither_answered_nor_silent(cast):
    notice = a_sent_notice(cast.exporter_officer)
    take(cast.exporter_officer, notice, "withdraw")
    (one,) = follow(notice)
    assert (one.outcome, one.is_open, one.lapsed_at) == ("withdrawn", False, None)


def test_following_again_changes_nothing(cast):
    notice = a_sent_notice(cast.exporter_officer)
    take(cast.importer_officer, notice, "clear")
    before = [(one.pk, one.outcome) for one in follow(notice)]
    assert chores.follow_the_record() == 0
    assert [(one.pk, one.outcome) for one in follow(notice)] == before


def test_the_record_followed_in_small_steps_gives_the_same(cast, monkeypatch):
    monkeypatch.setattr(chores, "AT_ONCE", 1)
    notice = a_sent_notice(cast.exporter_officer)
    with after(2):
        take(cast.importer_officer, notice, "ask", question="Which use?")
    with after(8):
        take(cast.exporter_officer, notice, "supply", answer="A tannery.")
        take(cast.importer_officer, notice, "clear")
    while chores.follow_the_record():
        pass
    (one,) = follow(notice)
    assert (one.stopped_days, one.working_days, one.is_open) == (4, 2, False)


def test_a_notice_has_one_open_round(cast):
    notice = a_sent_notice(cast.exporter_officer)
    (one,) = follow(notice)
    with pytest.raises(IntegrityError), transaction.atomic(), acting(SYSTEM):
        Round(notice=notice, exporting="NL", importing="CL", asked_at=one.asked_at).save()


def answered(cast, how_many: int) -> None:
    """So many notices answered after two days, and measured."""
    notices = [a_sent_notice(cast.exporter_officer) for _ in range(how_many)]
    with after(2):
        for notice in notices:
            take(cast.importer_officer, notice, "clear")
    chores.follow_the_record()
    with after(3):
        chores.measure()


def test_few_rounds_are_told_to_nobody(cast):
    answered(cast, chores.FEWEST - 1)
    assert not Measure.objects.exists()


def test_enough_rounds_are_told_to_all_authorities_with_both_sides(cast):
    answered(cast, chores.FEWEST)
    with acting(cast.third_officer.viewer) as viewer, after(3):
        (whole,) = queries.measures(viewer, year=2026)
        (pair,) = queries.measures(viewer, year=2026, importing="CL")
        assert queries.measures(viewer, year=2026, exporting="NL") == [pair]
        assert not Round.objects.visible_to(viewer).exists()
    assert (whole.exporting, whole.importing, whole.percent_in_time, whole.median_days) == ("", "CL", 100, 2)
    assert (pair.exporting, pair.in_time, pair.late, pair.silent) == ("NL", chores.FEWEST, 0, 0)


def test_measures_follow_when_the_record_went_on(cast):
    answered(cast, chores.FEWEST)
    with after(3):
        assert chores.measure() == 0, "nothing happened since"
    lapsed(cast)
    chores.follow_the_record()
    with after(31):
        chores.measure()
    whole = Measure.objects.get(exporting="")
    assert (whole.silent, whole.percent_in_time) == (1, 100 * chores.FEWEST // (chores.FEWEST + 1))
    assert Followed.objects.get().measured_seq == Followed.objects.get().seq


def test_a_country_sees_what_slows_it_and_no_other(cast):
    answered(cast, 2)
    lapsed(cast)
    chores.follow_the_record()
    with acting(cast.importer_officer.viewer) as viewer, after(31):
        own = queries.own_view(viewer, year=2026)
        with pytest.raises(NotVisible):
            queries.own_view(viewer, year=2026, country="EG")
    assert (own.country, own.rounds, own.in_time, own.silent, own.never_opened) == ("CL", 3, 2, 1, 1)
    assert {one.name: (one.rounds, one.median_days) for one in own.delays}[
        "The whole way, without waiting for information"
    ] == (2, 2)
    with acting(cast.third_officer.viewer) as viewer:
        assert queries.own_view(viewer, year=2026).rounds == 0


def test_the_secretariat_names_the_country(cast):
    answered(cast, 1)
    with acting(cast.secretariat_officer.viewer) as viewer:
        assert queries.own_view(viewer, year=2026).rounds == 0
        assert queries.own_view(viewer, year=2026, country="CL").rounds == 1


def test_a_company_is_told_nothing(cast):
    with acting(cast.clerk.viewer) as viewer, pytest.raises(Refused):
        queries.measures(viewer, year=2026)
