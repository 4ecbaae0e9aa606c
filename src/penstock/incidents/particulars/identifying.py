"""Which substance of the catalogue a name means: taken where that is exact, only proposed where it is close.

A spelling that is close to a controlled substance's may be an ordinary chemical's, so a person says which it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from penstock.catalogue.law.book import Book
from penstock.catalogue.law.force import current_book
from penstock.catalogue.recognisers import recognise
from penstock.catalogue.substances import Substance, substances
from penstock.engines.recognition.entries import Recognition

SURE = 0.9
"""Recognitions of so much confidence are right nine times in ten by measurement, and need to be exact besides."""
EXACT = frozenset({"cas", "ec", "cus", "dea", "inchikey", "structure", "name", "synonym", "salt"})
FAINT = 0.3
MOST_PROPOSED = 3


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


@lru_cache(maxsize=4)
def _named(book: Book) -> Mapping[str, Substance]:
    known = substances(book)
    named = {_folded(name.text): one for one in known for name in one.names}
    named |= {one.cas: one for one in known if one.cas}
    named |= {_folded(one.name): one for one in known}
    return MappingProxyType(named | {one.id: one for one in known})


def known_substance(text: str | None) -> str | None:
    """The id of the substance with exactly this name, CAS number or id, in any register or list; None for none."""
    found = _named(current_book()).get(_folded(text)) if text else None
    return found.id if found else None


@lru_cache(maxsize=5_000)
def recognitions(name: str, cas: str | None = None) -> tuple[Recognition, ...]:
    """What a name may mean among the substances that are listed, the likeliest first."""
    return tuple(one for one in recognise(name, cas=cas, threshold=FAINT) if one.is_listed)


def is_exact(found: Recognition) -> bool:
    """Whether a recognition may be taken without asking a person."""
    return found.kind in EXACT and found.confidence >= SURE


def identified_as(name: str | None, cas: str | None = None) -> str | None:
    """The id of the one substance that a name and a CAS number mean; None where they mean none, or several."""
    known = {one for one in (known_substance(name), known_substance(cas)) if one}
    known = known or {one.id for one in recognitions(name or "", cas or None) if is_exact(one)}
    return next(iter(known)) if len(known) == 1 else None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a line of a sheet may mean and is not identified as: its name, and a substance with the reason for it."""

    line: int
    named: str
    substance: str
    name: str
    reason: str


def proposals(kept: Mapping[str, Any]) -> list[Proposal]:
    """The substances that lines may mean and do not say, at most three for each; also where name and number changed."""
    return [one for number, line in enumerate(kept.get("substances") or ()) for one in _proposed(number, line)]


def _proposed(number: int, line: Mapping[str, Any]) -> Iterator[Proposal]:
    named, cas, said = line.get("named") or "", line.get("cas_number") or None, line.get("substance")
    # Filled in once, it would stay when the name is corrected, and nobody would look there again.
    if said and identified_as(named, cas) in {None, said}:
        return
    found = {one.id: one for one in reversed(recognitions(named, cas)) if one.id != said}
    for one in list(reversed(found.values()))[:MOST_PROPOSED]:
        yield Proposal(number + 1, named, one.id, one.name, one.reason)
