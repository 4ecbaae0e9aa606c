"""What else speaks for or against one party beside the names: numbers, country, address, birth date, what it is.

Points are natural logarithms of likelihood ratios in the manner of Fellegi and Sunter (1969), set by hand and kept
low: what lists and registers say of the same party is often old or wrong.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from penstock.engines.matching.identifiers import address
from penstock.engines.matching.screening.parties import Kind, Party, country

SAME_NUMBER, OTHER_NUMBER = 8.0, -1.5
SAME_COUNTRY, OTHER_COUNTRY = 0.3, -0.7
SAME_ADDRESS = 1.5
SAME_BIRTH, TURNED_BIRTH, SAME_YEAR, NEXT_YEAR, OTHER_BIRTH = 2.0, 1.2, 0.7, -0.7, -2.5
OTHER_KIND = -2.5
_SAME_ADDRESS = 88
_ONE_ONLY = frozenset({"imo", "tax", "registration", "national id"})
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Reason:
    """A feature, the points it brought (against, where below zero), and what was seen."""

    feature: str
    points: float
    seen: str


def beside_names(one: Party, other: Party) -> Iterator[Reason]:
    """Each feature that both parties show."""
    yield from _numbers(one, other)
    yield from _countries(one, other)
    yield from _addresses(one, other)
    yield from _births(one.birth_dates, other.birth_dates)
    if Kind.UNKNOWN not in {one.kind, other.kind} and one.kind != other.kind:
        yield Reason("kind", OTHER_KIND, f"{one.kind}, {other.kind}")


def _numbers(one: Party, other: Party) -> Iterator[Reason]:
    ours, theirs = ({i.key: i.kind for i in party.identifiers if i.key} for party in (one, other))
    shared = sorted(ours.keys() & theirs.keys())
    if shared:
        yield Reason("identifier", SAME_NUMBER, ", ".join(shared))
        return
    both = set(ours.values()) & set(theirs.values()) & _ONE_ONLY
    if both:
        yield Reason("identifier", OTHER_NUMBER, f"another {min(both)}")


def _countries(one: Party, other: Party) -> Iterator[Reason]:
    ours, theirs = ({country(each) for each in party.countries} - {""} for party in (one, other))
    if ours and theirs:
        shared = ours & theirs
        points = SAME_COUNTRY if shared else OTHER_COUNTRY
        yield Reason("country", points, ", ".join(sorted(shared) or [*sorted(ours), *sorted(theirs)]))


def _addresses(one: Party, other: Party) -> Iterator[Reason]:
    """The same words and the same numbers; another address says nothing, since parties have many."""
    theirs = [(each, address(each)) for each in other.addresses]
    for each in one.addresses:
        ours = address(each)
        for written, key in theirs:
            if ours and key and _digits(ours) == _digits(key) and fuzz.token_sort_ratio(ours, key) >= _SAME_ADDRESS:
                yield Reason("address", SAME_ADDRESS, written)
                return


def _digits(text: str) -> list[str]:
    return sorted(word for word in text.split() if any(c.isdigit() for c in word))


def _births(ours: tuple[str, ...], theirs: tuple[str, ...]) -> Iterator[Reason]:
    """The best of all pairs of dates: lists give several for one person."""
    points = [(_birth(a, b), a, b) for a in ours for b in theirs if _DATE.fullmatch(a) and _DATE.fullmatch(b)]
    if points:
        best, a, b = max(points)
        yield Reason("birth date", best, a if a == b else f"{a}, {b}")


def _birth(one: str, other: str) -> float:
    a, b = one.split("-"), other.split("-")
    if a == b:
        return SAME_BIRTH if len(a) > 1 else SAME_YEAR
    if a[0] == b[0]:
        if len(a) == len(b) == 3 and a[1:] == b[:0:-1]:  # noqa: PLR2004 - year, month and day
            return TURNED_BIRTH
        return SAME_YEAR if 1 in {len(a), len(b)} or a[1] == b[1] else 0.0
    return NEXT_YEAR if abs(int(a[0]) - int(b[0])) == 1 else OTHER_BIRTH
