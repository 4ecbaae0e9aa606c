"""The shape of a paper, said once; the XML, the JSON, both schemas and the reading of both follow from it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from penstock.kernel.forms.specification import Form
from penstock.kernel.viewer import Fault, Refused

NAMESPACE = "urn:penstock:papers:1"
"""Names this edition of the format; what would break a reader gets another number."""
JSON_TYPE, XML_TYPE = "application/json", "application/xml"
LARGEST = 2 * 1024 * 1024
"""Bytes of one document."""
MOST_PARTS = 500
"""Papers in one document, likewise the receipts and entries."""
LONGEST_MARK = 300
LONGEST_ID = 100

Content = str | list[str]
UNCARRIED = re.compile("[^\t\n\r\x20-\x7e\x80-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot carry, and the one more (U+007F) that no form keeps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A mark or a field: its name, the JSON Schema of its value, whether it must be there, and what it says.

    `type_name` names the type where several shapes share it; `is_decimal` is for numbers kept as text.
    """

    name: str
    schema: Mapping[str, Any]
    required: bool = False
    about: str = ""
    type_name: str = ""
    is_decimal: bool = False

    @property
    def is_list(self) -> bool:
        """Whether it holds several values."""
        return bool(self.schema["type"] == "array")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What one kind of node holds: marks, and either fields (its content) or parts, which JSON lists under `listed`."""

    name: str
    about: str
    marks: tuple[Slot, ...] = ()
    fields: tuple[Slot, ...] = ()
    parts: tuple["Shape", ...] = ()
    listed: str = ""

    def __post_init__(self) -> None:
        """Refuse fields beside parts, which XML Schema 1.0 cannot say in any order."""
        if self.fields and self.parts:
            raise ValueError(f"{self.name} holds fields or parts, not both")

    def part(self, name: str) -> "Shape | None":
        """The part of this name."""
        return next((one for one in self.parts if one.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A document or a part of one as it was read or will be written; `faults` are those of its own shape."""

    name: str
    marks: Mapping[str, str] = field(default_factory=dict)
    content: Mapping[str, Content] = field(default_factory=dict)
    parts: tuple["Node", ...] = ()
    faults: tuple[Fault, ...] = ()


def said(name: str, about: str, *, required: bool = False, longest: int = LONGEST_MARK) -> Slot:
    """A mark that is text."""
    return Slot(name=name, schema={"type": "string", "maxLength": longest}, required=required, about=about)


def counted(name: str, about: str, *, required: bool = False) -> Slot:
    """A mark that is a whole number."""
    return Slot(name=name, schema={"type": "integer", "minimum": 0}, required=required, about=about)


def answered(name: str, about: str, *, required: bool = False) -> Slot:
    """A mark that is yes or no."""
    return Slot(name=name, schema={"type": "boolean"}, required=required, about=about)


def fields_of(form: Form, *, strict: bool) -> tuple[Slot, ...]:
    """The fields of a form; where it is not read strictly, any text may stand in each of them."""
    loose = {"type": "string", "maxLength": 5000}
    slots = []
    for one in form.fields:
        schema = one.type.schema()
        is_list = schema["type"] == "array"
        about = " ".join(part for part in (f"{one.label}.", one.help, one.basis and f"({one.basis})") if part)
        slots.append(
            Slot(
                name=one.name,
                schema=schema if strict else {"type": "array", "items": loose} if is_list else loose,
                required=strict and one.required,
                about=about,
                type_name=f"{form.name}.{one.name}".replace(" ", "-") if strict else "",
                is_decimal=strict and one.type.control == "number",
            )
        )
    return tuple(slots)


class Gathering:
    """What is found in one node, whichever the notation: every fault at once, and nothing lost without one."""

    def __init__(self, shape: Shape) -> None:
        """Gather what a shape asks for."""
        self.shape = shape
        self._slots = {"mark": {one.name: one for one in shape.marks}, "field": {one.name: one for one in shape.fields}}
        self._found: dict[str, dict[str, Content]] = {"mark": {}, "field": {}}
        self.faults: list[Fault] = []

    def fault(self, name: str, code: str, text: str, /, **values: object) -> None:
        """Something is wrong with one mark or field."""
        self.faults.append(Fault(name[:LONGEST_MARK], code, text, values))

    def mark(self, name: str, value: Content) -> None:
        """A mark was found."""
        self._take("mark", name, value)

    def field(self, name: str, value: Content) -> None:
        """A field of the content was found."""
        self._take("field", name, value)

    def _take(self, kind: str, name: str, value: Content) -> None:
        slot = self._slots[kind].get(name)
        texts = value if isinstance(value, list) else [value]
        bad = next((found[0] for text in texts if (found := UNCARRIED.search(text))), "")
        if slot is None:
            known = ", ".join(self._slots[kind]) or "none"
            text = "'{given}' is no {kind} of {paper}; known are: {known}."
            given = UNCARRIED.sub("\ufffd", name)[:60]
            self.fault(given, f"unknown_{kind}", text, given=given, kind=kind, paper=self.shape.name, known=known)
        elif name in self._found[kind]:
            self.fault(name, "twice", "'{given}' stands here twice; give it once.", given=name)
        elif bad:
            text = "Take the character {given} out; it cannot be exchanged."
            self.fault(name, "forbidden_character", text, given=f"U+{ord(bad):04X}")
        elif isinstance(value, list) and not slot.is_list:
            self.fault(name, "not_a_list", "'{given}' takes one value, not a list.", given=name)
        elif kind == "mark" and len(str(value)) > (longest := slot.schema.get("maxLength", LONGEST_MARK)):
            self.fault(name, "too_long", "Shorten this to {longest} characters.", longest=longest)
        else:
            self._found[kind][name] = value

    def node(self, parts: tuple[Node, ...] = ()) -> Node:
        """The node, with a fault for each mark that is missing; what fields must be there is the form's to say."""
        marks = {name: str(value) for name, value in self._found["mark"].items() if value != ""}
        wrong = {one.field for one in self.faults}
        for one in self.shape.marks:
            if one.required and one.name not in marks and one.name not in wrong:
                self.fault(
                    one.name, f"missing_{one.name}", "'{given}' is missing: {about}", given=one.name, about=one.about
                )
        content = {name: value for name, value in self._found["field"].items() if value not in ("", [])}
        return Node(name=self.shape.name, marks=marks, content=content, parts=parts, faults=tuple(self.faults))


def unknown_part(shape: Shape, name: str) -> Node:
    """A part that does not belong here, with the fault that says so."""
    known = ", ".join(one.name for one in shape.parts) or "none"
    text = "'{given}' is nothing that stands in {paper}; known are: {known}."
    given = UNCARRIED.sub("\ufffd", name)[:60]
    return Node(
        name=given, faults=(Fault("kind", "unknown_kind", text, {"given": given, "paper": shape.name, "known": known}),)
    )


def bounded(content: bytes) -> bytes:
    """The bytes of a document, unless there are too many."""
    if len(content) > LARGEST:
        raise Refused("oversized", f"A document has at most {LARGEST // 1024} KiB; send more of them.")
    return content


def too_many(shape: Shape) -> Refused:
    """There are more parts than one document may hold."""
    return Refused("too_many_parts", f"A document holds at most {MOST_PARTS} {shape.listed}; send more documents.")
