"""Documents that mean harm: each is refused with a word for programs and a sentence for people, and quickly."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.exchange.papers import as_json, as_xml
from penstock.exchange.papers.as_xml import _Reader
from penstock.exchange.papers.kinds import DOCUMENTS
from penstock.exchange.papers.shapes import LARGEST, MOST_PARTS, NAMESPACE
from penstock.kernel.viewer import Refused

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
DOCTYPES = {
    "billion laughs": f"<!DOCTYPE papers [{LAUGHS}]>",
    "external file": '<!DOCTYPE papers [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    "external DTD": '<!DOCTYPE papers SYSTEM "http://127.0.0.1:9/evil.dtd">',
    "parameter entity": '<!DOCTYPE papers [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>',
    "quadratic": f'<!DOCTYPE papers [<!ENTITY q "{"q" * 10_000}">]>',
    "bare": "<!DOCTYPE papers>",
}


def xml(inside: str, *, before: str = "") -> bytes:
    return f'{before}<papers xmlns="{NAMESPACE}">{inside}</papers>'.encode()


def refusal(read, content: bytes) -> str:
    with pytest.raises(Refused) as no:
        read.read(content, DOCUMENTS)
    assert no.value.message
    return no.value.code


@pytest.mark.parametrize("doctype", DOCTYPES.values(), ids=DOCTYPES)
def test_no_document_type_is_taken(doctype):
    assert refusal(as_xml, xml('<notice id="1"><end_use>&l9;</end_use></notice>', before=doctype)) == "doctype"


def test_without_that_rule_the_parser_would_meet_the_entities(monkeypatch):
    """The control: what the rule keeps out is there."""
    monkeypatch.setattr(_Reader, "_doctype", staticmethod(lambda *_: None))
    entity = '<!DOCTYPE papers [<!ENTITY x "expanded">]>'
    there = as_xml.read(xml('<notice id="1"><end_use>&x;</end_use></notice>', before=entity), DOCUMENTS)
    assert there.parts[0].content == {"end_use": "expanded"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (xml(f"<notice>{'x' * 10_000_000}</notice>"), "oversized"),
        (xml("<a>" * 1000 + "</a>" * 1000), "too_deep"),
        (xml("<notice/>" * (MOST_PARTS + 1)), "too_many_parts"),
        (xml(f"<notice><substances>{'<item/>' * 60_000}</substances></notice>"), "too_many_parts"),
        (xml("<notice " + " ".join(f'a{n}="1"' for n in range(31)) + "/>"), "too_many_parts"),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?>' + xml(""), "not_utf8"),
        (b'<?xml version="1.0" encoding="UTF-7"?>' + xml(""), "not_utf8"),
        (xml("").decode().encode("utf-16"), "not_utf8"),
        (xml("").decode().encode("utf-16-be"), "not_utf8"),
        (xml("<notice>\xe9</notice>").decode().encode("latin-1"), "not_xml"),
        (xml("<notice>"), "not_xml"),
        (b"", "not_xml"),
        (b"\0" * 100, "not_xml"),
        (b"<papers/>", "misshapen"),
        (b'<papers xmlns="urn:penstock:papers:0"/>', "misshapen"),
        (xml("&unknown;"), "not_xml"),
        (xml("<notice id='1' id='2'/>"), "not_xml"),
    ],
)  # fmt: skip
def test_xml_beyond_bounds_is_refused(content, code):
    assert refusal(as_xml, content) == code


def told(papers: object, **changes: object) -> bytes:
    return json.dumps({"format": NAMESPACE, "document": "papers", "papers": papers, **changes}).encode()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (told(["x" * 10_000_000]), "oversized"),
        (b"[" * 200_000, "too_deep"),
        (b'{"a":' * 200_000, "too_deep"),
        (told([{}] * (MOST_PARTS + 1)), "too_many_parts"),
        (told([]).decode().encode("utf-16"), "not_utf8"),
        (b'\xff{"a": 1}', "not_utf8"),
        (b"{", "not_json"),
        (b"", "not_json"),
        (b'{"a": NaN}', "not_json"),
        (b"[]", "misshapen"),
        (b"1", "misshapen"),
        (told([], format="urn:penstock:papers:0"), "misshapen"),
        (told({}), "misshapen"),
        (told([], document="letters"), "misshapen"),
        (told([], document=["papers"]), "misshapen"),
    ],
)
def test_json_beyond_bounds_is_refused(content, code):
    assert refusal(as_json, content) == code


def test_the_largest_text_that_may_be_is_read():
    text = "x" * (LARGEST - 200)
    assert (
        as_xml.read(xml(f'<notice id="1"><end_use>{text}</end_use></notice>'), DOCUMENTS).parts[0].content["end_use"]
        == text
    )


@pytest.mark.parametrize(
    ("inside", "field", "code"),
    [
        ("<letter/>", "kind", "unknown_kind"),
        ("<x:notice xmlns:x='urn:other'/>", "kind", "unknown_kind"),
        ("<notice id='1'><colour>red</colour></notice>", "colour", "unknown_field"),
        ("<notice id='1'><end_use>a</end_use><end_use>b</end_use></notice>", "end_use", "twice"),
        ("<notice id='1' colour='red'/>", "colour", "unknown_mark"),
        ("<notice id='1'>stray<end_use>a</end_use></notice>", "notice", "stray_text"),
        ("<notice id='1'>stray</notice>", "notice", "stray_text"),
        ("<notice id='1'><end_use><b>a</b></end_use></notice>", "end_use", "not_text"),
        ("<notice id='1'><end_use lang='en'>a</end_use></notice>", "end_use", "unknown_mark"),
        ("<notice id='1'><end_use><item>a</item></end_use></notice>", "end_use", "not_a_list"),
        (f"<notice id='{'1' * 101}'/>", "id", "too_long"),
        ("<notice.clear id='1'/>", "on", "missing_on"),
    ],
)
def test_one_bad_paper_says_what_is_wrong_and_the_next_is_read(inside, field, code):
    there = as_xml.read(xml(inside + "<notice id='2'><end_use>Paint</end_use></notice>"), DOCUMENTS)
    assert [(one.field, one.code) for one in there.parts[0].faults] == [(field, code)]
    assert all(one.message for one in there.parts[0].faults)
    assert (there.parts[1].faults, there.parts[1].content) == ((), {"end_use": "Paint"})


@pytest.mark.parametrize(
    ("paper", "field", "code"),
    [
        ("text", "kind", "unknown_kind"),
        ({"id": "1"}, "kind", "unknown_kind"),
        ({"kind": "letter"}, "kind", "unknown_kind"),
        ({"kind": ["notice"]}, "kind", "unknown_kind"),
        ({"kind": "notice", "id": "1", "content": {"colour": "red"}}, "colour", "unknown_field"),
        ({"kind": "notice", "id": "1", "content": {"end_use": {"a": 1}}}, "end_use", "not_text"),
        ({"kind": "notice", "id": "1", "content": {"end_use": True}}, "end_use", "not_text"),
        ({"kind": "notice", "id": "1", "content": {"substances": [["a"]]}}, "substances", "not_text"),
        ({"kind": "notice", "id": "1", "content": {"end_use": ["a"]}}, "end_use", "not_a_list"),
        ({"kind": "notice", "id": "1", "content": ["a"]}, "content", "misshapen"),
        ({"kind": "notice", "id": "1", "content": "a"}, "content", "unknown_mark"),
        ({"kind": "notice", "id": ["1"]}, "id", "misshapen"),
    ],
)
def test_the_same_in_json(paper, field, code):
    there = as_json.read(told([paper, {"kind": "notice", "id": "2"}]), DOCUMENTS)
    assert [(one.field, one.code) for one in there.parts[0].faults] == [(field, code)]
    assert not there.parts[1].faults


def test_a_name_that_stands_twice_in_json_is_noticed():
    content = told([]).replace(b"[]", b'[{"kind": "notice", "id": "1", "content": {"end_use": "a", "end_use": "b"}}]')
    assert [one.code for one in as_json.read(content, DOCUMENTS).parts[0].faults] == ["twice"]


@given(content=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content):
    for notation in (as_xml, as_json):
        with pytest.raises(Refused):
            notation.read(content, DOCUMENTS)


@given(
    told=st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(max_size=10),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(["kind", "id", "content", "on", "end_use", "substances", "x"]), inner, max_size=5
            )
        ),
        max_leaves=12,
    )
)
def test_any_json_within_is_read_or_faulted(told):
    content = json.dumps({"format": NAMESPACE, "document": "papers", "papers": [told]}).encode()
    (paper,) = as_json.read(content, DOCUMENTS).parts
    assert paper.faults or paper.name.startswith("notice")
