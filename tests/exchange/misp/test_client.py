"""PyMISP, the client of MISP's own makers, works with a really running server."""

import json

import httpx
import pytest

from tests.exchange.misp.house import asked, needs_clients
from tests.harness.instance import Instance

pytestmark = needs_clients
WORK = """
import json, sys
from pymisp import MISPEvent, MISPObject, MISPSighting, PyMISP, PyMISPError
url, ours, other = sys.argv[1:]

def an_object(name, **said):
    made = MISPObject(name, standalone=False, strict=False)
    for relation, value in said.items():
        made.add_attribute(relation, type="text", value=value)
    return made

misp = PyMISP(url, ours)
event = MISPEvent()
event.info, event.date, event.distribution = "Acetone in drums", "2026-01-05", 1
event.add_tag("tlp:amber")
event.add_object(an_object("penstock-incident", kind="seizure", domain="precursors", country="NL", place="Rotterdam"))
event.add_object(an_object("penstock-consignment", bill_of_lading="BL-4711-PY"))
event.add_object(an_object("penstock-finding", named="Acetone", quantity="1250", unit="kg"))
event.add_attribute("ip-dst", "192.0.2.7")
added = misp.add_event(event, pythonify=True)
again = misp.add_event(event)
tagged = misp.tag(added, "tlp:green")
misp.tag(event.uuid, "workflow:state=new")
unpublished = misp.get_event(event.uuid, pythonify=True)
published = misp.publish(added)
twice = misp.publish(added)
read = misp.get_event(added, pythonify=True)
found = misp.search(value="BL-4711-PY", pythonify=True)
by_tag = misp.search(tags="workflow:state=new", metadata=True, pythonify=True)
by_page = misp.search(limit=1, page=1, pythonify=True)
attributes = misp.search(controller="attributes", value="BL-4711-PY", pythonify=True)
container = attributes[0]
one = MISPSighting()
one.from_dict(value="BL-4711-PY", source="our yard")
sighted = [misp.add_sighting(one, pythonify=True), misp.add_sighting({"type": "1"}, container, pythonify=True)]
listed = misp.sightings(read, pythonify=True)
theirs = PyMISP(url, other)
abroad = theirs.get_event(read.uuid, pythonify=True)
refused = theirs.tag(abroad, "tlp:clear")
try:
    PyMISP(url, "nothing")
    entered = True
except PyMISPError:
    entered = False
inside = {each.object_relation: each for one in abroad.objects for each in one.attributes}
print(json.dumps({
    "user": misp._current_user.email, "role": misp._current_role.perm_publish, "version": misp._misp_version,
    "types": len(misp.types), "added": added.uuid, "given": event.uuid, "again": again["errors"][0],
    "tagged": "errors" not in tagged,
    "before": [unpublished.uuid, unpublished.published, [t.name for t in unpublished.tags]],
    "published": published, "twice": twice["errors"][0], "read": [read.published, [t.name for t in read.tags]],
    "own": [each.value for each in read.attributes], "found": [one.uuid for one in found],
    "by_tag": [[one.uuid, len(one.objects)] for one in by_tag], "by_page": len(by_page),
    "attributes": [each.object_relation for each in attributes], "sighted": [one.type for one in sighted],
    "listed": sorted(one.type for one in listed), "exists": [misp.event_exists(read), theirs.event_exists(event.uuid)],
    "abroad": {name: each.value for name, each in inside.items()}, "abroad_plain": [e.value for e in abroad.attributes],
    "abroad_sightings": len(inside["bill_of_lading"].sightings), "abroad_tags": [t.name for t in abroad.tags],
    "refused": refused["errors"][0], "entered": entered,
}))
"""


@pytest.fixture(scope="module")
def reporter(module_instance: Instance):
    return module_instance.person(duty="release incidents")


@pytest.fixture(scope="module")
def other(module_instance: Instance, reporter):
    reading = [one for one in module_instance.people if "report incidents" in one["duties"]]
    return next(one for one in reading if one["organisation"] != reporter["organisation"])


@pytest.fixture(scope="module")
def worked(module_instance: Instance, reporter, other):
    return asked(WORK, None, f"{module_instance.base_url}/misp/", reporter["api_token"], other["api_token"])


def test_it_logs_in_and_nobody_does_without_a_token(worked):
    assert worked["user"]
    assert worked["role"] is True
    assert worked["version"] == [2, 5, 34]
    assert worked["types"]
    assert worked["entered"] is False


def test_it_adds_tags_and_publishes(worked):
    assert worked["added"] != worked["given"]
    assert worked["again"] == 409
    assert worked["tagged"]
    uuid, is_published, named = worked["before"]
    assert (uuid, is_published) == (worked["added"], False)
    assert {"tlp:green", "workflow:state=new"} <= set(named)
    assert worked["published"]["saved"] is True
    assert worked["twice"] == 409
    assert worked["read"][0] is True
    assert "192.0.2.7" in worked["own"]


def test_it_searches_and_reads_back(worked):
    assert worked["found"] == [worked["added"]]
    assert worked["by_tag"] == [[worked["added"], 0]]
    assert worked["by_page"] == 1
    assert worked["attributes"] == ["bill_of_lading"]
    assert worked["exists"] == [True, False]


def test_its_sightings_stand_on_the_record_of_the_incident(module_instance, worked, reporter):
    assert worked["sighted"] == ["0", "1"]
    assert worked["listed"] == ["0", "1"]
    headers = {"Authorization": f"Bearer {reporter['api_token']}"}
    with httpx.Client(base_url=f"{module_instance.base_url}/api/v1", headers=headers, trust_env=False) as client:
        told = json.dumps(client.get("/events", params={"limit": 200}).json())
    assert "event.sighted" in told


def test_another_country_reads_the_release_and_nothing_that_is_somebodys_own(worked):
    assert worked["abroad"]["place"] == "Rotterdam"
    assert worked["abroad"]["identified_as"] == "Acetone"
    assert worked["abroad_sightings"] == 2
    assert "192.0.2.7" not in worked["abroad_plain"]
    assert "tlp:green" in worked["abroad_tags"]
    assert "workflow:state=new" not in worked["abroad_tags"]
    assert worked["refused"] == 409
