"""Papers as XML: written without a library, read by a parser that takes no document type, no entity and no excess."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from xml.parsers import expat

from penstock.exchange.papers.shapes import (
    MOST_PARTS,
    NAMESPACE,
    UNCARRIED,
    Content,
    Gathering,
    Node,
    Shape,
    bounded,
    too_many,
    unknown_part,
)
from penstock.kernel.viewer import Refused

DEEPEST = 6
MOST_ELEMENTS = 50_000
MOST_ATTRIBUTES = 30
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance "  # hints such as schemaLocation mean nothing here


def write(node: Node, shape: Shape) -> bytes:
    """A document as XML in UTF-8; empty fields are left out."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', *_written(node, shape, "", f' xmlns="{NAMESPACE}"')]
    return ("\n".join(lines) + "\n").encode()


def _written(node: Node, shape: Shape, indent: str, namespace: str = "") -> Iterator[str]:
    marks = "".join(
        f' {one.name}="{_attribute(node.marks[one.name])}"' for one in shape.marks if one.name in node.marks
    )
    start, deeper = f"{indent}<{shape.name}{namespace}{marks}", f"{indent}  "
    inside = [line for one in shape.fields for line in _field(one.name, node.content.get(one.name), deeper)]
    for part in node.parts:
        inner = shape.part(part.name)
        if inner:
            inside += _written(part, inner, deeper)
    if not inside:
        yield f"{start}/>"
        return
    yield f"{start}>"
    yield from inside
    yield f"{indent}</{shape.name}>"


def _field(name: str, value: Content | None, indent: str) -> Iterator[str]:
    if not value:
        return
    if isinstance(value, list):
        yield f"{indent}<{name}>{''.join(f'<item>{_text(one)}</item>' for one in value)}</{name}>"
    else:
        yield f"{indent}<{name}>{_text(value)}</{name}>"


def _text(text: str) -> str:
    """Text between tags; a carriage return would be read as a line feed if it stood there as itself."""
    return escape(UNCARRIED.sub("\ufffd", text), quote=False).replace("\r", "&#13;")


def _attribute(text: str) -> str:
    quoted = escape(UNCARRIED.sub("\ufffd", text))
    return quoted.replace("\r", "&#13;").replace("\t", "&#9;").replace("\n", "&#10;")


def read(content: bytes, shapes: tuple[Shape, ...]) -> Node:
    """A document of one of `shapes`; Refused when it is no such document, while its parts carry their own faults."""
    root = _Reader().tree(bounded(content))
    shape = next((one for one in shapes if one.name == root.local), None)
    if shape is None:
        known = ", ".join(one.name for one in shapes)
        raise Refused("misshapen", f"The document is '{root.name[:100]}'; it must be one of {known} in {NAMESPACE}.")
    if len(root.children) > MOST_PARTS:
        raise too_many(shape)
    return _node(root, shape)


def _node(element: "_Element", shape: Shape) -> Node:
    gathering = Gathering(shape)
    for name, value in element.attributes.items():
        if not name.startswith(_INSTANCE):
            gathering.mark(name, value)
    if element.children and element.text.strip():
        text = "There is text between the elements of {given}: '{text}'."
        gathering.fault(shape.name, "stray_text", text, given=shape.name, text=element.text.strip()[:60])
    elif element.text.strip():
        gathering.fault(shape.name, "stray_text", "Put the text of {given} into its fields.", given=shape.name)
    if not shape.parts:
        for child in element.children:
            _gather(child, gathering)
        return gathering.node()
    parts = []
    for child in element.children:
        inner = shape.part(child.local)
        parts.append(_node(child, inner) if inner else unknown_part(shape, child.local or child.name))
    return gathering.node(tuple(parts))


def _gather(child: "_Element", gathering: Gathering) -> None:
    """One field, whose value is its text or its items."""
    name = child.local or child.name
    if any(not one.startswith(_INSTANCE) for one in child.attributes):
        gathering.fault(name, "unknown_mark", "{given} has no attributes; give its value as its text.", given=name)
    slot = next((one for one in gathering.shape.fields if one.name == name), None)
    if not child.children and not (slot and slot.is_list and not child.text.strip()):
        gathering.field(name, child.text)
    elif child.text.strip() or any(one.local != "item" or one.children or one.attributes for one in child.children):
        gathering.fault(name, "not_text", "{given} holds text, or a list of <item> elements.", given=name)
    else:
        gathering.field(name, [one.text for one in child.children])


@dataclass(slots=True)
class _Element:
    name: str
    attributes: dict[str, str]
    text: str = ""
    children: list["_Element"] = field(default_factory=list)

    @property
    def local(self) -> str:
        """The name within our namespace; empty for an element of another one."""
        space, _, name = self.name.rpartition(" ")
        return name if space == NAMESPACE else ""


class _Reader:
    """Expat with everything refused that a hostile document needs: a document type holds entities, so there is none."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.XmlDeclHandler = self._declared
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.open: list[_Element] = []
        self.root: _Element | None = None
        self.count = 0

    def tree(self, content: bytes) -> _Element:
        """The elements of a document; Refused when it is not well-formed, or more than may be."""
        if content.startswith((b"\xff\xfe", b"\xfe\xff", b"\0<", b"<\0")):
            raise _wrong_encoding("UTF-16 or UTF-32")
        try:
            self.parser.Parse(content, True)
        except expat.ExpatError as wrong:
            where = f"line {wrong.lineno}, column {wrong.offset + 1}"
            raise Refused(
                "not_xml", f"This is not well-formed XML: {expat.ErrorString(wrong.code)}, {where}."
            ) from None
        assert self.root is not None, "expat refuses a document without an element"  # noqa: S101
        return self.root

    @staticmethod
    def _declared(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in {"utf-8", "utf8", "us-ascii"}:
            raise _wrong_encoding(encoding[:40])

    @staticmethod
    def _doctype(*_: object) -> None:
        raise Refused("doctype", "Take the document type (<!DOCTYPE ...>) out; neither it nor entities are taken.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if len(self.open) >= DEEPEST:
            raise Refused("too_deep", f"Elements stand within each other at most {DEEPEST} deep.")
        if self.count > MOST_ELEMENTS or len(attributes) > MOST_ATTRIBUTES:
            raise Refused("too_many_parts", f"A document has at most {MOST_ELEMENTS} elements; send more documents.")
        element = _Element(name, attributes)
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def _end(self, _name: str) -> None:
        self.open.pop()

    def _characters(self, text: str) -> None:
        self.open[-1].text += text


def _wrong_encoding(given: str) -> Refused:
    return Refused("not_utf8", f"The document is in {given}; send it in UTF-8.")
