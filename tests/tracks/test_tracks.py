"""The voluntary track: what may go by it, what it asks of nobody, and how the law ends it."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.kernel import clock
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.notices import chores, queries
from penstock.notices.drafts.outlook import judge, outlook
from penstock.notices.fields import SHIPMENT
from penstock.notices.profiles.asking import form_for
from penstock.notices.shipments.checks import ShipmentChecker
from penstock.notices.tracks import chores as track_chores
from tests.cast import OBJECTION, a_draft, a_sent_notice, amended, confirm, take, the_cast
from tests.tracks.house import (
    GLYCEROL,
    a_voluntary_notice,
    acts_on,
    announced,
    data_of,
    later,
    now_of,
    refused,
)

BMK_ESTER = "BMK glycidic acid ethyl ester"
BEFORE_THE_LAW = datetime(2024, 11, 25, 9, tzinfo=UTC)
"""Table I has the glycidic esters from 3 December 2024 on."""


def test_a_file_from_before_there_were_tracks_is_statutory(cast):
    notice = a_sent_notice(cast.exporter_officer)
    assert (notice.track, notice.content["track"]) == ("statutory", "statutory")


def test_a_voluntary_notice_needs_less(cast):
    bare = {"reference": "", "dispatch_on": "", "end_use": "", "exporter_address": "", "importer_address": ""}
    assert a_voluntary_notice(cast.exporter_officer, **bare).state == "sent"
    with refused("missing_reference"):
        a_sent_notice(cast.exporter_officer, **bare)


def required_in(track):
    """What every notice of a track must say, whatever its destination adds."""
    return {one.name for one in form_for({"track": track}).fields if one.required}


@pytest.mark.parametrize("name", sorted(required_in("voluntary")))
def test_what_it_needs_it_needs(cast, name):
    with refused("faults") as no:
        a_voluntary_notice(cast.exporter_officer, **{name: ""})
    assert name in {fault.field for fault in no[0].faults}


def test_the_voluntary_track_asks_for_nothing_that_the_statutory_one_does_not():
    assert required_in("voluntary") < required_in("statutory")
    assert required_in("statutory") == {one.name for one in SHIPMENT.fields if one.required}


@pytest.mark.parametrize(
    "what",
    [
        {"substance_name": "Formamide", "cas_number": ""},
        {"cas_number": "75-12-7"},
        {"structure": "NC=O"},
        {"structure": "InChI=1S/CH3NO/c2-1-3/h1H,(H2,2,3)"},
        {"structure": "ZHNUHDYFZUAESO-UHFFFAOYSA-N"},
    ],
    ids=str,
)
def test_any_substance_is_taken_however_it_is_said(cast, what):
    goods = {"goods_description": "A solvent, in drums", "cas_number": "", **what}
    notice = a_voluntary_notice(cast.exporter_officer, **goods)
    assert (notice.state, notice.track, notice.substances) == ("sent", "voluntary", [])


def test_what_is_no_structure_is_said_at_its_field(cast):
    with refused("unreadable_structure") as no:
        a_voluntary_notice(cast.exporter_officer, structure="C1CC")
    assert [fault.field for fault in no[0].faults] == ["structure"]


def test_it_has_no_clock_and_never_lapses(cast):
    notice = a_voluntary_notice(cast.exporter_officer)
    assert (notice.due_on, notice.days_left) == (None, None)
    with later(400):
        chores.lapse_overdue()
        chores.remind()
    assert now_of(notice).state == "sent"


def test_the_receiver_alone_is_reminded_and_once(cast):
    notice = a_voluntary_notice(cast.exporter_officer)
    with later(13):
        track_chores.remind_gently()
    assert "notice.reminded_gently" not in acts_on(notice)  # the tenth working day is the sixteenth of March
    for days in (14, 30, 60):
        with later(days):
            track_chores.remind_gently()
    assert acts_on(notice).count("notice.reminded_gently") == 1
    mail = announced(notice)
    assert [one["organisation"] for one in mail] == [str(cast.importer_officer.office.pk)] * 2
    assert "No answer is owed" in mail[-1]["body"]


def test_who_has_answered_is_not_reminded(cast):
    notice = a_voluntary_notice(cast.exporter_officer)
    take(cast.importer_officer, notice, "clear")
    with later(30):
        assert track_chores.remind_gently() == 0


def test_a_question_neither_starts_nor_leaves_a_clock(cast):
    notice = a_voluntary_notice(cast.exporter_officer)
    take(cast.importer_officer, notice, "ask", question="For which works?")
    notice = take(cast.exporter_officer, notice, "supply", answer="The soap works.")
    assert (notice.state, notice.due_on, notice.days_left) == ("sent", None, None)
    assert notice.remind_on == date(2026, 3, 16)


def test_the_sender_closes_it_and_nobody_else(cast):
    notice = a_voluntary_notice(cast.exporter_officer)
    with refused("other_side"):
        take(cast.importer_officer, notice, "close")
    closed = take(cast.exporter_officer, notice, "close", note="It has arrived.")
    assert (closed.state, closed.is_open) == ("closed", False)
    with refused("not_now"):
        take(cast.exporter_officer, a_sent_notice(cast.exporter_officer, reference="EX-2"), "close")


def test_it_may_be_objected_to_like_any_other(cast):
    notice = a_voluntary_notice(cast.exporter_officer)
    take(cast.importer_officer, notice, "object", **OBJECTION)
    assert confirm(cast.importer_second, notice).state == "objected"


@pytest.mark.parametrize(
    "what",
    [
        {"goods_description": "Acetone, technical grade", "cas_number": ""},
        {"cas_number": "67-64-1"},
        {"substance_name": "acetone"},
        {"substances": "Acetone"},
        {"structure": "CC(C)=O"},
        {"structure": "InChI=1S/C3H6O/c1-3(2)4/h1-2H3"},
        {"structure": "CSCPPACGZOOCGX-UHFFFAOYSA-N"},
    ],
    ids=str,
)
def test_what_stands_on_a_table_is_moved_before_it_is_sent(cast, what):
    goods = {**GLYCEROL, "goods_description": "A solvent, in drums", "cas_number": "", **what}
    draft = a_draft(cast.exporter_officer, **goods)
    with acting(cast.exporter_officer.viewer) as viewer:
        ahead = outlook(viewer, draft)
    assert "UN Table II" in ahead.moved
    assert (ahead.track, ahead.is_voluntary) == ("statutory", False)
    assert ahead.due_on is not None
    sent = take(cast.exporter_officer, draft, "submit")
    assert (sent.track, sent.content["track"], sent.substances) == ("statutory", "statutory", ["acetone"])
    assert sent.due_on is not None
    assert "UN Table II" in data_of(sent, "notice.sent")["moved"]


def test_what_is_moved_must_say_all_that_a_statutory_notice_says(cast):
    with refused("missing_dispatch_date"):
        a_sent_notice(cast.exporter_officer, track="voluntary", dispatch_on="")


def test_a_statutory_notice_does_not_become_voluntary(cast):
    notice = a_sent_notice(cast.exporter_officer)
    with refused("stays_statutory"):
        amended(cast.exporter_officer, notice, track="voluntary")


def test_an_amendment_that_names_what_is_controlled_starts_the_clock(cast):
    notice = a_voluntary_notice(cast.exporter_officer)
    take(cast.importer_officer, notice, "clear")
    notice = amended(cast.exporter_officer, notice, goods_description="Acetone", cas_number="67-64-1")
    assert (notice.state, notice.track) == ("sent", "statutory")
    assert notice.due_on is not None


class TestTheLawComes:
    """A voluntary notice of what stands on a Table from 3 December 2024 on."""

    @pytest.fixture
    def cast(self, db):  # noqa: ARG002
        with clock.at(BEFORE_THE_LAW):
            yield the_cast()

    def sent(self, cast):
        return a_voluntary_notice(cast.third_officer, goods_description=BMK_ESTER, cas_number="")

    def the_day(self, day):
        with clock.at(datetime(2024, 12, day, 9, tzinfo=UTC)):
            track_chores.move_what_is_bound()

    def test_the_law_of_the_exporting_union_may_have_come_before(self, cast):
        notice = a_voluntary_notice(cast.exporter_officer, goods_description=BMK_ESTER, cas_number="")
        assert (notice.track, "Regulation (EC) No 111/2005" in notice.moved_because) == ("statutory", True)

    def test_it_is_moved_on_the_day_and_not_before(self, cast):
        notice = self.sent(cast)
        assert notice.track == "voluntary"
        self.the_day(2)
        assert now_of(notice).track == "voluntary"
        self.the_day(3)
        moved = now_of(notice)
        assert (moved.track, moved.state) == ("statutory", "sent")
        assert moved.due_on == date(2024, 12, 17)  # ten working days of Importland
        told = data_of(notice, "notice.moved_to_statutory")
        assert "2024-12-03" in told["basis"]
        assert told["judged_under"]["on"] == "2024-12-03"
        assert {one["organisation"] for one in announced(notice)[-2:]} == {
            str(cast.third_officer.office.pk),
            str(cast.importer_officer.office.pk),
        }

    def test_it_happens_once(self, cast):
        notice = self.sent(cast)
        for day in (3, 3, 4):
            self.the_day(day)
        assert acts_on(notice).count("notice.moved_to_statutory") == 1

    def test_an_answer_to_the_voluntary_notice_is_none_to_the_statutory_one(self, cast):
        notice = self.sent(cast)
        take(cast.importer_officer, notice, "clear")
        self.the_day(3)
        assert now_of(notice).state == "sent"

    def test_an_objection_stands(self, cast):
        notice = self.sent(cast)
        take(cast.importer_officer, notice, "object", **OBJECTION)
        confirm(cast.importer_second, notice)
        self.the_day(3)
        assert (now_of(notice).state, now_of(notice).track) == ("objected", "statutory")

    def test_where_a_question_is_open_the_clock_starts_with_its_answer(self, cast):
        notice = self.sent(cast)
        take(cast.importer_officer, notice, "ask", question="Why?")
        self.the_day(3)
        assert (now_of(notice).state, now_of(notice).due_on, now_of(notice).days_left) == ("questioned", None, 10)
        with clock.at(datetime(2024, 12, 4, 9, tzinfo=UTC)):
            assert take(cast.third_officer, notice, "supply", answer="So.").due_on == date(2024, 12, 18)

    def test_what_is_closed_is_left_alone(self, cast):
        notice = self.sent(cast)
        take(cast.third_officer, notice, "close")
        self.the_day(3)
        assert now_of(notice).track == "voluntary"


def test_lists_are_narrowed_to_a_track_and_to_emergencies(cast):
    statutory, voluntary = a_sent_notice(cast.exporter_officer), a_voluntary_notice(cast.exporter_officer)
    urgent = a_sent_notice(cast.exporter_officer, reference="EX-9", emergency="medical", emergency_reason="A hospital")
    with acting(cast.secretariat_officer.viewer) as viewer:

        def found(**wanted):
            return {one.pk for one in queries.notices(viewer, queries.Filter(**wanted)).notices}

        assert found(track="voluntary") == {voluntary.pk}
        assert found(track="statutory") == {statutory.pk, urgent.pk}
        assert found(emergency=True) == {urgent.pk}
        assert found(track="nonsense") == {statutory.pk, voluntary.pk, urgent.pk}


def test_a_file_may_hold_lines_of_both_tracks():
    checker = ShipmentChecker(on=date(2026, 3, 2), exporting="NL")
    line = {
        "exporter_name": "Polder Solvents",
        "importer_name": "Quimicos",
        "importer_country": "CL",
        "quantity": "5",
        "unit": "kg",
    }
    assert not checker.check(2, {**line, **GLYCEROL}).faults
    codes = {fault.code for fault in checker.check(3, {**line, **GLYCEROL, "track": ""}).faults}
    assert codes == {"missing_reference", "missing_dispatch_date"}


ROUTES = st.fixed_dictionaries(
    {
        "port_of_exit": st.sampled_from(["", "NLRTM", "AEJEA", "PACFZ"]),
        "point_of_entry": st.sampled_from(["", "CLVAP", "AEJEA", "HKHKG"]),
        "transit_countries": st.lists(st.sampled_from(["TW", "XK", "PS", "EH", "FJ", "PA"]), max_size=3),
        "transport_mode": st.sampled_from(["", "sea", "air"]),
    }
)


@pytest.mark.django_db
@given(route=ROUTES, voluntary=st.booleans())
def test_no_free_zone_and_no_contested_route_lowers_what_is_asked(route, voluntary):
    with clock.at(datetime(2026, 3, 2, 9, tzinfo=UTC)), acting(SYSTEM):
        raw = {
            "reference": "EX-1",
            "exporter_name": "Polder Solvents",
            "exporter_country": "NL",
            "importer_name": "Quimicos",
            "importer_country": "CL",
            "goods_description": "Acetone in drums",
            "quantity": "5",
            "unit": "t",
            "dispatch_on": "2026-06-01",
            "track": "voluntary" if voluntary else "",
        }
        plain, by_it = judge(raw, "NL"), judge({**raw, **route}, "NL")
    assert by_it.track == plain.track == "statutory"
    assert by_it.values["substances"] == plain.values["substances"] == ("acetone",)
    assert {fault.code for fault in plain.faults} <= {fault.code for fault in by_it.faults}
