"""Every known key within a few letters of a written one, without measuring all of them.

A known key is cut into one piece more than letters may differ, with one letter left out between pieces. One slip (a
letter more, less or another, or two neighbours exchanged) can spoil one piece only, so one piece is left whole, and
moved by no more places than letters differ. Looking up the pieces finds every key within reach: no neighbour is lost.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rapidfuzz.distance import OSA

# (shortest key, letters that may differ): one slip in a word, two in a long word, three in a whole phrase.
_BUDGETS = ((18, 3), (9, 2), (5, 1))
LONGEST_KEY = 120
MOST_MEASURED = 400


class Near(NamedTuple):
    """A known key and how many letters lie between it and what was written (optimal string alignment)."""

    key: str
    distance: int


def budget(length: int) -> int:
    """Return how many letters of a key of this length may differ."""
    return next((allowed for shortest, allowed in _BUDGETS if length >= shortest), 0)


class Neighbours:
    """Known keys, found by their pieces; `most` bounds how many are measured for one question."""

    def __init__(self, keys: Iterable[str], most: int = MOST_MEASURED) -> None:
        """Cut every key that is not too long."""
        self._most = most
        self._holders: dict[tuple[int, int, str], list[str]] = defaultdict(list)
        self._lengths: set[int] = set()
        for known in keys:
            if budget(len(known)) and len(known) <= LONGEST_KEY:
                self._lengths.add(len(known))
                for place, start, end in _pieces(len(known)):
                    self._holders[len(known), place, known[start:end]].append(known)
        self._holders.default_factory = None
        self.measured = 0

    def within_reach(self, written: str) -> list[Near]:
        """Return the known keys within the budget of the written one, nearest first; the shorter key's budget counts.

        Of keys that share their pieces with very many others only the first are measured, so that no input is slow.
        """
        found: list[Near] = []
        for measured, known in enumerate(dict.fromkeys(self._candidates(written))):
            if measured >= self._most:
                break
            self.measured += 1
            allowed = min(budget(len(known)), budget(len(written)))
            distance = OSA.distance(written, known, score_cutoff=allowed)
            if distance <= allowed:
                found.append(Near(known, distance))
        found.sort(key=lambda near: (near.distance, abs(len(near.key) - len(written)), near.key))
        return found

    def _candidates(self, written: str) -> Iterator[str]:
        reach = budget(len(written))
        if not reach:
            return
        holders = self._holders
        for length in range(len(written) - reach, len(written) + reach + 1):
            if length not in self._lengths:
                continue
            shift = min(budget(length), reach)
            for place, start, end in _pieces(length):
                for at in range(max(0, start - shift), min(start + shift, len(written) - (end - start)) + 1):
                    held = holders.get((length, place, written[at : at + end - start]))
                    if held:
                        yield from held


def _pieces(length: int) -> tuple[tuple[int, int, int], ...]:
    """Return the pieces of a key of some length: (number, start, end), half open, one letter apart."""
    if length not in _CUTS:
        count = budget(length) + 1
        letters = length - (count - 1)
        ends = [letters * number // count for number in range(count + 1)]
        _CUTS[length] = tuple((number, ends[number] + number, ends[number + 1] + number) for number in range(count))
    return _CUTS[length]


_CUTS: dict[int, tuple[tuple[int, int, int], ...]] = {}
