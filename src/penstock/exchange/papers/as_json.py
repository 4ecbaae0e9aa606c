"""Papers as JSON: the same nodes; numbers are read digit by digit as they were written, never as floats."""

import json
from collections.abc import Iterable
from typing import Any, NoReturn

from penstock.exchange.papers.shapes import (
    MOST_PARTS,
    NAMESPACE,
    Content,
    Gathering,
    Node,
    Shape,
    Slot,
    bounded,
    too_many,
    unknown_part,
)
from penstock.kernel.viewer import Refused

KIND, CONTENT, FORMAT, DOCUMENT = "kind", "content", "format", "document"


class _Pairs(list[tuple[str, Any]]):
    """An object as its pairs, so that a name that stands twice is noticed."""


def write(node: Node, shape: Shape) -> bytes:
    """A document as JSON in UTF-8; empty fields are left out."""
    told = {FORMAT: NAMESPACE, DOCUMENT: shape.name, **_written(node, shape)}
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")


def _written(node: Node, shape: Shape) -> dict[str, Any]:
    told: dict[str, Any] = {
        one.name: _value(one, node.marks[one.name]) for one in shape.marks if one.name in node.marks
    }
    if shape.fields:
        told[CONTENT] = {one.name: node.content[one.name] for one in shape.fields if node.content.get(one.name)}
    if shape.parts:
        several = len(shape.parts) > 1
        told[shape.listed] = [
            ({KIND: part.name} if several else {}) | _written(part, inner)
            for part in node.parts
            if (inner := shape.part(part.name))
        ]
    return told


def _value(slot: Slot, text: str) -> Any:
    kind = slot.schema["type"]
    return int(text) if kind == "integer" else text == "true" if kind == "boolean" else text


def read(content: bytes, shapes: tuple[Shape, ...]) -> Node:
    """A document of one of `shapes`; Refused when it is no such document, while its parts carry their own faults."""
    told = _parsed(bounded(content))
    names = {name: value for name, value in told if name in {FORMAT, DOCUMENT}} if isinstance(told, _Pairs) else {}
    shape = next((one for one in shapes if one.name == names.get(DOCUMENT)), None)
    if shape is None or names.get(FORMAT) != NAMESPACE:
        known = ", ".join(f'"{one.name}"' for one in shapes)
        wanted = f'"format": "{NAMESPACE}" and "document": one of {known}'
        raise Refused("misshapen", f"The document must be an object with {wanted}.")
    listed = [value for name, value in told if name == shape.listed]
    if len(listed) != 1 or not isinstance(listed[0], list) or isinstance(listed[0], _Pairs):
        raise Refused("misshapen", f'The document must hold one list "{shape.listed}".')
    if len(listed[0]) > MOST_PARTS:
        raise too_many(shape)
    return _node(_Pairs((name, value) for name, value in told if name not in names), shape)


def _parsed(content: bytes) -> Any:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise Refused("not_utf8", f"The document is not UTF-8 at byte {wrong.start}; send it in UTF-8.") from None
    try:
        return json.loads(text, object_pairs_hook=_Pairs, parse_float=str, parse_int=str, parse_constant=_no_number)
    except RecursionError:
        raise Refused("too_deep", "Lists and objects stand too deep within each other.") from None
    except json.JSONDecodeError as wrong:
        raise Refused(
            "not_json", f"This is not JSON: {wrong.msg}, line {wrong.lineno}, column {wrong.colno}."
        ) from None


def _no_number(name: str) -> NoReturn:
    raise Refused("not_json", f"This is not JSON: {name} is no number.")


def _node(pairs: _Pairs, shape: Shape) -> Node:
    gathering, parts = Gathering(shape), tuple[Node, ...]()
    for name, value in pairs:
        if shape.parts and name == shape.listed and isinstance(value, list) and not isinstance(value, _Pairs):
            parts += tuple(_part(one, shape) for one in value)
        elif shape.fields and name == CONTENT and isinstance(value, _Pairs):
            for field_name, given in value:
                _gather(field_name, given, gathering)
        elif isinstance(value, list):
            if not value:
                continue
            gathering.fault(name, "misshapen", "'{given}' is not of this shape; see the schema.", given=name[:60])
        elif value is not None:
            gathering.mark(name, _text(value))
    return gathering.node(parts)


def _part(told: Any, shape: Shape) -> Node:
    if not isinstance(told, _Pairs):
        return unknown_part(shape, json.dumps(told)[:60])
    kinds = [value for name, value in told if name == KIND]
    if len(shape.parts) == 1:
        return _node(told, shape.parts[0])
    inner = shape.part(kinds[0]) if len(kinds) == 1 and isinstance(kinds[0], str) else None
    if inner is None:
        return unknown_part(shape, ", ".join(map(str, kinds)))
    return _node(_Pairs((name, value) for name, value in told if name != KIND), inner)


def _gather(name: str, given: Any, gathering: Gathering) -> None:
    if given is None:
        return
    if isinstance(given, _Pairs) or (isinstance(given, list) and not _all_plain(given)):
        gathering.fault(name, "not_text", "{given} is a text or a list of texts.", given=name[:60])
    elif isinstance(given, bool):
        gathering.fault(name, "not_text", "{given} is a text, not true or false.", given=name[:60])
    else:
        gathering.field(name, given)


def _all_plain(values: Iterable[Any]) -> bool:
    return all(isinstance(one, str) for one in values)


def _text(value: Any) -> Content:
    return str(value).lower() if isinstance(value, bool) else str(value)
