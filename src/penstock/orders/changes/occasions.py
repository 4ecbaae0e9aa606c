"""When companies are told of law: an edition that was adopted, and each day on which the law of a pack changes."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from penstock.catalogue.adoption.models import Edition
from penstock.catalogue.adoption.queries import books_around, newest_editions
from penstock.catalogue.law.book import Book
from penstock.catalogue.law.differences import Change, between_books, between_days
from penstock.catalogue.law.force import current_book
from penstock.catalogue.law.packs import Pack

AHEAD = timedelta(days=90)
"""How long before a day of the law companies are told of it."""
BACK = timedelta(days=30)
"""What changed longer ago is told of no more, as when the software was off, or is new."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What changes in a pack on a day; `key` names it once for all, `is_new` where it was not told of beforehand."""

    key: str
    pack: Pack
    changes_on: date
    books: tuple[Book, ...]
    changes: tuple[Change, ...]
    is_new: bool


def day_of(change: Change) -> date:
    """The first day on which a change holds: that of its row, or that from which a row holds no more."""
    record = change.record
    return record.until if change.verdict == "ends" and record.until else record.since


def occasions(day: date) -> Iterator[Occasion]:
    """What companies are told of on a day: editions adopted of late, then the days of law around it."""
    for edition in Edition.objects.filter(adopted_at__date__gte=day - BACK):
        yield from _of_edition(edition)
    yield from _of_days(current_book(), day)


def _of_edition(edition: Edition) -> Iterator[Occasion]:
    before, after = books_around(edition)
    if edition.pack not in after.packs:  # it was set aside
        return
    pack, adopted_on = after.packs[edition.pack], edition.adopted_at.date()
    changes = between_books(before, after, adopted_on, {pack.jurisdiction})
    mine = tuple(one for one in changes if one.pack.id == pack.id)
    yield Occasion(f"edition {edition.number}", pack, adopted_on, (before, after), mine, is_new=True)


def _of_days(book: Book, day: date) -> Iterator[Occasion]:
    """By pack and day; what an adopted edition made law is told of with the edition."""
    adopted = {pack: one.adopted_at.date() for pack, one in newest_editions().items()}
    found: dict[tuple[str, date], list[Change]] = defaultdict(list)
    for one in between_days(book, day - BACK, day + AHEAD):
        found[one.pack.id, day_of(one)].append(one)
    for (pack_id, on), changes in sorted(found.items(), key=lambda one: one[0]):
        if pack_id in adopted and on <= adopted[pack_id]:
            continue
        pack = book.packs[pack_id]
        stage = "coming" if on > day else "in force"
        key = f"{pack_id} {pack.version} {on} {stage}"
        yield Occasion(key, pack, on, (book,), tuple(changes), is_new=False)
