"""Which of very many names may be meant: pieces of names weighed by how rare they are, as one sparse product.

Each name is a row of unit length over its pieces (runs of three letters, sounds, initials); the product of a name
asked for with all rows is the cosine between them. Pieces that nearly every name has are left out of the product as
long as what is left out cannot by itself make two names alike (prefix filtering).
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import numpy as np
from scipy.sparse import csr_array

from penstock.engines.matching.letters import is_han
from penstock.engines.matching.names import PARTICLE, Taken

_RUN = 3
_LEFT_OUT = 0.35
"""The length of a name asked for that may be left out: two names that share no more than this are no candidates."""
_LEAST = 0.1
_COMMON = 1000
"""A piece that fewer names have is never left out."""
_AT_ONCE = 64
_INITIALS = range(3, 7)
_SOUND_LENGTH = 2


def pieces(name: Taken) -> set[str]:
    """The pieces of a name: of each telling word its runs of letters and its sound; the initials of the whole."""
    telling = [word for word in name.words if word.weight > PARTICLE] or list(name.words)
    found = set[str]().union(*(_of_word(word.text, word.sound) for word in telling))
    if len(telling) in _INITIALS:
        found.add("=" + "".join(word.text[0] for word in telling))
    if len(telling) == 1 and len(telling[0].text) in _INITIALS:
        found.add("=" + telling[0].text)
    return found


@lru_cache(maxsize=65536)
def _of_word(text: str, sound: str) -> tuple[str, ...]:
    if not text.isascii() and any(is_han(c) for c in text):
        return (*text, *(text[at : at + 2] for at in range(len(text) - 1)))
    padded = f" {text} "
    runs = (padded[at : at + _RUN] for at in range(len(padded) - _RUN + 1))
    return (*runs, f"~{sound}") if len(sound) >= _SOUND_LENGTH else tuple(runs)


class Grams:
    """The pieces of many names, ready to be asked."""

    def __init__(self, names: Iterable[Taken]) -> None:
        """Take the names in; they are called by their place from then on."""
        self._known: dict[str, int] = {}
        places, starts = array("i"), array("q", [0])
        for name in names:
            places.extend(self._known.setdefault(piece, len(self._known)) for piece in pieces(name))
            starts.append(len(places))
        self.size = len(starts) - 1
        columns = np.frombuffer(places, dtype=np.int32) if places else np.zeros(0, dtype=np.int32)
        held = np.bincount(columns, minlength=len(self._known))
        self._rarity = (np.log((1 + self.size) / (1 + held)) + 1).astype(np.float32)
        self._held = held
        rows = csr_array(
            (self._rarity[columns], columns, np.frombuffer(starts, dtype=np.int64).astype(np.int32)),
            shape=(self.size, len(self._known)),
        )
        lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
        lengths[lengths == 0] = 1
        rows.data /= np.repeat(lengths, np.diff(rows.indptr)).astype(np.float32)
        self._by_piece = csr_array(rows.T.tocsr())

    @property
    def bytes_held(self) -> int:
        """Bytes of the matrix."""
        matrix = self._by_piece
        return int(matrix.data.nbytes + matrix.indices.nbytes + matrix.indptr.nbytes + self._rarity.nbytes)

    def candidates(self, names: Sequence[Taken], most: int) -> Iterator[list[tuple[int, float]]]:
        """For each name the places of those nearest to it by their pieces, with how near; the nearest first."""
        for start in range(0, len(names), _AT_ONCE):
            yield from self._nearest([self._asked(name) for name in names[start : start + _AT_ONCE]], most)

    def _asked(self, name: Taken) -> tuple[list[int], np.ndarray]:
        """The pieces of a name that serve to find others, with their weights; the commonest are left out."""
        known = [self._known[piece] for piece in pieces(name) if piece in self._known]
        known.sort(key=self._rarity.__getitem__)
        weights = self._rarity[known]
        norm = float(np.sqrt((weights**2).sum())) or 1.0
        weights /= norm
        out = int(np.searchsorted(np.sqrt(np.cumsum(weights**2)), _LEFT_OUT))
        out = min(out, int(np.count_nonzero(self._held[known] > _COMMON)))
        return known[out:], weights[out:]

    def _nearest(self, asked: Sequence[tuple[list[int], np.ndarray]], most: int) -> Iterator[list[tuple[int, float]]]:
        starts = np.cumsum([0, *(len(known) for known, _weights in asked)])
        columns = np.fromiter((place for known, _weights in asked for place in known), dtype=np.int32)
        values = np.concatenate([weights for _known, weights in asked]) if asked else np.zeros(0, dtype=np.float32)
        product = csr_array((values, columns, starts), shape=(len(asked), len(self._known))) @ self._by_piece
        for row in range(len(asked)):
            part = slice(product.indptr[row], product.indptr[row + 1])
            data, places = product.data[part], product.indices[part]
            near = np.flatnonzero(data >= _LEAST)
            data, places = data[near], places[near]
            if len(data) > most:
                best = np.argpartition(-data, most)[:most]
                data, places = data[best], places[best]
            order = np.lexsort((places, -data))
            yield list(zip(places[order].tolist(), data[order].tolist(), strict=True))
