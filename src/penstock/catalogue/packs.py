"""Packs of law as data: a folder of CSV files with one `pack.yaml`, read strictly, refused whole when a row is bad."""

import csv
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from penstock.catalogue.hs import is_hs_code
from penstock.engines.recognition.cas import is_cas

PACKS = Path(__file__).parent / "packs"


class PackError(ValueError):
    """A pack that cannot be used; the message names the file, the line and the fault."""

    def __init__(self, path: Path, line: int, fault: str) -> None:
        """Say what is wrong and where; line 0 means the file as a whole."""
        self.path, self.line, self.fault = path, line, fault
        super().__init__(f"{path.parent.name}/{path.name}, line {line}: {fault}")


@dataclass(frozen=True, slots=True)
class PackInfo:
    """What a pack says of itself: title, source, version, whether it was verified, and its languages."""

    title: str
    source: str
    version: str
    verified: bool
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a pack's file; every reading method raises PackError with the file and line of the row."""

    path: Path
    line: int
    values: dict[str, str]

    def text(self, column: str) -> str:
        """Return a value that must not be empty."""
        value = self.values[column]
        if not value:
            raise self.refuse(f"{column} is empty")
        return value

    def one_of(self, column: str, allowed: Collection[str]) -> str:
        """Return a value that must be one of the allowed ones."""
        value = self.values[column]
        if value not in allowed:
            raise self.refuse(f"{column} {value!r} is not known")
        return value

    def flag(self, column: str) -> bool:
        """Return a yes or no."""
        return self.one_of(column, ("yes", "no")) == "yes"

    def day(self, column: str) -> date | None:
        """Return an ISO date, or None when empty."""
        value = self.values[column]
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            raise self.refuse(f"{column} {value!r} is not a date") from None

    def first_day(self, column: str) -> date:
        """Return an ISO date that must be given."""
        day = self.day(column)
        if day is None:
            raise self.refuse(f"{column} is empty")
        return day

    def cas(self, column: str) -> str | None:
        """Return a CAS number with a right check digit, or None when empty."""
        value = self.values[column]
        if value and not is_cas(value):
            raise self.refuse(f"{column} {value!r} is no CAS number (shape or check digit)")
        return value or None

    def hs(self, column: str) -> str:
        """Return an HS code of the right shape."""
        value = self.text(column)
        if not is_hs_code(value):
            raise self.refuse(f"{column} {value!r} is no HS code")
        return value

    def refuse(self, fault: str) -> PackError:
        """Return the error that refuses the pack for this row."""
        return PackError(self.path, self.line, fault)


def read_info(folder: Path) -> PackInfo:
    """Read `pack.yaml`; raise PackError when it is absent or lacks a field."""
    path = folder / "pack.yaml"
    try:
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
        return PackInfo(
            title=str(said["title"]),
            source=str(said["source"]),
            version=str(said["version"]),
            verified=said["verified"] is True,
            languages=tuple(map(str, said["languages"])),
        )
    except (OSError, yaml.YAMLError, KeyError, TypeError) as fault:
        raise PackError(path, 0, f"cannot be read: {fault}") from fault


def read_rows(path: Path, columns: str) -> Iterator[Row]:
    """Yield the rows of a CSV file whose heading must be exactly these comma-separated columns."""
    wanted = columns.split(",")
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.reader(lines, strict=True)
            if next(reader, None) != wanted:
                raise PackError(path, 1, f"the heading must be {columns}")
            for values in reader:
                if len(values) != len(wanted):
                    raise PackError(path, reader.line_num, f"{len(wanted)} values are wanted, {len(values)} given")
                yield Row(path, reader.line_num, dict(zip(wanted, map(str.strip, values), strict=True)))
    except (OSError, csv.Error, UnicodeDecodeError) as fault:
        raise PackError(path, 0, f"cannot be read: {fault}") from fault
