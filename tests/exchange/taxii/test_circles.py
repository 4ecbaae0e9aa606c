"""Circles by TAXII: who leaves one finds its objects gone, and who joins one reads what came before, once."""

from datetime import timedelta

import pytest

from penstock.cases.models import Case
from penstock.exchange.taxii import views
from penstock.exchange.taxii.models import Inbox, StixObject
from penstock.kernel import clock
from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.parties.circles.models import Circle, Membership
from tests.exchange.taxii.house import call, fetched, follow_all, read
from tests.incidents.house import released

pytestmark = pytest.mark.django_db
PATH = "collections/incidents/objects/"
LONG_AGO = "2020-01-01T00:00:00Z"


def poll(by, after, limit="1000"):
    """What a client does that asks for what was added since its last answer: the objects, and where it goes on."""
    found, place, last = [], {}, after
    while True:
        answer = call(by, PATH, data={"added_after": after, "limit": limit, **place})
        told = answer.json()
        found += told.get("objects", [])
        last = answer.headers.get("X-TAXII-Date-Added-Last", last)
        if not told.get("more"):
            return found, last
        place = {"next": told["next"]}


def names(objects):
    return {one["name"] for one in objects if one["type"] == "location"}


@pytest.fixture
def project(cast):
    """A circle that Thirdland is not in yet."""
    with acting(SYSTEM):
        circle = Circle.objects.create(of="project", name="Prism")
    join(circle, cast.exporter_head)
    return circle


def join(circle, by):
    with acting(SYSTEM):
        Membership.objects.create(circle=circle, organisation=by.office, from_on=today(), set_by="The cast")


def leave(circle, by):
    with acting(SYSTEM):
        Membership.objects.filter(circle=circle, organisation=by.office).delete()


def told_in(cast, circle, place):
    """An incident of Exportland's that was told to a circle alone."""
    incident = released(cast.exporter_head, shared_with="countries", shared_countries=["CL"], place=place)
    audience = [cast.exporter_head.office.pk, circle.pk]
    follow_all()
    with acting(SYSTEM):
        Case.objects.filter(pk=incident.pk).update(audience=audience)
        StixObject.objects.filter(case=incident.pk).update(audience=audience)


class TestJoining:
    @pytest.mark.parametrize("limit", ["1000", "1", "3"])
    def test_whoever_joins_reads_what_came_before_once_and_in_its_place(self, cast, project, limit):
        third = cast.third_officer
        released(cast.exporter_head, place="Openhaven")
        told_in(cast, project, "Kringhaven")
        _begun, last = poll(third, LONG_AGO)
        assert poll(third, last) == ([], last)
        join(project, third)
        with clock.at(clock.now() + timedelta(minutes=1)):
            came, after = poll(third, last, limit)
            assert names(came) == {"Kringhaven"}
            assert len({one["id"] for one in came}) == len(came)
            assert after > last
            assert poll(third, after, limit) == ([], after), "and not again"
        with clock.at(clock.now() + timedelta(minutes=2)):
            released(cast.exporter_head, place="Nahaven")
            came, after = poll(third, after, limit)
            assert names(came) == {"Nahaven"}

    def test_what_is_added_while_it_joins_is_in_the_same_walk(self, cast, project):
        third = cast.third_officer
        told_in(cast, project, "Kringhaven")
        released(cast.exporter_head, place="Openhaven")
        _begun, last = poll(third, LONG_AGO)
        join(project, third)
        released(cast.exporter_head, place="Nieuwehaven")
        told_in(cast, project, "Laathaven")
        came, after = poll(third, last, "2")
        assert names(came) == {"Kringhaven", "Nieuwehaven", "Laathaven"}
        assert poll(third, after, "2")[0] == []
        manifest = read(third, "collections/incidents/manifest/", added_after=last)["objects"]
        dates = [one["date_added"] for one in manifest]
        assert dates == sorted(dates)
        assert {one["id"] for one in manifest} == {one["id"] for one in came}

    def test_whoever_did_not_join_is_told_nothing_of_it(self, cast, project):
        told_in(cast, project, "Kringhaven")
        released(cast.exporter_head, place="Openhaven")
        _begun, last = poll(cast.fourth_officer, LONG_AGO)
        join(project, cast.third_officer)
        poll(cast.third_officer, last)
        assert poll(cast.fourth_officer, last) == ([], last)

    def test_without_it_the_joiner_misses_what_came_before(self, cast, project, monkeypatch):
        told_in(cast, project, "Kringhaven")
        released(cast.exporter_head, place="Openhaven")
        _begun, last = poll(cast.third_officer, LONG_AGO)
        join(project, cast.third_officer)
        monkeypatch.setattr(views, "as_joined", lambda _viewer, asked: asked)
        assert poll(cast.third_officer, last)[0] == []

    def test_a_first_read_begins_with_everything_and_notes_no_joining(self, cast, project):
        join(project, cast.third_officer)
        told_in(cast, project, "Kringhaven")
        came, last = poll(cast.third_officer, LONG_AGO)
        assert names(came) == {"Kringhaven"}
        assert poll(cast.third_officer, last)[0] == []
        with acting(SYSTEM):
            box = Inbox.objects.get(organisation=cast.third_officer.office)
        assert set(box.circles.values()) == {"1970-01-01T00:00:00+00:00"}


class TestLeaving:
    def test_whoever_leaves_finds_no_sign_of_it_and_the_others_no_change(self, cast, project):
        third = cast.third_officer
        join(project, third)
        told_in(cast, project, "Kringhaven")
        (place,) = [one for one in fetched(third) if one["type"] == "location"]
        leave(project, third)
        assert names(fetched(third, **{"match[version]": "all"})) == set()
        listed = read(third, "collections/incidents/manifest/").get("objects", [])
        assert place["id"] not in {one["id"] for one in listed}
        gone = read(third, f"{PATH}{place['id']}/", 404)
        assert gone == read(third, f"{PATH}location--00000000-0000-4000-8000-000000000000/", 404)
        assert [one for one in fetched(cast.exporter_head) if one["id"] == place["id"]] == [place], "nothing is revoked"

    def test_whoever_comes_back_reads_it_again(self, cast, project):
        third = cast.third_officer
        join(project, third)
        told_in(cast, project, "Kringhaven")
        _begun, last = poll(third, LONG_AGO)
        leave(project, third)
        assert poll(third, last)[0] == []
        join(project, third)
        with clock.at(clock.now() + timedelta(minutes=1)):
            assert names(poll(third, last)[0]) == {"Kringhaven"}
