"""Incidents as STIX objects: valid for another's validator and for our own schemas, marked, deterministic."""

import copy
import json
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from penstock.exchange.stix.extension import EXTENSIONS, INCIDENT, TYPES, schema, schema_text
from penstock.exchange.stix.incidents import incident_objects
from penstock.exchange.stix.markings import TLP_IDS, tlp_of
from penstock.exchange.stix.names import name_objects, withdrawn_objects
from penstock.exchange.stix.reference import fixed_objects
from tests.exchange.taxii import making
from tests.exchange.taxii.house import CLIENTS, judged, verdicts

PARTY = {"name": "Somebody", "being": "person", "role": "suspect", "phone": "+31 20 555 0100", "number": "P 7"}
needs_validator = pytest.mark.skipif(not CLIENTS.exists(), reason="`make clients` has not been done")


def _gathered(count):
    """Objects of so many generated editions of each kind."""
    found = []
    for kind in making.KINDS:

        @settings(max_examples=count, database=None, suppress_health_check=list(HealthCheck), derandomize=True)
        @given(making.told([kind]))
        def gather(told):
            found.append(incident_objects(told))
            found.append(name_objects(told, UUID(int=5), PARTY))
            found.append(withdrawn_objects(told, UUID(int=5)))

        gather()
    return [one for each in found for one in each]


@needs_validator
def test_the_validator_says_valid_of_every_export_and_refuses_what_was_broken():
    objects = [*fixed_objects(), *_gathered(12)]
    kinds = {one["extensions"][EXTENSIONS[INCIDENT]]["kind"] for one in objects if one["type"] == "incident"}
    assert kinds == set(making.KINDS), "every kind was generated"
    good = next(one for one in objects if one["type"] == "incident")
    broken = [
        {key: value for key, value in good.items() if key != "name"},
        {**good, "created": "yesterday"},
        {**good, "id": "incident--1"},
        {**good, "revoked": "perhaps"},
    ]
    told = verdicts([*objects, *broken])
    wrong = [(one["type"], found) for one, found in zip(objects, told, strict=False) if found]
    assert not wrong, wrong[:5]
    assert all(told[len(objects) :]), "the validator lets broken objects pass, so it says nothing of the good ones"


@needs_validator
def test_our_own_schemas_take_what_we_write_and_nothing_that_was_spoilt():
    objects = _gathered(6)
    named = {kind: name for name, kind in TYPES.items()}
    by_name = {name: [one for one in objects if named.get(one["type"]) == name] for name in TYPES}
    by_name[INCIDENT] = [one["extensions"][EXTENSIONS[INCIDENT]] for one in objects if one["type"] == "incident"]
    for name in (INCIDENT, "finding", "consignment"):
        documents = by_name[name]
        spoilt = [{**copy.deepcopy(documents[0]), "colour": "red"}, {}]
        told = judged(schema(name), [*documents, *spoilt])
        wrong = [one for one in told[: len(documents)] if one]
        assert documents, f"nothing was generated for {name}"
        assert not wrong, (name, wrong[:3])
        assert all(told[len(documents) :]), f"{name}: a spoilt document passed"


@given(making.told())
def test_every_object_bears_the_marking_of_its_edition_and_refers_to_what_is_there(told):
    objects = incident_objects(told)
    assert {tlp_of(one["object_marking_refs"]) for one in objects} == {told.marking}
    ids = [one["id"] for one in objects]
    assert len(set(ids)) == len(ids)
    refs = [one[name] for one in objects for name in ("source_ref", "target_ref", "incident_ref") if name in one]
    facts = objects[0]["extensions"][EXTENSIONS[INCIDENT]]
    refs += [*facts.get("finding_refs", ()), facts["location_ref"]]
    assert set(refs) <= set(ids)
    assert {one.get("revoked", False) for one in objects} == {told.is_revoked}


@given(making.told())
def test_the_same_edition_is_written_the_same_and_no_null_is_in_it(told):
    first, again = incident_objects(told), incident_objects(told)
    assert first == again
    assert "null" not in [json.dumps(value) for one in first for value in one.values()]
    assert told.content.get("shared_with") not in [one.get("shared_with") for one in first if one.get("shared_with")]


@given(st.sampled_from(list(TLP_IDS)))
def test_a_marking_is_read_back(tlp):
    assert tlp_of([TLP_IDS[tlp]]) == tlp
    assert tlp_of([TLP_IDS["CLEAR"], TLP_IDS[tlp]]) == tlp, "the strictest counts"
    assert tlp_of(None) == "AMBER"


def test_the_schemas_are_published_as_they_are_served(client):
    for name in EXTENSIONS:
        page = client.get(f"/stix/{name}.schema.json")
        assert page.status_code == 200
        assert page.content.decode() == schema_text(name)
    assert client.get("/stix/nothing.schema.json").status_code == 404
