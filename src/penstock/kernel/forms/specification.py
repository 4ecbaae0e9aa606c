"""A form as a list of fields: the draft, the strict form, the page, the API, the file columns and the difference."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from penstock.kernel.forms.types import FieldType, Invalid, Kept
from penstock.kernel.viewer import Fault

Rule = Callable[[Mapping[str, Any]], Iterable[Fault]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question: its name, label and type, whether the strict form needs it, and the article that asks for it.

    `topic` is what a fault calls it when it is missing, where that is not its name.
    """

    name: str
    label: str
    type: FieldType
    help: str = ""
    required: bool = False
    basis: str = ""
    topic: str = ""

    def read(self, raw: object, *, strict: bool) -> Any:
        """The value of one answer; Invalid when it cannot be read, or is missing where it is required."""
        value = self.type.parse(raw)
        if value is None and strict and self.required:
            code = f"missing_{self.topic or self.name}".replace(" ", "_")
            raise Invalid(code, "{label} is missing.", label=self.label)
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Fields that belong together under a title."""

    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was entered: values by field, the same as they are kept, and every fault at once."""

    values: Mapping[str, Any]
    kept: Mapping[str, Kept]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One field of a page: its specification, the text for people, what is kept, and its faults."""

    field: Field
    shown: str
    kept: Kept
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A field whose answer differs between two versions."""

    field: Field
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A named list of sections, and rules over several fields."""

    name: str
    sections: tuple[Section, ...]
    rules: tuple[Rule, ...] = field(default=())

    @property
    def fields(self) -> Iterator[Field]:
        """The fields in order."""
        return (one for section in self.sections for one in section.fields)

    def field(self, name: str) -> Field:
        """The field with this name; KeyError when there is none."""
        for one in self.fields:
            if one.name == name:
                return one
        raise KeyError(name)

    def read(self, raw: Mapping[str, Any], *, strict: bool) -> Reading:
        """Read every field at once; what cannot be read is kept as it was entered, so that nothing is lost."""
        values: dict[str, Any] = {}
        kept: dict[str, Kept] = {}
        faults: list[Fault] = []
        for one in self.fields:
            entered = raw.get(one.name)
            try:
                values[one.name] = one.read(entered, strict=strict)
                kept[one.name] = one.type.keep(values[one.name])
            except Invalid as wrong:
                values[one.name] = None
                kept[one.name] = "" if entered is None else str(entered)[:5000]
                faults.append(wrong.at(one.name))
        for rule in self.rules if strict else ():
            faults.extend(rule(values))
        return Reading(values, kept, tuple(faults))

    def answers(self, kept: Mapping[str, Any], faults: Iterable[Fault] = ()) -> dict[str, list[Answer]]:
        """The answers by section title, for a page or a form."""
        wrong = list(faults)
        return {
            section.title: [
                Answer(one, self._shown(one, kept), kept.get(one.name), tuple(f for f in wrong if f.field == one.name))
                for one in section.fields
            ]
            for section in self.sections
        }

    def changes(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
        """The fields whose kept answers differ."""
        return [
            Change(one, self._shown(one, old), self._shown(one, new))
            for one in self.fields
            if (old.get(one.name) or None) != (new.get(one.name) or None)
        ]

    @staticmethod
    def _shown(one: Field, kept: Mapping[str, Any]) -> str:
        entered = kept.get(one.name)
        try:
            return one.type.show(one.type.parse(entered))
        except Invalid:
            return str(entered)
