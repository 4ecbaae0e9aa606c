"""The answers beyond yes and no: more time, conditions, a company that is not known; by whom and for whom."""

from dataclasses import replace
from datetime import date

import pytest

from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Absent
from penstock.notices import chores, services
from penstock.notices.models import Notice
from tests.cast import a_sent_notice, amended, confirm, take
from tests.tracks.house import acts_on, announced, data_of, later, now_of, refused

MORE_TIME = {"reason": "company", "reply_by": "2026-03-20"}
NOT_KNOWN = {"who": "consignee", "explanation": "It stands in no register of ours."}


def sent(cast, **changes):
    """A notice of the second of March, to be answered by the sixteenth."""
    notice = a_sent_notice(cast.exporter_officer, **changes)
    assert notice.due_on == date(2026, 3, 16)
    return notice


class TestMoreTime:
    def test_the_clock_runs_on_to_the_day_that_was_named(self, cast):
        notice = take(cast.importer_officer, sent(cast), "prolong", **MORE_TIME)
        assert (notice.state, notice.due_on) == ("sent", date(2026, 3, 20))
        told = data_of(notice, "notice.more_time")
        assert (told["reason"], told["was"], told["due_on"]) == ("company", "2026-03-16", "2026-03-20")
        assert announced(notice)[-1]["organisation"] == str(cast.exporter_officer.office.pk)
        with later(16):
            chores.lapse_overdue()
        assert now_of(notice).state == "sent"
        with later(20):
            chores.lapse_overdue()
        assert now_of(notice).state == "lapsed"

    def test_a_rest_day_counts_as_the_working_day_before(self, cast):
        notice = take(cast.importer_officer, sent(cast), "prolong", reason="papers", reply_by="2026-03-22")
        assert notice.due_on == date(2026, 3, 20)

    @pytest.mark.parametrize(
        ("day", "code"),
        [
            ("2026-03-16", "not_later"),
            ("2026-03-02", "not_later"),
            ("2025-03-20", "not_later"),
            ("2026-03-31", "too_late"),
            ("2030-01-01", "too_late"),
            ("", "missing_reply_by"),
            ("soon", "date_format"),
        ],
    )
    def test_the_day_is_later_and_not_much_later(self, cast, day, code):
        with refused(code) as no:
            take(cast.importer_officer, sent(cast), "prolong", reason="papers", reply_by=day)
        assert [fault.field for fault in no[0].faults] == ["reply_by"]

    def test_the_latest_day_is_as_far_again_as_the_usual_time(self, cast):
        assert take(
            cast.importer_officer, sent(cast), "prolong", reason="papers", reply_by="2026-03-30"
        ).due_on == date(2026, 3, 30)

    def test_twice_and_not_three_times(self, cast):
        notice = take(cast.importer_officer, sent(cast), "prolong", **MORE_TIME)
        notice = take(cast.importer_officer, notice, "prolong", reason="papers", reply_by="2026-03-24")
        with refused("not_now"):
            take(cast.importer_officer, notice, "prolong", reason="papers", reply_by="2026-03-25")

    def test_an_amendment_that_asks_anew_gives_them_back(self, cast):
        notice = take(cast.importer_officer, sent(cast), "prolong", **MORE_TIME)
        notice = amended(cast.exporter_officer, notice, quantity="20000")
        assert (notice.prolonged, notice.due_on) == (0, date(2026, 3, 16))

    def test_a_question_in_between_keeps_what_is_left(self, cast):
        notice = take(cast.importer_officer, sent(cast), "prolong", **MORE_TIME)
        notice = take(cast.importer_officer, notice, "ask", question="Which works?")
        assert notice.days_left == 14  # working days from the third to the twentieth of March

    def test_not_by_the_exporting_side_and_not_after_the_lapse(self, cast):
        notice = sent(cast)
        with refused("other_side"):
            take(cast.exporter_officer, notice, "prolong", **MORE_TIME)
        with later(16):
            chores.lapse_overdue()
            with refused("wrong_state"):
                take(cast.importer_officer, notice, "prolong", **MORE_TIME)


class TestConditions:
    def allowed(self, cast, **terms):
        return take(cast.importer_officer, sent(cast), "allow", **terms)

    def test_they_are_told_and_kept(self, cast):
        notice = self.allowed(cast, ceiling="20", ceiling_unit="t", valid_until="2026-05-01", conditions="Dyed.")
        assert (notice.state, notice.waits_for_id) == ("conditional", cast.exporter_officer.office.pk)
        assert notice.terms == {
            "ceiling": "20",
            "ceiling_unit": "t",
            "valid_until": "2026-05-01",
            "conditions": "Dyed.",
        }
        assert "under conditions" in announced(notice)[-1]["body"]

    def test_within_them_it_is_released_and_the_record_says_so(self, cast):
        notice = self.allowed(cast, ceiling="18", ceiling_unit="t", valid_until="2026-05-01")
        released = take(cast.exporter_officer, notice, "release")
        assert "at most 18 t; until 2026-05-01" in released.ground
        assert data_of(notice, "notice.released")["ground"] == released.ground

    def test_more_than_the_ceiling_is_not_released_until_it_is_amended(self, cast):
        notice = self.allowed(cast, ceiling="17999.9", ceiling_unit="kg")
        with refused("not_now") as no:
            take(cast.exporter_officer, notice, "release")
        assert "17,999.9".replace(",", "\u202f") in no[0].message
        notice = amended(cast.exporter_officer, notice, quantity="17999.9")
        assert notice.state == "conditional"
        assert take(cast.exporter_officer, notice, "release").state == "released"

    def test_after_its_last_day_it_is_not_released(self, cast):
        notice = self.allowed(cast, valid_until="2026-03-10")
        with later(8):
            assert take(cast.exporter_officer, notice, "release").state == "released"

    def test_on_the_day_after_its_last_it_is_too_late(self, cast):
        notice = self.allowed(cast, valid_until="2026-03-10")
        with later(9), refused("not_now"):
            take(cast.exporter_officer, notice, "release")

    @pytest.mark.parametrize(
        ("terms", "code", "field"),
        [
            ({}, "no_condition", "ceiling"),
            ({"remarks": "Fine."}, "no_condition", "ceiling"),
            ({"ceiling": "5"}, "ceiling_incomplete", "ceiling_unit"),
            ({"ceiling_unit": "kg", "conditions": "Dyed."}, "ceiling_incomplete", "ceiling"),
            ({"valid_until": "2026-03-01"}, "past_validity", "valid_until"),
            ({"ceiling": "5", "ceiling_unit": "l"}, "other_dimension", "ceiling_unit"),
            ({"ceiling": "-5", "ceiling_unit": "kg"}, "negative_quantity", "ceiling"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field(self, cast, terms, code, field):
        with refused(code) as no:
            self.allowed(cast, **terms)
        assert field in {fault.field for fault in no[0].faults if fault.code == code}

    def test_they_can_be_dropped_and_changed_and_turned_into_an_objection(self, cast):
        notice = self.allowed(cast, ceiling="5", ceiling_unit="t")
        notice = take(cast.importer_officer, notice, "allow", ceiling="19", ceiling_unit="t")
        assert notice.terms["ceiling"] == "19"
        cleared = take(cast.importer_officer, notice, "clear")
        assert (cleared.state, cleared.terms) == ("no objection", {})

    def test_they_do_not_outlive_what_they_were_given_for(self, cast):
        notice = self.allowed(cast, ceiling="5", ceiling_unit="t")
        notice = amended(cast.exporter_officer, notice, consignee_name="Arica Paints")
        assert (notice.state, notice.terms) == ("sent", {})


class TestNotKnown:
    def test_it_takes_two_people_and_says_who(self, cast):
        notice = take(cast.importer_officer, sent(cast), "unknown", **NOT_KNOWN)
        assert notice.state == "sent"
        with refused("same_person"):
            confirm(cast.importer_officer, notice)
        notice = confirm(cast.importer_second, notice)
        assert (notice.state, notice.due_on, notice.waits_for_id) == ("unknown", None, None)
        assert data_of(notice, "notice.not_known")["who"] == "consignee"
        assert "Do not release" in announced(notice)[-1]["body"]

    def test_only_one_proposal_waits_at_a_time(self, cast):
        notice = take(cast.importer_officer, sent(cast), "unknown", **NOT_KNOWN)
        with refused("already_proposed"):
            take(cast.importer_second, notice, "object", reason="no licence", explanation="None.")

    def test_the_shipment_does_not_leave(self, cast):
        take(cast.importer_officer, sent(cast), "unknown", **NOT_KNOWN)
        notice = confirm(cast.importer_second, the_notice())
        with refused("wrong_state"):
            take(cast.exporter_officer, notice, "release")

    def test_another_consignee_is_asked_about_anew(self, cast):
        take(cast.importer_officer, sent(cast), "unknown", **NOT_KNOWN)
        notice = confirm(cast.importer_second, the_notice())
        notice = amended(cast.exporter_officer, notice, consignee_name="Talca Paints")
        assert (notice.state, notice.due_on) == ("sent", date(2026, 3, 16))

    def test_a_head_lifts_it(self, cast):
        take(cast.importer_officer, sent(cast), "unknown", **NOT_KNOWN)
        notice = confirm(cast.importer_second, the_notice())
        with refused("missing_duty"):
            take(cast.importer_officer, notice, "lift", note="Found.")
        assert take(cast.importer_head, notice, "lift", note="Found.").state == "no objection"


def the_notice():
    """The one notice there is."""
    with acting(SYSTEM):
        return Notice.objects.get()


@pytest.mark.parametrize(
    ("verb", "entered", "event"),
    [
        ("clear", {}, "notice.no_objection"),
        ("allow", {"import_permit": "IP-7"}, "notice.conditions"),
        ("prolong", MORE_TIME, "notice.more_time"),
        ("ask", {"question": "Which works?"}, "notice.information_requested"),
        ("unknown", NOT_KNOWN, "notice.not_known.proposed"),
        ("object", {"reason": "no licence", "explanation": "None."}, "notice.objection.proposed"),
    ],
)
def test_each_reply_says_for_whom_it_is_given(cast, verb, entered, event):
    notice, head = sent(cast), cast.importer_head
    away = {"answer notices": Absent(head.person.pk, head.person.name)}
    viewer = replace(cast.importer_officer.viewer, absent=away)
    with acting(viewer):
        services.take_step(viewer=viewer, notice_id=notice.pk, verb=verb, raw=entered)
    assert data_of(notice, event)["for"] == head.person.name
    assert event in acts_on(notice)
