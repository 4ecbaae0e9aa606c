"""A list that a country keeps itself: comma-separated values with a head, each column by its name.

`id` and `name` are needed; `aliases`, `country`, `address`, `birth_date` and `identifiers` may hold several, parted by
semicolons; an identifier is a kind and a number ("passport: X1234567"); `kind` is person, company or vessel.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping

from penstock.engines.matching.screening.loading.reading import Read, Unread, date_of, told
from penstock.engines.matching.screening.parties import Entry, Identifier, Kind

NEEDED = ("id", "name")
COLUMNS = (*NEEDED, "aliases", "kind", "country", "address", "birth_date", "identifiers")


def read_national(lines: Iterable[str], list_id: str) -> Read:
    """Read the lines; one that has a fault is unread, and the fault names its column."""
    reader = csv.DictReader(lines, restkey="")
    head = [column.strip().casefold() for column in reader.fieldnames or ()]
    missing = [column for column in NEEDED if column not in head]
    if missing:
        return Read((), (Unread(1, f"the head names no column {' and no column '.join(missing)}"),))
    reader.fieldnames = head
    unknown = [Unread(1, f"column {column!r} is unknown and not read") for column in head if column not in COLUMNS]
    seen: set[str] = set()
    return told([*unknown, *_entries(reader, list_id, seen)])


def _entries(reader: "csv.DictReader[str]", list_id: str, seen: set[str]) -> Iterator[Entry | Unread]:
    for row in reader:
        place = reader.line_num
        if "" in row:
            yield Unread(place, "more cells than the head has columns")
            continue
        cells = {column: (cell or "").strip() for column, cell in row.items()}
        fault = _fault(cells, seen)
        if fault:
            yield Unread(place, fault)
            continue
        seen.add(cells["id"])
        yield _entry(cells, list_id)


def _fault(cells: Mapping[str, str], seen: set[str]) -> str:
    """What is wrong with a line; "" for nothing."""
    empty = [column for column in NEEDED if not cells[column]]
    if empty:
        return f"{empty[0]} is empty"
    if cells["id"] in seen:
        return f"id {cells['id']!r} stood in an earlier line"
    if cells.get("kind") and cells["kind"].casefold() not in set(Kind):
        return f"kind {cells['kind']!r} is none of {', '.join(Kind)}"
    dates = [date for date in _several(cells, "birth_date") if not date_of(date)]
    if dates:
        return f"birth_date {dates[0]!r} is no date (write 1965, 1965-04 or 1965-04-01)"
    loose = [number for number in _several(cells, "identifiers") if not all(map(str.strip, number.partition(":")))]
    return f"identifiers {loose[0]!r} is no kind and number (write passport: X1234567)" if loose else ""


def _entry(cells: Mapping[str, str], list_id: str) -> Entry:
    numbers = [number.partition(":") for number in _several(cells, "identifiers")]
    return Entry(
        id=cells["id"],
        names=(cells["name"],),
        kind=Kind(cells.get("kind", "").casefold() or Kind.UNKNOWN),
        countries=_several(cells, "country"),
        addresses=_several(cells, "address"),
        identifiers=tuple(Identifier(kind.strip().casefold(), number.strip()) for kind, _colon, number in numbers),
        birth_dates=tuple(map(date_of, _several(cells, "birth_date"))),
        list_id=list_id,
        aliases=_several(cells, "aliases"),
    )


def _several(cells: Mapping[str, str], column: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cells.get(column, "").split(";") if part.strip())
