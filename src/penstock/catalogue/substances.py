"""The international lists: what a substance is, and on which Table it stood, stands or will stand on a day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from penstock.catalogue.packs import PACKS, PackError, PackInfo, Row, read_info, read_rows

Table = Literal["UN Table I", "UN Table II"]

_SUBSTANCES = "id,name,table,cas,hs_2022,formula,smiles,inchikey,salts,source,verified"
_CONTROLS = "substance,table,from,to,precision,source,verified"
_NAMES = "substance,name,language,kind"
_NUMBERS = "substance,cas,form"
_TABLES: dict[str, Table] = {"I": "UN Table I", "II": "UN Table II"}
_SALTS = frozenset({"", "acid", "base", "acid base"})
_NAME_KINDS = frozenset({"common", "systematic", "abbreviation", "code", "trade", "inn"})


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a substance in one language (ISO 639-1)."""

    text: str
    language: str
    kind: str


@dataclass(frozen=True, slots=True)
class Control:
    """A span of days on one Table, from the first day to the day before `until` (None: still listed).

    `precision` is "year" when only the year of the dates is known; they then stand on 1 January.
    """

    table: Table
    since: date
    until: date | None
    precision: str
    source: str
    verified: bool

    def covers(self, day: date) -> bool:
        """Tell whether the day falls in the span."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Substance:
    """One entry of the Tables; `table` is the newest one, `salts` says which salts exist that the law covers."""

    id: str
    name: str
    table: Table
    cas: str | None
    hs_2022: str
    formula: str
    smiles: str
    inchikey: str
    salts: frozenset[str]
    source: str
    verified: bool
    names: tuple[Name, ...]
    numbers: tuple[tuple[str, str], ...]
    controls: tuple[Control, ...]

    def control_on(self, day: date) -> Control | None:
        """Return the control in force on a day, or None."""
        return next((control for control in self.controls if control.covers(day)), None)


@dataclass(frozen=True, slots=True)
class UnPack:
    """The pack of the 1988 Convention: what it says of itself, and its substances by id."""

    info: PackInfo
    substances: MappingProxyType[str, Substance]


def read_un_pack(folder: Path = PACKS / "un-1988") -> UnPack:
    """Read and check the pack; raise PackError naming file and line of the first bad row."""
    rows = list(read_rows(folder / "substances.csv", _SUBSTANCES))
    ids = [row.text("id") for row in rows]
    for row, earlier in zip(rows, (ids[:count] for count in range(len(ids))), strict=True):
        if row.values["id"] in earlier:
            raise row.refuse(f"id {row.values['id']!r} stands twice")
    known = frozenset(ids)
    controls = _controls(folder / "controls.csv", known)
    names = _names(folder / "names.csv", known)
    numbers = _numbers(folder / "numbers.csv", known)
    made = {row.text("id"): _substance(row, controls, names, numbers) for row in rows}
    return UnPack(read_info(folder), MappingProxyType(made))


@cache
def un_pack() -> UnPack:
    """Return the shipped pack, read once."""
    return read_un_pack()


def substances() -> tuple[Substance, ...]:
    """Return every substance of the Tables, past, present and announced."""
    return tuple(un_pack().substances.values())


def substance(id_: str) -> Substance:
    """Return one substance by its id; raise KeyError when there is none."""
    return un_pack().substances[id_]


def list_of(id_: str, on: date) -> Table | None:
    """Return the Table on which a substance stood on a day, or None; raise KeyError for an unknown id."""
    control = substance(id_).control_on(on)
    return control.table if control else None


def listed_on(on: date) -> tuple[Substance, ...]:
    """Return the substances that stood on either Table on a day."""
    return tuple(each for each in substances() if each.control_on(on))


def _substance(
    row: Row,
    controls: dict[str, list[Control]],
    names: dict[str, list[Name]],
    numbers: dict[str, list[tuple[str, str]]],
) -> Substance:
    id_ = row.text("id")
    if not controls.get(id_):
        raise row.refuse(f"{id_} has no row in controls.csv")
    newest = controls[id_][-1].table
    if newest != _TABLES[row.one_of("table", _TABLES)]:
        raise row.refuse(f"table differs from the newest of controls.csv ({newest})")
    return Substance(
        id=id_,
        name=row.text("name"),
        table=newest,
        cas=row.cas("cas"),
        hs_2022=row.hs("hs_2022"),
        formula=row.text("formula"),
        smiles=row.text("smiles"),
        inchikey=row.text("inchikey"),
        salts=frozenset(row.one_of("salts", _SALTS).split()),
        source=row.text("source"),
        verified=row.flag("verified"),
        names=tuple(names.get(id_, ())),
        numbers=tuple(numbers.get(id_, ())),
        controls=tuple(controls[id_]),
    )


def _controls(path: Path, known: frozenset[str]) -> dict[str, list[Control]]:
    found: dict[str, list[tuple[Row, Control]]] = defaultdict(list)
    for row in read_rows(path, _CONTROLS):
        control = Control(
            table=_TABLES[row.one_of("table", _TABLES)],
            since=row.first_day("from"),
            until=row.day("to"),
            precision=row.one_of("precision", ("day", "year")),
            source=row.text("source"),
            verified=row.flag("verified"),
        )
        if control.until is not None and control.until <= control.since:
            raise row.refuse("the last day is not after the first")
        found[row.one_of("substance", known)].append((row, control))
    return {id_: _in_order(spans) for id_, spans in found.items()}


def _in_order(spans: Iterable[tuple[Row, Control]]) -> list[Control]:
    ordered = sorted(spans, key=lambda span: span[1].since)
    for (_, before), (row, after) in pairwise(ordered):
        if before.until is None or before.until > after.since:
            raise PackError(row.path, row.line, "the dates overlap those of another row of the same substance")
    return [control for _, control in ordered]


def _names(path: Path, known: frozenset[str]) -> dict[str, list[Name]]:
    found: dict[str, list[Name]] = defaultdict(list)
    for row in read_rows(path, _NAMES):
        name = Name(row.text("name"), row.text("language"), row.one_of("kind", _NAME_KINDS))
        found[row.one_of("substance", known)].append(name)
    return found


def _numbers(path: Path, known: frozenset[str]) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in read_rows(path, _NUMBERS):
        number = row.cas("cas")
        if number is None:
            raise row.refuse("cas is empty")
        found[row.one_of("substance", known)].append((number, row.text("form")))
    return found
