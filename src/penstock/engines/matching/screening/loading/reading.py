"""What reading a list gives: its entries, and the places that gave none."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from penstock.engines.matching.screening.parties import Entry

_MONTHS = "%d %b %Y", "%b %Y", "%d/%m/%Y"
_YEAR = re.compile(r"(?:circa |approximately |c\. ?)?(\d{4})")
_ISO = re.compile(r"(\d{4})-(0\d|1[0-2])(?:-([0-2]\d|3[01]))?(?:T.*)?")


@dataclass(frozen=True, slots=True)
class Unread:
    """A line or record of a list that gave no entry: its place (counted from 1) and why."""

    place: int
    why: str


@dataclass(frozen=True, slots=True)
class Read:
    """The entries of a list in its order, and what could not be read."""

    entries: tuple[Entry, ...]
    unread: tuple[Unread, ...]


def told(found: Iterable[Entry | Unread]) -> Read:
    """Entries and what is unread, apart."""
    all_of_it = list(found)
    return Read(
        tuple(one for one in all_of_it if isinstance(one, Entry)),
        tuple(one for one in all_of_it if isinstance(one, Unread)),
    )


def date_of(written: str) -> str:
    """A date of birth as year, year and month, or day (ISO 8601), as much as is said; "" for none."""
    text = " ".join(written.split())
    if whole := _ISO.fullmatch(text):
        return "-".join(part for part in whole.groups() if part and part != "00")
    if year := _YEAR.fullmatch(text):
        return year[1]
    for form in _MONTHS:
        try:
            found = datetime.strptime(text.title(), form)  # noqa: DTZ007 - a day, not a moment
        except ValueError:
            continue
        return found.strftime("%Y-%m" if form == "%b %Y" else "%Y-%m-%d")
    return ""
