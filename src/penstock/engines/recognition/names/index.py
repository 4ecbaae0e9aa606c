"""The exact index: from the key of a name to the substances it means."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from penstock.engines.recognition.entries import Entry, KnownName, NameKind
from penstock.engines.recognition.lines.text import fold, key
from penstock.engines.recognition.names.variants import anion, chinese_salts, continental, with_alkyl_variants
from penstock.engines.recognition.names.words import salt_words, trade_words

_LETTERS = re.compile(r"[^\W\d_]")
_LONG_WORD = re.compile(r"[^\W\d_]{5,}")
_REGISTRY = re.compile(
    r"^(?:einecs|elincs|ccris|surecn|chebi|chembl|dsstox|schembl|unii|hsdb|zinc|bspbio)\b", re.IGNORECASE
)
_LETTER_NAME = re.compile(r"^[^\W\d_]+ [^\W_]\d?$")
_SHORT = 5
_SHORT_TRADE = 10
OPENING = 8
"""How many characters of a key are looked at before the whole is looked up."""
_CODE_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Meaning:
    """One substance that a key means, and the name behind the key.

    A `weak` name (an abbreviation, or a word with other uses) counts only when nothing else stands in its part.
    """

    entry: Entry
    name: str
    kind: NameKind
    weak: bool
    is_recorded: bool = False


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Keys with their meanings, and what is known of the keys.

    `longest` is the length of the longest key, `spellable` the keys that close spelling may be measured against,
    `openings` every beginning of a key up to eight characters, `by_words` the keys of names by their words in order.
    """

    meanings: Mapping[str, tuple[Meaning, ...]]
    longest: int
    spellable: tuple[str, ...]
    openings: frozenset[str]
    by_words: Mapping[str, tuple[str, ...]]


def build_index(entries: Iterable[Entry]) -> NameIndex:
    """Build the exact index; a listed name wins over another substance's synonym of the same key."""
    meanings: dict[str, dict[str, Meaning]] = {}
    for entry in entries:
        for name in _all_names(entry):
            squashed = key(fold(name.text).text)
            if squashed:
                kind = "code" if is_code(name.text) else name.kind
                meaning = Meaning(entry, name.text, kind, _is_weak(squashed), name.kind in {"recorded", "trade"})
                meanings.setdefault(squashed, {}).setdefault(entry.id, meaning)
    settled = {squashed: _settle(found) for squashed, found in meanings.items()}
    return NameIndex(
        settled,
        max(map(len, settled), default=0),
        tuple(squashed for squashed, found in settled.items() if _is_spellable(squashed, found)),
        frozenset(squashed[:end] for squashed in settled for end in range(1, OPENING + 1)),
        _by_words(settled),
    )


def _by_words(settled: Mapping[str, tuple[Meaning, ...]]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for squashed, meanings in settled.items():
        words = words_of(fold(meanings[0].name).text)
        if " " in words:
            found.setdefault(words, []).append(squashed)
    return {words: tuple(keys) for words, keys in found.items()}


def words_of(folded: str) -> str:
    """Return the words of a folded name in a fixed order; digits stay with the word they number."""
    words = folded.replace(",", " ").split()
    return key(folded) if len(words) == 1 else " ".join(sorted(filter(None, map(key, words))))


def is_code(name: str) -> bool:
    """Tell whether a name is a registry's code, in which every character counts."""
    digits = sum(character.isdigit() for character in name)
    return digits >= _CODE_DIGITS and (_REGISTRY.match(name) is not None or _LONG_WORD.search(name) is None)


def _all_names(entry: Entry) -> Iterator[KnownName]:
    yield KnownName(entry.name, "name")
    for name in (KnownName(entry.name), *entry.names):
        ended = continental(name.text.lower())
        if ended:
            yield KnownName(ended, "synonym")
    for name in entry.names:
        for variant in with_alkyl_variants(name.text):
            yield KnownName(variant, name.kind)
        for salt in chinese_salts(name.text) if "base" in entry.salts else ():
            yield KnownName(salt)
    if "acid" in entry.salts:
        for name in (KnownName(entry.name), *entry.names):
            made = anion(name.text)
            if made:
                yield KnownName(made, "salt")


def _settle(found: Mapping[str, Meaning]) -> tuple[Meaning, ...]:
    listed = tuple(meaning for meaning in found.values() if meaning.kind == "name")
    return listed or tuple(found.values())


def _is_weak(squashed: str) -> bool:
    return (len(_LETTERS.findall(squashed)) <= _SHORT and squashed.isascii()) or (
        squashed in salt_words().every or squashed in trade_words()
    )


def _is_spellable(squashed: str, found: tuple[Meaning, ...]) -> bool:
    if all(meaning.kind == "salt" for meaning in found):
        return False
    # A UNII carries a check character and an UUID is sparse, so a near miss of one is a slip, never a neighbour.
    if all(meaning.kind == "code" for meaning in found):
        return _is_sparse_code(found[0].name)
    # Among short trade names the trade names of other goods lie as near as slips.
    shortest = _SHORT_TRADE if all(meaning.kind == "trade" for meaning in found) else _SHORT
    # In "vitamin L" the letter is the name, so that "vitamins" is no slip for it.
    return len(squashed) >= shortest and _LETTER_NAME.search(found[0].name) is None


def _is_sparse_code(name: str) -> bool:
    plain = name.strip()
    is_unii = len(plain) == 10 and plain.isalnum() and any(map(str.isdigit, plain)) and any(map(str.isalpha, plain))  # noqa: PLR2004
    is_uuid = len(plain) == 36 and plain.count("-") == 4  # noqa: PLR2004
    return is_unii or is_uuid
