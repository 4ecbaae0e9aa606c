"""Whether a word lies one slip away from one of very many, without measuring or even listing all that it could be."""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence

from penstock.engines.recognition.spelling.slips import in_common

_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


class Beside:
    """A set of words in letters a to z, to be asked whether one of them is a slip away from another word.

    A slip leaves alone what stands before it, with which some word must begin, and what stands behind it, with which
    some word must end. So it can only be where the longest known beginning and the longest known end nearly meet.
    """

    def __init__(self, words: Collection[str]) -> None:
        """Sort the words by their beginnings and by their ends."""
        self._words = frozenset(words)
        self._forwards = sorted(words)
        self._backwards = sorted(word[::-1] for word in words)

    def has(self, written: str) -> bool:
        """Tell whether a letter more, less or another, or two neighbours exchanged, make a word of the set."""
        last = _longest_shared(self._forwards, written)
        first = len(written) - _longest_shared(self._backwards, written[::-1]) - 2
        return any(not self._words.isdisjoint(_slips(written, at)) for at in range(max(first, 0), last + 1))


def _longest_shared(ordered: Sequence[str], written: str) -> int:
    """Return how many letters the written word begins with in common with any word of a sorted sequence."""
    place = bisect_left(ordered, written)
    return max((in_common(written, word) for word in ordered[max(place - 1, 0) : place + 1]), default=0)


def _slips(written: str, at: int) -> Iterator[str]:
    """Yield what one slip at a place could have been meant as."""
    before, after, rest = written[:at], written[at:], written[at + 1 :]
    yield before + rest
    yield before + rest[:1] + after[:1] + rest[1:]
    yield from [before + letter + after for letter in _ALPHABET]
    yield from [before + letter + rest for letter in _ALPHABET]
