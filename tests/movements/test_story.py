"""What moves under a notice, told by both sides."""

from datetime import timedelta
from decimal import Decimal

import pytest

from penstock.cases import queries as case_queries
from penstock.kernel import clock
from penstock.kernel.models import Event, Outgoing
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from penstock.notices.models import Notice
from penstock.notices.movements import chores
from penstock.notices.movements.figures.content import base_content
from penstock.notices.movements.models import Movement
from tests.cast import a_cleared_notice, a_sent_notice
from tests.monday import MONDAY_MORNING
from tests.movements.house import (
    a_released_notice,
    arrived,
    day,
    dispatched,
    in_days,
    moved,
    planned,
    plans,
    released,
    sent_out,
    several,
    the_balance,
)


def faults(act, *arguments, **named):
    """The fields and codes of a refusal."""
    with pytest.raises(Refused) as no:
        act(*arguments, **named)
    return [(fault.field, fault.code) for fault in no.value.faults] or no.value.code


def told(movement):
    """The names on a movement's record, in order."""
    with acting(SYSTEM):
        return list(Event.objects.filter(case_id=movement.pk).order_by("seq").values_list("name", flat=True))


def letters():
    """The subjects and duties of what was announced, the last one first."""
    with acting(SYSTEM):
        rows = Outgoing.objects.filter(topic="announcement").order_by("-created_at", "-id")
        return [(one.payload["subject"].partition(":")[0], one.payload["duty"]) for one in rows]


def test_a_single_shipment_is_planned_whole_when_it_is_released(cast):
    notice = a_released_notice(cast)
    [plan] = plans(cast.importer_officer, notice)
    assert (plan.reference, plan.state, plan.quantity) == (f"{notice.reference}-D01", "planned", 18000)
    assert plan.planned_on == notice.dispatch_on
    balance = the_balance(cast.importer_officer, notice)
    assert (balance.planned, balance.left, balance.unit) == (18000, 0, "kg")


def test_a_shipment_leaves_in_two_parts_and_arrives(cast):
    notice = a_released_notice(cast)
    [plan] = plans(cast.exporter_officer, notice)
    assert dispatched(cast.exporter_officer, plan, "10000").state == "dispatched"
    rest = planned(cast.exporter_officer, notice, "8000")
    assert faults(planned, cast.exporter_officer, notice, "0.000001") == [("quantity", "beyond_the_balance")]
    dispatched(cast.exporter_officer, rest, "8000")
    assert letters()[0] == ("Dispatched", "answer notices")
    first = arrived(cast.importer_officer, plan, "10000")
    assert (first.state, first.waits_for_id, first.is_open) == ("arrived", None, False)
    assert letters()[0] == ("Arrived", "send notices")
    assert told(plan) == ["movement.planned", "movement.dispatched", "movement.arrived"]
    balance = the_balance(cast.exporter_officer, notice)
    assert (balance.moved, balance.left) == (18000, 0)


def test_several_shipments_draw_on_one_balance_in_any_unit_of_their_kind(cast):
    notice = several(cast)
    assert plans(cast.exporter_officer, notice) == []
    sent_out(cast, notice, "5000")
    plan = planned(cast.exporter_officer, notice, "2.5", unit="t")
    balance = the_balance(cast.importer_officer, notice)
    assert (balance.unit, balance.moved, balance.planned, balance.left) == ("kg", 5000, 2500, 10500)
    assert faults(moved, cast.exporter_officer, plan, "replan", planned_on=in_days(30), quantity="100", unit="l") == [
        ("unit", "other_dimension")
    ]
    moved(cast.exporter_officer, plan, "replan", planned_on=in_days(40), quantity="13000000", unit="g")
    assert the_balance(cast.importer_officer, notice).left == 0


def test_nothing_leaves_before_the_release(cast):
    cleared = a_cleared_notice(cast)
    assert faults(planned, cast.exporter_officer, cleared) == "not_released"
    notice = several(cast)
    plan = planned(cast.exporter_officer, notice)
    assert faults(dispatched, cast.exporter_officer, plan, dispatched_on=in_days(-1)) == [
        ("dispatched_on", "before_release")
    ]


def test_nothing_leaves_after_the_period_nor_in_the_future(cast):
    notice = several(cast)
    assert faults(planned, cast.exporter_officer, notice, planned_on=in_days(121)) == [
        ("planned_on", "after_the_period")
    ]
    plan = planned(cast.exporter_officer, notice, planned_on=in_days(120))
    assert faults(dispatched, cast.exporter_officer, plan, dispatched_on=in_days(2)) == [("dispatched_on", "not_yet")]
    with clock.at(MONDAY_MORNING + timedelta(days=121)):
        assert faults(dispatched, cast.exporter_officer, plan) == [("dispatched_on", "after_the_period")]


def test_the_conditions_of_the_importing_side_bind(cast):
    notice = several(cast)
    terms = {"ceiling": "6000", "valid_until": in_days(60)}
    with acting(SYSTEM):
        Notice.objects.filter(pk=notice.pk).update(terms=terms)
    assert faults(planned, cast.exporter_officer, notice, "6001", planned_on=in_days(61)) == [
        ("planned_on", "after_the_period"),
        ("quantity", "beyond_the_balance"),
    ]
    planned(cast.exporter_officer, notice, "6000", planned_on=in_days(60))
    assert the_balance(cast.exporter_officer, notice).ceiling == 6000


def test_a_shortage_is_reported_with_its_reason_and_seen_by_both(cast):
    movement = sent_out(cast, several(cast))
    assert faults(arrived, cast.importer_officer, movement, "4950") == [("remarks", "difference_unexplained")]
    assert faults(arrived, cast.importer_officer, movement, "5000", unit="l") == [("unit", "other_dimension")]
    arrived(cast.importer_officer, movement, "4950", remarks="Two drums were leaking.")
    with acting(SYSTEM):
        event = Event.objects.get(case_id=movement.pk, name="movement.arrived")
    assert (event.data["difference"], event.data["difference_unit"]) == ("-50", "kg")
    assert the_balance(cast.exporter_officer, movement.under).moved == 5000, "what left stays counted"
    fixed = moved(
        cast.importer_officer, movement, "correct", arrived_on=in_days(0), quantity="5010", unit="kg", remarks="Weighed"
    )
    assert fixed.arrived_quantity == 5010


def test_it_does_not_arrive_before_it_left(cast):
    movement = sent_out(cast, several(cast))
    assert faults(arrived, cast.importer_officer, movement, arrived_on=in_days(-1)) == [
        ("arrived_on", "before_dispatch")
    ]


def test_what_does_not_arrive_is_owed_by_the_sender_until_it_is_found(cast):
    movement = sent_out(cast, several(cast))
    lost = moved(cast.importer_officer, movement, "miss", note="The carrier knows nothing.")
    assert (lost.state, lost.waits_for_id) == ("not arrived", cast.exporter_officer.office.pk)
    found = arrived(cast.importer_officer, lost)
    assert found.state == "arrived"


def test_what_comes_back_is_given_back_and_marked(cast):
    notice = several(cast)
    movement = sent_out(cast, notice)
    assert faults(
        moved,
        cast.exporter_officer,
        movement,
        "return",
        returned_on=in_days(0),
        quantity="5001",
        unit="kg",
        note="Full",
    ) == [("quantity", "more_than_sent")]
    back = moved(
        cast.exporter_officer, movement, "return", returned_on=in_days(0), quantity="3", unit="t", note="Refused there"
    )
    assert back.state == "returned"
    balance = the_balance(cast.importer_officer, notice)
    assert (balance.moved, balance.returned, balance.given_back, balance.left) == (2000, 3000, 3000, 16000)
    sent_out(cast, notice, "16000")
    balance = the_balance(cast.importer_officer, notice)
    assert (balance.left, balance.given_back, balance.returned) == (0, 0, 3000)


DIVERSION = {"consignee_name": "Arica Paints", "note": "The works in Talca has closed."}


def test_another_consignee_of_the_same_importer_needs_no_new_notice(cast):
    movement = sent_out(cast, several(cast))
    same = {"importer_name": "QUIMICOS DEL VALLE", "importer_country": "CL", "diverted_on": in_days(0)}
    gone = moved(cast.exporter_officer, movement, "divert", **DIVERSION, **same)
    assert (gone.state, gone.waits_for_id, gone.onward_id) == ("diverted", cast.importer_officer.office.pk, None)
    assert arrived(cast.importer_officer, gone).state == "arrived"


def test_another_country_needs_a_released_notice_that_covers_the_goods(cast):
    exporter = cast.exporter_officer
    movement = sent_out(cast, several(cast))
    to = {"importer_name": "Nile Paints", "importer_country": "EG", "diverted_on": in_days(0)}

    def divert(**changes):
        return moved(exporter, movement, "divert", **(DIVERSION | to | changes))

    assert faults(divert) == [("onward", "needs_notice")]
    assert faults(divert, onward="NL-2020-999999") == [("onward", "unknown_notice")]
    waiting = a_sent_notice(exporter, "EG", importer_name="Nile Paints", quantity="5000")
    assert faults(divert, onward=waiting.reference) == [("onward", "onward_not_released")]
    small = released(
        cast, a_sent_notice(exporter, "EG", importer_name="Nile Paints", quantity="4"), cast.fourth_officer
    )
    assert faults(divert, onward=small.reference) == [("onward", "beyond_the_balance")]
    other = released(cast, a_sent_notice(exporter, "EG", importer_name="Delta Paints"), cast.fourth_officer)
    assert faults(divert, onward=other.reference) == [("onward", "other_notice")]
    onward = released(cast, waiting, cast.fourth_officer)
    gone = divert(onward=onward.reference.lower())
    assert (gone.state, gone.onward_id, gone.is_open) == ("diverted", onward.pk, False)
    assert faults(arrived, cast.importer_officer, gone) == "not_now"
    [going_on] = plans(cast.fourth_officer, onward)
    assert (going_on.state, going_on.quantity, going_on.waits_for_id) == (
        "dispatched",
        5000,
        cast.fourth_officer.office.pk,
    )
    assert arrived(cast.fourth_officer, going_on).state == "arrived"


def test_the_link_is_seen_by_those_who_see_both_cases(cast):
    exporter = cast.exporter_officer
    first = several(cast)
    movement = sent_out(cast, first)
    onward = released(cast, a_sent_notice(exporter, "EG", importer_name="Nile Paints"), cast.fourth_officer)
    to = {"importer_name": "Nile Paints", "importer_country": "EG", "diverted_on": in_days(0)}
    moved(exporter, movement, "divert", **DIVERSION, **to, onward=onward.reference)
    for actor, notice, seen in (
        (exporter, first, 1),
        (exporter, onward, 1),
        (cast.secretariat_officer, first, 1),
        (cast.importer_officer, first, 0),
        (cast.fourth_officer, onward, 0),
    ):
        with acting(actor.viewer) as viewer:
            assert len(case_queries.links_of(viewer, notice)) == seen, actor.key


def test_each_side_has_its_own_steps(cast):
    movement = planned(cast.exporter_officer, several(cast))
    plan = {"planned_on": in_days(31), "quantity": "1", "unit": "kg"}
    assert faults(moved, cast.importer_officer, movement, "replan", **plan) == "other_side"
    assert faults(planned, cast.importer_officer, movement.under) == "other_side"
    assert faults(moved, cast.exporter_officer, movement, "arrive") == "other_side"
    with pytest.raises(NotVisible):
        moved(cast.third_officer, movement, "cancel")
    assert moved(cast.exporter_officer, movement, "cancel").state == "cancelled"
    assert the_balance(cast.exporter_officer, movement.under).left == 18000


def test_who_owes_the_figures_is_reminded_and_marked(cast):
    movement = sent_out(cast, several(cast))
    assert movement.waits_for_id == cast.importer_officer.office.pk
    assert movement.due_on == day(15)
    assert movement.content["owed"] == {
        "basis": "No rule of CL on reporting actual shipments is on record here; 15 days are assumed.",
        "verified": False,
    }
    assert movement.remind_on is not None
    with clock.at(MONDAY_MORNING + (movement.remind_on - day(0))):
        assert (chores.remind_of_actuals(), chores.remind_of_actuals()) == (1, 0)
        assert letters()[0] == ("Actual figures due", "answer notices")
    with clock.at(MONDAY_MORNING + timedelta(days=15)):
        assert chores.mark_overdue() == 0, "the last day has not ended everywhere"
    with clock.at(MONDAY_MORNING + timedelta(days=16)):
        assert (chores.mark_overdue(), chores.mark_overdue()) == (1, 0)
        assert letters()[0] == ("Actual figures overdue", "answer notices")
        with acting(SYSTEM):
            assert Movement.objects.get(pk=movement.pk).is_overdue
        late = arrived(cast.importer_officer, movement)
        assert (late.is_overdue, late.due_on) == (False, None)
    assert told(movement)[-3:] == ["movement.reminded", "movement.overdue", "movement.arrived"]


def test_a_released_shipment_of_which_nothing_is_heard_is_owed_by_the_exporting_side(cast):
    notice = a_released_notice(cast)
    [plan] = plans(cast.exporter_officer, notice)
    assert (plan.waits_for_id, plan.due_on) == (cast.exporter_officer.office.pk, day(90 + 15))


def test_the_base_of_a_salt_is_reckoned_from_the_goods(cast):
    salt = {"goods_description": "Pseudoephedrine hydrochloride", "cas_number": "", "quantity": "250"}
    notice = a_released_notice(cast, **salt)
    found = base_content(notice)
    assert found is not None
    assert found.of(Decimal(250)) == 250 * found.factor
    assert Decimal("0.81") < found.factor < Decimal("0.83")
    assert base_content(several(cast)) is None, "acetone is no salt"


def test_a_quantity_is_never_rounded(cast):
    notice = several(cast, quantity="100", unit="lb")
    planned(cast.exporter_officer, notice, "45.359236")
    balance = the_balance(cast.exporter_officer, notice)
    assert (balance.unit, balance.left) == ("kg", Decimal("0.000001"))
