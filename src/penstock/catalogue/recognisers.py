"""The recogniser for the international lists: the pack's own names, sharpened by the public record.

The record is the data files of the `chemicals` distribution (names from PubChem, public domain). Only the files are
read; the package is never imported, for it brings numerical libraries that take a second to start.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import NamedTuple

from penstock.catalogue.substances import Substance, tabled
from penstock.engines.recognition.entries import Entry, KnownName
from penstock.engines.recognition.names.ordinary import OrdinaryNames, gather, nothing
from penstock.engines.recognition.recogniser import Recogniser

_FILES = ("chemical identifiers pubchem small.tsv", "chemical identifiers pubchem large.tsv")
_FIRST_NAME = 7
_CAS = 1
_FORMULA = 2
# A name of a whole class of chemicals is no name of one of them.
_CLASS = re.compile(r"\b(?:alcohols|esters|ethoxylated|compounds|compds|group)\b")


class PublicNames(NamedTuple):
    """The public record's names of the asked substances by CAS number, and the names of all other chemicals."""

    listed: Mapping[str, tuple[str, ...]]
    ordinary: OrdinaryNames


def read_public_names(numbers: frozenset[str]) -> PublicNames:
    """Read the record once (about 2 s); without the files both answers are empty, and own names must do."""
    found: dict[str, dict[str, None]] = {}
    primary: set[str] = set()

    def other_rows() -> Iterator[list[str]]:
        for row in _rows():
            if row[_CAS] in numbers:
                found.setdefault(row[_CAS], {}).update(dict.fromkeys(_useful(row)))
            else:
                primary.add(row[_CAS])
                yield row[_FIRST_NAME:]

    ordinary = gather(other_rows()) if _folder() else nothing()
    listed = {cas: tuple(name for name in names if name not in primary) for cas, names in found.items()}
    return PublicNames(listed, ordinary)


def _rows() -> Iterator[list[str]]:
    folder = _folder()
    if folder is None:
        return
    for name in _FILES:
        with (folder / name).open(encoding="utf-8") as lines:
            for line in lines:
                yield line.rstrip("\n").split("\t")


@cache
def _folder() -> Path | None:
    try:
        base = Path(str(distribution("chemicals").locate_file("chemicals")))
    except PackageNotFoundError:
        return None
    folder = base / "Identifiers"
    return folder if all((folder / name).is_file() for name in _FILES) else None


def _useful(row: list[str]) -> Iterator[str]:
    """Yield the names of a row that name this chemical alone: no class of chemicals, no bare molecular formula."""
    formula = row[_FORMULA].lower()
    for name in row[_FIRST_NAME:]:
        lowered = name.lower().strip()
        if lowered and lowered != formula and not _CLASS.search(lowered):
            yield lowered


@cache
def listed_recogniser() -> Recogniser:
    """Return the recogniser of every substance of the Tables, built once in a process (about 2 s, about 40 MB)."""
    listed = tabled()
    record = read_public_names(frozenset(each.cas for each in listed if each.cas))
    return Recogniser(
        (entry(each, record.listed.get(each.cas or "", ())) for each in listed), record.ordinary, fuzzy=True
    )


def entry(listed: Substance, recorded: tuple[str, ...] = ()) -> Entry:
    """Return what the engine is told of a substance: own names first, then those of the public record."""
    own = tuple(KnownName(name.text, "code" if name.kind == "code" else "synonym") for name in listed.names)
    return Entry(
        id=listed.id,
        name=listed.name,
        cas=listed.cas,
        names=own + tuple(KnownName(name) for name in recorded),
        salts=listed.salts,
        other_cas=listed.numbers,
    )
