"""Both schemas: they are sound, they know every field and step, and they agree with what is written and read."""

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
import xmlschema
from hypothesis import assume, given
from hypothesis import strategies as st

from penstock.exchange.papers import as_json, as_xml, schemas
from penstock.exchange.papers.kinds import DOCUMENTS, KINDS, PAPERS
from penstock.exchange.papers.shapes import NAMESPACE, Node
from penstock.kernel.forms.specification import Field
from penstock.notices.fields import SHIPMENT
from penstock.notices.states import NOTICES
from tests.cast import OBJECTION
from tests.exchange.papers.making import a_document, entered

CLIENTS = Path(__file__).parents[2] / "clients"
GOOD = {
    "reference": "EX-1",
    "exporter_name": "Polder Solvents",
    "exporter_country": "NL",
    "importer_name": "Quimicos del Valle",
    "importer_country": "CL",
    "goods_description": "Acetone",
    "substances": ["acetone"],
    "quantity": "18000.5",
    "unit": "kg",
    "dispatch_on": "2031-01-31",
}


@cache
def schema() -> xmlschema.XMLSchema10:
    return xmlschema.XMLSchema10(schemas.xml_schema())


def complaints(content: bytes) -> list[str]:
    return [str(one.reason) for one in schema().iter_errors(content.decode().partition("?>")[2].strip())]


def test_every_step_and_every_field_is_in_both():
    definitions = json.loads(schemas.json_schema())["$defs"]
    for step in NOTICES.steps:
        kind = f"notice.{step.verb}"
        fields = {one.name for one in step.form.fields} if step.form else set()
        assert set(definitions[kind]["properties"].get("content", {}).get("properties", {})) == fields
        content = schema().types[kind].content
        assert {one.local_name for one in content.iter_elements()} == fields


@given(data=st.data())
def test_what_the_strict_form_takes_is_written_as_the_schema_has_it(data):
    raw = GOOD | data.draw(entered(SHIPMENT))
    faulty = {one.field for one in SHIPMENT.read(raw, strict=True).faults}
    mended = {name: GOOD.get(name, "") if name in faulty else value for name, value in raw.items()}
    reading = SHIPMENT.read(mended, strict=True)
    assume(not reading.faults)  # only where both countries became one
    assert not complaints(as_xml.write(a_document("notice", dict(reading.kept)), PAPERS))


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"quantity": "5,5"}, "decimal"),
        ({"unit": "stone"}, "must be one of"),
        ({"exporter_country": "Holland"}, "pattern"),
        ({"dispatch_on": "31-01-2031"}, "date"),
        ({"end_use": "x" * 301}, "length"),
        ({"reference": ""}, "expected"),
    ],
)
def test_the_schema_finds_what_is_wrong(changes, complaint):
    assert not complaints(as_xml.write(a_document("notice", GOOD), PAPERS))
    found = complaints(as_xml.write(a_document("notice", GOOD | changes), PAPERS))
    assert any(complaint in one for one in found), found


def test_a_strange_element_and_a_missing_mark_are_found():
    strange = f'<papers xmlns="{NAMESPACE}"><notice.clear id="1"><colour>red</colour></notice.clear></papers>'
    found = " ".join(complaints(b"?>" + strange.encode()))
    assert "colour" in found
    assert "'on'" in found


def a_document_of_each() -> list[Node]:
    """Every kind of paper, filled as its form wants it."""
    filled = {"notice.object": OBJECTION, "notice.ask": {"question": "Which works?"}}
    papers = []
    for kind in KINDS.values():
        content = GOOD if kind.form is SHIPMENT else filled.get(kind.name, {})
        content = content or {one.name: _sample(one) for one in (kind.form.fields if kind.form else ()) if one.required}
        marks = {"id": kind.name, "at": "2026-01-01T00:00:00+00:00", "edition": "2"}
        papers.append(
            Node(name=kind.name, marks=marks | ({"on": "NL-2026-000001"} if kind.names_case else {}), content=content)
        )
    return [Node(name="papers", marks={"next": "evt_1", "more": "false"}, parts=(one,)) for one in papers]


def _sample(field: Field) -> str:
    """Something that a field takes."""
    told = field.type.schema()
    return told["enum"][0] if "enum" in told else "2031-01-31" if told.get("format") == "date" else "text"


def verdicts(documents: list[bytes]) -> list[list[str]]:
    """What ajv, another's implementation of JSON Schema, says of each."""
    said = subprocess.run(
        ["node", "ajv.mjs"],  # noqa: S607  the Node that the machine has
        cwd=CLIENTS,
        input=json.dumps(
            {"schema": json.loads(schemas.json_schema()), "documents": [json.loads(one) for one in documents]}
        ),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(said.stdout)


@pytest.mark.skipif(shutil.which("node") is None, reason="there is no Node on this machine")
@pytest.mark.skipif(
    not (CLIENTS / "node_modules" / "ajv").exists(), reason="ajv is not there: `scripts/clients` fetches it"
)
def test_ajv_takes_what_is_written_and_nothing_that_was_spoilt():
    written = [as_json.write(one, PAPERS) for one in a_document_of_each()]
    assert verdicts(written) == [[]] * len(written)
    spoilt = [
        written[0].replace(b"18000.5", b"18 000"),
        written[0].replace(b'"unit"', b'"units"'),
        written[0].replace(b"2031-01-31", b"2031-02-31"),
        written[0].replace(NAMESPACE.encode(), b"urn:penstock:papers:0"),
    ]
    assert all(verdicts(spoilt)), "each is refused"


def test_every_kind_is_valid_xml_too():
    assert [complaints(as_xml.write(one, PAPERS)) for one in a_document_of_each()] == [[]] * len(KINDS)


@pytest.mark.skipif(shutil.which("xmllint") is None, reason="there is no xmllint on this machine")
def test_xmllint_agrees(tmp_path):
    (tmp_path / "papers.xsd").write_text(schemas.xml_schema())
    for number, document in enumerate(a_document_of_each()):
        (tmp_path / f"{number}.xml").write_bytes(as_xml.write(document, DOCUMENTS[0]))
        subprocess.run(
            ["xmllint", "--noout", "--schema", "papers.xsd", f"{number}.xml"],  # noqa: S607  likewise
            cwd=tmp_path, check=True, capture_output=True,
        )  # fmt: skip
