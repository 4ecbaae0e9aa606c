"""Acts of incidents by webhook and feed: told to organisations that see them today, and to no other."""

import pytest

from penstock.cases.models import Case
from penstock.exchange.messages import events_after, messages_of
from penstock.exchange.models import Endpoint
from penstock.exchange.webhooks import couriers
from penstock.kernel import record, rowsecurity
from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Refused
from penstock.parties import queries
from penstock.parties.circles.models import Circle, Membership
from penstock.parties.duties import READ_INCIDENTS
from penstock.parties.models import DutyHeld
from tests.cast import a_sent_notice
from tests.exchange.conftest import deliver_all, register
from tests.incidents.house import amended, drafted, released

pytestmark = pytest.mark.django_db


def watching(by, receiver, **entered):
    """A receiver that somebody's organisation registered for incidents too."""
    there = receiver()
    register(by, there.url, **{"incidents": "yes", **entered})
    return there


@pytest.fixture
def importer(cast):
    """Importland's head, who reads incidents as well as connecting systems."""
    with acting(SYSTEM):
        DutyHeld.objects.create(person=cast.importer_head.person, duty=READ_INCIDENTS, from_on=today())
    return cast.importer_head


def for_chile(cast, **changes):
    return released(cast.exporter_head, shared_with="countries", shared_countries=["CL"], **changes)


def fed(by):
    with acting(by.viewer) as viewer:
        return [one["type"] for one in messages_of(viewer, events_after(viewer, 0, ["incident"]), full=True)]


class TestWhoIsTold:
    def test_those_to_whom_it_is_released_are_told_and_nobody_else(self, cast, importer, receiver):
        ours, theirs, third = (
            watching(one, receiver, body="full") for one in (cast.exporter_head, importer, cast.third_head)
        )
        incident = for_chile(cast, place="zqplaceqz", summary="zqsummaryqz")
        amended(cast.exporter_head, incident, place="zqsecondqz")
        deliver_all()
        assert ours.types == ["incident.drafted", "incident.released", "incident.amended"]
        assert theirs.types == ["incident.released", "incident.amended"]
        assert theirs.deliveries[0].message["data"]["reference"] == incident.reference
        assert third.types == []
        assert fed(cast.importer_officer) == theirs.types
        assert fed(cast.third_officer) == []
        bodies = b"".join(one.body for each in (ours, theirs) for one in each.deliveries)
        assert b"zq" not in bodies, "the content is fetched by the link, under the reader's own fences"

    def test_what_everybody_reads_is_told_by_the_circle_of_focal_points(self, cast, importer, receiver):
        theirs, third = watching(importer, receiver), watching(cast.third_head, receiver)
        released(cast.exporter_head)
        drafted(cast.exporter_officer)
        deliver_all()
        assert theirs.types == third.types == ["incident.released"]

    def test_nothing_is_told_to_whoever_did_not_ask_for_incidents(self, cast, importer, receiver):
        silent = receiver()
        register(importer, silent.url)
        for_chile(cast)
        a_sent_notice(cast.exporter_officer)
        deliver_all()
        assert silent.types == ["notice.sent"]

    def test_only_somebody_who_reads_incidents_can_ask_for_them(self, cast, receiver):
        there = receiver()
        with pytest.raises(Refused) as no:
            register(cast.importer_head, there.url, incidents="yes")
        assert [one.field for one in no.value.faults] == ["incidents"]

    def test_when_nobody_there_reads_incidents_any_more_nothing_is_told(self, cast, importer, receiver):
        theirs = watching(importer, receiver)
        for_chile(cast)
        with acting(SYSTEM):
            office = importer.office
            DutyHeld.objects.filter(person__organisation=office, duty=READ_INCIDENTS).delete()
        deliver_all()
        assert theirs.types == []

    def test_whoever_left_a_circle_before_the_delivery_is_not_told(self, cast, importer, receiver):
        theirs, third = watching(importer, receiver), watching(cast.third_head, receiver)
        with acting(SYSTEM):
            circle = Circle.objects.create(of="project", name="Prism")
            for office in (importer.office, cast.third_head.office):
                Membership.objects.create(circle=circle, organisation=office, from_on=today(), set_by="The cast")
        incident = for_chile(cast)
        with acting(SYSTEM):
            told = [*incident.audience, circle.pk]
            Case.objects.filter(pk=incident.pk).update(audience=told)
        with acting(cast.exporter_head.viewer) as viewer:
            act = record.Act(name="incident.closed", case_id=incident.pk, viewer=viewer, audience=[circle.pk], data={})
            record.append(act)
        with acting(SYSTEM):
            Membership.objects.filter(organisation=cast.third_head.office).delete()
        deliver_all()
        assert theirs.types == ["incident.released", "incident.closed"]
        assert third.types == []

    def test_the_control_finds_what_the_fences_keep(self, cast, receiver, monkeypatch):
        third = watching(cast.third_head, receiver)
        for_chile(cast)
        with acting(SYSTEM):
            endpoint = Endpoint.objects.get(url=third.url)
        reader = couriers._reader(endpoint)
        with acting(reader):
            assert not events_after(reader, 0).exists()
        laid = rowsecurity._set_viewer
        monkeypatch.setattr(rowsecurity, "_set_viewer", lambda *to: laid(*to[:2], "all"))
        with acting(reader):
            assert not events_after(reader, 0).filter(name__startswith="incident").exists(), "the first fence alone"
        with acting(SYSTEM):
            everything = list(messages_of(SYSTEM, events_after(SYSTEM, 0, ["incident"]), full=True))
        assert [one["type"] for one in everything] == ["incident.drafted", "incident.released"], "there is what to tell"


def test_the_viewer_of_a_system_is_its_organisation_and_never_more_than_it_is_today(cast):
    organisation = cast.third_head.office
    with acting(SYSTEM):
        assert queries.system_of(organisation).circles == frozenset()
        one = queries.system_of(organisation, duties=[READ_INCIDENTS, "keep projects"])
    assert one.duties == {READ_INCIDENTS}
    assert one.circles == cast.third_head.viewer.circles
