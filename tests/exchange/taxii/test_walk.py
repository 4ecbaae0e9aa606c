"""taxii2-client, another's program, walks all of a really running server."""

import json
import subprocess

import httpx
import pytest

from tests.exchange.taxii.house import CLIENTS
from tests.harness.instance import Instance

pytestmark = pytest.mark.skipif(not CLIENTS.exists(), reason="`make clients` has not been done")
FACTS = {
    "kind": "seizure",
    "domain": "precursors",
    "happened_on": "2026-01-05",
    "country": "NL",
    "place": "Rotterdam",
    "shared_with": "everybody",
    "marking": "AMBER",
    "substances": [{"named": "Acetone", "quantity": "1250", "unit": "kg"}],
}
WALK = """
import json, sys
from taxii2client.v21 import Server, as_pages
url, token, of_officer = sys.argv[1:]
server = Server(url, user="anybody", password=token)
root = server.default
collections = {one.alias: one for one in root.collections}
incidents, inbox = collections["incidents"], collections["inbox"]
of_notices = Server(url, user="anybody", password=of_officer).default.collections
notices = next(one for one in of_notices if one.alias == "notices")
notified = [one for page in as_pages(notices.get_objects, per_request=2) for one in page.get("objects", [])]
listed_notices = [one for page in as_pages(notices.get_manifest, per_request=2) for one in page.get("objects", [])]
one_notice = notices.get_object(notified[0]["id"])["objects"]
pages = [page for page in as_pages(incidents.get_objects, per_request=2)]
found = [one for page in pages for one in page.get("objects", [])]
listed = [one for page in as_pages(incidents.get_manifest, per_request=3) for one in page.get("objects", [])]
one = found[0]
posted = {"type": "indicator", "spec_version": "2.1", "id": "indicator--00000000-0000-4000-8000-000000000001",
          "created": "2026-01-01T00:00:00.000Z", "modified": "2026-01-01T00:00:00.000Z", "pattern_type": "stix",
          "pattern": "[file:size = 1]", "valid_from": "2026-01-01T00:00:00Z", "x_exact": 1.50}
status = inbox.add_objects({"objects": [posted, {"id": "nothing"}]})
again = root.get_status(status.id)
back = inbox.get_object(posted["id"])["objects"]
versions = inbox.object_versions(posted["id"])["versions"]
after = inbox.get_objects(added_after=status.request_timestamp)
inbox.delete_object(posted["id"])
print(json.dumps({
    "notified": notified, "listed_notices": listed_notices, "one_notice": one_notice,
    "title": server.title, "versions": root.versions, "most": root.max_content_length,
    "writable": [one.alias for one in root.collections if one.can_write],
    "pages": len(pages), "found": found, "listed": listed,
    "by_id": incidents.get_object(one["id"])["objects"], "of_type": incidents.get_objects(type="incident")["objects"],
    "of_version": incidents.get_objects(version="all", id=one["id"])["objects"],
    "object_versions": incidents.object_versions(one["id"])["versions"],
    "counts": [again.success_count, again.failure_count, again.status], "back": back, "posted": posted,
    "posted_versions": versions, "after": after, "left": inbox.get_objects().get("objects", []),
}))
"""


@pytest.fixture(scope="module")
def reporter(module_instance: Instance):
    return module_instance.person(duty="release incidents")


@pytest.fixture(scope="module")
def walked(module_instance: Instance, reporter):
    headers = {"Authorization": f"Bearer {reporter['api_token']}"}
    with httpx.Client(base_url=f"{module_instance.base_url}/api/v1", headers=headers, trust_env=False) as client:
        for _each in range(2):
            drafted = client.post("/incidents", json=FACTS).json()
            released = client.post(f"/incidents/{drafted['reference']}/release")
            assert released.status_code == 200, released.text
    officer = module_instance.person(duty="send notices")
    told = subprocess.run(
        [str(CLIENTS), "-c", WALK, f"{module_instance.base_url}/taxii2/", reporter["api_token"], officer["api_token"]],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr[-3000:]
    return json.loads(told.stdout)


def test_it_finds_the_way_and_reads_every_page(walked):
    assert walked["title"] == "Penstock"
    assert walked["writable"] == ["inbox"]
    assert walked["pages"] > 1
    ids = [one["id"] for one in walked["found"]]
    assert len(set(ids)) == len(ids)
    assert [one["id"] for one in walked["listed"]] == ids
    assert len(walked["of_type"]) >= 2
    assert walked["by_id"] == [walked["found"][0]]
    assert walked["object_versions"][0] == walked["found"][0]["modified"]
    assert walked["found"][0] in walked["of_version"]


def test_what_it_puts_there_is_read_back_and_taken_out_again(walked):
    assert walked["counts"] == [1, 1, "complete"]
    assert walked["back"] == [walked["posted"]]
    assert walked["posted_versions"] == [walked["posted"]["modified"]]
    assert not walked["after"].get("objects")
    assert not walked["left"]


def test_it_walks_notices_as_consignments(walked):
    ids = [one["id"] for one in walked["notified"]]
    assert len(set(ids)) == len(ids)
    assert [one["id"] for one in walked["listed_notices"]] == ids
    assert walked["one_notice"] == [walked["notified"][0]]
    assert "x-penstock-consignment" in {one["type"] for one in walked["notified"]}


def test_another_country_reads_the_release_but_not_the_inbox(module_instance, walked, reporter):
    others = [one for one in module_instance.people if "read incidents" in one["duties"]]
    other = next(one for one in others if one["organisation"] != reporter["organisation"])
    headers = {"Authorization": f"Bearer {other['api_token']}", "Accept": "application/taxii+json;version=2.1"}
    with httpx.Client(base_url=module_instance.base_url, headers=headers, trust_env=False) as client:
        told = client.get("/taxii2/penstock/collections/incidents/objects/").json()["objects"]
        assert {one["id"] for one in walked["found"]} <= {one["id"] for one in told}
        assert client.get("/taxii2/penstock/collections/inbox/objects/").json() == {}
