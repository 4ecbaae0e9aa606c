"""What changes between two days of one book, or between two books on one day: rules, quantities, duties, exemptions."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from penstock.catalogue.law.book import Book, holds
from penstock.catalogue.law.packs import Pack
from penstock.catalogue.law.records import Duty, Entry, Exemption, Threshold, columns_of

Verdict = Literal["begins", "changes", "ends"]
Dated = Entry | Threshold | Duty | Exemption

# What tells one record of a file from another; a list that two records share may still differ in all else.
_KEYS: Mapping[type, tuple[str, ...]] = {
    Entry: ("entry",),
    Threshold: ("list", "entry", "operation", "per", "of", "effect", "unit"),
    Duty: ("duty", "list", "operation", "who", "condition", "anchor"),
    Exemption: ("list", "entry", "kind", "text"),
}
_FILES: Mapping[str, type] = {"entries": Entry, "thresholds": Threshold, "duties": Duty, "exemptions": Exemption}
# When and where a row is written is no part of what it says.
_NOT_LAW = frozenset({"since", "until", "precision", "source", "verified"})


@dataclass(frozen=True, slots=True)
class Detail:
    """One column that says something else than before."""

    column: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Change:
    """One record that begins, changes or ends: as it `was` (None before it began) and as it is (None once it ended)."""

    verdict: Verdict
    pack: Pack
    file: str
    was: Dated | None
    now: Dated | None
    details: tuple[Detail, ...] = ()

    @property
    def record(self) -> Dated:
        """The newer record, or the one that ended."""
        record = self.now or self.was
        if record is None:
            raise LookupError
        return record

    @property
    def title(self) -> str:
        """The list on which it stands, as an officer calls it."""
        code = self.record.list.split()[0]
        return self.pack.lists[code].title if code in self.pack.lists else self.pack.title


def between_days(
    book: Book, before: date, after: date, jurisdictions: Collection[str] | None = None
) -> tuple[Change, ...]:
    """Return what changes in a book from one day to another, by pack, file and order in the file."""
    return tuple(_changes((book, before), (book, after), jurisdictions))


def between_books(
    before: Book, after: Book, on: date, jurisdictions: Collection[str] | None = None
) -> tuple[Change, ...]:
    """Return what changes on one day when one book is put for another."""
    return tuple(_changes((before, on), (after, on), jurisdictions))


def _changes(
    before: tuple[Book, date], after: tuple[Book, date], jurisdictions: Collection[str] | None
) -> Iterator[Change]:
    ids = dict.fromkeys((*before[0].packs, *after[0].packs))
    for id_ in ids:
        pack = after[0].packs.get(id_) or before[0].packs[id_]
        if jurisdictions is not None and pack.jurisdiction not in jurisdictions:
            continue
        for file, kind in _FILES.items():
            yield from _compared(pack, file, _holding(before, id_, file, kind), _holding(after, id_, file, kind))


def _holding(of: tuple[Book, date], id_: str, file: str, kind: type) -> dict[tuple[Any, ...], Dated]:
    book, on = of
    records: tuple[Dated, ...] = getattr(book.packs[id_], file) if id_ in book.packs else ()
    return {tuple(getattr(each, key) for key in _KEYS[kind]): each for each in records if holds(each, on)}


def _compared(
    pack: Pack, file: str, before: dict[tuple[Any, ...], Dated], after: dict[tuple[Any, ...], Dated]
) -> Iterator[Change]:
    for key, record in before.items():
        if key not in after:
            yield Change("ends", pack, file, record, None)
    for key, record in after.items():
        if key not in before:
            yield Change("begins", pack, file, None, record)
        else:
            details = tuple(_details(before[key], record))
            if details:
                yield Change("changes", pack, file, before[key], record, details)


def _details(before: Dated, after: Dated) -> Iterator[Detail]:
    for column, name in zip(columns_of(type(after)), type(after).__dataclass_fields__, strict=True):
        was, is_ = getattr(before, name), getattr(after, name)
        if name not in _NOT_LAW and was != is_:
            yield Detail(column.name, was, is_)
