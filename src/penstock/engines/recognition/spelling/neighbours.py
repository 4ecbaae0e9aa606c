"""Every known key within a few letters of a written one, without measuring all of them.

A known key is cut into one piece more than letters may differ, with one letter left out between pieces. One slip (a
letter more, less or another, or two neighbours exchanged) can spoil one piece only. Count the slips up to the end of
each piece: the first piece whose number (from 0) that count does not exceed is whole, with exactly as many slips
before it as its number says. So it has moved by no more places than its number, and what is behind it by no more than
the slips that are left. Looking the pieces up there finds every key within reach: no neighbour is lost.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

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
    return _ALLOWED[length] if length <= LONGEST_KEY else _BUDGETS[0][1]


_ALLOWED = tuple(
    next((allowed for shortest, allowed in _BUDGETS if length >= shortest), 0) for length in range(LONGEST_KEY + 1)
)


class _Look(NamedTuple):
    """Where to look a piece of a written key up: its half-open span, and known keys by such a piece of theirs."""

    start: int
    end: int
    holders: tuple[Mapping[str, tuple[str, ...]], ...]


class Neighbours:
    """Known keys, found by their pieces; `most` bounds how many are measured for one question."""

    def __init__(self, keys: Iterable[str], most: int = MOST_MEASURED) -> None:
        """Cut every key that is not too long."""
        self._most = most
        cut: dict[tuple[int, int, int], dict[str, list[str]]] = {}
        for known in keys:
            if budget(len(known)) and len(known) <= LONGEST_KEY:
                for start, end in _pieces(len(known)):
                    cut.setdefault((len(known), start, end), {}).setdefault(known[start:end], []).append(known)
        self._looks: list[tuple[_Look, ...]] = [()] * (LONGEST_KEY + 1)
        frozen = {place: {piece: tuple(known) for piece, known in held.items()} for place, held in cut.items()}
        for written in range(LONGEST_KEY + 1):
            self._looks[written] = tuple(_looks(written, frozen))
        self.measured = 0

    def within_reach(self, written: str) -> list[Near]:
        """Return the known keys within the budget of the written one, nearest first; the shorter key's budget counts.

        Of keys that share their pieces with very many others only the first are measured, so that no input is slow.
        """
        reach = _ALLOWED[len(written)] if len(written) <= LONGEST_KEY else 0
        if not reach:
            return []
        candidates: dict[str, None] = {}
        for start, end, holders in self._looks[len(written)]:
            piece = written[start:end]
            for held in holders:
                if piece in held:
                    candidates.update(dict.fromkeys(held[piece]))
        if not candidates:
            return []
        measured = list(islice(candidates, self._most))
        self.measured += len(measured)
        near = extract(written, measured, scorer=OSA.distance, score_cutoff=reach, limit=None)
        found = [Near(known, int(distance)) for known, distance, _ in near if distance <= _ALLOWED[len(known)]]
        found.sort(key=lambda near: (near.distance, abs(len(near.key) - len(written)), near.key))
        return found


def _looks(written: int, cut: Mapping[tuple[int, int, int], Mapping[str, tuple[str, ...]]]) -> Iterator[_Look]:
    """Yield where to look for the pieces of known keys in a written key of some length."""
    reach = budget(written)
    at_span: dict[tuple[int, int], list[Mapping[str, tuple[str, ...]]]] = {}
    for length in range(max(written - reach, 0), min(written + reach, LONGEST_KEY) + 1) if reach else ():
        slips, longer = min(budget(length), reach), written - length
        for number, (start, end) in enumerate(_pieces(length)):
            holders, behind = cut.get((length, start, end)), slips - number
            for moved in range(max(-number, longer - behind), min(number, longer + behind) + 1) if holders else ():
                at = start + moved
                if 0 <= at <= written - (end - start):
                    at_span.setdefault((at, at + end - start), []).append(holders or {})
    yield from (_Look(start, end, tuple(holders)) for (start, end), holders in at_span.items())


def _pieces(length: int) -> Iterator[tuple[int, int]]:
    """Yield the half-open pieces of a key of some length, one more than letters may differ, one letter apart."""
    count = budget(length) + 1
    letters = length - (count - 1)
    for number in range(count):
        yield letters * number // count + number, letters * (number + 1) // count + number
