"""Who reads and does what by MISP: the same as on the page, by the same services, and no sign of what is not seen."""

import json

import pytest

from penstock.cases.models import Receipt
from penstock.exchange.misp.identifiers import event_number, event_uuid
from penstock.exchange.misp.models import Kept, Sighting
from penstock.incidents.models import Incident, OfIncident
from penstock.incidents.sharing.rules import set_rule
from penstock.kernel import rowsecurity
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from tests.exchange.misp.house import an_event, an_object, call, event_of, said, searched, tags, told
from tests.incidents.house import amended, drafted, released, take

pytestmark = pytest.mark.django_db
GIVEN = "11111111-2222-4333-8444-555555555555"


def for_chile(cast, **changes):
    return released(cast.exporter_head, shared_with="countries", shared_countries=["CL"], **changes)


def added(by, **changes):
    return told(by, "events/add", an_event(**changes))["Event"]


def the_incident():
    with acting(SYSTEM):
        return Incident.objects.get()


class TestReading:
    def test_whoever_is_told_reads_it_by_uuid_by_number_and_by_search(self, cast):
        incident = for_chile(cast, place="Verborgenhaven", containers=["CSQU3054383"])
        event = event_of(cast.importer_officer, incident)
        assert said(event, "place") == ["Verborgenhaven"]
        assert tags(event) == {"tlp:amber", 'penstock:kind="seizure"', 'penstock:domain="precursors"'}
        assert event["published"] is True
        assert told(cast.importer_officer, f"events/view/{event['id']}")["Event"]["uuid"] == event["uuid"]
        for asked in (
            {"value": "CSQU3054383"}, {"value": "Acetone"}, {"value": "67-64-1"}, {"value": incident.reference},
            {"value": "%erborgenhav%"}, {"searchall": "verborgen"},
            {"uuid": event["uuid"]}, {"eventid": event["id"]}, {"tags": "tlp:amber"}, {"tags": {"AND": ["tlp:amber"]}},
            {"tags": ['penstock:kind="seizure"', "else"]}, {"timestamp": "1d"}, {"published": True}, {"limit": 1},
            {"from": "2020-01-01", "to": "2999-01-01"}, {"org": incident.opener.name},
        ):  # fmt: skip
            assert [one["uuid"] for one in searched(cast.importer_officer, **asked)] == [event["uuid"]], asked
        for asked in (
            {"value": "CSQU3054384"}, {"tags": "tlp:red"}, {"tags": "!tlp:amber"}, {"tags": {"NOT": ["tlp:amber"]}},
            {"timestamp": ["30d", "29d"]}, {"page": 2, "limit": 1}, {"published": False}, {"to": "2020-01-01"},
        ):  # fmt: skip
            assert searched(cast.importer_officer, **asked) == [], asked

    def test_nobody_else_has_any_sign_of_it(self, cast):
        incident = for_chile(cast, place="Verborgenhaven", containers=["CSQU3054383"])
        event = event_of(cast.importer_officer, incident)
        part = event["Object"][0]["Attribute"][0]["uuid"]
        told(cast.importer_officer, f"sightings/add/{part}", {"type": "0"})
        third, absent = cast.third_officer, "00000000-0000-4000-8000-000000000009"
        for path, sent in ((f"events/view/{event['uuid']}", None), (f"events/view/{event['id']}", None),
                           (f"events/publish/{event['uuid']}", {}), (f"sightings/add/{part}", {"type": "0"}),
                           ("tags/attachTagToObject", {"uuid": event["uuid"], "tag": "ours"}),
                           ("sightings/listSightings", {"context": "event", "id": event["uuid"]}),
                           ("sightings/add", {"value": "CSQU3054383"})):  # fmt: skip
            foreign = call(third, path, sent)
            blank = json.loads(json.dumps([path, sent]).replace(event["uuid"], absent).replace(part, absent))
            nothing = call(third, blank[0].replace(event["id"], "12345"), blank[1])
            assert foreign.status_code == nothing.status_code == 404, path
            without_path = [{**json.loads(one.content), "url": ""} for one in (foreign, nothing)]
            assert without_path[0] == without_path[1]
        for asked in ({}, {"uuid": event["uuid"]}, {"value": "CSQU3054383"}, {"tags": "tlp:amber"}, {"limit": 5}):
            assert searched(third, **asked) == []
            assert told(third, "attributes/restSearch", asked)["response"]["Attribute"] == []
        assert told(third, "sightings/index", {}) == []
        assert added(third, uuid=event["uuid"])["uuid"] != event["uuid"], "not even by what is taken already"

    def test_without_the_fences_the_same_questions_would_find_it(self, cast, monkeypatch):
        incident = for_chile(cast)
        uuid = event_of(cast.importer_officer, incident)["uuid"]
        laid = rowsecurity._set_viewer
        monkeypatch.setattr(rowsecurity, "_set_viewer", lambda *settings: laid(*settings[:2], "all"))
        for one in (type(Incident.objects.all()), OfIncident):
            monkeypatch.setattr(one, "visible_to", lambda rows, _viewer: rows.all())
        assert told(cast.third_officer, f"events/view/{uuid}")["Event"]["uuid"] == uuid
        assert searched(cast.third_officer, uuid=uuid)

    def test_a_draft_is_no_event_and_what_is_read_leaves_a_receipt(self, cast):
        drafted(cast.exporter_head)
        assert searched(cast.exporter_head) == []
        incident = released(cast.exporter_head)
        for _each in range(2):
            event_of(cast.importer_officer, incident)
        with acting(SYSTEM):
            assert Receipt.objects.filter(person_id=cast.importer_officer.viewer.person_id).count() == 1

    def test_an_amendment_and_a_retraction_are_told_at_once(self, cast):
        incident = released(cast.exporter_head)
        before = event_of(cast.importer_officer, incident)
        amended(cast.exporter_head, incident, place="Elders")
        after = event_of(cast.importer_officer, incident)
        assert said(after, "place") == ["Elders"]
        assert after["uuid"] == before["uuid"]
        assert int(after["timestamp"]) >= int(before["timestamp"])
        take(cast.exporter_head, incident, "retract", note="Wrong.")
        gone = event_of(cast.importer_officer, incident)
        assert 'penstock:state="retracted"' in tags(gone)
        assert all(one["deleted"] for each in gone["Object"] for one in each["Attribute"])

    def test_attributes_are_searched_by_value_and_type(self, cast):
        released(cast.exporter_head, containers=["CSQU3054383"])
        found = told(cast.importer_officer, "attributes/restSearch", {"value": "CSQU3054383", "type": "text"})
        assert [one["object_relation"] for one in found["response"]["Attribute"]] == ["containers"]
        assert found["response"]["Attribute"][0]["Event"]["info"]
        other = told(cast.importer_officer, "attributes/restSearch", {"value": "CSQU3054383", "type": "link"})
        assert other["response"]["Attribute"] == []

    @pytest.mark.parametrize(
        "query",
        [
            {"limit": 501}, {"limit": "ten"}, {"page": -1}, {"timestamp": "yesterday"}, {"returnFormat": "csv"},
            {"category": "Other"}, {"colour": "red"}, {"to_ids": 1}, {"tags": {"XOR": ["a"]}}, {"value": [{"a": 1}]},
            {"from": "never"}, {"uuid": ["a"] * 101},
        ],
    )  # fmt: skip
    def test_a_search_that_is_not_known_is_refused_with_the_reason(self, cast, query):
        answer = told(cast.importer_officer, "events/restSearch", query, 400)
        assert answer["message"]


class TestWriting:
    def test_an_event_becomes_a_draft_and_its_release_an_event_of_all(self, cast):
        event = added(cast.exporter_head, uuid=GIVEN)
        incident = the_incident()
        assert incident.state == "draft"
        assert incident.substances == ["acetone"]
        assert event["published"] is False
        assert event["uuid"] == str(event_uuid(incident.pk))
        assert told(cast.exporter_head, f"events/view/{GIVEN}")["Event"]["uuid"] == event["uuid"]
        assert told(cast.importer_officer, f"events/view/{event['uuid']}", status=404)
        told(cast.exporter_head, f"events/publish/{GIVEN}", {})
        assert the_incident().state == "released"
        assert said(event_of(cast.importer_officer, incident), "place") == ["Rotterdam"]
        assert told(cast.importer_officer, f"events/view/{GIVEN}", status=404), "its own name for it is its own"

    def test_what_has_no_field_is_kept_as_it_came_for_ones_own(self, cast):
        odd = {"type": "ip-dst", "category": "Network activity", "value": "192.0.2.7", "comment": "odd"}
        other = an_object("vehicle", {"license-plate-number": "AB-12"})
        event = added(cast.exporter_head, Attribute=[odd], Object=[*an_event()["Object"], other], Galaxy=[{"a": 1}],
                      Tag=[{"name": "tlp:amber"}, {"name": "workflow:state=new"}])  # fmt: skip
        assert odd["value"] in [one["value"] for one in event["Attribute"]]
        assert "vehicle" in [one["name"] for one in event["Object"]]
        assert "workflow:state=new" in tags(event)
        with acting(SYSTEM):
            kept = Kept.objects.get().left_over
        assert kept["Attribute"] == [odd]
        assert kept["Galaxy"] == [{"a": 1}]
        told(cast.exporter_head, f"events/publish/{event['uuid']}", {})
        theirs = call(cast.importer_officer, f"events/view/{event['uuid']}").content.decode()
        assert "192.0.2.7" not in theirs
        assert "workflow" not in theirs
        assert searched(cast.importer_officer, tags="workflow:state=new") == []
        assert len(searched(cast.exporter_officer, tags="workflow:state=new")) == 1

    def test_the_same_event_is_not_added_twice(self, cast):
        event = added(cast.exporter_head, uuid=GIVEN)
        told(cast.exporter_head, "events/add", an_event(uuid=GIVEN), 409)
        told(cast.exporter_head, "events/add", an_event(uuid=event["uuid"]), 409)
        assert the_incident()

    def test_a_release_is_refused_plainly(self, cast):
        event = added(cast.exporter_officer, Object=[], distribution="0")
        assert said(event, "summary") == ["Acetone in drums"]
        told(cast.exporter_officer, f"events/publish/{event['uuid']}", {}, 403)
        answer = told(cast.exporter_head, f"events/publish/{event['uuid']}", {}, 409)
        assert {one.partition(":")[0] for one in answer["errors"]} >= {"kind", "domain", "country", "shared_with"}
        with acting(cast.exporter_head.viewer) as viewer:
            set_rule(viewer=viewer, two=True)
        whole = added(cast.exporter_head)
        answer = told(cast.exporter_head, f"events/publish/{whole['uuid']}", {}, 409)
        assert answer["message"] == "In your organisation two people release an incident."

    def test_a_marking_is_changed_by_its_tag_and_only_by_its_own_side(self, cast):
        event = added(cast.exporter_head)
        attach = "tags/attachTagToObject"
        told(cast.exporter_officer, attach, {"uuid": event["uuid"], "tag": "tlp:green"})
        assert the_incident().marking == "GREEN"
        told(cast.exporter_head, f"events/publish/{event['uuid']}", {})
        told(cast.importer_officer, attach, {"uuid": event["uuid"], "tag": "tlp:clear"}, 409)
        told(cast.exporter_officer, attach, {"uuid": event["uuid"], "tag": "tlp:clear"}, 409)
        told(cast.exporter_head, attach, {"uuid": event["uuid"], "tag": "tlp:amber+strict"})
        assert the_incident().marking == "AMBER+STRICT"
        assert the_incident().edition == 2
        told(cast.exporter_head, "tags/removeTagFromObject", {"uuid": event["uuid"], "tag": "tlp:green"}, 409)
        told(cast.exporter_head, attach, {"uuid": event["uuid"], "tag": 'penstock:kind="theft"'}, 409)

    def test_other_tags_are_ones_own(self, cast):
        incident = released(cast.exporter_head)
        uuid = event_of(cast.importer_officer, incident)["uuid"]
        told(cast.importer_officer, "tags/attachTagToObject", {"uuid": uuid, "tag": "ours:checked"})
        assert "ours:checked" in tags(event_of(cast.importer_officer, incident))
        assert "ours:checked" not in tags(event_of(cast.exporter_head, incident))
        told(cast.importer_officer, "tags/removeTagFromObject", {"uuid": uuid, "tag": "ours:checked"})
        assert "ours:checked" not in tags(event_of(cast.importer_officer, incident))
        told(cast.importer_officer, "tags/removeTagFromObject", {"uuid": uuid, "tag": "ours:checked"}, 404)

    def test_a_sighting_is_seen_by_whoever_sees_the_incident(self, cast):
        incident = for_chile(cast, containers=["CSQU3054383"])
        event = event_of(cast.importer_officer, incident)
        told(cast.importer_officer, "sightings/add", {"value": "CSQU3054383", "source": "our yard"})
        part = next(one["uuid"] for each in event["Object"] for one in each["Attribute"]
                    if one["object_relation"] == "containers")  # fmt: skip
        told(cast.secretariat_officer, f"sightings/add/{part}", {"type": "1"})
        listed = told(cast.exporter_head, "sightings/listSightings", {"context": "event", "id": event["id"]})
        assert sorted(one["Sighting"]["type"] for one in listed) == ["0", "1"]
        read = event_of(cast.exporter_head, incident)
        inside = [one for each in read["Object"] for one in each["Attribute"] if one.get("Sighting")]
        assert [one["uuid"] for one in inside] == [part]
        assert event_number(event_uuid(incident.pk)) == int(listed[0]["Sighting"]["event_id"])
        take(cast.exporter_head, incident, "retract", note="Wrong.")
        told(cast.importer_officer, f"sightings/add/{part}", {"type": "0"}, 409)
        with acting(SYSTEM):
            assert Sighting.objects.count() == 2


class TestDoors:
    def test_a_token_opens_as_misp_sends_it_and_a_session_does_not(self, cast, client):
        token = cast.importer_officer.token
        for headers in ({"Authorization": token}, {"Authorization": f"Bearer {token}"}, {"X-MISP-AUTH": token}):
            assert client.get("/misp/users/view/me", headers=headers).status_code == 200
        client.force_login(cast.importer_officer.person)
        for wrong in ("", "Bearer ", "x", f"Basic {token}", f"{token} {token}"):
            assert client.get("/misp/users/view/me", headers={"Authorization": wrong}).status_code == 401
        assert call(cast.importer_second, "users/view/me").status_code == 403

    @pytest.mark.parametrize(
        "body",
        [
            "", "{", "[]", "{}", "7", b"\xff", '{"info": NaN}', '{"Event": {"info": 3}}', '{"info": "a\\u0000"}',
            '{"info": "a", "Object": {}}', '{"info": "a", "Attribute": [1]}', '{"info": "a", "uuid": "1"}',
            '{"info": "a", "Tag": [{"name": ""}]}', '{"info": "\\ud800"}', "[" * 100_000,
            json.dumps({"info": "a", "Attribute": [{}] * 2001}), json.dumps({"info": "a" * (2 * 1024 * 1024)}),
            json.dumps({"info": "a", "Tag": [{"name": str(one)} for one in range(51)]}),
        ],
        ids=lambda body: str(body)[:20],
    )  # fmt: skip
    def test_what_is_no_event_is_refused_and_leaves_nothing(self, cast, body):
        assert call(cast.exporter_head, "events/add", body).status_code == 400
        with acting(SYSTEM):
            assert not Incident.objects.exists()
