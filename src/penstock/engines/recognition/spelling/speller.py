"""Close spelling, bounded: what sounds or looks like a known key, and what lies a few letters from one."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from penstock.engines.recognition.lines.text import fold, one_spelling
from penstock.engines.recognition.names.index import NameIndex
from penstock.engines.recognition.names.ordinary import OrdinaryNames
from penstock.engines.recognition.spelling.beside import Beside
from penstock.engines.recognition.spelling.neighbours import LONGEST_KEY, Near, Neighbours, budget
from penstock.engines.recognition.spelling.slips import has_other_ending, is_another_chemical, same_locants
from penstock.engines.recognition.spelling.sounds import consonants, look, sound

How = Literal["sound", "look", "vowels", "letters", "ending"]

_WORDS = re.compile(r"[a-z]{4,}")
_LETTERS = re.compile(r"\b[a-z]\b")
# Letters for optical and geometric forms, which the lists do not tell apart.
_STEREO = frozenset("dlrsez")
_SHORTEST_ALIKE = 6
_SHORTEST_MUMBLED = 7


class Slip(NamedTuple):
    """A known key and how the written one differs: in sound, look or vowels nothing, or in so many letters.

    `rival` tells that the name of an ordinary chemical lies as near.
    """

    key: str
    how: How
    distance: int
    rival: bool = False


class _Words(NamedTuple):
    """The words of a name that carry meaning: long ones, and single letters, which are locants (o-, p-, N-)."""

    long: frozenset[str]
    letters: frozenset[str]


@lru_cache(maxsize=65536)
def _words(folded: str) -> _Words:
    text = one_spelling(folded)
    return _Words(frozenset(_WORDS.findall(text)), frozenset(_LETTERS.findall(text)))


class Speller:
    """Finds the known keys nearest to a written one, unless the written one is a word of its own."""

    def __init__(self, index: NameIndex, ordinary: OrdinaryNames) -> None:
        """Index the keys by their pieces, by their sound and by their look."""
        self._ordinary = ordinary
        self._names = {known: fold(index.meanings[known][0].name).text for known in index.spellable}
        self._codes = frozenset(known for known in index.spellable if index.meanings[known][0].kind == "code")
        words = [known for known in index.spellable if known not in self._codes and len(known) >= _SHORTEST_ALIKE]
        # Trade names are words of fancy: with other vowels they are other goods.
        chemical = (known for known in words if any(meaning.kind != "trade" for meaning in index.meanings[known]))
        self._heard, self._seen = _by(sound, words), _by(look, words)
        self._mumbled = _by(lambda known: consonants(sound(known)), chemical)
        self._neighbours = Neighbours(index.spellable)
        self._plain = Beside(ordinary.plain)

    @property
    def measured(self) -> int:
        """How many pairs of keys were measured so far: the work that a hostile text could drive up."""
        return self._neighbours.measured

    def nearest(self, written: str, words: str) -> tuple[Slip, ...]:
        """Return the nearest known keys, all as near; none when the written key is known or a word of its own.

        `words` is the folded text the key was made of. A name or a phrase made wholly of words that ordinary chemicals
        use is another chemical ("ethyl" is no slip for "methyl"), and so is a name whose locants differ.
        """
        if not budget(len(written)) or len(written) > LONGEST_KEY or written in self._names:
            return ()
        if self._ordinary.is_word(written) or self._ordinary.is_name(written):
            return ()
        best: list[Slip] = []
        for slip in self._slips(written, words):
            if best and (slip.how, slip.distance) != (best[0].how, best[0].distance):
                break
            best.append(slip)
        if best and best[0].how in {"letters", "ending", "vowels"} and written.isalpha() and self._plain.has(written):
            best = [slip._replace(rival=True) for slip in best]
        return tuple(best)

    def _slips(self, written: str, words: str) -> Iterator[Slip]:
        """Yield the slips, nearest first."""
        heard = sound(written)
        for known in self._heard.get(heard, ()):
            if same_locants(written, known):
                yield Slip(known, "sound", 0)
        for known in self._seen.get(look(written), ()):
            yield Slip(known, "look", 0)
        near = self._neighbours.within_reach(written)
        if near:
            yield from self._letters([one for one in near if one.distance <= 1], written, words)
        for known in self._mumbled.get(consonants(heard), ()) if len(written) >= _SHORTEST_MUMBLED else ():
            if self._is_slip(written, known, words) and not has_other_ending(written, known):
                yield Slip(known, "vowels", 0)
        if near:
            yield from self._letters([one for one in near if one.distance > 1], written, words)

    def _letters(self, near: Iterable[Near], written: str, words: str) -> Iterator[Slip]:
        for known, distance in near:
            if distance == 1 if known in self._codes else self._is_slip(written, known, words):
                yield Slip(known, "ending" if has_other_ending(written, known) else "letters", distance)

    def _is_slip(self, written: str, known: str, words: str) -> bool:
        """Tell whether the difference may be a slip: locants agree, and some new word is no word of its own."""
        here, there = _words(words), _words(self._names[known])
        if not same_locants(written, known) or not here.letters <= there.letters | _STEREO:
            return False
        new = {word for word in here.long - there.long if word not in known}
        if new and all(self._is_own_word(word, there.long) for word in new):
            return False
        return not is_another_chemical(written, known)

    def _is_own_word(self, word: str, there: frozenset[str]) -> bool:
        return self._ordinary.is_word(word) and not any(self._ordinary.is_slip_for(word, other) for other in there)


def _by(folded: Callable[[str], str], keys: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for known in keys:
        found[folded(known)].append(known)
    return {alike: tuple(known) for alike, known in found.items()}
