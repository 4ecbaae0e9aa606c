"""A working group from its opening to its end: who is in it, what it agrees on, who knows of it."""

from datetime import UTC, datetime

import pytest

from penstock.cases import queries as case_queries
from penstock.cases import services as case_services
from penstock.incidents.sharing.audience import circle_named
from penstock.incidents.sharing.rules import set_rule
from penstock.kernel import clock
from penstock.kernel.models import Event, Outgoing
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from penstock.operations.groups import queries
from penstock.operations.groups.actions.queries import Wanted, actions, as_csv, is_late, to_do
from penstock.operations.groups.actions.reminding import remind_of_actions
from penstock.operations.groups.meetings import services as meeting_services
from penstock.operations.groups.models import GroupAction
from penstock.parties.circles.models import Circle, Membership
from penstock.parties.circles.queries import circles_seen, members
from penstock.parties.duties import SIT_IN_GROUPS
from penstock.parties.models import DutyHeld, Organisation
from tests.operations.table import NAME, acts, called, leaves, meets, on, opened, seated, seen, set_for, step, written


def told_to(actor):
    with acting(SYSTEM):
        rows = Outgoing.objects.filter(topic="announcement", payload__organisation=str(actor.office.pk))
        return [row.payload["subject"] for row in rows]


def faults(no):
    return [one.code for one in no.value.faults] or [no.value.code]


def a_ministry(country="NL", *, sits=True):
    """Another office of a country, with somebody of its own who sits in groups or not."""
    with acting(SYSTEM):
        return Organisation.objects.create(kind="authority", name=f"Ministry of {country}", government_id=country), sits


def test_nobody_knows_of_a_group_before_they_are_in_it(cast):
    group = opened(cast.exporter_head)
    assert seen(cast.exporter_officer) == {group.reference}
    for other in (cast.clerk, cast.third_head, cast.importer_head):
        assert not seen(other)
    step(cast.exporter_head, group, "admit", office="Polder Solvents")
    assert seen(cast.clerk) == {group.reference}
    assert told_to(cast.clerk) == [f"In the working group: {group.reference}"]


def test_the_secretariat_keeps_none_and_sees_none(cast):
    group = seated(cast.exporter_head, cast.clerk)
    for one in (cast.secretariat_officer, cast.secretariat_second):
        with pytest.raises(Refused) as no:
            opened(one)
        assert no.value.code == "missing_duty"
    with acting(SYSTEM):
        DutyHeld.objects.create(person=cast.secretariat_officer.person, duty="keep groups", from_on=on(1))
        DutyHeld.objects.create(person=cast.secretariat_officer.person, duty=SIT_IN_GROUPS, from_on=on(1))
    with pytest.raises(Refused) as no:
        opened(cast.secretariat_officer)
    assert no.value.code == "no_authority"
    assert not seen(cast.secretariat_officer), group.reference


def test_only_those_of_the_country_who_sit_in_groups_are_taken_in(cast):
    group = opened(cast.exporter_head)
    mute, _sits = a_ministry()
    for office in ("Importland Authority", "The Secretariat", mute.name, "Exportland Authority", "Nobody"):
        with pytest.raises(Refused) as no:
            step(cast.exporter_head, group, "admit", office=office)
        assert faults(no) == ["no_such_office"]
    with acting(SYSTEM):
        assert [one.name for one in members(group.circle_id)] == ["Exportland Authority"]


@pytest.mark.parametrize("way", ["leaves", "dismissed"])
def test_who_is_out_learns_no_more_and_leaves_nothing_undone(cast, way):
    group = seated(cast.exporter_head, cast.clerk)
    meeting = called(cast.exporter_head, group)
    action = set_for(cast.exporter_head, group, cast.clerk)
    assert seen(cast.clerk) == {group.reference, meeting.reference, action.reference}
    if way == "leaves":
        leaves(cast.clerk, group)
    else:
        step(cast.exporter_head, group, "dismiss", office="Polder Solvents", note="It is over.")
    assert not seen(cast.clerk)
    with acting(SYSTEM):
        after = GroupAction.objects.get(pk=action.pk)
        assert (after.owner_id, after.waits_for_id) == (cast.exporter_head.office.pk, cast.exporter_head.office.pk)
        assert after.due_on == action.due_on
        before = Outgoing.objects.count()
    # What is done afterwards reaches them by no door: no mail, and nothing on the record.
    written(cast.exporter_head, meeting)
    acts(cast.exporter_officer, action, "finish", note="Done by others.")
    with acting(cast.exporter_head.viewer) as viewer:
        case_services.comment(viewer=viewer, case_id=action.pk, text="Well done.")
    with acting(SYSTEM):
        mails = Outgoing.objects.order_by("pk")[before:]
        assert not [one for one in mails if one.payload.get("organisation") == str(cast.clerk.office.pk)]
    with acting(cast.clerk.viewer) as viewer:
        names = Event.objects.visible_to(viewer).values_list("name", flat=True)
        assert not {"meeting.written", "action.done", "group.dismissed"} & set(names)
    step(cast.exporter_head, group, "admit", office="Polder Solvents")
    assert group.reference in seen(cast.clerk), "the control: who is in it again sees it again"


def test_who_keeps_it_does_not_leave_and_a_stranger_cannot(cast):
    group = seated(cast.exporter_head)
    with pytest.raises(Refused) as no:
        leaves(cast.exporter_officer, group)
    assert no.value.code == "keeps_it"
    for stranger in (cast.clerk, cast.third_head):
        with pytest.raises(NotVisible):
            leaves(stranger, group)


def test_the_circle_of_a_group_is_the_audience_of_nothing_else(cast):
    group = seated(cast.exporter_head, cast.clerk)
    with acting(cast.exporter_head.viewer) as viewer:
        assert Circle.objects.visible_to(viewer).filter(pk=group.circle_id).exists()
        assert not [one for one in circles_seen(viewer) if one.pk == group.circle_id]
        assert circle_named(viewer.organisation_id, NAME) is None
    # The control: a circle that does not say so takes no company in, and is offered.
    with acting(SYSTEM):
        Circle.objects.filter(pk=group.circle_id).update(of="project")
    with acting(cast.exporter_head.viewer) as viewer:
        assert [one.pk for one in circles_seen(viewer)] == [group.circle_id]
        assert circle_named(viewer.organisation_id, NAME) is not None


def test_minutes_are_written_again_until_they_are_closed_and_every_edition_stays(cast):
    group = seated(cast.exporter_head, cast.clerk)
    meeting = called(cast.exporter_head, group)
    written(cast.exporter_head, meeting, "A first draft.")
    written(cast.exporter_head, meeting, "As it was.", present="Exportland Authority; Polder Solvents")
    meets(cast.exporter_head, meeting, "close")
    for verb in ("write", "move", "close", "cancel"):
        with pytest.raises(Refused) as no:
            meets(cast.exporter_head, meeting, verb, held_on="2026-03-09", place="x", agenda="x",
                  present="Polder Solvents", minutes="x", note="x")  # fmt: skip
        assert no.value.code == "wrong_state"
    with acting(cast.clerk.viewer) as viewer:
        found = case_queries.editions(viewer, queries.meeting_by_reference(viewer, meeting.reference))
    assert {one: content["minutes"] for one, content in found.items()} == {1: "A first draft.", 2: "As it was."}
    assert found[2]["present"] == ["Exportland Authority", "Polder Solvents"]
    assert told_to(cast.clerk)[-1] == f"Minutes closed: {meeting.reference}"
    with acting(cast.exporter_head.viewer) as viewer, pytest.raises(Refused) as no:
        case_services.attach(viewer=viewer, case_id=meeting.pk, name="late.txt", chunks=[b"late"])
    assert no.value.code == "closed"


def test_nobody_was_there_who_is_no_member(cast):
    meeting = called(cast.exporter_head, seated(cast.exporter_head))
    with pytest.raises(Refused) as no:
        written(cast.exporter_head, meeting, present="Polder Solvents")
    assert faults(no) == ["no_member"]


def test_two_people_close_minutes_where_the_office_wants_it(cast):
    with acting(cast.exporter_head.viewer) as viewer:
        set_rule(viewer=viewer, two=True)
    with acting(SYSTEM):
        DutyHeld.objects.create(person=cast.exporter_officer.person, duty="keep groups", from_on=on(1))
    meeting = written(cast.exporter_head, called(cast.exporter_head, seated(cast.exporter_head, cast.clerk)))
    with pytest.raises(Refused):
        meets(cast.exporter_head, meeting, "close")
    assert meets(cast.exporter_head, meeting, "propose").state == "draft"
    with acting(cast.exporter_head.viewer) as viewer, pytest.raises(Refused) as no:
        meeting_services.confirm_step(viewer=viewer, meeting_id=meeting.pk)
    assert no.value.code == "same_person"
    # Writing again makes other minutes of them than were signed.
    written(cast.exporter_head, meeting, "Another text.")
    with acting(cast.exporter_officer.viewer) as viewer, pytest.raises(Refused) as no:
        meeting_services.confirm_step(viewer=viewer, meeting_id=meeting.pk)
    assert no.value.code == "changed_since"
    meets(cast.exporter_head, meeting, "propose")
    with acting(cast.exporter_officer.viewer) as viewer:
        assert meeting_services.confirm_step(viewer=viewer, meeting_id=meeting.pk).state == "closed"


def test_an_action_is_counted_in_working_days_of_the_country(cast):
    group = seated(cast.exporter_head, cast.clerk)
    assert set_for(cast.exporter_head, group, cast.clerk, 5).due_on == on(9), "from a Monday to the next"
    assert set_for(cast.exporter_head, group, cast.clerk, days="", due_on="2026-03-11").due_on == on(11)
    for changes, code in (
        ({"days": "", "due_on": "2026-03-08"}, "closed_day"),
        ({"days": "", "due_on": "2026-02-27"}, "past_day"),
        ({"days": "3", "due_on": "2026-03-11"}, "one_of_both"),
        ({"days": ""}, "one_of_both"),
        ({"days": "0"}, "days_out_of_range"),
        ({"owner": "Thirdland Authority"}, "no_member"),
        ({"meeting": "NL-NWG-XXXXXX-M01"}, "no_meeting"),
    ):
        with pytest.raises(Refused) as no:
            set_for(cast.exporter_head, group, cast.clerk, **{"days": "5", **changes})
        assert faults(no) == [code], changes


def test_the_member_does_it_or_gives_it_back_and_the_keeper_drops_or_hands_on(cast):
    keeper, clerk = cast.exporter_head, cast.clerk
    group = seated(keeper, clerk)
    done = acts(clerk, set_for(keeper, group, clerk), "finish", note="Forty shops were visited.")
    assert (done.state, done.told, done.due_on, done.is_open) == ("done", "Forty shops were visited.", None, False)
    assert told_to(keeper)[-1] == f"Action done: {done.reference}"
    again = acts(keeper, done, "reopen", note="Two are missing.", days="3")
    assert (again.state, again.due_on, again.owner_id) == ("open", on(5), clerk.office.pk)
    back = acts(clerk, again, "return", note="We may not.")
    assert back.owner_id == keeper.office.pk
    with pytest.raises(Refused):
        acts(clerk, back, "finish", note="It is not theirs.")
    passed = acts(keeper, back, "hand_on", owner=clerk.office.name, due_on="2026-03-10")
    assert (passed.owner_id, passed.due_on) == (clerk.office.pk, on(10))
    with pytest.raises(Refused):
        acts(clerk, passed, "drop", note="We will not.")
    assert acts(keeper, passed, "drop", note="No longer needed.").state == "dropped"
    assert told_to(clerk)[-1] == f"Action dropped: {done.reference}"


def test_each_is_reminded_once_before_on_and_after_the_day(cast):
    keeper, clerk = cast.exporter_head, cast.clerk
    group = seated(keeper, clerk)
    action = set_for(keeper, group, clerk, 5)  # due on Monday the 9th
    told = []
    for day in range(2, 20):
        with clock.at(datetime(2026, 3, day, 9, tzinfo=UTC)):
            before = len(told_to(clerk)), len(told_to(keeper))
            remind_of_actions()
            remind_of_actions()
            told += [day] * (len(told_to(clerk)) - before[0]) + [-day] * (len(told_to(keeper)) - before[1])
            with acting(SYSTEM):
                assert is_late(GroupAction.objects.get(pk=action.pk)) == (day > 10), day
    assert told == [5, 9, 10, -10]
    assert told_to(keeper)[-1] == f"Action late: {action.reference}"


def test_the_list_is_narrowed_and_written_as_a_sheet(cast):
    keeper, clerk = cast.exporter_head, cast.clerk
    group = seated(keeper, clerk)
    other = seated(keeper, name="Another group")
    first = set_for(keeper, group, clerk, 5, what="=HYPERLINK(1)")
    second = set_for(keeper, group, keeper, 3, what="Write a letter")
    third = set_for(keeper, other, keeper, 2)
    acts(keeper, second, "finish", note="Sent.")
    with clock.at(datetime(2026, 3, 20, 9, tzinfo=UTC)):
        for actor, wanted, found in (
            (clerk, Wanted(), [first, second]),
            (clerk, Wanted(state="open"), [first]),
            (clerk, Wanted(state="late", whose="own"), [first]),
            (keeper, Wanted(state="late"), [third, first]),
            (keeper, Wanted(whose="own"), [third, second]),
            (keeper, Wanted(group=group.reference.lower(), text="LETTER"), [second]),
            (cast.third_head, Wanted(), []),
        ):
            with acting(actor.viewer) as viewer:
                assert list(actions(viewer, wanted)) == found, wanted
        with acting(clerk.viewer) as viewer:
            assert to_do(viewer) == [first]
            sheet = as_csv(actions(viewer, Wanted())).splitlines()
    assert len(sheet) == 3
    assert f"{first.reference},'=HYPERLINK(1),Polder Solvents,{NAME},,2026-03-09,yes,open," in sheet
    assert not [line for line in sheet if third.reference in line]


def test_a_group_is_dissolved_when_nothing_is_open(cast):
    keeper = cast.exporter_head
    group = seated(keeper, cast.clerk)
    action = set_for(keeper, group, cast.clerk)
    with pytest.raises(Refused) as no:
        step(keeper, group, "dissolve", note="Its work is done.")
    assert no.value.code == "not_now"
    acts(keeper, action, "drop", note="Not needed.")
    step(keeper, group, "dissolve", note="Its work is done.")
    assert seen(cast.clerk) == {group.reference, action.reference}, "members read on"
    for act in (lambda: called(keeper, group), lambda: set_for(keeper, group, keeper)):
        with pytest.raises(Refused) as no:
            act()
        assert no.value.code == "dissolved"
    with pytest.raises(Refused):
        step(keeper, group, "admit", office="Polder Solvents")
    with acting(SYSTEM):
        assert Membership.objects.filter(circle=group.circle_id, until_on=None).count() == 2


def test_a_name_stays_and_is_given_once(cast):
    group = opened(cast.exporter_head)
    with pytest.raises(Refused) as no:
        opened(cast.exporter_head, NAME.upper())
    assert faults(no) == ["name_taken"]
    with pytest.raises(Refused) as no:
        step(cast.exporter_head, group, "change", name="Another", purpose="Another.")
    assert faults(no) == ["name_stays"]
    # Elsewhere the same name says nothing of this one.
    assert opened(cast.third_head).title == NAME
