"""Incidents as events: for PyMISP's own schemas, for misp-stix the same as ours, and readable again."""

import copy

from hypothesis import HealthCheck, given, settings

from penstock.exchange.misp.identifiers import event_number, event_uuid, span_of_number, span_of_part
from penstock.exchange.misp.taking import read_event
from penstock.exchange.misp.telling import CORRELATED, Around, attributes_in, misp_event
from penstock.exchange.stix.extension import FACTS_OF
from penstock.exchange.stix.incidents import incident_objects
from penstock.exchange.stix.markings import TLP_IDS, tlp_of
from penstock.incidents.fields import INCIDENT
from penstock.incidents.particulars.facts import SHARING
from tests.exchange.misp.house import asked, needs_clients, tags
from tests.exchange.taxii import making

JUDGED = """
import json, pathlib, sys
import pymisp
from jsonschema import Draft4Validator
data = pathlib.Path(pymisp.__file__).parent / "data"
judges = [Draft4Validator(json.loads((data / name).read_text())) for name in ("schema-lax.json", "schema.json")]
print(json.dumps([[error.message[:300] for judge in judges[which:which + 1] for error in judge.iter_errors(one)]
                  for which, one in json.load(sys.stdin)]))
"""
LOADED = """
import json, sys
from pymisp import MISPEvent
found = []
for one in json.load(sys.stdin):
    event = MISPEvent()
    event.load({"Event": one})
    found.append([event.uuid, len(event.attributes), [[each.name, each.uuid] for each in event.objects],
                  [each.name for each in event.tags]])
print(json.dumps(found))
"""
CONVERTED = """
import json, sys
from misp_stix_converter import MISPtoSTIX21Parser
found = []
for one in json.load(sys.stdin):
    parser = MISPtoSTIX21Parser()
    parser.parse_misp_event({"Event": one})
    found.append([[json.loads(each.serialize()) for each in parser.bundle.objects],
                  [str(each) for each in parser.errors.values()]])
print(json.dumps(found))
"""
LAX, STRICT = 0, 1
INSIDE = {"x-penstock-finding": "x-misp-object", "x-penstock-consignment": "x-misp-object", "location": "location"}
"""What misp-stix makes of our objects: it has no words for two of them, and keeps them under their own UUID."""


def around(told):
    return Around(reporter="Office of Exportland", published=told.created, shared_with="everybody")


def gathered(count):
    """So many generated editions and their events."""
    found = []

    @settings(max_examples=count, database=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(making.told())
    def gather(told):
        found.append((told, misp_event(told, around(told))))

    gather()
    return found


def flat(event):
    """The event without objects, their attributes in its own list: the strict schema is older than objects."""
    inside = [
        {key: value for key, value in one.items() if key != "object_relation"}
        for each in event["Object"]
        for one in each["Attribute"]
    ]
    return {**{key: value for key, value in event.items() if key != "Object"}, "Attribute": event["Attribute"] + inside}


def uuid_of(stix_id):
    return stix_id.partition("--")[2]


def is_within(uuid, span):
    return span[0] <= uuid <= span[1]


@needs_clients
def test_the_schemas_of_pymisp_take_every_event_and_refuse_what_was_spoilt():
    events = [event for _told, event in gathered(120)]
    kinds = {name for one in events for name in tags(one) if name.startswith("penstock:kind=")}
    assert len(kinds) == len(making.KINDS), "every kind was generated"
    good = events[0]
    spoilt = [
        (LAX, {}),
        (LAX, {"Event": {**good, "info": 7}}),
        (LAX, {"Event": {**good, "Attribute": [{**good["Attribute"][0], "to_ids": "no"}]}}),
        (STRICT, {"Event": {**flat(good), "colour": "red"}}),
        (STRICT, {"Event": {**flat(good), "distribution": 1}}),
    ]
    asked_of = [(LAX, {"Event": one}) for one in events] + [(STRICT, {"Event": flat(one)}) for one in events]
    told = asked(JUDGED, [*asked_of, *spoilt])
    assert not [one for one in told[: len(asked_of)] if one]
    assert all(told[len(asked_of) :]), "a spoilt event passes, so the schema says nothing of the good ones"


@needs_clients
def test_pymisp_reads_what_we_write():
    events = [event for _told, event in gathered(40)]
    for event, (uuid, attributes, objects, named) in zip(events, asked(LOADED, events), strict=True):
        assert uuid == event["uuid"]
        assert attributes == len(event["Attribute"])
        assert objects == [[one["name"], one["uuid"]] for one in event["Object"]]
        assert set(named) == tags(event)


@needs_clients
def test_misp_stix_makes_of_our_events_what_we_export_by_id_and_marking():
    pairs = gathered(60)
    told = asked(CONVERTED, [event for _told, event in pairs])
    for (edition, _event), (objects, errors) in zip(pairs, told, strict=True):
        assert not errors
        assert differences(edition, objects) == []
    assert {edition.marking for edition, _event in pairs} == set(TLP_IDS), "every marking was generated"
    canary = copy.deepcopy(next(event for edition, event in pairs if edition.marking == "RED"))
    canary["Tag"] = [{"name": "tlp:clear"}]
    canary["Object"][0]["uuid"] = canary["uuid"] = "00000000-0000-4000-8000-000000000001"
    edition = next(edition for edition, _event in pairs if edition.marking == "RED")
    found = differences(edition, asked(CONVERTED, [canary])[0][0])
    assert {"marking", "event"} <= set(found), "an event that was spoilt passes"


def differences(edition, theirs):
    """In what their objects differ from ours."""
    ours = incident_objects(edition)
    report = next(one for one in theirs if one["type"] in {"report", "grouping"})
    found = []
    if uuid_of(report["id"]) != uuid_of(ours[0]["id"]):
        found.append("event")
    if report["created_by_ref"] != ours[0]["created_by_ref"]:
        found.append("organisation")
    if level_of(report, theirs) != edition.marking:
        found.append("marking")
    ids = {(one["type"], uuid_of(one["id"])) for one in theirs}
    place_is_told = any(edition.content.get(name) for name in ("country", "place", "latitude"))
    inside = [one for one in ours[1:] if one["type"] in INSIDE and (one["type"] != "location" or place_is_told)]
    found += [one["id"] for one in inside if (INSIDE[one["type"]], uuid_of(one["id"])) not in ids]
    return found


def level_of(report, objects):
    """The level of the marking that a report bears, whether by the identifier of TLP 2.0 or by that of TLP 1.0."""
    refs = report.get("object_marking_refs", [])
    if set(refs) & set(TLP_IDS.values()):
        return tlp_of(refs)
    marks = [one for one in objects if one["id"] in refs and "tlp" in one.get("definition", {})]
    return marks[0]["definition"]["tlp"].upper() if marks else None


@given(making.told())
def test_an_event_read_again_holds_the_same_answers(told):
    event = misp_event(told, around(told))
    taken = read_event({"Event": event})
    kept = INCIDENT.read(taken.raw, strict=False).kept
    shared = {one.name for one in SHARING.fields}
    told_fields = {one.name for part in FACTS_OF.values() for one in part} | {"summary", "marking"}
    for name in told_fields:
        assert (kept.get(name) or None) == (told.content.get(name) or None), name
    for part in ("substances", "equipment"):
        assert kept.get(part) == told.content.get(part), part
    assert not taken.left_over
    assert set(told.content) <= told_fields | shared | {"substances", "equipment"}


@given(making.told())
def test_every_part_leads_back_to_its_event_and_nothing_is_twice(told):
    event, uuid = misp_event(told, around(told)), event_uuid(told.case_id)
    parts = [one["uuid"] for one in attributes_in(event)]
    assert len(set(parts)) == len(parts)
    assert all(is_within(uuid, span_of_part(type(uuid)(one))) for one in parts)
    assert int(event["id"]) == event_number(uuid) < 2**63
    assert is_within(uuid, span_of_number(event_number(uuid)))
    assert {one["deleted"] for one in attributes_in(event)} == {told.is_revoked}
    assert not any(one["value"] == "" for one in attributes_in(event))


@given(making.told())
def test_only_what_is_rare_is_correlated(told):
    correlated = {one["object_relation"] for one in attributes_in(misp_event(told, around(told)))
                  if not one["disable_correlation"]}  # fmt: skip
    assert correlated <= CORRELATED
