"""Notices as consignments: each reads by TAXII what the act told them, as the house would tell that act today."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from penstock.cases.models import Case, Receipt
from penstock.cases.secrecy.sight import told_for
from penstock.exchange.stix.extension import CONSIGNMENT, NOTIFIED, PERMIT, TYPES, schema
from penstock.exchange.stix.identifiers import filled
from penstock.exchange.stix.markings import tlp_of
from penstock.exchange.taxii import keeping, models, notices
from penstock.exchange.taxii.models import OfNotices, StixNotice
from penstock.kernel import rowsecurity
from penstock.kernel.clock import today
from penstock.kernel.models import Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.notices import services
from penstock.parties.duties import READ_CASES, READ_INCIDENTS
from penstock.parties.services import add_person, issue_token
from tests.cast import PASSWORD, THIRDLAND, Actor, a_draft, a_sent_notice, amended, take
from tests.exchange.taxii.house import CLIENTS, call, fetched, follow_all, judged, read, verdicts
from tests.secrecy.telling import EVERY_FIELD, ONE, OTHER, a_secret_notice

pytestmark = pytest.mark.django_db
needs_validator = pytest.mark.skipif(not CLIENTS.exists(), reason="`make clients` has not been done")
FULL = {
    **{name: value for name, value in ONE.items() if name != "dispatch_on"},
    "transit_countries": THIRDLAND,
    "containers": ["CSQU3054383"],
    "carrier": "Polder Line",
    "export_permit_until": "2030-01-31",
}


def consignments(by, **query):
    return [one for one in fetched(by, "notices", **query) if one["type"] == TYPES[CONSIGNMENT]]


def is_of(one, notice):
    return one["external_references"][0]["external_id"] == notice.reference


def newest(by):
    (found,) = consignments(by)
    return found


def permits(by, **query):
    return [one for one in fetched(by, "notices", **query) if one["type"] == TYPES[PERMIT]]


@pytest.fixture
def looker(cast):
    """Somebody of the importing authority who reads its cases and incidents, and does not work on notices."""
    with acting(SYSTEM):
        office = cast.importer_officer.office
        person = add_person(
            viewer=SYSTEM,
            organisation=office,
            name="Looker",
            email="looker@cast.example",
            password=PASSWORD,
            duties=[READ_CASES, READ_INCIDENTS],
            on=today(),
        )
        return Actor("looker", person, issue_token(person=person, label="the cast"))


class TestStories:
    def test_both_sides_read_the_consignment_and_a_third_country_has_no_sign_of_it(self, cast):
        notice = a_sent_notice(cast.exporter_officer, **FULL)
        for by in (cast.exporter_head, cast.importer_officer, cast.secretariat_officer):
            one = newest(by)
            assert one["notice"]["importer_name"] == ONE["importer_name"]
            assert (one["departure_country"], one["destination_country"]) == ("NL", "CL")
            assert one["external_references"][0]["external_id"] == notice.reference
            assert tlp_of(one["object_marking_refs"]) == "AMBER"
            assert one["state"] == "sent"
        third = cast.third_officer
        for path in ("objects/", "manifest/", f"objects/{one['id']}/", f"objects/{one['id']}/versions/"):
            for name in ("notices", "incidents", "incidents-to-pass-on", "reference", "inbox"):
                for query in ({}, {"match[id]": one["id"]}, {"match[version]": "all"}):
                    content = call(third, f"collections/{name}/{path}", data=query).content
                    assert one["id"].encode() not in content
                    assert ONE["importer_name"].encode() not in content
        read(third, f"collections/notices/objects/{one['id']}/", 404)
        assert read(third, "collections/notices/objects/") == {}

    def test_a_draft_is_told_to_nobody(self, cast):
        a_draft(cast.exporter_officer)
        take(cast.exporter_officer, a_draft(cast.exporter_officer), "discard")
        assert fetched(cast.exporter_head, "notices") == []

    def test_each_state_is_a_newer_version_and_a_withdrawal_revokes(self, cast):
        notice = a_sent_notice(cast.exporter_officer, **FULL)
        take(cast.importer_officer, notice, "clear", import_permit="IM-1")
        assert newest(cast.exporter_head)["state"] == "no objection"
        take(cast.exporter_officer, notice, "withdraw", note="The order was cancelled.")
        told = fetched(cast.importer_officer, "notices")
        assert {one["type"] for one in told} == {TYPES[CONSIGNMENT], TYPES[PERMIT]}
        assert all(one["revoked"] for one in told)
        states = [one["state"] for one in consignments(cast.importer_officer, **{"match[version]": "all"})]
        assert states == ["sent", "no objection", "withdrawn"]

    def test_a_lapse_is_told_and_revokes_nothing(self, cast):
        notice = a_sent_notice(cast.exporter_officer)
        with acting(SYSTEM):
            Case.objects.filter(pk=notice.pk).update(due_on="2020-01-01")
            services.take_step(viewer=SYSTEM, notice_id=notice.pk, verb="lapse")
        one = newest(cast.importer_officer)
        assert one["state"] == "lapsed"
        assert "revoked" not in one

    def test_a_first_signature_is_told_to_nobody(self, cast):
        notice = a_sent_notice(cast.exporter_officer)
        take(cast.importer_officer, notice, "object", reason="no licence", explanation="None is held.")
        assert newest(cast.importer_officer)["state"] == "sent"
        assert len(consignments(cast.exporter_head, **{"match[version]": "all"})) == 1

    def test_a_permit_that_is_named_no_more_is_revoked(self, cast):
        notice = a_sent_notice(cast.exporter_officer, **FULL)
        assert {one["side"]: one["number"] for one in permits(cast.importer_officer)} == {
            "export": ONE["export_permit"],
            "import": ONE["import_permit"],
        }
        amended(cast.exporter_officer, notice, export_permit="", export_permit_until="")
        told = {one["side"]: one.get("revoked", False) for one in permits(cast.importer_officer)}
        assert told == {"export": True, "import": False}

    def test_a_case_that_is_gone_takes_its_objects_with_it(self, cast):
        notice = a_sent_notice(cast.exporter_officer)
        assert newest(cast.importer_officer)
        with acting(SYSTEM):
            assert StixNotice._meta.get_field("case").remote_field.on_delete.__name__ == "CASCADE"
            StixNotice.objects.filter(case=notice.pk).delete()
        assert consignments(cast.importer_officer) == []

    def test_reading_leaves_a_receipt_and_a_duty_is_needed(self, cast, monkeypatch):
        a_sent_notice(cast.exporter_officer)
        fetched(cast.importer_officer, "notices")
        with acting(SYSTEM):
            assert Receipt.objects.filter(person_id=cast.importer_officer.viewer.person_id).count() == 1
        with acting(cast.importer_officer.viewer) as viewer:
            monkeypatch.setattr(models, "READ_CASES", "no duty that anybody has")
            assert not StixNotice.objects.visible_to(viewer).exists()

    def test_nothing_stale_is_read_while_the_worker_lags(self, cast, monkeypatch):
        notice = a_sent_notice(cast.exporter_officer, remarks="Eerste")
        assert "Eerste" in json.dumps(newest(cast.importer_officer))
        monkeypatch.setattr(keeping, "follow_the_record", lambda _most: 0)
        amended(cast.exporter_officer, notice, remarks="Tweede")
        assert consignments(cast.importer_officer) == []
        with monkeypatch.context() as off:
            off.setattr("penstock.exchange.taxii.doors.catch_up", lambda: None)
            assert "Eerste" in json.dumps(newest(cast.importer_officer)), "without the protection it is stale"


class TestSecrets:
    def test_the_two_sides_read_the_whole_and_the_others_what_was_cut(self, cast, looker):
        a_secret_notice(cast, ONE)
        for by in (cast.exporter_head, cast.importer_officer):
            one = newest(by)
            assert one["notice"]["importer_name"] == ONE["importer_name"]
            assert tlp_of(one["object_marking_refs"]) == "AMBER+STRICT"
            assert len(permits(by)) == 2
        for by in (cast.third_officer, cast.secretariat_officer, looker):
            one = newest(by)
            assert set(one["notice"]) == {"exporter_country", "importer_country", "track"} & set(one["notice"])
            assert "zqone" not in json.dumps(fetched(by, "notices", **{"match[version]": "all"}))
            assert permits(by) == []

    def test_a_third_party_cannot_tell_two_stories_apart_that_differ_in_secrets_alone(self, cast, looker):
        told = []
        for words in (ONE, OTHER):
            notice = a_secret_notice(cast, words)
            for by in (cast.third_officer, cast.secretariat_officer, looker):
                one = next(
                    each
                    for each in consignments(by)
                    if each["external_references"][0]["external_id"] == notice.reference
                )
                for name in ("id", "created", "modified", "name", "external_references"):
                    del one[name]
                told.append((by.key, json.dumps(one)))
        assert told[:3] == told[3:]

    def test_the_control_finds_the_secrets(self, cast, monkeypatch):
        a_secret_notice(cast, ONE)
        follow_all()
        third = cast.third_officer
        monkeypatch.setattr(OfNotices, "visible_to", lambda rows, _viewer: rows.all())
        assert "zqone" not in json.dumps(fetched(third, "notices")), "the second fence holds alone"
        laid = rowsecurity._set_viewer
        monkeypatch.setattr(rowsecurity, "_set_viewer", lambda *to: laid(*to[:2], "all"))
        assert "zqone" in json.dumps(fetched(third, "notices", **{"match[version]": "all"}))
        monkeypatch.undo()
        monkeypatch.setattr(rowsecurity, "_set_viewer", lambda *to: laid(*to[:2], "all"))
        assert "zqone" not in json.dumps(fetched(third, "notices")), "the first fence holds alone"

    def test_what_becomes_secret_later_is_not_read_in_an_older_edition(self, cast):
        notice = a_sent_notice(cast.exporter_officer, copied_to=THIRDLAND, end_use="zqonesecretqz")
        assert "zqone" in json.dumps(newest(cast.third_officer))
        amended(cast.exporter_officer, notice, end_use="zqonesecondqz", secret_fields=["end_use"])
        everything = json.dumps(fetched(cast.third_officer, "notices", **{"match[version]": "all"}))
        assert "zqone" not in everything
        assert len(consignments(cast.third_officer)) == 1
        mine = json.dumps(fetched(cast.importer_officer, "notices", **{"match[version]": "all"}))
        assert "zqonesecretqz" in mine
        assert "zqonesecondqz" in mine

    def test_what_an_edition_sealed_stays_so_after_the_secrecy_was_given_up(self, cast):
        notice = a_sent_notice(
            cast.exporter_officer, copied_to=THIRDLAND, end_use="zqonesecretqz", secret_fields=["end_use"]
        )
        amended(cast.exporter_officer, notice, end_use="Paint", secret_fields=[])
        everything = json.dumps(fetched(cast.third_officer, "notices", **{"match[version]": "all"}))
        assert "zqone" not in everything
        assert newest(cast.third_officer)["notice"]["end_use"] == "Paint"

    @settings(max_examples=12, suppress_health_check=list(HealthCheck), database=None, deadline=None)
    @given(editions=st.lists(st.lists(st.sampled_from(EVERY_FIELD), max_size=4), min_size=1, max_size=3))
    def test_no_more_is_told_than_the_record_tells_and_the_newest_edition_as_much(self, cast, editions):
        """The oracle is `told_for`, which the pages ask: version by version, answer by answer."""
        notice = a_sent_notice(cast.exporter_officer, **FULL, copied_to=THIRDLAND, secret_fields=editions[0])
        for number, secret in enumerate(editions[1:]):
            amended(cast.exporter_officer, notice, remarks=f"zqone{number}", secret_fields=secret)
        for by in (cast.exporter_head, cast.importer_officer, cast.third_officer, cast.secretariat_officer):
            versions = {
                one["modified"]: one["notice"]
                for one in consignments(by, **{"match[version]": "all"})
                if is_of(one, notice)
            }
            with acting(by.viewer) as viewer:
                case = Case.objects.visible_to(viewer).get(pk=notice.pk)
                acts = Event.objects.visible_to(viewer).filter(case_id=notice.pk, name__in=notices.EDITIONS)
                told = [told_for(viewer, case, act.data)["content"] for act in acts.order_by("seq")]
            allowed = [filled({one.name: content.get(one.name) for one in NOTIFIED}) for content in told]
            assert versions
            assert all(one in allowed for one in versions.values()), (by.key, editions)
            assert versions[max(versions)] == allowed[-1], (by.key, editions)


@needs_validator
def test_another_validator_and_our_own_schemas_take_every_export_and_nothing_that_was_spoilt(cast):
    for changes in ({}, FULL, {**FULL, "transport_mode": "multimodal"}, {**FULL, "unit": "l", "track": "statutory"}):
        notice = a_sent_notice(cast.exporter_officer, **changes)
    a_secret_notice(cast, ONE)
    take(cast.importer_officer, notice, "clear")
    take(cast.exporter_officer, notice, "withdraw")
    objects = [
        one
        for by in (cast.exporter_head, cast.secretariat_officer)
        for one in fetched(by, "notices", **{"match[version]": "all"})
    ]
    good = next(one for one in objects if one["type"] == TYPES[CONSIGNMENT])
    broken = [{**good, "created": "yesterday"}, {**good, "id": "x-penstock-consignment--1"}, {**good, "revoked": "so"}]
    told = verdicts([*objects, *broken])
    wrong = [(one["type"], found) for one, found in zip(objects, told, strict=False) if found]
    assert not wrong, wrong[:3]
    assert all(told[len(objects) :]), "the validator lets broken objects pass"
    for name in (CONSIGNMENT, PERMIT):
        documents = [one for one in objects if one["type"] == TYPES[name]]
        spoilt = [{**documents[0], "colour": "red"}, {}]
        if name == CONSIGNMENT:
            spoilt += [{**documents[0], "incident_ref": f"incident--{good['id'][-36:]}"}]
            spoilt += [{**documents[0], "notice": {"title": "secret"}}]
        found = judged(schema(name), [*documents, *spoilt])
        assert not any(found[: len(documents)]), (name, [one for one in found if one][:3])
        assert all(found[len(documents) :]), f"{name}: a spoilt document passed"
