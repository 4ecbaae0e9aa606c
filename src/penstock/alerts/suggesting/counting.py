"""The two questions of counting, in plain numbers: is a first sighting news, and is a rise more than chance.

What is counted is reports: a country on a day, once for each thing, so that one haul that is entered as forty
incidents is one report, and a file of old incidents no rise.
"""

from dataclasses import dataclass
from math import comb

WINDOW_DAYS = 28
WINDOWS_BEFORE = 12
"""Four weeks against the forty-eight before them: whole weeks, so that no weekday counts twice in one of them."""
CHANCE_OF_ERROR = 0.01
"""How likely it may be that any of the things tried at one time is suggested by chance alone."""
AT_LEAST_TIMES = 2
"""A rise that is certain but small is no reason to write to everybody."""
FEWEST_SIGHTINGS = 30
NEWS = 0.1
"""A first sighting is news where fewer than one in ten sightings is a first."""


@dataclass(frozen=True, slots=True)
class Rise:
    """How many reports of a thing there were in the window and in all windows before, and how many were expected."""

    now: int
    before: int
    expected: float
    chance: float


def share_of_firsts(once: int, sightings: int) -> float:
    """How likely the next sighting is a first (Good and Turing): the share of what was seen exactly once so far."""
    return once / sightings if sightings else 1.0


def is_news(once: int, sightings: int) -> bool:
    """Whether a first sighting means anything: where nearly everything is new, nothing is."""
    return sightings >= FEWEST_SIGHTINGS and share_of_firsts(once, sightings) < NEWS


def tail(least: int, tries: int, chance: float) -> float:
    """How likely at least so many of the tries succeed."""
    return sum(comb(tries, k) * chance**k * (1 - chance) ** (tries - k) for k in range(least, tries + 1))


def rise(now: int, before: int, *, all_now: int, all_before: int, tried: int) -> Rise | None:
    """The rise of a thing, None where chance or the growth of reporting explains it.

    If nothing had changed, each of the `now + before` reports would fall into the window as the reports of all things
    do. The exact chance of so many in it is held against the allowed error, shared among the things tried at once.
    """
    if not all_before or not all_now:
        return None
    share = all_now / (all_now + all_before)
    expected = before * all_now / all_before
    if now < AT_LEAST_TIMES * max(expected, 1):
        return None
    chance = tail(now, now + before, share)
    return Rise(now, before, expected, chance) if chance < CHANCE_OF_ERROR / max(tried, 1) else None
