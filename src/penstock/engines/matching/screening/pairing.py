"""The words of two names laid side by side: which stand for which, how near they are, and which are left over."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler

from penstock.engines.matching.names import PARTICLE, Taken, Word
from penstock.engines.matching.sounds import sound

SAME, NEAR, FAR, INITIAL, JOINED = "same", "near", "far", "initial", "joined"
_NEAR, _FAR = 0.66, 0.4
_SOUND_ONLY, _SOUNDS_ALIKE, _BY_SOUND = 0.93, 0.45, 0.97
_INITIAL = 0.85
_JOINED = 0.78
_TELLING_SOUND, _SHORT_SOUND = 3, 0.8
_SHORTEST_TO_MISSPELL = 4
_LONGEST_RUN = 3
_LIKE_A_VOWEL = re.compile(r"[vw]")


@dataclass(frozen=True, slots=True)
class Pair:
    """Words taken for one another, how alike they are (0 to 1), and how that was seen."""

    one: str
    other: str
    weight: float
    alike: float
    how: str


@dataclass(frozen=True, slots=True)
class Pairing:
    """The pairs in the order of the first name, the words left over on each side, and whether the order agrees."""

    pairs: tuple[Pair, ...]
    left: tuple[Word, ...]
    left_other: tuple[Word, ...]
    is_in_order: bool


def paired(first: Taken, second: Taken, *, by_sound: bool) -> Pairing:
    """Lay two names side by side: the same words first, then words run together, then the nearest."""
    one, other = _telling(first.words), _telling(second.words)
    found = _same(one, other)
    left = [at for at in range(len(one)) if at not in found]
    taken_up = {at for at, _alike, _how in found.values()}
    rest = [at for at in range(len(other)) if at not in taken_up]
    pairs: list[tuple[int, int, Pair]] = [
        (at, to, Pair(one[at].text, other[to].text, min(one[at].weight, other[to].weight), alike, how))
        for at, (to, alike, how) in found.items()
    ]
    if left and rest:
        pairs += _joined(one, left, other, rest, by_sound=by_sound)
        pairs += [
            (b, a, Pair(p.other, p.one, p.weight, p.alike, p.how))
            for a, b, p in _joined(other, rest, one, left, by_sound=by_sound)
        ]
        pairs += _nearest(one, left, other, rest, by_sound=by_sound)
    pairs.sort(key=_by_place)
    places = [to for _at, to, _pair in pairs]
    return Pairing(
        tuple(pair for _at, _to, pair in pairs),
        _unrepeated(one, left),
        _unrepeated(other, rest),
        places == sorted(places),
    )


def _by_place(found: tuple[int, int, Pair]) -> int:
    return found[0]


def _telling(words: Sequence[Word]) -> Sequence[Word]:
    """The words without particles, unless there is nothing else."""
    return [word for word in words if word.weight > PARTICLE] or words


def _same(one: Sequence[Word], other: Sequence[Word]) -> dict[int, tuple[int, float, str]]:
    free: dict[str, list[int]] = {}
    for at in range(len(other) - 1, -1, -1):
        free.setdefault(other[at].text, []).append(at)
    return {at: (free[word.text].pop(), 1.0, SAME) for at, word in enumerate(one) if free.get(word.text)}


def _unrepeated(words: Sequence[Word], left: list[int]) -> tuple[Word, ...]:
    """What is left over; a word written twice is not."""
    used = {word.text for at, word in enumerate(words) if at not in left}
    return tuple(words[at] for at in left if words[at].text not in used)


def _joined(
    one: Sequence[Word], left: list[int], other: Sequence[Word], rest: list[int], *, by_sound: bool
) -> list[tuple[int, int, Pair]]:
    """Two or three words that stand together on one side and are one word on the other; they are struck off."""
    found: list[tuple[int, int, Pair]] = []
    for size in range(2, _LONGEST_RUN + 1):
        for start in range(len(one) - size + 1):
            run = list(range(start, start + size))
            text = "".join(one[at].text for at in run)
            if not rest or len(text) <= _SHORTEST_TO_MISSPELL or not all(at in left for at in run):
                continue
            score, to = max((_as_one(text, other[to].text, by_sound=by_sound), to) for to in rest)
            if score >= _JOINED:
                written = " ".join(one[at].text for at in run)
                found.append((start, to, Pair(written, other[to].text, other[to].weight, score, JOINED)))
                left[:] = [at for at in left if at not in run]
                rest.remove(to)
    return found


def _as_one(one: str, other: str, *, by_sound: bool) -> float:
    return 1.0 if one == other else alike(one, other, by_sound)[0] if min(len(one), len(other)) > 1 else 0.0


def _nearest(
    one: Sequence[Word], left: list[int], other: Sequence[Word], rest: list[int], *, by_sound: bool
) -> list[tuple[int, int, Pair]]:
    """The best pairs of what is left, no word twice; they are struck off."""
    likely = sorted(
        ((*alike(one[at].text, other[to].text, by_sound), at, to) for at in left for to in rest),
        key=lambda each: (-each[0], each[2], each[3]),
    )
    found: list[tuple[int, int, Pair]] = []
    for score, how, at, to in likely:
        if score < _FAR:
            break
        if at in left and to in rest:
            weight = min(one[at].weight, other[to].weight)
            found.append((at, to, Pair(one[at].text, other[to].text, weight, score, how)))
            left.remove(at)
            rest.remove(to)
    return found


@lru_cache(maxsize=65536)
def alike(one: str, other: str, by_sound: bool) -> tuple[float, str]:  # noqa: FBT001 - part of the key
    """How alike two words that are not the same are, and how that was seen; numbers must agree."""
    if one.isdigit() or other.isdigit():
        return 0.0, FAR
    if len(one) == 1 or len(other) == 1:
        return (_INITIAL, INITIAL) if one[0] == other[0] else (0.0, FAR)
    spelt = _spelt(one, other)
    if by_sound:
        spelt = max(spelt, _heard(one, other))
    elif spelt >= _SOUNDS_ALIKE and len(sound(one)) > 1 and sound(one) == sound(other):
        spelt = max(spelt, (spelt + _SOUND_ONLY) / 2)
    return spelt, NEAR if spelt >= _NEAR else FAR


def _heard(one: str, other: str) -> float:
    """By consonants alone, where a script writes no vowels: the more of them, the more it says."""
    first, second = _consonants(one), _consonants(other)
    if _is_open(one) != _is_open(other) or first[:1] != second[:1]:
        return 0.0
    if first == second or sound(one) == sound(other):
        return _SOUND_ONLY if len(first) >= _TELLING_SOUND else _SHORT_SOUND if len(first) > 1 else 0.0
    return _BY_SOUND * _spelt(first, second) if min(len(first), len(second)) > _TELLING_SOUND else 0.0


@lru_cache(maxsize=65536)
def _consonants(word: str) -> str:
    """The sound of a word with an h at its start, and without v and w, which such scripts write like a vowel."""
    head = {"h": "H", "v": "W", "w": "W"}.get(word[0], "")
    rest = _LIKE_A_VOWEL.sub("", word[1:].lstrip("aeiouy") if head else word)
    return head + (sound(rest) if rest else "")


def _is_open(word: str) -> bool:
    return word[0] in "aeiouy"


def _spelt(one: str, other: str) -> float:
    """By letters: slips count more in a short word, and more at its start."""
    by_slips = 1 - 1.6 * OSA.distance(one, other) / max(len(one), len(other))
    return float(max(by_slips, 0.0) * 0.8 + 0.2 * JaroWinkler.similarity(one, other))
