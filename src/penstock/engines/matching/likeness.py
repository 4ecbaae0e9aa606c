"""How alike two names are, from 0 to 1, and why in a sentence: words paired by letters and by sound."""

from dataclasses import dataclass
from itertools import chain

from rapidfuzz.distance import OSA, JaroWinkler

from penstock.engines.matching.letters import script
from penstock.engines.matching.names import PARTICLE, Taken, Word, taken
from penstock.engines.matching.sounds import sound

ALIKE = 0.75
"""From here on two names are shown to a person as possibly the same; measured in `tests/engines/test_matching.py`."""
_PAIRED = 0.72
_SOUNDS_ALIKE = 0.45
_SOUND_ONLY, _INITIAL = 0.93, 0.85
_WITHOUT_VOWELS = frozenset({"ARABIC", "HEBREW", "THAI"})
_LEFT_BOTH, _LEFT_ONE, _FORM = 1.0, 0.3, 0.06
_SHORTEST_TO_MISSPELL = 4


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike, and the words of the two names that were taken for one another."""

    score: float
    reason: str


def likeness(one: str, other: str) -> Likeness:
    """Compare two names as written, in any script; the order of words does not count."""
    first, second = taken(one), taken(other)
    if not first.words or not second.words:
        return Likeness(0.0, "")
    if first.key and first.key == second.key:
        return Likeness(_formed(1.0, first, second), "the same words")
    scripts = {script(one), script(other)}
    by_sound = len(scripts) > 1 and bool(scripts & _WITHOUT_VOWELS)
    by_words = _by_words(first, second, by_sound=by_sound)
    whole = _whole(first, second, by_sound=by_sound)
    best = by_words if by_words.score >= whole.score else whole
    return Likeness(_formed(best.score, first, second), best.reason)


def _formed(score: float, first: Taken, second: Taken) -> float:
    """A little less where the two are companies of different forms."""
    return score - _FORM if first.form and second.form and first.form != second.form else score


def _whole(first: Taken, second: Taken, *, by_sound: bool) -> Likeness:
    """The names run together: a blank more or less."""
    a, b = first.squashed, second.squashed
    if by_sound and sound(a) == sound(b) and len(sound(a)) > _SHORTEST_TO_MISSPELL:
        return Likeness(_SOUND_ONLY, "the same sound run together")
    shortest = min(len(a), len(b))
    if len(first.words) == len(second.words):
        return Likeness(0.0, "")
    if shortest < 2 * _SHORTEST_TO_MISSPELL:
        return Likeness(float(a == b), "the same letters run together")
    distance = OSA.distance(a, b)
    return Likeness(1 - 2.5 * distance / max(len(a), len(b)), "the same letters run together")


def _by_words(first: Taken, second: Taken, *, by_sound: bool) -> Likeness:
    pairs = _pairs(first.words, second.words, by_sound=by_sound)
    used_a, used_b = {a for _s, a, _b in pairs}, {b for _s, _a, b in pairs}
    matched = sum(_weight(first.words[a], second.words[b]) * s for s, a, b in pairs)
    unlike = sum(_weight(first.words[a], second.words[b]) * (1 - s) for s, a, b in pairs)
    left_a = sum(word.weight for at, word in enumerate(first.words) if at not in used_a)
    left_b = sum(word.weight for at, word in enumerate(second.words) if at not in used_b)
    against = unlike + _LEFT_BOTH * 2 * min(left_a, left_b) + _LEFT_ONE * abs(left_a - left_b)
    # One word of a name of many says little.
    if len(pairs) == 1 and max(len(first.words), len(second.words)) > 1:
        against += _LEFT_ONE * max(0.0, abs(left_a - left_b) - 0.5) * 2
    score = matched / (matched + against) if matched else 0.0
    words = ", ".join(f"{first.words[a].text} ~ {second.words[b].text}" for _s, a, b in sorted(pairs, key=_by_place))
    return Likeness(score, words)


def _by_place(pair: tuple[float, int, int]) -> int:
    return pair[1]


def _weight(a: Word, b: Word) -> float:
    return min(a.weight, b.weight)


def _pairs(first: tuple[Word, ...], second: tuple[Word, ...], *, by_sound: bool) -> list[tuple[float, int, int]]:
    """The words taken for one another, the best pairs first; no word twice."""
    likely = sorted(
        chain.from_iterable(
            ((_alike(a, b, by_sound=by_sound), i, j) for j, b in enumerate(second)) for i, a in enumerate(first)
        ),
        reverse=True,
    )
    found: list[tuple[float, int, int]] = []
    for score, i, j in likely:
        if score < _PAIRED:
            break
        if all(i != a and j != b for _s, a, b in found):
            found.append((score, i, j))
    return found


def _alike(a: Word, b: Word, *, by_sound: bool) -> float:
    """How alike two words are; numbers and short words must agree."""
    if a.text == b.text:
        return 1.0
    if a.text.isdigit() or b.text.isdigit() or min(a.weight, b.weight) <= PARTICLE:
        return 0.0
    if 1 in {len(a.text), len(b.text)}:
        return _INITIAL if a.text[0] == b.text[0] else 0.0
    if by_sound:
        spelt = max(_spelt(a.text, b.text), 0.97 * _spelt(a.sound, b.sound) if a.sound[:1] == b.sound[:1] else 0.0)
        return max(spelt, _SOUND_ONLY if a.sound == b.sound and len(a.sound) > 1 else 0.0)
    spelt = _spelt(a.text, b.text)
    if a.sound == b.sound and len(a.sound) > 1 and spelt >= _SOUNDS_ALIKE:
        return max(spelt, _SOUND_ONLY)
    return spelt if min(len(a.text), len(b.text)) >= _SHORTEST_TO_MISSPELL else 0.0


def _spelt(a: str, b: str) -> float:
    """By letters: slips count more in a short word, and more at its start."""
    distance = OSA.distance(a, b)
    by_slips = 1 - 1.6 * distance / max(len(a), len(b))
    return max(by_slips, 0.0) * 0.8 + 0.2 * JaroWinkler.similarity(a, b)
