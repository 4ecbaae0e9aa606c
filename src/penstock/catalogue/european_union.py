"""The European Union's export side: members, categories, and the destinations for which it wants a notice."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from penstock.catalogue.packs import PACKS, PackInfo, Row, read_info, read_rows
from penstock.catalogue.substances import un_pack

_MEMBERS = "country,from,to"
_CATEGORIES = "substance,category,from,to,verified"
_DESTINATIONS = "substance,destination,source,verified"
_ANYWHERE = "*"


@dataclass(frozen=True, slots=True)
class Span:
    """A span of days, from the first to the day before `until` (None: open)."""

    since: date
    until: date | None

    def covers(self, day: date) -> bool:
        """Tell whether the day falls in the span."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Category:
    """The category ("1" to "4") of a substance over a span of days."""

    category: str
    span: Span
    verified: bool


@dataclass(frozen=True, slots=True)
class EuPack:
    """The pack of the Union: members with their years, categories and listed destinations by substance id."""

    info: PackInfo
    members: dict[str, Span]
    categories: dict[str, tuple[Category, ...]]
    destinations: dict[str, frozenset[str]]

    def is_member(self, country: str, on: date) -> bool:
        """Tell whether a country was in the customs territory of the Union on a day."""
        span = self.members.get(country)
        return span is not None and span.covers(on)

    def category_of(self, substance: str, on: date) -> Category | None:
        """Return the category of a substance on a day, or None when the Union did not list it."""
        return next((each for each in self.categories.get(substance, ()) if each.span.covers(on)), None)

    def lists_destination(self, substance: str, destination: str) -> bool:
        """Tell whether the Union's own list names the destination for the substance."""
        return bool(self.destinations.get(substance, frozenset()) & {_ANYWHERE, destination})


def read_eu_pack(folder: Path = PACKS / "eu") -> EuPack:
    """Read and check the pack; raise PackError naming file and line of the first bad row."""
    known = frozenset(un_pack().substances)
    categories: dict[str, list[Category]] = defaultdict(list)
    for row in read_rows(folder / "categories.csv", _CATEGORIES):
        category = Category(row.one_of("category", "1234"), _span(row), row.flag("verified"))
        categories[row.one_of("substance", known)].append(category)
    destinations: dict[str, set[str]] = defaultdict(set)
    for row in read_rows(folder / "destinations.csv", _DESTINATIONS):
        destinations[row.one_of("substance", known)].add(row.text("destination"))
    return EuPack(
        info=read_info(folder),
        members={row.text("country"): _span(row) for row in read_rows(folder / "members.csv", _MEMBERS)},
        categories={id_: tuple(found) for id_, found in categories.items()},
        destinations={id_: frozenset(found) for id_, found in destinations.items()},
    )


@cache
def eu_pack() -> EuPack:
    """Return the shipped pack, read once."""
    return read_eu_pack()


def _span(row: Row) -> Span:
    since, until = row.first_day("from"), row.day("to")
    if until is not None and until <= since:
        raise row.refuse("the last day is not after the first")
    return Span(since, until)
