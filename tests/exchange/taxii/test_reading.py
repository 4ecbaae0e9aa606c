"""Who reads which objects by TAXII: the same as on the page, in every answer, and never what was before."""

import base64
import json

import pytest

from penstock.cases.models import Case, Receipt
from penstock.exchange.taxii import keeping, views
from penstock.exchange.taxii.collections import collection, inbox_id
from penstock.exchange.taxii.models import Objects, StixObject
from penstock.incidents.involved import services as names
from penstock.kernel import rowsecurity
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from tests.exchange.taxii.house import MEDIA_TYPE, ROOT, call, fetched, follow_all, posted, read
from tests.incidents.house import amended, drafted, released, take

pytestmark = pytest.mark.django_db
NAME = {"role": "suspect", "being": "person", "name": "Jan Voorbeeld"}


def for_chile(cast, **changes):
    return released(cast.exporter_head, shared_with="countries", shared_countries=["CL"], **changes)


def of_type(objects, type_):
    return [one for one in objects if one["type"] == type_]


def give(by, incident, *countries):
    to = {"given_to": "countries", "given_countries": list(countries)}
    with acting(by.viewer) as viewer:
        return names.give_name(viewer=viewer, incident_id=incident.pk, raw={**NAME, **to})


class TestAudience:
    def test_who_is_told_reads_it_and_nobody_else_has_any_sign_of_it(self, cast):
        for_chile(cast, place="Verborgenhaven")
        drafted(cast.exporter_officer, place="Verborgenhaven")
        told = fetched(cast.importer_officer)
        assert len(of_type(told, "incident")) == 1
        third = cast.third_officer
        for path in ("objects/", "manifest/", f"objects/{told[0]['id']}/", f"objects/{told[0]['id']}/versions/"):
            for name in ("incidents", "incidents-to-pass-on", "reference", "inbox"):
                for query in ({}, {"match[id]": told[0]["id"]}, {"match[version]": "all"}):
                    answer = call(third, f"collections/{name}/{path}", data=query)
                    assert "Verborgenhaven" not in answer.content.decode()
                    assert told[0]["id"].encode() not in answer.content
        assert read(third, "collections/incidents/objects/") == {}
        assert read(third, "collections/incidents/manifest/") == {}

    def test_what_is_foreign_is_answered_like_what_is_absent(self, cast):
        for_chile(cast)
        id_ = fetched(cast.importer_officer)[0]["id"]
        absent = "incident--00000000-0000-4000-8000-000000000000"
        for path in ("collections/incidents/objects/{}/", "collections/incidents/objects/{}/versions/"):
            answers = [read(cast.third_officer, path.format(one), 404) for one in (id_, absent)]
            assert answers[0] == answers[1]

    def test_a_hole_in_both_fences_is_found_by_these_checks(self, cast, monkeypatch):
        for_chile(cast)
        follow_all()
        laid = rowsecurity._set_viewer
        monkeypatch.setattr(Objects, "visible_to", lambda rows, _viewer: rows.all())
        assert read(cast.third_officer, "collections/incidents/objects/") == {}, "the second fence holds alone"
        monkeypatch.setattr(rowsecurity, "_set_viewer", lambda *to: laid(*to[:2], "all"))
        assert read(cast.third_officer, "collections/incidents/objects/")["objects"]
        monkeypatch.undo()
        monkeypatch.setattr(rowsecurity, "_set_viewer", lambda *to: laid(*to[:2], "all"))
        assert read(cast.third_officer, "collections/incidents/objects/") == {}, "the first fence holds alone"

    def test_markings_part_what_may_be_passed_on(self, cast):
        for marking in ("GREEN", "AMBER"):
            released(cast.exporter_head, marking=marking)
        assert len(of_type(fetched(cast.importer_officer), "incident")) == 2
        assert len(of_type(fetched(cast.importer_officer, "incidents-to-pass-on"), "incident")) == 1

    def test_whoever_is_let_in_later_reads_the_edition_of_that_day_and_none_before(self, cast):
        incident = for_chile(cast, place="Eerstehaven")
        assert fetched(cast.importer_officer)
        amended(cast.exporter_head, incident, shared_countries=["CL", "EG"], place="Tweedehaven")
        told = json.dumps(fetched(cast.fourth_officer, **{"match[version]": "all"}))
        assert "Tweedehaven" in told
        assert "Eerstehaven" not in told
        assert "Eerstehaven" in json.dumps(fetched(cast.importer_officer, **{"match[version]": "all"}))

    def test_what_was_handed_to_the_secretariat_is_told_to_nobody(self, cast):
        handed = take(cast.exporter_head, drafted(cast.exporter_head), "hand")
        amended(cast.exporter_head, handed, place="Elders")
        take(cast.exporter_head, handed, "retract", note="Wrong.")
        assert not fetched(cast.exporter_head)
        assert not fetched(cast.secretariat_officer)


class TestNames:
    def test_a_name_is_told_to_those_alone_to_whom_it_is_given(self, cast):
        incident = released(cast.exporter_head)
        give(cast.exporter_head, incident, "CL")
        assert "Voorbeeld" in json.dumps(fetched(cast.importer_officer))
        assert "Voorbeeld" in json.dumps(fetched(cast.exporter_head))
        assert "Voorbeeld" not in json.dumps(fetched(cast.third_officer))
        assert not of_type(fetched(cast.third_officer), "identity")

    def test_a_name_that_is_taken_back_comes_as_revoked_without_the_name(self, cast):
        incident = released(cast.exporter_head)
        party = give(cast.exporter_head, incident, "CL", "EG")
        identity = of_type(fetched(cast.importer_officer), "identity")[0]
        with acting(cast.exporter_head.viewer) as viewer:
            raw = {**NAME, "given_to": "countries", "given_countries": ["EG"]}
            names.change_name(viewer=viewer, party_id=party.pk, raw=raw)
        everything = fetched(cast.importer_officer, **{"match[version]": "all"})
        gone = of_type(everything, "identity")
        assert [one["id"] for one in gone] == [identity["id"]]
        assert gone[0]["revoked"] is True
        assert "Voorbeeld" not in json.dumps(everything)
        assert "Voorbeeld" in json.dumps(fetched(cast.fourth_officer))
        with acting(cast.exporter_head.viewer) as viewer:
            names.remove_name(viewer=viewer, party_id=party.pk)
        assert "Voorbeeld" not in json.dumps(fetched(cast.fourth_officer, **{"match[version]": "all"}))
        assert of_type(fetched(cast.fourth_officer), "identity")[0]["revoked"] is True

    def test_a_name_taken_back_is_gone_before_the_record_was_followed(self, cast, monkeypatch):
        incident = released(cast.exporter_head)
        party = give(cast.exporter_head, incident, "CL")
        follow_all()
        monkeypatch.setattr(keeping, "follow_the_record", lambda _most: 0)
        with acting(cast.exporter_head.viewer) as viewer:
            names.remove_name(viewer=viewer, party_id=party.pk)
        assert "Voorbeeld" not in json.dumps(fetched(cast.importer_officer))


class TestVersions:
    def test_an_amendment_is_a_newer_version_of_the_same_objects(self, cast):
        incident = released(cast.exporter_head, place="Eerstehaven")
        before = fetched(cast.importer_officer)
        amended(cast.exporter_head, incident, place="Tweedehaven")
        after = fetched(cast.importer_officer)
        assert {one["id"] for one in before} == {one["id"] for one in after}
        assert all(one["modified"] > was["modified"] for was in before for one in after)
        assert {one["created"] for one in after} == {one["created"] for one in before}
        path = f"collections/incidents/objects/{before[0]['id']}/"
        assert read(cast.importer_officer, f"{path}versions/")["versions"] == [
            after[0]["modified"],
            before[0]["modified"],
        ]
        first = read(cast.importer_officer, path, **{"match[version]": "first"})["objects"]
        assert first == [before[0]]

    def test_a_retraction_revokes_every_object(self, cast):
        incident = released(cast.exporter_head)
        give(cast.exporter_head, incident, "CL")
        count = len(fetched(cast.importer_officer))
        take(cast.exporter_head, incident, "retract", note="It was another matter.")
        told = fetched(cast.importer_officer)
        assert len(told) == count
        assert all(one["revoked"] for one in told)

    def test_an_outcome_is_told(self, cast):
        incident = released(cast.exporter_head)
        take(cast.exporter_head, incident, "close", outcome="prosecuted")
        assert "prosecuted" in json.dumps(fetched(cast.importer_officer))
        take(cast.exporter_head, incident, "reopen", note="There is more.")
        assert "prosecuted" not in json.dumps(fetched(cast.importer_officer))

    def test_nothing_stale_is_read_while_the_worker_lags(self, cast, monkeypatch):
        first, other = released(cast.exporter_head, place="Oudehaven"), released(cast.exporter_head, place="Anderhaven")
        assert len(of_type(fetched(cast.importer_officer), "incident")) == 2
        monkeypatch.setattr(keeping, "follow_the_record", lambda _most: 0)
        amended(cast.exporter_head, first, place="Nieuwehaven")
        told = json.dumps(fetched(cast.importer_officer))
        assert "Oudehaven" not in told
        assert "Anderhaven" in told, "other cases are read on"
        with monkeypatch.context() as off:
            off.setattr("penstock.exchange.taxii.doors.catch_up", lambda: None)
            assert "Oudehaven" in json.dumps(fetched(cast.importer_officer)), "without the protection it is stale"
        follow_all()
        assert "Nieuwehaven" in json.dumps(fetched(cast.importer_officer))
        assert other.reference

    def test_what_was_added_after_is_told_once(self, cast):
        released(cast.exporter_head)
        answer = call(cast.importer_officer, "collections/incidents/objects/")
        last = answer.headers["X-TAXII-Date-Added-Last"]
        assert read(cast.importer_officer, "collections/incidents/objects/", added_after=last) == {}
        released(cast.exporter_head)
        told = fetched(cast.importer_officer, added_after=last)
        assert len(of_type(told, "incident")) == 1


class TestDoors:
    def test_a_token_opens_as_bearer_and_as_the_password_of_basic_and_a_session_does_not(self, cast, client):
        token = cast.importer_officer.token
        basic = base64.b64encode(f"anybody:{token}".encode()).decode()
        ours = {"Accept": MEDIA_TYPE}
        assert client.get("/taxii2/", headers={**ours, "Authorization": f"Basic {basic}"}).status_code == 200
        assert client.get("/taxii2/", headers={**ours, "Authorization": f"Bearer {token}"}).status_code == 200
        client.force_login(cast.importer_officer.person)
        for wrong in ("", "Basic !!", f"Basic {token}", "Bearer x", f"Basic {base64.b64encode(b'x').decode()}"):
            answer = client.get("/taxii2/", headers={**ours, "Authorization": wrong})
            assert answer.status_code == 401
            assert "Basic" in answer.headers["WWW-Authenticate"]

    def test_media_types_are_asked_for_and_given(self, cast):
        for wanted, status in ((MEDIA_TYPE, 200), ("application/taxii+json", 200), ("*/*", 200), ("text/html", 406),
                               ("application/taxii+json;version=2.0", 406)):  # fmt: skip
            answer = call(cast.importer_officer, "/taxii2/", headers={"Accept": wanted})
            assert answer.status_code == status, wanted
            assert answer.headers["Content-Type"] == MEDIA_TYPE
        wrong = call(cast.importer_officer, "collections/inbox/objects/", "post", data="{}", content_type="text/plain")
        assert wrong.status_code == 415

    @pytest.mark.parametrize(
        "query",
        [
            {"limit": "0"}, {"limit": "-1"}, {"limit": "ten"}, {"added_after": "yesterday"}, {"next": "nonsense"},
            {"match[version]": "newest"}, {"added_after": "2026-13-01T00:00:00Z"}, {"next": "A" * 22},
        ],
    )  # fmt: skip
    def test_a_question_that_is_misshapen_is_refused_with_the_reason(self, cast, query):
        told = json.loads(call(cast.importer_officer, "collections/incidents/objects/", data=query).content)
        assert told["http_status"] == "400"
        assert told["description"]

    def test_a_place_holds_only_for_whom_and_what_it_was_given(self, cast):
        for _each in range(2):
            released(cast.exporter_head)
        start = read(cast.importer_officer, "collections/incidents/objects/", limit="1")
        assert start["more"] is True
        path = "collections/incidents/objects/"
        assert read(cast.importer_officer, path, limit="5", next=start["next"])["objects"]
        read(cast.third_officer, path, 400, next=start["next"])
        read(cast.importer_officer, path, 400, next=start["next"], **{"match[type]": "incident"})
        read(cast.importer_officer, "collections/incidents/manifest/", 400, next=start["next"])

    def test_collections_are_ones_own(self, cast):
        told = read(cast.importer_officer, "collections/")["collections"]
        assert [one["alias"] for one in told if one["can_write"]] == ["inbox"]
        foreign = inbox_id(cast.third_officer.office.pk)
        for path in (f"collections/{foreign}/", f"collections/{foreign}/objects/", "collections/nothing/"):
            read(cast.importer_officer, path, 404)
        assert collection(cast.third_officer.viewer, str(foreign)).is_inbox

    def test_a_duty_is_needed_and_reading_leaves_a_receipt(self, cast):
        released(cast.exporter_head)
        told = read(cast.importer_second, "collections/")["collections"]
        assert [one["alias"] for one in told] == ["notices", "reference"], "who reads cases and no incidents"
        read(cast.importer_second, "collections/incidents/objects/", 404)
        assert call(cast.clerk, "/taxii2/").status_code == 403
        fetched(cast.importer_officer)
        fetched(cast.importer_officer)
        with acting(SYSTEM):
            rows = Receipt.objects.filter(person_id=cast.importer_officer.viewer.person_id)
            assert rows.count() == 1
        assert views.ROOT == ROOT

    def test_nothing_but_the_inbox_is_written_to(self, cast):
        released(cast.exporter_head)
        id_ = fetched(cast.importer_officer)[0]["id"]
        assert posted(cast.importer_officer, [], "incidents").status_code == 403
        assert call(cast.importer_officer, f"collections/incidents/objects/{id_}/", "delete").status_code == 403
        with acting(SYSTEM):
            assert StixObject.objects.filter(object_id=id_).exists()
            assert Case.objects.filter(kind="incident").count() == 1
