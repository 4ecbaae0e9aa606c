"""Circles in audiences: who is in one on the day of reading sees what it sees, and who leaves no longer does."""

from datetime import timedelta

from penstock.cases.queries import who_sees
from penstock.incidents.models import Incident
from penstock.kernel.clock import today
from penstock.kernel.models import Event, Outgoing
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.parties.circles.models import Circle, Membership
from penstock.parties.circles.queries import FOCAL_POINTS
from penstock.parties.models import DutyHeld
from tests.incidents.house import released, take


def sees(actor, incident):
    with acting(actor.viewer) as viewer:
        through_rows = Incident.objects.filter(pk=incident.pk).exists()
        through_filter = Incident.objects.visible_to(viewer).filter(pk=incident.pk).exists()
        on_record = Event.objects.visible_to(viewer).filter(case_id=incident.pk).exists()
    # The policies go by the organisation and its circles; the duty is the application's to ask for.
    assert through_rows or not (through_filter or on_record)
    return through_filter


def told(incident):
    with acting(SYSTEM):
        rows = Outgoing.objects.filter(topic="announcement", payload__subject__icontains=incident.reference)
        return [row.payload["organisation"] for row in rows]


def test_what_all_focal_points_see_a_later_one_sees_too(cast):
    incident = released(cast.exporter_head, shared_with="everybody")
    assert incident.audience.count(FOCAL_POINTS) == 1
    assert len(incident.audience) == 3
    with acting(SYSTEM):
        DutyHeld.objects.filter(person__organisation=cast.third_officer.office, duty="read incidents").delete()
    assert not sees(cast.third_officer, incident)
    with acting(SYSTEM):
        DutyHeld.objects.create(person=cast.third_officer.person, duty="read incidents", from_on=today())
    assert sees(cast.third_officer, incident)
    assert not sees(cast.clerk, incident)


def test_everybody_in_a_circle_is_told_once_and_the_reporter_not_at_all(cast):
    incident = released(cast.exporter_head, shared_with="everybody")
    told_to = told(incident)
    with acting(SYSTEM):
        expected = {str(one.pk) for one in who_sees(incident)} - {str(incident.opener_id)}
    assert len(expected) >= 4
    assert sorted(told_to) == sorted(expected)


def test_an_amendment_that_widens_tells_only_those_who_did_not_see_it(cast):
    incident = released(cast.exporter_head, shared_with="countries", shared_countries=["CL"])
    before = set(told(incident))
    wider = {**incident.content, "shared_with": "everybody", "shared_countries": []}
    take(cast.exporter_head, incident, "amend", **wider)
    after = [one for one in told(incident) if one not in before]
    assert len(after) == len(set(after)) > 1
    assert str(cast.exporter_head.office.pk) not in after


def test_a_member_sees_until_its_membership_ends(cast):
    incident = released(cast.exporter_head, shared_with="secretariat")
    assert not sees(cast.fourth_officer, incident)
    with acting(SYSTEM):
        circle = Circle.objects.create(of="test", name="Task force")
        member = Membership.objects.create(
            circle=circle, organisation=cast.fourth_officer.office, from_on=today(), set_by="the test"
        )
        Incident.objects.filter(pk=incident.pk).update(audience=[*incident.audience, circle.pk])
    assert sees(cast.fourth_officer, incident)
    assert not sees(cast.third_officer, incident)
    with acting(cast.third_officer.viewer) as viewer:
        assert not Circle.objects.exists()
        assert not Circle.objects.visible_to(viewer).exists()
    with acting(SYSTEM):
        Membership.objects.filter(pk=member.pk).update(
            from_on=today() - timedelta(days=2), until_on=today() - timedelta(days=1)
        )
    assert not sees(cast.fourth_officer, incident)
