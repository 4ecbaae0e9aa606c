"""The public record of chemicals: which names it files under a CAS number, and the names of all other chemicals.

It is the data files of the `chemicals` distribution (names from PubChem, public domain). Only the files are read; the
package is never imported, for it brings numerical libraries that take a second to start. What was read is kept in a
cache (`PENSTOCK_VAR/cache`, or the user's own cache directory), so that only the first process reads it.
"""

import os
import re
from collections import deque
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from penstock.engines.recognition.names.keeping import Record, keep, kept
from penstock.engines.recognition.names.ordinary import gather, nothing

_FILES = ("chemical identifiers pubchem small.tsv", "chemical identifiers pubchem large.tsv")
_FIRST_NAME = 7
_CAS = 1
_FORMULA = 2
# A name of a whole class of chemicals is no name of one of them.
_CLASS = re.compile(r"\b(?:alcohols|esters|ethoxylated|compounds|compds|group)\b")
_EDITION = "2"
"""Changes when the way of reading the record does."""


def public_record(numbers: frozenset[str]) -> Record:
    """Return the record's names of the chemicals with these numbers, and of all others, from the cache if possible."""
    place, edition = _place(), edition_of(numbers)
    found = kept(place, edition) if place and edition else None
    if found is None:
        found = read_public_names(numbers)
        if place and edition:
            keep(place, edition, found)
    return found


def edition_of(numbers: frozenset[str]) -> str:
    """Return what the kept names depend on: files, numbers asked for and way of reading; empty without the files."""
    folder = _folder()
    if folder is None:
        return ""
    files = [(folder / name).stat() for name in _FILES]
    said = repr((_EDITION, sorted(numbers), [(file.st_size, file.st_mtime_ns) for file in files]))
    return blake2b(said.encode(), digest_size=16).hexdigest()


def _place() -> Path | None:
    own = os.environ.get("PENSTOCK_VAR")
    try:
        folder = (
            Path(own, "cache") if own else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "penstock")
        )
    except RuntimeError:
        return None
    return folder / "names"


def read_public_names(numbers: frozenset[str], *, without: frozenset[str] = frozenset()) -> Record:
    """Read the record once (about 2 s); without the files both answers are empty, and own names must do.

    `without` are CAS numbers whose rows are left out, so that a measurement can ask for what was never read.
    """
    gleaning = _Gleaning(numbers, without)
    ordinary = gather(row[_FIRST_NAME:] for row in gleaning.other_rows()) if _folder() else nothing()
    return Record(gleaning.names(), ordinary)


def recorded_names(numbers: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Return the record's names of a few more chemicals by CAS number (0.3 s), and of all others nothing."""
    gleaning = _Gleaning(numbers)
    if numbers:
        deque(gleaning.other_rows(), maxlen=0)
    return gleaning.names()


class _Gleaning:
    """Takes the names of some chemicals out of the record while its other rows are read."""

    def __init__(self, numbers: frozenset[str], without: frozenset[str] = frozenset()) -> None:
        self._numbers, self._without = numbers, without
        self._found: dict[str, dict[str, None]] = {}
        self._primary: set[str] = set()

    def other_rows(self) -> Iterator[list[str]]:
        for row in public_rows():
            if row[_CAS] in self._numbers:
                self._found.setdefault(row[_CAS], {}).update(dict.fromkeys(_useful(row)))
            elif row[_CAS] not in self._without:
                self._primary.add(row[_CAS])
                yield row

    def names(self) -> dict[str, tuple[str, ...]]:
        """Return the names by CAS number; the number of another chemical is no name of this one."""
        return {cas: tuple(one for one in names if one not in self._primary) for cas, names in self._found.items()}


def public_rows() -> Iterator[list[str]]:
    """Yield the rows of the record: PubChem's number, CAS, formula, mass, SMILES, InChI, InChIKey, then the names."""
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
