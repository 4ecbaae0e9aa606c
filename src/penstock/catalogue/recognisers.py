"""The recogniser for the register of substances: the packs' own names, sharpened by the public record.

The record is the data files of the `chemicals` distribution (names from PubChem, public domain). Only the files are
read; the package is never imported, for it brings numerical libraries that take a second to start. What was read is
kept in a cache (`PENSTOCK_VAR/cache`, or the user's own cache directory), so that only the first process reads it.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from penstock.catalogue.law.book import shipped_book
from penstock.catalogue.structures.keys import inchikey_of
from penstock.catalogue.substances import Substance, substances
from penstock.engines.recognition.entries import Entry, KnownName, NameKind, Recognition, Scheme
from penstock.engines.recognition.judgement.confidence import DEFAULT_THRESHOLD
from penstock.engines.recognition.names.keeping import Record, keep, kept
from penstock.engines.recognition.names.ordinary import gather, nothing
from penstock.engines.recognition.recogniser import Asked, Recogniser

_FILES = ("chemical identifiers pubchem small.tsv", "chemical identifiers pubchem large.tsv")
_FIRST_NAME = 7
_CAS = 1
_FORMULA = 2
# A name of a whole class of chemicals is no name of one of them.
_CLASS = re.compile(r"\b(?:alcohols|esters|ethoxylated|compounds|compds|group)\b")
# A word in the names of so many chemicals ("amine") is no name of one.
_MANY_CHEMICALS = 50
_SCHEMES: Mapping[str, Scheme] = {"ec": "ec", "cus": "cus", "dea": "dea"}
_EDITION = "2"
"""Changes when the way of reading the record does."""


def recognise(
    text: str,
    *,
    cas: str | None = None,
    on: date | None = None,
    jurisdictions: Sequence[str] | None = None,
    threshold: float = DEFAULT_THRESHOLD,
) -> list[Recognition]:
    """Return the controlled substances in a text with the rules each meets; `on` None asks of no day in particular."""
    return listed_recogniser().recognise(text, cas, on=on, jurisdictions=jurisdictions, threshold=threshold)


def recognise_many(
    asked: Iterable[Asked],
    *,
    on: date | None = None,
    jurisdictions: Sequence[str] | None = None,
    threshold: float = DEFAULT_THRESHOLD,
) -> Iterator[list[Recognition]]:
    """Yield the answer to each text in turn, holding none."""
    return listed_recogniser().recognise_many(asked, on=on, jurisdictions=jurisdictions, threshold=threshold)


def said_of(found: Recognition) -> dict[str, Any]:
    """Return a recognition as files and the API tell it; decimals are strings, so that none is rounded."""
    quantity = found.quantity
    return {
        "id": found.id,
        "name": found.name,
        "cas": found.cas or "",
        "kind": found.kind,
        "confidence": found.confidence,
        "reason": found.reason,
        "matched": found.matched,
        "span": list(found.span) if found.span else None,
        "spans": [list(span) for span in found.spans],
        "quantity": quantity and {"amount": str(quantity.amount), "unit": quantity.unit, "written": quantity.written},
        "percent": None if found.percent is None else str(found.percent),
        "salt": found.salt,
        "base_factor": None if found.base_factor is None else str(found.base_factor),
        "parts": found.parts,
        "rules": list(found.rules),
    }


def rules_met(id_: str, on: date | None, jurisdictions: Sequence[str] | None) -> tuple[str, ...]:
    """Return the keys of the rules that name a substance on a day (`ca:norfentanyl`), on any day when none is given."""
    named = None if jurisdictions is None else tuple(jurisdictions)
    if on is None:
        return _rules_ever(id_, named)
    return tuple(rule.key for rule in shipped_book().rules_of(id_, on, named))


@lru_cache(maxsize=4096)
def _rules_ever(id_: str, jurisdictions: tuple[str, ...] | None) -> tuple[str, ...]:
    named = shipped_book().by_substance.get(id_, ())
    return tuple(rule.key for rule in named if jurisdictions is None or rule.jurisdiction in jurisdictions)


@cache
def listed_recogniser() -> Recogniser:
    """Return the recogniser of every substance that a law lists or a register names, built once in a process."""
    return recogniser_of(recognised(), inchikey_of)


def recognised() -> tuple[Substance, ...]:
    """Return the substances of the registers, without those that stand there only because a law excepts them."""
    rules = shipped_book().rules
    excepted = frozenset[str]().union(*(rule.entry.except_ for rule in rules)) - {
        rule.entry.substance for rule in rules
    }
    return tuple(each for each in substances() if each.id not in excepted)


def recogniser_of(listed: Sequence[Substance], structure_key: Callable[[str], str | None] | None = None) -> Recogniser:
    """Build a recogniser of some substances, with what the public record says of them."""
    record = public_record(frozenset(each.cas for each in listed if each.cas))
    uses = record.ordinary.words
    entries = (
        entry(each, [name for name in record.listed.get(each.cas or "", ()) if uses.get(name, 0) <= _MANY_CHEMICALS])
        for each in listed
    )
    return Recogniser(entries, record.ordinary, rules=rules_met, structure_key=structure_key)


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
    found: dict[str, dict[str, None]] = {}
    primary: set[str] = set()

    def other_rows() -> Iterator[list[str]]:
        for row in public_rows():
            if row[_CAS] in numbers:
                found.setdefault(row[_CAS], {}).update(dict.fromkeys(_useful(row)))
            elif row[_CAS] not in without:
                primary.add(row[_CAS])
                yield row[_FIRST_NAME:]

    ordinary = gather(other_rows()) if _folder() else nothing()
    listed = {cas: tuple(name for name in names if name not in primary) for cas, names in found.items()}
    return Record(listed, ordinary)


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


def _codes(id_: str) -> Iterator[tuple[Scheme, str]]:
    """Yield the EC, CUS and DEA numbers of a substance itself; a UN number is shared by many goods."""
    for each in shipped_book().numbers.get(id_, ()):
        scheme = _SCHEMES.get(each.system)
        if scheme and not each.form:
            yield scheme, each.number


@cache
def medicines() -> frozenset[str]:
    """Return the substances of the register of drugs, which the record knows by many trade names."""
    return frozenset(each.id for each in shipped_book().packs["register-drugs"].substances)


def entry(listed: Substance, recorded: Iterable[str] = ()) -> Entry:
    """Return what the engine is told of a substance: own names first, then those of the public record."""
    own = tuple(KnownName(name.text, "code" if name.kind == "code" else "synonym") for name in listed.names)
    kind: NameKind = "trade" if listed.id in medicines() else "recorded"
    hs = listed.hs_2022.replace(".", "")
    return Entry(
        id=listed.id,
        name=listed.name,
        cas=listed.cas,
        names=own + tuple(KnownName(name, kind) for name in recorded),
        salts=listed.salts,
        other_cas=listed.numbers,
        formula=listed.formula,
        inchikey=listed.inchikey,
        numbers=(*((("hs", hs),) if hs else ()), *_codes(listed.id)),
    )
