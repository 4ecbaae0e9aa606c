"""The recogniser of the law in force: the names of its registers and packs, sharpened by the public record.

Inside an instance that is the law with the packs it adopted, outside of it the law that ships (`law.force`). A process
keeps a recogniser for each different set of names, and at most two: an edition that changes rules and no names shares
that of the edition before, and all share what was read of the public record.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from threading import Lock
from typing import Any

from penstock.catalogue.law.book import Book, shipped_book
from penstock.catalogue.law.force import current_book
from penstock.catalogue.naming.public_record import public_record, recorded_names
from penstock.catalogue.structures.keys import inchikey_of
from penstock.catalogue.substances import Substance, substances
from penstock.engines.recognition.entries import Entry, KnownName, NameKind, Recognition, Scheme
from penstock.engines.recognition.judgement.confidence import DEFAULT_THRESHOLD
from penstock.engines.recognition.names.keeping import Record
from penstock.engines.recognition.names.ordinary import OrdinaryNames
from penstock.engines.recognition.recogniser import Asked, Recogniser

# A word in the names of so many chemicals ("amine") is no name of one.
_MANY_CHEMICALS = 50
_SCHEMES: Mapping[str, Scheme] = {"ec": "ec", "cus": "cus", "dea": "dea"}


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
    """Return the keys of the rules that name a substance on a day (`ca:norfentanyl`), on any day when none is given.

    By the law in force where it is asked; a substance that no pack knows there meets none.
    """
    book = current_book()
    if on is not None and id_ in book.substances:
        return tuple(rule.key for rule in book.rules_of(id_, on, jurisdictions))
    named = book.by_substance.get(id_, ())
    return tuple(rule.key for rule in named if jurisdictions is None or rule.jurisdiction in jurisdictions)


class _Kept:
    """The newest recognisers of this process by what each was told, built once each and one at a time."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._built: dict[int, Recogniser] = {}
        self._building = Lock()

    def of(self, told: int, build: Callable[[], Recogniser]) -> Recogniser:
        found = self._built.get(told)
        if found is None:
            with self._building:
                found = self._built.get(told)
                if found is None:
                    # The oldest goes before the new one is built, so that there is never one more than may be.
                    while len(self._built) >= self._most:
                        del self._built[next(iter(self._built))]
                    found = self._built[told] = build()
        return found


_kept = _Kept(most=2)
"""Two, since a request that began before an adoption ends by the law it began with."""


def listed_recogniser() -> Recogniser:
    """Return the recogniser of every substance that the law in force lists or a register names.

    The first question after an adoption that changes names builds it (about a second); no process is told of one,
    each asks for the newest edition when a transaction puts its first question.
    """
    book = current_book()
    return _kept.of(_told(book), lambda: _built(book))


@lru_cache(maxsize=4)
def _told(book: Book) -> int:
    """Return a fingerprint of all that a book tells a recogniser: names and numbers, and no rules."""
    return hash(tuple(_entry(book, each) for each in recognised(book)))


def recognised(book: Book | None = None) -> tuple[Substance, ...]:
    """Return the substances of a book (the one in force), without those that are there only because a law excepts them.

    A pack that a country adopted counts like one that ships.
    """
    book = book or current_book()
    excepted = frozenset[str]().union(*(rule.entry.except_ for rule in book.rules)) - {
        rule.entry.substance for rule in book.rules
    }
    return tuple(each for each in substances(book) if each.id not in excepted)


def _built(book: Book) -> Recogniser:
    """Build the recogniser of a book; for what ships the record is read once, for the rest a little more of it."""
    listed = recognised(book)
    record = _shared_record()
    others = recorded_names(_numbers(listed) - _numbers(recognised(shipped_book())))
    own = frozenset(name for names in others.values() for name in names)
    # What an adopted pack lists is no ordinary chemical, else a slip in its name would be taken for that of a rival.
    ordinary = replace(record.ordinary, plain=record.ordinary.plain - own) if own else record.ordinary
    names = {**record.listed, **others}
    entries = (_entry(book, each, _of_one(ordinary, names.get(each.cas or "", ()))) for each in listed)
    return Recogniser(entries, ordinary, rules=rules_met, structure_key=inchikey_of)


def _of_one(ordinary: OrdinaryNames, names: Iterable[str]) -> list[str]:
    """Return the names without the words that are in the names of very many chemicals."""
    return [name for name in names if ordinary.words.get(name, 0) <= _MANY_CHEMICALS]


@cache
def _shared_record() -> Record:
    """Return what the record says of the substances that ship; every recogniser of this process shares it."""
    return public_record(_numbers(recognised(shipped_book())))


def _numbers(listed: Iterable[Substance]) -> frozenset[str]:
    return frozenset(each.cas for each in listed if each.cas)


def _codes(book: Book, id_: str) -> Iterator[tuple[Scheme, str]]:
    """Yield the EC, CUS and DEA numbers of a substance itself; a UN number is shared by many goods."""
    for each in book.numbers.get(id_, ()):
        scheme = _SCHEMES.get(each.system)
        if scheme and not each.form:
            yield scheme, each.number


@cache
def medicines() -> frozenset[str]:
    """Return the substances of the register of drugs, which the record knows by many trade names."""
    return frozenset(each.id for each in shipped_book().packs["register-drugs"].substances)


def entry(listed: Substance, recorded: Iterable[str] = ()) -> Entry:
    """Return what the engine is told of a substance: own names first, then those of the public record."""
    return _entry(current_book(), listed, recorded)


def _entry(book: Book, listed: Substance, recorded: Iterable[str] = ()) -> Entry:
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
        numbers=(*((("hs", hs),) if hs else ()), *_codes(book, listed.id)),
    )
