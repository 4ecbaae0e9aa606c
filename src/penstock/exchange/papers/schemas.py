"""The format as XML Schema 1.0 and as JSON Schema 2020-12, both written from the shapes."""

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from penstock.exchange.papers.kinds import DOCUMENTS
from penstock.exchange.papers.shapes import MOST_PARTS, NAMESPACE, Shape, Slot

TITLE = "Papers exchanged between systems of control"
EDITION = "1.0"


def _every_shape(shapes: tuple[Shape, ...] = DOCUMENTS) -> Iterator[Shape]:
    """Each shape once, the inner ones first."""
    seen: dict[str, Shape] = {}
    for shape in shapes:
        seen |= {one.name: one for one in _every_shape(shape.parts)} | {shape.name: shape}
    yield from seen.values()


def xml_schema() -> str:
    """The format as XML Schema 1.0."""
    body = "\n".join(
        [
            *(f'  <xs:element name="{one.name}" type="p:{one.name}"/>' for one in DOCUMENTS),
            *_text_types(),
            *(line for shape in _every_shape() for line in _complex_type(shape)),
        ]
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:p="{NAMESPACE}" targetNamespace="{NAMESPACE}"\n'
        f'           elementFormDefault="qualified" version="{EDITION}">\n'
        f"  <xs:annotation><xs:documentation>{TITLE}</xs:documentation></xs:annotation>\n{body}\n</xs:schema>\n"
    )


def _text_types() -> Iterator[str]:
    """Each type that a field of a form names, once; an empty text is left out by whoever has nothing to say."""
    named = {slot.type_name: slot for shape in _every_shape() for slot in shape.fields if slot.type_name}
    for name, slot in named.items():
        if slot.is_list:
            yield from _list_type(name, slot.schema["items"])
        else:
            restriction = _restriction(slot.schema, decimal=slot.is_decimal)
            yield f'  <xs:simpleType name="{name}">{_about(slot.about)}{restriction}</xs:simpleType>'


def _list_type(name: str, items: Mapping[str, Any], indent: str = "  ") -> Iterator[str]:
    called = f' name="{name}"' if name else ""
    yield f'{indent}<xs:complexType{called}><xs:sequence><xs:element name="item" maxOccurs="unbounded">'
    yield f"{indent}  <xs:simpleType>{_restriction(items)}</xs:simpleType>"
    yield f"{indent}</xs:element></xs:sequence></xs:complexType>"


def _restriction(schema: Mapping[str, Any], *, decimal: bool = False) -> str:
    if schema["type"] == "boolean":
        return '<xs:restriction base="xs:boolean"><xs:pattern value="true|false"/></xs:restriction>'
    if schema["type"] == "integer":
        return '<xs:restriction base="xs:nonNegativeInteger"/>'
    facets = "".join(f'<xs:enumeration value="{escape(one)}"/>' for one in schema.get("enum", ()))
    if "pattern" in schema:
        facets += f'<xs:pattern value="{escape(schema["pattern"].removeprefix("^").removesuffix("$"))}"/>'
    if schema.get("format") == "date":
        return '<xs:restriction base="xs:date"><xs:pattern value="[0-9]{4}-[0-9]{2}-[0-9]{2}"/></xs:restriction>'
    if not facets:
        facets = f'<xs:minLength value="1"/><xs:maxLength value="{schema["maxLength"]}"/>'
    return f'<xs:restriction base="xs:{"decimal" if decimal else "string"}">{facets}</xs:restriction>'


def _complex_type(shape: Shape) -> Iterator[str]:
    yield f'  <xs:complexType name="{shape.name}">'
    yield f"    {_about(shape.about)}"
    if shape.fields:
        yield "    <xs:all>"
        yield from (line for slot in shape.fields for line in _element(slot))
        yield "    </xs:all>"
    if shape.parts:
        yield f'    <xs:choice minOccurs="0" maxOccurs="{MOST_PARTS}">'
        yield from (f'      <xs:element name="{one.name}" type="p:{one.name}"/>' for one in shape.parts)
        yield "    </xs:choice>"
    for slot in shape.marks:
        use = ' use="required"' if slot.required else ""
        yield f'    <xs:attribute name="{slot.name}"{use}>'
        yield f"      {_about(slot.about)}<xs:simpleType>{_restriction(slot.schema)}</xs:simpleType>"
        yield "    </xs:attribute>"
    yield "  </xs:complexType>"


def _element(slot: Slot) -> Iterator[str]:
    often = "" if slot.required else ' minOccurs="0"'
    if slot.type_name:
        yield f'      <xs:element name="{slot.name}" type="p:{slot.type_name}"{often}/>'
        return
    yield f'      <xs:element name="{slot.name}"{often}>'
    yield f"        {_about(slot.about)}"
    if slot.is_list:
        yield from _list_type("", slot.schema["items"], "        ")
    else:
        yield f"        <xs:simpleType>{_restriction(slot.schema)}</xs:simpleType>"
    yield "      </xs:element>"


def _about(text: str) -> str:
    return f"<xs:annotation><xs:documentation>{escape(text, quote=False)}</xs:documentation></xs:annotation>"


def json_schema() -> str:
    """The format as JSON Schema 2020-12."""
    told = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": NAMESPACE,
        "title": TITLE,
        "$comment": f"edition {EDITION}",
        "oneOf": [{"$ref": f"#/$defs/{one.name}"} for one in DOCUMENTS],
        "$defs": {one.name: _definition(one) for one in _every_shape()},
    }
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def _definition(shape: Shape) -> dict[str, Any]:
    properties: dict[str, Any] = {one.name: _property(one) for one in shape.marks}
    required = [one.name for one in shape.marks if one.required]
    if shape in DOCUMENTS:
        properties |= {"format": {"const": NAMESPACE}, "document": {"const": shape.name}}
        required += ["format", "document", shape.listed]
    if shape.fields:
        asked = [one.name for one in shape.fields if one.required]
        properties["content"] = _object({one.name: _property(one) for one in shape.fields}, asked)
        required += ["content"] if asked else []
    if shape.parts:
        properties[shape.listed] = {"type": "array", "maxItems": MOST_PARTS, "items": _items(shape)}
    if any(len(one.parts) > 1 and shape in one.parts for one in _every_shape()):
        properties["kind"] = {"const": shape.name}
        required.append("kind")
    return {"description": shape.about, **_object(properties, required)}


def _items(shape: Shape) -> dict[str, Any]:
    references = [{"$ref": f"#/$defs/{one.name}"} for one in shape.parts]
    return references[0] if len(references) == 1 else {"oneOf": references}


def _object(properties: Mapping[str, Any], required: list[str]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _property(slot: Slot) -> dict[str, Any]:
    schema = dict(slot.schema)
    if schema["type"] == "string" and "maxLength" in schema:
        schema["minLength"] = 1
    return {"description": slot.about, **schema} if slot.about else schema
