"""A project from its opening to somebody's leaving: who is in it, who knows of it, and what is on the record."""

import pytest

from penstock.kernel.models import Event, Outgoing
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from penstock.operations.models import Seat
from penstock.operations.projects import queries
from penstock.parties.circles.models import Circle, Membership
from penstock.parties.circles.queries import members
from penstock.parties.circles.services import join, leave, open_circle
from penstock.parties.duties import KEEP_PROJECTS
from tests.operations.house import NAME, invited, opened, seated, seen, take


def names_seen(actor):
    with acting(actor.viewer) as viewer:
        return [one.name for one in Circle.objects.visible_to(viewer)]


def told_to(actor):
    with acting(SYSTEM):
        rows = Outgoing.objects.filter(topic="announcement", payload__organisation=str(actor.office.pk))
        return [row.payload["subject"] for row in rows]


def test_nobody_knows_of_a_project_before_the_invitation(cast):
    project = opened(cast.secretariat_officer)
    assert seen(cast.secretariat_officer) == {project.reference}
    assert not seen(cast.exporter_head)
    invited(cast.secretariat_officer, project, cast.exporter_head)
    assert seen(cast.exporter_head) == {project.reference}
    assert not seen(cast.third_head)
    assert told_to(cast.exporter_head) == [f"Invitation to a project: {project.reference}"]
    assert not names_seen(cast.exporter_head), "an invitation opens nothing that is released to the project"


def test_an_office_names_its_desk_and_is_taken_in(cast):
    project = opened(cast.secretariat_officer)
    seat = seated(cast.secretariat_officer, project, cast.exporter_head)
    seated(cast.secretariat_officer, project, cast.third_head)
    assert names_seen(cast.exporter_head) == [NAME]
    with acting(cast.third_officer.viewer) as viewer:
        found = queries.seats(viewer, project)
        assert {one.desk for one in found} == {"Desk of Exportland Authority", "Desk of Thirdland Authority"}
        acts = Event.objects.visible_to(viewer).filter(case_id=seat.pk).values_list("name", flat=True)
        assert list(acts) == ["seat.accepted"], "what came before was between the two"


def test_the_invited_do_not_learn_who_else_is_in_it(cast):
    project = opened(cast.secretariat_officer)
    seated(cast.secretariat_officer, project, cast.exporter_head)
    own = invited(cast.secretariat_officer, project, cast.third_head)
    with acting(cast.third_head.viewer) as viewer:
        assert [one.pk for one in queries.seats(viewer, project)] == [own.pk]
        assert not Event.objects.visible_to(viewer).filter(name="circle.joined").exists()


@pytest.mark.parametrize("verb", ["withdraw", "end"])
def test_who_leaves_learns_no_more(cast, verb):
    project = opened(cast.secretariat_officer)
    seat = seated(cast.secretariat_officer, project, cast.exporter_head)
    seated(cast.secretariat_officer, project, cast.third_head)
    by = cast.exporter_head if verb == "withdraw" else cast.secretariat_officer
    take(by, seat, verb, note="It is over.")
    assert not seen(cast.exporter_head)
    assert not names_seen(cast.exporter_head)
    assert seen(cast.third_head) == {project.reference}
    with acting(SYSTEM):
        assert cast.exporter_head.office not in members(project.circle_id)
    again = seated(cast.secretariat_officer, project, cast.exporter_head)
    assert again.pk != seat.pk
    assert seen(cast.exporter_head) == {project.reference}


def test_who_declines_is_asked_no_more_and_shown_nothing(cast):
    project = opened(cast.secretariat_officer)
    seat = invited(cast.secretariat_officer, project, cast.exporter_head)
    take(cast.exporter_head, seat, "decline")
    assert not seen(cast.exporter_head)
    assert told_to(cast.secretariat_officer) == [f"Invitation declined: {project.reference}"]


@pytest.mark.parametrize(
    ("verb", "by"),
    [("accept", "exporter_head"), ("propose", "third_head"), ("propose", "secretariat_officer")],
)
def test_each_side_takes_its_own_steps(cast, verb, by):
    project = opened(cast.secretariat_officer)
    seat = invited(cast.secretariat_officer, project, cast.exporter_head)
    with pytest.raises((Refused, NotVisible)):
        take(cast.everybody[by], seat, verb, desk="Another's")


def test_an_officer_without_the_duty_answers_no_invitation(cast):
    project = opened(cast.secretariat_officer)
    seat = invited(cast.secretariat_officer, project, cast.importer_officer)
    with pytest.raises(Refused) as no:
        take(cast.importer_officer, seat, "propose", desk="Mine")
    assert no.value.code == "missing_duty"


def test_an_office_is_invited_once_and_only_where_somebody_reads_incidents(cast):
    project = opened(cast.secretariat_officer)
    invited(cast.secretariat_officer, project, cast.exporter_head)
    for office, code in ((cast.exporter_head, "invited_already"), (cast.clerk, "no_focal_point")):
        with pytest.raises(Refused) as no:
            invited(cast.secretariat_officer, project, office)
        assert [fault.code for fault in no.value.faults] == [code]
    with acting(SYSTEM):
        assert Seat.objects.filter(project=project).count() == 1


def test_a_name_is_given_once_and_a_task_force_hangs_on_a_project_of_ones_own(cast):
    project = opened(cast.secretariat_officer)
    unknown = {"name": "Another", "part_of": "PRJ-9"}
    for changes, code in (
        ({"name": NAME.upper()}, "name_taken"),
        (unknown, "unknown_project"),
    ):
        with pytest.raises(Refused) as no:
            opened(cast.secretariat_officer, **changes)
        assert [fault.code for fault in no.value.faults] == [code]
    force = opened(cast.secretariat_officer, "Force two", part_of=project.reference.lower())
    assert force.part_of_id == project.pk
    # Being in a project is not being in its task force.
    seated(cast.secretariat_officer, project, cast.exporter_head)
    assert seen(cast.exporter_head) == {project.reference}


def test_circles_take_in_authorities_alone_and_nobody_twice(cast):
    viewer = cast.secretariat_officer.viewer
    with acting(viewer):
        circle = open_circle(viewer=viewer, of="test", name="A circle", duty=KEEP_PROJECTS)
        for office, code in ((cast.clerk.office, "not_to_be_joined"), (viewer.organisation_id, "in_it_already")):
            whom = office if not isinstance(office, type(viewer.organisation_id)) else cast.secretariat_officer.office
            with pytest.raises(Refused) as no:
                join(viewer=viewer, circle_id=circle.pk, organisation=whom, duty=KEEP_PROJECTS)
            assert no.value.code == code
        with pytest.raises(Refused):
            leave(viewer=viewer, circle_id=circle.pk, organisation=cast.third_head.office, duty=KEEP_PROJECTS)
    with acting(cast.exporter_head.viewer) as other, pytest.raises(Refused):
        join(viewer=other, circle_id=circle.pk, organisation=cast.exporter_head.office, duty=KEEP_PROJECTS)
    with acting(SYSTEM):
        assert Membership.objects.filter(circle=circle).count() == 1
