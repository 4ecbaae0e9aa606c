"""Substances as the house speaks of them: what the register knows of one, and its Table in the 1988 Convention."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from penstock.catalogue.law.book import Book, holds
from penstock.catalogue.law.force import current_book
from penstock.catalogue.law.records import Entry, Name

CONVENTION = "un-1988"


@dataclass(frozen=True, slots=True)
class Substance:
    """One substance of the register with its names and numbers; `salts` says which kinds of salts it makes.

    `numbers` are the CAS numbers of its salts and forms, each with a word for which.
    """

    id: str
    name: str
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


@lru_cache(maxsize=4)
def _register(book: Book) -> MappingProxyType[str, Substance]:
    return MappingProxyType({id_: _whole(book, id_) for id_ in book.substances})


def _whole(book: Book, id_: str) -> Substance:
    row = book.substances[id_]
    numbers = (each for each in book.numbers.get(id_, ()) if each.system == "cas")
    return Substance(
        id=row.id, name=row.name, cas=row.cas, hs_2022=row.hs_2022, formula=row.formula, smiles=row.smiles,
        inchikey=row.inchikey, salts=row.salts, source=row.source, verified=row.verified,
        names=book.names.get(id_, ()),
        numbers=tuple((each.number, f"the {each.form}" if each.form else "") for each in numbers),
    )  # fmt: skip


def substances(book: Book | None = None) -> tuple[Substance, ...]:
    """Return every substance of the registers and packs of a book (the one in force), under any law or none."""
    return tuple(_register(book or current_book()).values())


def substance(id_: str) -> Substance:
    """Return one substance by its id; raise KeyError when there is none."""
    return _register(current_book())[id_]


def tabled() -> tuple[Substance, ...]:
    """Return every substance of the Tables of the 1988 Convention, past, present and announced.

    The Tables ship with Penstock and no adopted pack can stand in their place; but it may add names and numbers.
    """
    return _tabled(current_book())


@lru_cache(maxsize=4)
def _tabled(book: Book) -> tuple[Substance, ...]:
    return tuple(each for each in _register(book).values() if book.history_of(each.id, CONVENTION))


def control_on(id_: str, on: date) -> Entry | None:
    """Return the entry by which a substance stood on a Table on a day, or None."""
    return next((entry for entry in current_book().history_of(id_, CONVENTION) if holds(entry, on)), None)


def list_of(id_: str, on: date) -> str | None:
    """Return the Table on which a substance stood on a day ("UN Table I"), or None; KeyError for an unknown id."""
    substance(id_)
    control = control_on(id_, on)
    return current_book().packs[CONVENTION].lists[control.list].title if control else None


def listed_on(on: date) -> tuple[Substance, ...]:
    """Return the substances that stood on either Table on a day."""
    return tuple(each for each in tabled() if control_on(each.id, on))
