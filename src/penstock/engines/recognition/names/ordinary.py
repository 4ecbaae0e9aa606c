"""Names of ordinary chemicals: what is exactly another chemical's name is no misspelling of a listed one."""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b

from rapidfuzz.distance import OSA

_NOT_LETTERS = {code: " " for code in range(128) if not chr(code).isalpha()}
_NOT_KEY = {code: None for code in range(128) if not chr(code).isalnum()}
_SHORTEST_WORD = 4
# The record holds misspellings of its own; a word that five chemicals share is none.
_FEWEST_USES = 5
_MANY_TIMES = 50


@dataclass(frozen=True, slots=True)
class OrdinaryNames:
    """A compact set of name keys (sorted 64-bit hashes, the same in every process) and of words with how many use them.

    About 760,000 names take some 6 MB. Two different keys share a hash once in some 10^13 questions. `plain` holds
    the names that are one word without digits, so that a name one letter away can be looked for at no cost.
    """

    hashes: "array[int]"
    words: Mapping[str, int]
    plain: frozenset[str]

    def is_name(self, squashed: str) -> bool:
        """Tell whether the key is the whole name of an ordinary chemical."""
        wanted = int.from_bytes(_hash(squashed), "little", signed=True)
        place = bisect_left(self.hashes, wanted)
        return place < len(self.hashes) and self.hashes[place] == wanted

    def is_word(self, word: str) -> bool:
        """Tell whether a folded word occurs in names of ordinary chemicals."""
        return word in self.words

    def is_slip_for(self, word: str, known: str) -> bool:
        """Tell whether a word of few chemicals is so near a word of very many that it is a slip for it."""
        return self.words.get(known, 0) > _MANY_TIMES * self.words.get(word, 0) and OSA.distance(word, known) == 1


def gather(rows: Iterable[list[str]]) -> OrdinaryNames:
    """Build the set from rows of names; a row holds the names of one chemical, not yet folded."""
    hashes = bytearray()
    uses: Counter[str] = Counter()
    plain: set[str] = set()
    for row in rows:
        joined = "\n".join(row).lower()
        if not joined.isascii():
            joined = "\n".join(name for name in joined.split("\n") if name.isascii())
        keys = _keys(joined)
        hashes += b"".join(map(_hash, keys))
        plain.update(name for name in joined.split("\n") if name.isalpha() and len(name) >= _SHORTEST_WORD)
        uses.update(set(joined.translate(_NOT_LETTERS).split()))
    words = {word: count for word, count in uses.items() if count >= _FEWEST_USES and len(word) >= _SHORTEST_WORD}
    return OrdinaryNames(array("q", sorted(memoryview(hashes).cast("q"))), words, frozenset(plain))


def nothing() -> OrdinaryNames:
    """Return a set that knows no ordinary chemical."""
    return gather(())


def _hash(squashed: str) -> bytes:
    # Python's own hash differs from process to process, so it could be neither kept nor handed to another.
    return blake2b(squashed.encode(errors="surrogatepass"), digest_size=8).digest()


def _keys(joined: str) -> Iterator[str]:
    keys = joined.translate({**_NOT_KEY, ord("\n"): "\n"}).replace("sulph", "sulf")
    return filter(None, keys.split("\n"))
