"""A form with lists in it: besides its sections, any number of lines of several kinds, each read by the same fields.

For pages and differences a sheet is spread out into a plain form, whose fields are called `substances-0-named`; it is
kept and exchanged nested, as `{"substances": [{"named": ...}]}`. Empty lines are left out before anything is read.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from penstock.kernel.forms.specification import Answer, Change, Field, Form, Reading, Section
from penstock.kernel.viewer import Fault

MOST_LINES = 50
_LINE = re.compile(r"([a-z]+)-([0-9]{1,3})-(\w+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Lines of one kind: what one of them is called, its fields, and which answers make no line by themselves."""

    title: str
    fields: tuple[Field, ...]
    beside: frozenset[str] = frozenset()

    def is_empty(self, line: Mapping[str, Any]) -> bool:
        """Whether nothing was entered that makes it a line; the number 0 is something."""
        said = (value for name, value in line.items() if name not in self.beside)
        return not any(value or isinstance(value, Decimal) for value in said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet(Form):
    """A form with lines, by the name under which they are kept."""

    lines: Mapping[str, Lines]

    def spread(self, counts: Mapping[str, int]) -> Form:
        """The plain form with so many lines of each kind, without rules."""
        drawn = [
            Section(
                title=f"{lines.title} {number + 1}",
                fields=tuple(replace(one, name=f"{name}-{number}-{one.name}") for one in lines.fields),
            )
            for name, lines in self.lines.items()
            for number in range(counts.get(name, 0))
        ]
        return Form(name=self.name, sections=(*self.sections, *drawn))

    def only(self, names: Collection[str]) -> "Sheet":
        """The sheet cut down to some fields; those of lines are called `substances.named`."""
        sections = (replace(one, fields=tuple(f for f in one.fields if f.name in names)) for one in self.sections)
        lines = {
            kind: replace(one, fields=tuple(f for f in one.fields if f"{kind}.{f.name}" in names))
            for kind, one in self.lines.items()
        }
        return replace(
            self,
            sections=tuple(one for one in sections if one.fields),
            lines={kind: one for kind, one in lines.items() if one.fields},
        )

    def counts(self, kept: Mapping[str, Any]) -> dict[str, int]:
        """How many lines of each kind there are."""
        return {name: len(kept.get(name) or ()) for name in self.lines}

    def nested(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """What was entered, flat or nested, as nested lines without the empty ones."""
        found: dict[str, Any] = {name: value for name, value in raw.items() if not self._parts(name)}
        for name, lines in self.lines.items():
            rows = {number: dict(one) for number, one in enumerate(_rows(raw.get(name)))}
            for key, value in raw.items():
                parts = self._parts(key)
                if parts and parts[0] == name:
                    rows.setdefault(int(parts[1]), {})[parts[2]] = value
            found[name] = [rows[number] for number in sorted(rows) if not lines.is_empty(rows[number])]
        return found

    def flat(self, kept: Mapping[str, Any]) -> dict[str, Any]:
        """Nested lines spread out."""
        found = {name: value for name, value in kept.items() if name not in self.lines}
        for name in self.lines:
            for number, line in enumerate(kept.get(name) or ()):
                found |= {f"{name}-{number}-{key}": value for key, value in line.items()}
        return found

    def _parts(self, name: str) -> tuple[str, str, str] | None:
        match = _LINE.fullmatch(name)
        return (match[1], match[2], match[3]) if match and match[1] in self.lines else None

    def read(self, raw: Mapping[str, Any], *, strict: bool) -> Reading:
        """Read sections and lines at once; values and what is kept are nested."""
        nested = self.nested(raw)
        faults = []
        for name, lines in self.lines.items():
            if len(nested[name]) > MOST_LINES:
                text = "There are more than {most} lines of this kind; enter the rest on another sheet."
                faults.append(Fault(f"{name}-0-{lines.fields[0].name}", "too_many_lines", text, {"most": MOST_LINES}))
                nested[name] = nested[name][:MOST_LINES]
        reading = self.spread(self.counts(nested)).read(self.flat(nested), strict=strict)
        values, kept = self.nested(reading.values), self.nested(reading.kept)
        faults += [*reading.faults, *(fault for rule in (self.rules if strict else ()) for fault in rule(values))]
        return Reading(values, kept, tuple(faults))

    def answers(self, kept: Mapping[str, Any], faults: Iterable[Fault] = ()) -> dict[str, list[Answer]]:
        """The answers by section title, each line a section of its own."""
        return self.spread(self.counts(kept)).answers(self.flat(kept), faults)

    def changes(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
        """The fields whose kept answers differ; a line's field is called by its line."""
        counts = {name: max(self.counts(old)[name], self.counts(new)[name]) for name in self.lines}
        form = self.spread(counts)
        title_of = {one.name: section.title for section in form.sections for one in section.fields}
        return [
            replace(one, field=replace(one.field, label=f"{title_of[one.field.name]}: {one.field.label}"))
            if self._parts(one.field.name)
            else one
            for one in form.changes(self.flat(old), self.flat(new))
        ]


def _rows(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list | tuple) else []
