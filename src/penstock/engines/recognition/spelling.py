"""Close spelling, bounded: how many letters may differ, and which differences are never a slip of the pen."""

import re
from collections import defaultdict
from typing import NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from penstock.engines.recognition.index import NameIndex
from penstock.engines.recognition.ordinary import OrdinaryNames
from penstock.engines.recognition.text import fold, one_spelling

_DIGITS = re.compile(r"\D+")
_WORDS = re.compile(r"[a-z]{4,}")
_LETTERS = re.compile(r"\b[a-z]\b")
# Letters for optical and geometric forms, which the lists do not tell apart.
_STEREO = frozenset("dlrsez")
_OCR = re.compile(r"(?<=[a-z])[015](?=[a-z])")
_OCR_LETTERS = {"0": "o", "1": "l", "5": "s"}
_CANDIDATES = 6
# (shortest key, letters that may differ): one slip in a word, two in a long word, three in a whole phrase.
_BUDGETS = ((18, 3), (9, 2), (6, 1))


class Near(NamedTuple):
    """A known key and how many letters lie between it and what was written (optimal string alignment)."""

    key: str
    distance: int


class _Words(NamedTuple):
    """The words of a name that carry meaning: long ones, and single letters, which are locants (o-, p-, N-)."""

    long: frozenset[str]
    letters: frozenset[str]


def _words(folded: str) -> _Words:
    text = one_spelling(folded)
    return _Words(frozenset(_WORDS.findall(text)), frozenset(_LETTERS.findall(text)))


class Speller:
    """Finds the known key nearest to a written one, unless the written one is a word of its own."""

    def __init__(self, index: NameIndex, ordinary: OrdinaryNames) -> None:
        """Sort the keys by length, so that only those within reach are measured."""
        self._ordinary = ordinary
        self._by_length: dict[int, list[str]] = defaultdict(list)
        self._words = {known: _words(fold(index.meanings[known][0].name).text)
                       for known in index.spellable}  # fmt: skip
        self._codes = frozenset(known for known in index.spellable if index.meanings[known][0].kind == "code")
        for known in index.spellable:
            self._by_length[len(known)].append(known)
        self._within_reach: dict[int, list[str]] = {}

    def nearest(self, written: str, words: str) -> Near | None:
        """Return the nearest known key to the written key within its budget, or None (also when it is known itself).

        `words` is the folded text the key was made of. A name or a phrase made wholly of words that ordinary chemicals
        use is another chemical ("ethyl" is no slip for "methyl"), and so is a name whose locants differ.
        """
        reach = budget(len(written))
        if not reach or written in self._words or self._ordinary.is_name(written) or self._ordinary.is_word(written):
            return None
        found = extract(written, self._reachable(len(written)), scorer=OSA.distance, score_cutoff=reach,
                        limit=_CANDIDATES)  # fmt: skip
        new = _words(words)
        for known, distance, _ in found:
            is_slip = distance == 1 if known in self._codes else self._is_slip(written, known, new)
            if is_slip:
                return Near(known, int(distance))
        return None

    def _reachable(self, length: int) -> list[str]:
        if length not in self._within_reach:
            reach = budget(length)
            self._within_reach[length] = [
                known for near in range(length - reach, length + reach + 1) for known in self._by_length.get(near, ())
            ]
        return self._within_reach[length]

    def _is_slip(self, written: str, known: str, words: _Words) -> bool:
        """Tell whether the difference may be a slip: locants agree, and some new word is no word of its own."""
        there = self._words[known]
        if not same_locants(written, known) or not words.letters <= there.letters | _STEREO:
            return False
        new = words.long - there.long
        return not new or not all(self._is_own_word(word, there.long) for word in new)

    def _is_own_word(self, word: str, there: frozenset[str]) -> bool:
        return self._ordinary.is_word(word) and not any(self._ordinary.is_slip_for(word, other) for other in there)


def budget(length: int) -> int:
    """Return how many letters of a key of this length may differ."""
    return next((allowed for shortest, allowed in _BUDGETS if length >= shortest), 0)


def same_locants(written: str, known: str) -> bool:
    """Tell whether two keys carry the same digits in order; one may be lost or typed twice, none changed."""
    ours, theirs = _DIGITS.sub("", written), _DIGITS.sub("", known)
    if ours == theirs:
        return True
    if len(ours) == len(theirs) - 1:
        return any(ours == theirs[:at] + theirs[at + 1 :] for at in range(len(theirs)))
    if len(ours) == len(theirs) + 1:
        doubled = (at for at in range(1, len(ours)) if ours[at] == ours[at - 1])
        return any(ours[:at] + ours[at + 1 :] == theirs for at in doubled)
    return False


def read_as_letters(written: str) -> str:
    """Return a key with the digits that scanning puts inside words read as letters ("acet0ne")."""
    return one_spelling(_OCR.sub(lambda match: _OCR_LETTERS[match[0]], written))
