"""The screen: which rules can be met at all, from counted atoms and rings, as a few ANDs of bit columns.

A rule asks for at least so many atoms of an element and at most so many. For each column and each count there is one
integer whose bits are the rules that such a count allows; the AND over the columns leaves the candidates. It can lose
no hit, for a structure that holds a core holds its atoms and its rings.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from penstock.engines.structures.molecules.reading import ATOM_COLUMNS, Counts

UNBOUNDED = 1 << 20


@dataclass(frozen=True, slots=True)
class Demand:
    """The least counts that a query needs; `exact` when the counts of atoms must be these, `most` heavy atoms else."""

    least: Counts
    exact: bool = False
    most: int = UNBOUNDED


class Screen:
    """The bit columns of many demands; bit n stands for demand n."""

    def __init__(self, demands: Sequence[Demand]) -> None:
        """Build the columns once."""
        self.everything = (1 << len(demands)) - 1
        exact = [each.least if each.exact else _ANY for each in demands]
        self._least = _telling(map(_allowing_from, zip(*(each.least for each in demands), strict=True)))
        self._most = _telling(map(_allowing_to, zip(*(each[:ATOM_COLUMNS] for each in exact), strict=True)))
        self._size = _allowing_to([each.most for each in demands])

    def candidates(self, counts: Counts, *, whole: bool) -> int:
        """Return the bits of the demands that can be met; `whole` when the counts are of one piece, else of several."""
        left = self.everything
        for at, column, last in self._least:
            left &= column[counts[at]] if counts[at] < last else column[last]
            if not left:
                return 0
        if whole:
            left &= self._size[min(counts.atoms, len(self._size) - 1)]
            for at, column, last in self._most:
                left &= column[counts[at]] if counts[at] < last else column[last]
        return left


_ANY = Counts(*[UNBOUNDED] * len(Counts._fields))


def _telling(columns: Iterable[list[int]]) -> list[tuple[int, list[int], int]]:
    """Return the columns that tell demands apart, each with its place and its last count."""
    return [(at, column, len(column) - 1) for at, column in enumerate(columns) if len(column) > 1]


def _allowing_from(values: Sequence[int]) -> list[int]:
    """Return by count the bits of those that ask for at least their value."""
    return [sum(1 << n for n, value in enumerate(values) if value <= count) for count in range(max(values) + 1)]


def _allowing_to(values: Sequence[int]) -> list[int]:
    """Return by count the bits of those that ask for at most their value; beyond the last count nothing changes."""
    last = max((value for value in values if value < UNBOUNDED), default=-1) + 1
    return [sum(1 << n for n, value in enumerate(values) if count <= value) for count in range(last + 1)]


def bits(number: int) -> Iterator[int]:
    """Yield the positions of the bits that are set, lowest first."""
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest
