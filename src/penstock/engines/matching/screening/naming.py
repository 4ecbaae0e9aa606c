"""Two names compared: what speaks for one party and what against it, each as a measure between 0 and about 2."""

from dataclasses import dataclass

from penstock.engines.matching.letters import script
from penstock.engines.matching.names import Taken, Word
from penstock.engines.matching.screening.pairing import FAR, INITIAL, JOINED, NEAR, SAME, Pairing, paired

_WITHOUT_VOWELS = frozenset({"ARABIC", "HEBREW", "THAI"})
_MOST, _MOST_WORDS, _FEW_LETTERS = 2.0, 3.0, 10
_INITIALISM = range(3, 7)
FEATURES = (
    "same words",
    "words nearly the same",
    "words half alike",
    "slips in words",
    "another first letter",
    "other words instead",
    "share of other words",
    "words on one side only",
    "one word of several",
    "one word of several, not the same",
    "how many words agree",
    "how many words more",
    "initials",
    "run together",
    "order of words",
    "legal form",
    "numbers",
    "few letters",
    "initialism",
    "the same name",
)
"""What is measured of two names, in the order of the weights."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The measure of each feature, and the words that led to it."""

    values: tuple[float, ...]
    pairing: Pairing


def measured(first: Taken, second: Taken) -> Measured:
    """Measure two names, in any script, by every feature."""
    scripts = {script(first.written), script(second.written)}
    crosses = len(scripts) > 1
    pairing = paired(first, second, by_sound=crosses and bool(scripts & _WITHOUT_VOWELS))
    pairs, left, other = pairing.pairs, _weight(pairing.left), _weight(pairing.left_other)
    held = sum(pair.weight for pair in pairs)
    shorter, longer = held + min(left, other), held + max(left, other)
    swapped = min(left, other)
    by_how = {how: sum(p.weight for p in pairs if p.how == how) for how in (SAME, NEAR, FAR, INITIAL, JOINED)}
    values = (
        by_how[SAME] / shorter if shorter else 0.0,
        by_how[NEAR] / shorter if shorter else 0.0,
        min(by_how[FAR], _MOST),
        min(sum(p.weight * (1 - p.alike) for p in pairs if p.how != INITIAL), _MOST),
        min(sum(p.weight for p in pairs if p.how in {NEAR, FAR} and p.one[0] != p.other[0]), _MOST),
        min(swapped, _MOST),
        swapped / shorter if shorter else 0.0,
        (longer - shorter) / longer if longer else 0.0,
        float(len(pairs) == 1 and longer - held >= 1),
        float(len(pairs) == 1 and longer - held >= 1 and pairs[0].how != SAME),
        min(by_how[SAME] + by_how[JOINED] + by_how[NEAR] / 2, _MOST_WORDS),
        min(longer - shorter, _MOST_WORDS),
        min(by_how[INITIAL], _MOST),
        min(by_how[JOINED], 1.0),
        float(not pairing.is_in_order),
        float(bool(first.form and second.form and first.form != second.form)),
        float(_numbers(pairing.left) != _numbers(pairing.left_other)),
        max(0.0, 1 - sum(min(len(p.one), len(p.other)) * p.weight for p in pairs) / _FEW_LETTERS),
        float(_is_initialism(first, second) or _is_initialism(second, first)),
        float(bool(pairs) and not swapped and longer == shorter and by_how[SAME] == held and pairing.is_in_order),
    )
    return Measured(values, pairing)


def _weight(words: tuple[Word, ...]) -> float:
    return sum(word.weight for word in words)


def _numbers(words: tuple[Word, ...]) -> set[str]:
    return {word.text for word in words if word.text.isdigit()}


def _is_initialism(short: Taken, long: Taken) -> bool:
    """Whether a name of one word is made of the first letters of the words of the other."""
    if len(short.words) != 1 or len(short.words[0].text) not in _INITIALISM:
        return False
    text = short.words[0].text
    full = "".join(word.text[0] for word in long.words)
    return len(long.words) > 1 and text in {full, "".join(w.text[0] for w in long.words if w.weight > 0.2)}  # noqa: PLR2004
