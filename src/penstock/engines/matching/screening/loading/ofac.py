"""The list of specially designated nationals of the United States in its files of comma-separated values.

Columns of the three files as the office publishes them: entries (number, name, type, programme, title, call sign,
kind of vessel, tonnage, gross tonnage, flag, owner, remarks), other names (number, number of the name, kind, name,
remarks), addresses (number, number of the address, street, town and region, country, remarks). No file has a head.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from penstock.engines.matching.screening.loading.reading import Read, Unread, date_of, told
from penstock.engines.matching.screening.parties import Entry, Identifier, Kind

LIST_ID = "US-OFAC-SDN"
_NOTHING = "-0-"
_KINDS = {"individual": Kind.PERSON, "vessel": Kind.VESSEL, "aircraft": Kind.VESSEL, "": Kind.COMPANY}
_ENTRY, _NAME, _ADDRESS = 12, 4, 5
_FLAG, _REMARKS = 9, 11
_OTHER_NAME = re.compile(r"(?:a|f|n)\.k\.a\. '(.+)'")
_BORN = re.compile(r"(?:alt\. )?DOB (.+)")
_COUNTRY = re.compile(r"(?:nationality|citizen|alt\. nationality|alt\. citizen) (.+)")
_RANGE = re.compile(r"(.+) to (.+)")
_NUMBER = re.compile(
    r"(?:alt\. )?([A-Za-z][A-Za-z.' ]*?)(?: No\.?| Number| ID| #)*:? ((?=[^ ]*\d)[A-Z0-9][A-Z0-9./-]*)\b.*"
)
_NUMBERS = {
    "passport": "passport", "tax": "tax", "nit": "tax", "r.f.c.": "tax", "ruc": "tax", "v.a.t.": "tax",
    "registration": "registration", "business registration": "registration", "commercial registry": "registration",
    "company": "registration", "national": "national id", "cedula": "national id", "c.u.r.p.": "national id",
    "d.n.i.": "national id", "identification": "national id", "vessel registration identification imo": "imo",
    "identification number imo": "imo", "company number imo": "imo", "mmsi": "mmsi", "aircraft tail": "tail",
}  # fmt: skip


def read_ofac(entries: Iterable[str], names: Iterable[str] = (), addresses: Iterable[str] = ()) -> Read:
    """Read the lines of the file of entries with those of other names and addresses."""
    unread: list[Unread] = []
    others, places = _by_entry(names, _NAME, unread), _by_entry(addresses, _ADDRESS, unread)
    found = told(_entries(entries, others, places))
    known = {entry.id for entry in found.entries}
    lost = [number for number in (*others, *places) if number not in known]
    unread += [Unread(0, f"other names or addresses of entry {number}, which is not on the list") for number in lost]
    return Read(found.entries, (*found.unread, *unread))


def _rows(lines: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(line.replace("\0", "") for line in lines)
    for row in reader:
        cells = [cell.strip() for cell in row]
        # The files end with the sign that ended files of old.
        if cells and cells != ["\x1a"]:
            yield reader.line_num, ["" if cell == _NOTHING else cell for cell in cells]


def _by_entry(lines: Iterable[str], least: int, unread: list[Unread]) -> Mapping[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = defaultdict(list)
    for place, row in _rows(lines):
        if len(row) < least or not row[0].isdigit():
            unread.append(Unread(place, f"{len(row)} columns instead of at least {least}, or no number of an entry"))
        else:
            found[row[0]].append(row)
    return found


def _entries(
    lines: Iterable[str], others: Mapping[str, list[list[str]]], places: Mapping[str, list[list[str]]]
) -> Iterator[Entry | Unread]:
    for place, row in _rows(lines):
        if len(row) < _ENTRY or not row[0].isdigit():
            yield Unread(place, f"{len(row)} columns instead of {_ENTRY}, or no number of an entry")
        elif not row[1]:
            yield Unread(place, "an entry without a name")
        elif row[2] not in _KINDS:
            yield Unread(place, f"an entry of unknown type {row[2]!r}")
        else:
            yield _entry(row, others.get(row[0], ()), places.get(row[0], ()))


def _entry(row: Sequence[str], others: Sequence[list[str]], places: Sequence[list[str]]) -> Entry:
    remarks = [remark.strip().removesuffix(".") for remark in row[_REMARKS].split(";")]
    within = [found[1] for remark in remarks if (found := _OTHER_NAME.fullmatch(remark))]
    countries = [found[1] for remark in remarks if (found := _COUNTRY.fullmatch(remark))]
    kind = _KINDS[row[2]]
    if kind is not Kind.PERSON:
        countries += [row[_FLAG], *(address[4] for address in places)]
    return Entry(
        id=row[0],
        names=(row[1],),
        kind=kind,
        countries=tuple(dict.fromkeys(each for each in countries if each)),
        addresses=tuple(" ".join(part for part in address[2:5] if part) for address in places),
        identifiers=tuple(dict.fromkeys(one for remark in remarks if (one := _identifier(remark)))),
        birth_dates=tuple(dict.fromkeys(date for remark in remarks for date in _births(remark))),
        list_id=LIST_ID,
        aliases=tuple(dict.fromkeys([*(other[3] for other in others if other[3]), *within])),
    )


def _births(remark: str) -> Iterator[str]:
    """A day, or the years of a span of days."""
    if found := _BORN.fullmatch(remark):
        span = _RANGE.fullmatch(found[1])
        days = [date_of(each) for each in (span.groups() if span else (found[1],))]
        yield from (day[:4] if span else day for day in days if day)


def _identifier(remark: str) -> Identifier | None:
    found = _NUMBER.fullmatch(remark)
    kind = _NUMBERS.get(found[1].casefold().strip()) if found else None
    return Identifier(kind, found[2]) if found and kind else None
