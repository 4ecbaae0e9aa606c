"""The inbox: what is put there is kept as it came, read back exactly, and a person may begin a draft from it."""

import json

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from penstock.cases.sheets.sheet import MOST_LINES
from penstock.exchange.taxii.inbox import posting
from penstock.exchange.taxii.inbox.drafts import begin_draft
from penstock.exchange.taxii.inbox.envelopes import Unreadable, read_envelope
from penstock.exchange.taxii.models import Inbox, Posted
from penstock.incidents.models import Incident
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from tests.exchange.taxii.house import call, fetched, posted, read
from tests.incidents.house import released

pytestmark = pytest.mark.django_db
ID = "incident--00000000-0000-4000-8000-000000000001"
FOREIGN = {
    "type": "incident",
    "spec_version": "2.1",
    "id": ID,
    "created": "2026-01-01T00:00:00.000Z",
    "modified": "2026-01-01T00:00:00.000Z",
    "name": "Drums without papers",
    "description": "Found at the border.",
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8"), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.lists(JSON, max_size=4), JSON, st.sampled_from([None, 2]), st.booleans())
def test_each_object_keeps_its_own_text(objects, beside, indent, ascii_):
    said = json.dumps({"before": beside, "objects": objects, "more": False}, indent=indent, ensure_ascii=ascii_)
    found = read_envelope(said.encode())
    assert [json.loads(one.text) for one in found] == objects
    assert all(one.text in said for one in found)


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b'{"objects": [}', b'{"objects": [1] "more": 1}', b'{"objects": []} x', b'{"objects": [NaN]}',
     b"\xff\xfe", b'{"objects":' + b"[" * 100_000, b'{"objects": {}}', b"{"],
)  # fmt: skip
def test_what_is_no_envelope_is_refused(body):
    with pytest.raises(Unreadable):
        read_envelope(body)


def test_what_was_posted_is_read_back_to_the_letter(cast):
    text = '{"type": "x-thing",\n "id": "x-thing--00000000-0000-4000-8000-000000000002", "n": 1.50, "u": "\\u00e9"}'
    answer = posted(cast.importer_officer, '{"more": false, "objects": [' + text + "]}")
    assert answer.status_code == 202
    path = "collections/inbox/objects/x-thing--00000000-0000-4000-8000-000000000002/"
    assert text.encode() in call(cast.importer_officer, path).content


def test_the_status_says_of_each_object_what_became_of_it(cast):
    bad = {**FOREIGN, "id": "incident--1"}
    other_type = {**FOREIGN, "id": ID.replace("incident", "report")}
    changed = {**FOREIGN, "name": "Another"}
    assert json.loads(posted(cast.importer_officer, [FOREIGN]).content)["success_count"] == 1
    told = json.loads(posted(cast.importer_officer, [FOREIGN, bad, other_type, changed]).content)
    assert (told["success_count"], told["failure_count"], told["total_count"]) == (1, 3, 4)
    assert read(cast.importer_officer, f"status/{told['id']}/") == told
    read(cast.third_officer, f"status/{told['id']}/", 404)
    assert fetched(cast.importer_officer, "inbox") == [FOREIGN]
    assert fetched(cast.third_officer, "inbox") == []


def test_a_body_that_is_no_envelope_is_422_and_nothing_is_kept(cast):
    assert posted(cast.importer_officer, "nonsense").status_code == 422
    assert fetched(cast.importer_officer, "inbox") == []


def begun(by, place=None):
    with acting(by.viewer) as viewer:
        row = Posted.objects.visible_to(viewer).filter(type="incident").first()
        return begin_draft(viewer=viewer, place=place or row.place)


def test_a_draft_is_begun_by_a_person_and_nothing_is_released_by_itself(cast):
    posted(cast.importer_officer, [FOREIGN])
    with acting(SYSTEM):
        assert not Incident.objects.exists()
    draft = begun(cast.importer_officer)
    assert draft.state == "draft"
    assert draft.opener_id == cast.importer_officer.office.pk
    assert "Found at the border." in draft.content["summary"]
    with pytest.raises(Refused, match="already"):
        begun(cast.importer_officer)
    with acting(SYSTEM):
        place = Posted.objects.get().place
    with pytest.raises(NotVisible):
        begun(cast.third_officer, place)


def test_what_we_tell_and_take_back_in_is_the_same_incident(cast):
    incident = released(
        cast.exporter_head,
        origin_country="CN", origin_certainty="suspected", containers=["CSQU3054383"], locode="NLRTM", latitude="51.95",
        longitude="4.05", summary="Found in drums.", marking="GREEN", concealment=["in container"],
        equipment=[{"sort": "tablet press", "number": "2"}],
    )  # fmt: skip
    told = fetched(cast.importer_officer)
    posted(cast.importer_officer, told)
    draft = begun(cast.importer_officer)
    same = {name: value for name, value in incident.content.items() if not name.startswith("shared")}
    assert {name: draft.content[name] for name in same} == same
    assert len(draft.content["substances"]) <= MOST_LINES


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stix=st.dictionaries(st.sampled_from(["name", "description", "extensions", "object_marking_refs"]), JSON))
def test_whatever_others_write_begins_a_draft_or_is_refused(cast, stix):
    with acting(cast.importer_officer.viewer) as viewer:
        Posted.objects.visible_to(viewer).delete()
    assert posted(cast.importer_officer, [{**FOREIGN, **stix}]).status_code == 202
    assert begun(cast.importer_officer).state == "draft"


def test_the_pages_show_what_came_and_begin_the_draft(cast, static_folder):  # noqa: ARG001
    posted(cast.importer_officer, [FOREIGN])
    browser = Client()
    browser.force_login(cast.importer_officer.person)
    page = browser.get("/taxii/inbox/").content.decode()
    assert "Drums without papers" in page
    link = page.split('href="/taxii/inbox/')[1].split('"')[0]
    assert "Found at the border." in browser.get(f"/taxii/inbox/{link}").content.decode()
    answer = browser.post(f"/taxii/inbox/{link}")
    assert answer.status_code == 302
    assert "/edit/" in answer.headers["Location"]
    third = Client()
    third.force_login(cast.third_officer.person)
    assert third.get(f"/taxii/inbox/{link}").status_code == 404
    assert "Drums" not in third.get("/taxii/inbox/").content.decode()


def reports(*numbers):
    return [{**FOREIGN, "type": "report", "id": f"report--00000000-0000-4000-8000-{one:012d}"} for one in numbers]


class TestQuota:
    """What waits of one sender has an end; it is told what to do, and nobody else's room is taken."""

    def test_more_than_is_kept_is_refused_whole_until_some_is_taken_out(self, cast, monkeypatch):
        monkeypatch.setattr(posting, "MOST_WAITING", 3)
        by = cast.importer_officer
        assert posted(by, reports(1, 2)).status_code == 202
        full = posted(by, reports(3, 4))
        told = json.loads(full.content)
        assert (full.status_code, told["http_status"]) == (429, "429")
        assert "2 objects" in told["description"]
        assert "at most 3" in told["description"]
        assert "Delete" in told["description"]
        assert len(fetched(by, "inbox")) == 2, "nothing of it is kept"
        assert posted(by, reports(1, 2, 3)).status_code == 202, "what is there already takes no room"
        assert posted(by, reports(4)).status_code == 429
        gone = reports(1)[0]["id"]
        assert call(by, f"collections/inbox/objects/{gone}/", "delete").status_code == 200
        assert posted(by, reports(4)).status_code == 202
        with acting(SYSTEM):
            box = Inbox.objects.get(organisation=by.office.pk)
            rows = list(Posted.objects.values_list("text", flat=True))
        assert box.waiting == {str(by.person.pk): [3, sum(len(one.encode()) for one in rows)]}

    def test_bytes_count_too(self, cast, monkeypatch):
        monkeypatch.setattr(posting, "MOST_BYTES", 600)
        assert posted(cast.importer_officer, reports(1)).status_code == 202
        assert posted(cast.importer_officer, [{**reports(2)[0], "name": "\u00e9" * 400}]).status_code == 429

    def test_each_sender_has_room_of_its_own(self, cast, monkeypatch):
        monkeypatch.setattr(posting, "MOST_WAITING", 1)
        assert posted(cast.exporter_officer, reports(1)).status_code == 202
        assert posted(cast.exporter_officer, reports(2)).status_code == 429
        assert posted(cast.exporter_head, reports(2)).status_code == 202
        assert posted(cast.third_officer, reports(1)).status_code == 202
