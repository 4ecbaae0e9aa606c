"""How alike two incidents are when they share no number: by route, substance, cover, days and amount, with the reasons.

The score is made of the two alone. It never asks what else there is, so it tells nothing of a third. Amounts are
Decimal logarithms of kilograms, litres or pieces; days are ordinals of the calendar.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from rapidfuzz import fuzz

ALIKE = 0.7
"""From here on two incidents are suggested to a person; chosen and measured in `tests/incidents/test_likeness.py`."""
MONTH = 28
"""Days in which incidents are looked for together, with those of the span before and behind."""
_MOST_KEYS = 32
_WORD = 4
"""Letters of a word that are looked at; a slip further on does no harm."""
_TELLS_NOTHING = frozenset({"", "other", "none", "unknown"})
_STEEPNESS = 1.0
_NEEDED = 4.5
"""Points that make two incidents as likely as not to be of one hand."""
_SAME_WORDS, _OTHER_WORDS, _MISSPELT = 80.0, 55.0, 84.0
_NEAR, _CLOSE, _FAR = 0.12, 0.4, 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What is compared of an incident; empty where it is not known.

    `day` is known to `within` days. `lane` is origin, departure and destination; `amounts` holds logarithms by unit.
    """

    day: int
    within: int = 1
    country: str = ""
    lane: tuple[str, str, str] = ("", "", "")
    transit: frozenset[str] = frozenset()
    substances: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    natures: frozenset[str] = frozenset()
    mode: str = ""
    setting: str = ""
    concealment: frozenset[str] = frozenset()
    modus: frozenset[str] = frozenset()
    goods: str = ""
    carrier: str = ""
    look: str = ""
    amounts: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One trait compared: its name, how much it speaks for (or against), and what was seen."""

    trait: str
    points: float
    seen: str


@dataclass(frozen=True, slots=True)
class Alike:
    """How alike, from 0 to 1, and every trait that counted, the heaviest first."""

    score: float
    reasons: tuple[Reason, ...]


def keys(matter: Matter) -> frozenset[int]:
    """The keys under which a matter is kept, each a hash of 64 bits: two that share none are not compared.

    Each joins traits that are rarely together by chance, and the span of days.
    """
    span = matter.day // MONTH
    return frozenset(_hash(key, span) for key in _joined(matter))


def sought(matter: Matter) -> frozenset[int]:
    """The keys under which a matter's likes are looked for: its own, of the span before and of the span behind."""
    span = matter.day // MONTH
    return frozenset(_hash(key, one) for key in _joined(matter) for one in (span - 1, span, span + 1))


def _hash(key: str, span: int) -> int:
    return int.from_bytes(blake2b(f"{key}|{span}".encode(), digest_size=8).digest(), signed=True)


def _joined(matter: Matter) -> tuple[str, ...]:
    """Joined traits, those that say most first; where it was found counts as an end of the way."""
    origin, departure, destination = matter.lane
    sources = sorted({origin, departure} - {""})
    ends = sorted({destination, matter.country} - {""})
    hidden = sorted(matter.concealment - _TELLS_NOTHING)
    how = [*hidden, *sorted(matter.modus - _TELLS_NOTHING)]
    what = sorted(matter.substances) or sorted(matter.named)
    found = [f"way {one} {a} {b}" for one in what for a in sources for b in ends]
    found += [f"goods {word} {place}" for word in _longest(matter.goods, 3) for place in (*sources, *ends)]
    found += [f"hid {one} {a} {b}" for one in hidden for a in sources for b in ends]
    found += [f"look {word} {place}" for word in _longest(matter.look, 2) for place in (*sources, *ends)]
    found += [f"end {one} {b} {way}" for one in what for b in ends for way in how]
    found += [f"from {one} {a} {way}" for one in what for a in sources for way in how]
    found += [f"by {matter.mode} {a} {b}" for a in sources for b in ends if matter.mode]
    return tuple(dict.fromkeys(found))[:_MOST_KEYS]


def _longest(text: str, most: int) -> list[str]:
    """The beginnings of the longest words of a text."""
    words = sorted({word for word in text.split() if len(word) >= _WORD}, key=lambda one: (-len(one), one))
    return list(dict.fromkeys(word[:_WORD] for word in words))[:most]


def alike(one: Matter, other: Matter) -> Alike:
    """Compare two matters, by every trait that both of them show."""
    reasons = [reason for reason in _compared(one, other) if reason.points]
    total = sum(reason.points for reason in reasons)
    score = 1 / (1 + math.exp(-_STEEPNESS * (total - _NEEDED)))
    return Alike(round(score, 4), tuple(sorted(reasons, key=lambda reason: (-abs(reason.points), reason.trait))))


def _compared(one: Matter, other: Matter) -> Iterator[Reason]:
    """Each trait with its points: logarithms of the odds, fitted to generated sets of incidents with the truth."""
    yield _days(one, other)
    yield from _substances(one, other)
    for place, (trait, more, less) in enumerate(
        (("origin", 0.8, -1.6), ("departure", 1.6, -1.7), ("destination", 0.7, -1.6))
    ):
        yield from _same(trait, one.lane[place], other.lane[place], more, less)
    yield from _sets("transit", one.transit, other.transit, 0.8, -0.4)
    yield from _sets("concealment", one.concealment, other.concealment, 0.8, -2.0)
    yield from _sets("modus operandi", one.modus, other.modus, 0.9, -2.1)
    yield from _words("declared goods", one.goods, other.goods, 1.9, -2.0)
    yield from _words("packaging and labels", one.look, other.look, 1.1, -2.0)
    yield from _words("carrier", one.carrier, other.carrier, 1.5, -0.8)
    yield from _sets("physical form", one.natures, other.natures, 1.1, -2.1)
    yield from _same("means of transport", one.mode, other.mode, 0.7, -1.6)
    yield from _same("setting", one.setting, other.setting, 0.4, -0.9)
    yield from _same("country", one.country, other.country, 1.4, -1.4)
    yield from _amounts(one, other)


def _days(one: Matter, other: Matter) -> Reason:
    apart = abs(one.day - other.day)
    seen = f"{apart} days apart"
    if max(one.within, other.within) > 1:
        return Reason("days", 0.3 if apart <= max(one.within, other.within) else -1.0, seen)
    steps = ((3, 1.0), (10, 0.4), (21, 0.2), (MONTH, -0.3), (2 * MONTH, -1.3))
    return Reason("days", next((points for most, points in steps if apart <= most), -2.0), seen)


def _substances(one: Matter, other: Matter) -> Iterator[Reason]:
    if one.substances and other.substances:
        shared = one.substances & other.substances
        points = 1.0 + 0.7 * _share(one.substances, other.substances) if shared else -2.0
        yield Reason("substance", points, ", ".join(sorted(shared)) if shared else "other substances")
    elif one.named and other.named:
        near = max(_ratio(a, b) for a in one.named for b in other.named) >= _MISSPELT
        yield Reason("substance", 1.7 if near else -1.8, "named alike" if near else "named otherwise")


def _amounts(one: Matter, other: Matter) -> Iterator[Reason]:
    """In the closest unit of both; how many times as much, as a logarithm."""
    units = dict(other.amounts)
    apart = min((abs(size - units[unit]) for unit, size in one.amounts if unit in units), default=None)
    if apart is None:
        return
    points = 1.7 if apart <= _NEAR else 1.2 if apart <= _CLOSE else -1.1 if apart <= _FAR else -2.0
    yield Reason("quantity", points, "about as much" if apart <= _CLOSE else f"{10**apart:.0f} times as much")


def _same(trait: str, one: str, other: str, more: float, less: float) -> Iterator[Reason]:
    if one and other:
        yield Reason(trait, more, one) if one == other else Reason(trait, less, f"{one}, {other}")


def _sets(trait: str, one: frozenset[str], other: frozenset[str], more: float, less: float) -> Iterator[Reason]:
    a, b = one - _TELLS_NOTHING, other - _TELLS_NOTHING
    if a and b:
        shared = a & b
        seen = ", ".join(sorted(shared))
        yield Reason(trait, more * (0.5 + 0.5 * _share(a, b)), seen) if shared else Reason(trait, less, "not the same")


def _words(trait: str, one: str, other: str, more: float, less: float) -> Iterator[Reason]:
    """Words near enough for another spelling or order."""
    if one and other:
        near = fuzz.token_set_ratio(one, other)
        if near >= _SAME_WORDS:
            yield Reason(trait, more, "the same words, or nearly")
        elif near <= _OTHER_WORDS:
            yield Reason(trait, less, "other words")


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)


@lru_cache(maxsize=65536)
def _ratio(one: str, other: str) -> float:
    return float(fuzz.ratio(one, other))


def amounts_of(measured: Iterable[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    """Amounts by unit (kilograms, litres or what is counted) as Decimal logarithms of their sums."""
    sums: dict[str, float] = {}
    for unit, amount in measured:
        if amount > 0:
            sums[unit] = sums.get(unit, 0.0) + amount
    return tuple((unit, math.log10(total)) for unit, total in sorted(sums.items()))
