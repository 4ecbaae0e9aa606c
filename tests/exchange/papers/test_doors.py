"""The doors of a running house: both notations, what is refused before it is read, and the schemas it serves."""

import json
from contextlib import closing

import httpx
import pytest
import xmlschema

from penstock.exchange.papers import as_json, as_xml, schemas
from penstock.exchange.papers.kinds import DOCUMENTS, PAPERS
from penstock.exchange.papers.shapes import LARGEST, NAMESPACE, Node
from tests.api.caller import shipment
from tests.harness.instance import Instance

XML, JSON = "application/xml", "application/json"


@pytest.fixture
def asha(module_instance: Instance):
    token = module_instance.person(name="Asha")["api_token"]
    base = f"{module_instance.base_url}/api/v1"
    with closing(httpx.Client(base_url=base, headers={"Authorization": f"Bearer {token}"}, timeout=120)) as http:
        yield http


def push(http: httpx.Client, content: bytes, kind: str, **headers: str) -> httpx.Response:
    return http.post("/papers", content=content, headers={"Content-Type": kind, **headers})


def a_document(paper_id: str, **changes: str) -> Node:
    return Node(name="papers", parts=(Node(name="notice", marks={"id": paper_id}, content=shipment(**changes)),))


def test_a_notice_goes_in_as_xml_and_comes_out_in_both(asha):
    sent = push(asha, as_xml.write(a_document("x1", reference="PAPERS-1"), PAPERS), XML)
    assert (sent.status_code, sent.headers["Content-Type"]) == (200, f"{XML}; charset=utf-8")
    (receipt,) = as_xml.read(sent.content, DOCUMENTS).parts
    assert (receipt.marks["id"], receipt.marks["outcome"]) == ("x1", "done")
    on = receipt.marks["reference"]
    as_before = push(asha, as_json.write(a_document("x1", reference="PAPERS-1"), PAPERS), JSON).json()
    assert as_before["receipts"][0]["reference"] == on, "the other notation, the same paper"
    pulled = asha.get("/papers", params={"limit": 500})
    assert pulled.headers["Content-Type"] == f"{JSON}; charset=utf-8"
    in_xml = asha.get("/papers", params={"limit": 500}, headers={"Accept": XML})
    told = as_json.read(pulled.content, DOCUMENTS)
    assert as_xml.read(in_xml.content, DOCUMENTS) == told
    assert [one.name for one in told.parts if one.marks["on"] == on] == ["notice"]
    assert asha.get("/papers", params={"since": told.marks["next"]}).json()["papers"] == []


@pytest.mark.parametrize(
    ("content", "kind", "headers", "status", "code"),
    [
        (b"<papers/>", XML, {}, 422, "misshapen"),
        (b"<!DOCTYPE papers [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><papers>&x;</papers>", XML, {}, 400, "doctype"),
        (b"<papers", XML, {}, 400, "not_xml"),
        (b"{", JSON, {}, 400, "not_json"),
        (b"[" * 100_000, JSON, {}, 400, "too_deep"),
        (b" " * (LARGEST + 1), JSON, {}, 413, "oversized"),
        (b"x" * 10_000_000, XML, {}, 413, "oversized"),
        (b"<papers/>", "application/pdf", {}, 415, "media_type"),
        (b"<papers/>", f"{XML}; charset=latin-1", {}, 400, "not_utf8"),
        (f'<papers xmlns="{NAMESPACE}"/>'.encode(), XML, {"Idempotency-Key": "k" * 201}, 400, "key_too_long"),
        (f'<papers xmlns="{NAMESPACE}"/>'.encode(), XML, {"Accept": "application/pdf"}, 406, "not_acceptable"),
    ],
)
def test_what_cannot_be_read_is_answered_with_a_problem(asha, *, content, kind, headers, status, code):
    answer = push(asha, content, kind, **headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["detail"]


def test_a_wrong_cursor_and_a_wrong_token_are_answered_likewise(asha):
    assert asha.get("/papers", params={"since": "evt_1_0"}).json()["code"] == "cursor"
    assert asha.get("/papers", headers={"Authorization": "Bearer no"}).status_code == 401


def test_the_schemas_are_served_to_everybody_and_judge_the_directory(asha, module_instance):
    base = f"{module_instance.base_url}/api/v1/papers"
    served = httpx.get(f"{base}/schema.xsd").text
    assert served == schemas.xml_schema()
    assert json.loads(httpx.get(f"{base}/schema.json").text)["$id"] == NAMESPACE
    directory = asha.get("/papers/directory", headers={"Accept": XML}).text
    told = directory.partition("?>")[2].strip()
    assert list(xmlschema.XMLSchema10(served).iter_errors(told)) == []
    assert 'country="CL"' in told


def test_the_contract_shows_an_example_of_each_document_in_both_notations(asha):
    paths = asha.get("/openapi.json").json()["paths"]
    sent = paths["/api/v1/papers"]["post"]["requestBody"]["content"]
    assert as_xml.read(sent[XML]["example"].encode(), (PAPERS,)) == as_json.read(
        json.dumps(sent[JSON]["example"]).encode(), (PAPERS,)
    )
    for path, method in (("/papers", "post"), ("/papers", "get"), ("/papers/directory", "get")):
        answers = paths[f"/api/v1{path}"][method]["responses"]["200"]["content"]
        assert answers[XML]["example"]
        assert answers[JSON]["example"]["format"] == NAMESPACE
