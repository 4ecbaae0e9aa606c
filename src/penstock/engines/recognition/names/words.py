"""The word lists that ship with the engine: words of trade that change nothing, and words that make a salt."""

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from penstock.engines.recognition.lines.text import fold, key

# Endings and parts by which a word shows that it is chemical: beside a listed name it makes another chemical.
_CHEMICAL = re.compile(
    r".*(?:yl|yle|ylene|ylidene|oyl|oxy|oxo|ine|in|ate|ite|ide|id|one|on|ol|ene|en|ane|an|yne|oxim|oxime|azone|azin|"
    r"nitrile|acid|oic|ic|ester|ether|anhydride|aldehyde|acetal|ketal|hydrin|ium|azole|thiol|mercaptan|"
    r"cyano|nitro|chloro|bromo|fluoro|iodo|amino|imino|hydroxy|thio|sulfo|phospho|epoxy|aza|oxa|polymer|copolymer|"
    r"resin|amid|amida|ato|ida|ina|ona|ilo|benz|phen|meth|eth|prop|but|carb|sil|oid|ose|salt|deriv|derivative|compd|"
    r"adduct|dimer|red|blue|black|violet|orange|green)s?"
)


_SHORTEST_CHEMICAL = 4


class SaltWords(NamedTuple):
    """The words that make a salt of a base (its acid part), of an acid (its metal part), and both."""

    base: frozenset[str]
    acid: frozenset[str]
    every: frozenset[str]


@cache
def trade_words() -> frozenset[str]:
    """Return the folded words that may stand beside a name without changing what the goods are."""
    return packing_words() | _folded("trade_words.txt")


@cache
def packing_words() -> frozenset[str]:
    """Return the folded words for packages, which no name of a chemical holds."""
    return _folded("packing_words.txt")


@cache
def loose_words() -> frozenset[str]:
    """Return the folded words that may be no part of a name: those of trade and packing, units, and "of"."""
    return trade_words() | _unit_words() | {"of"}


@cache
def salt_words() -> SaltWords:
    """Return the folded words that make a salt."""
    words: dict[str, set[str]] = {"base": set(), "acid": set()}
    for line in _lines("salt_words.txt"):
        role, _, rest = line.partition(":")
        words[role].update(key(fold(word).text) for word in rest.split())
    return SaltWords(frozenset(words["base"]), frozenset(words["acid"]), frozenset(words["base"] | words["acid"]))


def is_derivative(word: str) -> bool:
    """Tell whether a folded word names what a chemical was turned into, so that a comma before it starts no new one."""
    return word in _derivative_words()


def is_unit(word: str) -> bool:
    """Tell whether a folded word is a unit of quantity or of strength."""
    return word in _unit_words()


def looks_chemical(word: str) -> bool:
    """Tell whether a folded word, by its form alone, is part of a chemical name."""
    if word in _prefix_words() or word in _derivative_words() or any(map(str.isdigit, word)):
        return True
    return len(word) >= _SHORTEST_CHEMICAL and _CHEMICAL.fullmatch(word) is not None


class Morphemes(NamedTuple):
    """Pieces of chemical names that carry meaning, by where they stand."""

    prefixes: frozenset[str]
    infixes: frozenset[str]
    endings: tuple[str, ...]
    groups: frozenset[str]


@cache
def morphemes() -> Morphemes:
    """Return the pieces by which names of different chemicals differ."""
    found: dict[str, list[str]] = {}
    for line in _lines("morphemes.txt"):
        place, _, rest = line.partition(":")
        found.setdefault(place, []).extend(rest.split())
    return Morphemes(
        frozenset(found["prefixes"]), frozenset(found["infixes"]), tuple(found["endings"]), frozenset(found["groups"])
    )


@cache
def _unit_words() -> frozenset[str]:
    return _folded("unit_words.txt")


@cache
def _prefix_words() -> frozenset[str]:
    return _folded("prefix_words.txt")


@cache
def _derivative_words() -> frozenset[str]:
    return _folded("derivative_words.txt")


def _folded(name: str) -> frozenset[str]:
    return frozenset(key(fold(word).text) for line in _lines(name) for word in line.split())


def _lines(name: str) -> list[str]:
    text = files("penstock.engines.recognition.names").joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
