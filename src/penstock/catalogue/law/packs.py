"""A pack: a folder with `pack.yaml` and files of records, read whole, checked row by row against itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import yaml

from penstock.catalogue.law.reading import PackError, Read, read_rows
from penstock.catalogue.law.records import (
    NUMBER_SHAPES,
    Conversion,
    Destination,
    Document,
    Duty,
    Entry,
    Exemption,
    Member,
    Name,
    Number,
    Request,
    Requirement,
    Sector,
    Silence,
    Substance,
    Threshold,
)

PACKS = Path(__file__).parent.parent / "packs"
REGIMES = ("precursor", "narcotic", "psychotropic", "equipment", "abstention", "national")

FILES: Mapping[str, type] = {
    "substances": Substance, "names": Name, "numbers": Number, "entries": Entry, "thresholds": Threshold,
    "duties": Duty, "exemptions": Exemption, "conversions": Conversion, "requests": Request,
    "requirements": Requirement, "members": Member, "destinations": Destination, "silence": Silence,
    "documents": Document,
    "sectors": Sector,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class List:
    """One list of a pack: its code there, its title, and what kind of regime stands behind it."""

    code: str
    title: str
    regime: str


@dataclass(frozen=True, slots=True)
class Edition:
    """One line of a pack's changelog: the version, its day, and what changed."""

    version: str
    day: date
    note: str


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack as read: what it says of itself, and its records by file; a file that is absent is an empty tuple.

    `jurisdiction` is UN, EU, or an alpha-2 code; empty for the register of substances, which is no law.
    """

    id: str
    title: str
    jurisdiction: str
    source: str
    version: str
    verified: bool
    languages: tuple[str, ...]
    lists: Mapping[str, List]
    editions: tuple[Edition, ...]
    definitions: Mapping[str, Mapping[str, Any]]
    remarks: str
    substances: tuple[Substance, ...] = ()
    names: tuple[Name, ...] = ()
    numbers: tuple[Number, ...] = ()
    entries: tuple[Entry, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    duties: tuple[Duty, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    conversions: tuple[Conversion, ...] = ()
    requests: tuple[Request, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    members: tuple[Member, ...] = ()
    destinations: tuple[Destination, ...] = ()
    silence: tuple[Silence, ...] = ()
    documents: tuple[Document, ...] = ()
    sectors: tuple[Sector, ...] = ()
    rows: Mapping[str, tuple[Read, ...]] = field(default_factory=dict, repr=False, compare=False)

    def where(self, file: str, record: object) -> Read:
        """Return a record of a file with its place."""
        return next(row for row in self.rows[file] if row.record is record)


def read_pack(folder: Path) -> Pack:
    """Read and check a pack against itself; raise PackError naming file and line of the first bad row."""
    said = _read_yaml(folder / "pack.yaml")
    rows = {
        name: tuple(read_rows(record, folder / f"{name}.csv"))
        for name, record in FILES.items()
        if (folder / f"{name}.csv").exists()
    }
    definitions = _read_yaml(folder / "definitions.yaml") if (folder / "definitions.yaml").exists() else {}
    pack = _pack(folder, said, definitions, rows)
    _check(pack)
    return pack


def _read_yaml(path: Path) -> dict[str, Any]:
    try:
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as fault:
        raise PackError(path, 0, f"cannot be read: {fault}") from fault
    if not isinstance(said, dict):
        raise PackError(path, 0, "cannot be read: it must be names with values")
    return said


def _pack(folder: Path, said: dict[str, Any], definitions: dict[str, Any], rows: dict[str, tuple[Read, ...]]) -> Pack:
    try:
        lists = {
            str(code): List(str(code), str(about["title"]), _regime(about["regime"]))
            for code, about in (said.get("lists") or {}).items()
        }
        editions = tuple(Edition(str(each["version"]), each["day"], str(each["note"])) for each in said["editions"])
        return Pack(
            id=folder.name,
            title=str(said["title"]),
            jurisdiction=str(said.get("jurisdiction") or ""),
            source=str(said["source"]),
            version=editions[0].version,
            verified=said["verified"] is True,
            languages=tuple(map(str, said["languages"])),
            lists=lists,
            editions=editions,
            definitions=definitions,
            remarks=str(said.get("remarks") or "").strip(),
            rows=rows,
            **{name: tuple(row.record for row in read) for name, read in rows.items()},
        )
    except (KeyError, TypeError, IndexError, AttributeError, ValueError) as fault:
        raise PackError(folder / "pack.yaml", 0, f"cannot be read: {fault!r} is missing or wrong") from fault


def _regime(word: str) -> str:
    if word not in REGIMES:
        raise ValueError(f"regime {word!r} is not known; write one of {', '.join(REGIMES)}")
    return word


def _check(pack: Pack) -> None:
    entries = frozenset(each.entry for each in pack.entries)
    for read in pack.rows.values():
        for row in read:
            _check_span(row)
            _check_lists(pack, entries, row)
    for row in pack.rows.get("entries", ()):
        _check_entry(pack, row)
    for row in pack.rows.get("numbers", ()):
        _check_number(row)
    for row in pack.rows.get("silence", ()):
        _check_silence(row)
    _check_overlaps(pack)
    _check_twice(pack.rows.get("substances", ()), "id")
    _check_twice(pack.rows.get("sectors", ()), "code")


def _check_span(row: Read) -> None:
    until = getattr(row.record, "until", None)
    if until is not None and until <= row.record.since:
        raise row.refuse("the last day is not after the first")


def _check_lists(pack: Pack, entries: frozenset[str], row: Read) -> None:
    for code in getattr(row.record, "list", "").split():
        if code != "*" and code not in pack.lists:
            raise row.refuse(f"list {code!r} is not known; pack.yaml has {', '.join(pack.lists) or 'none'}")
    entry = getattr(row.record, "entry", "")
    if entry and entry not in entries:
        raise row.refuse(f"entry {entry!r} is not known in entries.csv")


def _check_entry(pack: Pack, row: Read) -> None:
    entry: Entry = row.record
    if entry.rule == "generic" and entry.definition not in pack.definitions:
        raise row.refuse(f"definition {entry.definition!r} is not known in definitions.yaml")
    if entry.rule in {"substance", "mixture", "preparation"} and not entry.substance:
        raise row.refuse(f"substance is empty, and a {entry.rule} needs one")
    if entry.rule == "preparation" and not entry.hs:
        raise row.refuse("hs is empty, and the law names preparations by their codes")


def _check_number(row: Read) -> None:
    shape = NUMBER_SHAPES[row.record.system]
    if not shape(row.record.number):
        raise row.refuse(
            f"number {row.record.number!r} is no {row.record.system.upper()} number (shape or check digit)"
        )


def _check_silence(row: Read) -> None:
    silence: Silence = row.record
    if (silence.meaning == "release") != bool(silence.amount and silence.unit):
        raise row.refuse("release needs an amount and a unit, and nothing has neither")


def _check_overlaps(pack: Pack) -> None:
    """Refuse two rows of one entry that hold on the same day."""
    rows = sorted(pack.rows.get("entries", ()), key=lambda row: (row.record.entry, row.record.since))
    for _, spans in groupby(rows, key=lambda row: row.record.entry):
        for before, after in pairwise(spans):
            if before.record.until is None or before.record.until > after.record.since:
                raise after.refuse("the dates overlap those of another row of the same entry")


def _check_twice(rows: Iterable[Read], key: str) -> None:
    seen: set[str] = set()
    for row in rows:
        value = getattr(row.record, key)
        if value in seen:
            raise row.refuse(f"{key} {value!r} stands twice")
        seen.add(value)
