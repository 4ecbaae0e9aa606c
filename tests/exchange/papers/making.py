"""Contents for property tests, made from each field's own schema, with real examples where that says too little."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from penstock.exchange.papers import as_json, as_xml
from penstock.exchange.papers.kinds import DOCUMENTS, PAPERS
from penstock.exchange.papers.shapes import Node
from penstock.kernel.forms.specification import Field, Form

FORMATS = {"xml": as_xml, "json": as_json}
EXAMPLES = {
    "cas_number": ["67-64-1", "108-24-7", "299-42-3"],
    "hs_code": ["291411", "2915240000"],
    "substances": ["acetone", "toluene", "acetic-anhydride", "Ethyl ether"],
    "port_of_exit": ["NLRTM", "INNSA"],
    "point_of_entry": ["CLVAP", "DEHAM"],
}
CARRIED = st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\x7f\ufffe\uffff").filter(
    lambda one: one >= " " or one in "\t\n\r"
)
ODD = st.sampled_from(
    ["\u05e9\u05dc\u05d5\u05dd \u200f", "مرحبا", "]]>", "<!--", "&amp;", "a\r\nb", "\u2028", "e\u0301", "化学品", "💧"]
)


def texts(longest: int) -> st.SearchStrategy[str]:
    """Whatever XML and JSON both carry."""
    return st.one_of(st.text(CARRIED, max_size=min(longest, 80)), ODD)


def answers(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Answers that a schema allows."""
    if schema["type"] == "array":
        return st.lists(answers(schema["items"]), max_size=4)
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if schema.get("format") == "date":
        return st.dates(date(1990, 1, 1), date(2100, 1, 1)).map(date.isoformat)
    if "pattern" in schema:
        return st.from_regex(schema["pattern"], fullmatch=True)
    return texts(schema["maxLength"])


def _of(field: Field) -> st.SearchStrategy[Any]:
    made = answers(field.type.schema())
    examples = EXAMPLES.get(field.name)
    if not examples:
        return made
    one = st.sampled_from(examples)
    return st.one_of(st.lists(one, max_size=3) if field.type.schema()["type"] == "array" else one, made)


def entered(form: Form) -> st.SearchStrategy[dict[str, Any]]:
    """What might be entered into a form; any field may be left out."""
    return st.fixed_dictionaries({}, optional={one.name: _of(one) for one in form.fields})


def filled(content: dict[str, Any]) -> dict[str, Any]:
    """What of a kept content a paper carries: nothing stands for what is empty."""
    return {name: value for name, value in content.items() if value}


def carried(form: str, node: Node) -> Node:
    """A document after a journey in one notation."""
    return FORMATS[form].read(FORMATS[form].write(node, PAPERS), DOCUMENTS)


def a_document(kind: str, content: dict[str, Any], **marks: str) -> Node:
    """A document with one paper."""
    return Node(name="papers", parts=(Node(name=kind, marks={"id": "1", **marks}, content=filled(content)),))
