"""Countries by name in any spelling, and the UN/LOCODE of a place where it is sure."""

import gettext
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

import pycountry
from rapidfuzz import fuzz, process

from penstock.catalogue.countries import countries
from penstock.catalogue.ports import ports
from penstock.incidents.intake.understood.answers import Understood, folded, words

SURE_LIKENESS = 92
"""Names of countries that differ by one letter in ten or fewer; the next country must be further away."""
AHEAD = 4
MUCH = 4
_SAID = ("official_name", "name", "common_name")
_NO_WORDS = frozenset({"the", "of", "and", "a", "de", "la", "del", "du"})
NOT_SAID = frozenset({"unknown", "other", "not known", "n a", "none", "various", "multiple countries", "unspecified"})


@lru_cache(maxsize=10_000)
def country(text: str) -> Understood:
    """The country of a name in any spelling or language, or of its code."""
    said = folded(text)
    if not said:
        return Understood(reason="The country is missing.")
    for wording, how in _wordings(text):
        if code := _names().get(wording):
            return Understood({"country": code}, how)
        if code := _by_words().get(_bag(wording)):
            return Understood({"country": code}, f"{how}, its words in another order")
    close = process.extract(said, _names().keys(), scorer=fuzz.ratio, limit=5) if len(said) > MUCH else []
    codes = list(dict.fromkeys(_names()[name] for name, _likeness, _at in close))
    best = close[0][1] if close else 0
    rival = max((one for name, one, _at in close if _names()[name] != codes[0]), default=0)
    if best >= SURE_LIKENESS and best - rival >= AHEAD:
        return Understood({"country": codes[0]}, f"spelt like '{close[0][0]}'")
    named = tuple(countries()[code].name for code in codes[:3])
    return Understood(reason=f"'{text}' is no country known here.", proposals=named)


def _wordings(text: str) -> Iterator[tuple[str, str]]:
    yield folded(text), "the country's name or code"
    bare = re.sub(r"\(.*?\)|\[.*?\]", " ", text)
    if bare != text:
        yield folded(bare), "the name without what stands in brackets"


def _bag(name: str) -> frozenset[str]:
    return frozenset(name.split()) - _NO_WORDS


@cache
def _names() -> Mapping[str, str]:
    """Every name and code of every country, as names are compared; one that two countries have stands for neither."""
    found: dict[str, set[str]] = {}
    for code, name in _all_names():
        found.setdefault(folded(name), set()).add(code)
    # Names in English and our own come first: what another language calls a country may be the name of a second.
    own = {folded(name): {code} for code, name in _english_names()}
    own |= {folded(name): {code} for code, known in words("countries").items() for name in known}
    own |= {code.casefold(): {code} for code in countries()}
    return {name: next(iter(codes)) for name, codes in (found | own).items() if name and len(codes) == 1}


def _english_names() -> Iterator[tuple[str, str]]:
    for one in pycountry.countries:
        for part in ("alpha_3", *_SAID):
            if hasattr(one, part):
                yield one.alpha_2, getattr(one, part)
    for each in countries().values():
        yield each.code, each.name


def _all_names() -> Iterator[tuple[str, str]]:
    for one in pycountry.countries:
        for translation in _translations():
            for name in {getattr(one, part) for part in _SAID if hasattr(one, part)}:
                translated = translation.gettext(name)
                if translated != name:
                    yield one.alpha_2, translated


@cache
def _translations() -> tuple[gettext.NullTranslations, ...]:
    """The names of countries in every language on record."""
    languages = sorted(each.name for each in Path(pycountry.LOCALES_DIR).iterdir() if each.is_dir())
    return tuple(gettext.translation("iso3166-1", pycountry.LOCALES_DIR, [one], fallback=True) for one in languages)


@cache
def _by_words() -> Mapping[frozenset[str], str]:
    found: dict[frozenset[str], set[str]] = {}
    for name, code in _names().items():
        if len(_bag(name)) > 1:
            found.setdefault(_bag(name), set()).add(code)
    return {bag: next(iter(codes)) for bag, codes in found.items() if len(codes) == 1}


def leg(name: str, text: str) -> Understood:
    """A country of the route; one that is said to be unknown is unknown, and a word for none of them is kept so."""
    if folded(text) in NOT_SAID:
        return Understood({f"{name}_certainty": "unknown"}, "said to be unknown")
    found = country(text)
    if found.reason:
        return found
    code = found.answers["country"]
    kept = [code] if name == "transit" else code
    return Understood({f"{name}_country": kept, f"{name}_certainty": "known"}, found.how)


@cache
def _places() -> Mapping[tuple[str, str], str]:
    found: dict[tuple[str, str], list[str]] = {}
    for one in ports().values():
        found.setdefault((one.code[:2], folded(one.name)), []).append(one.code)
    return {key: codes[0] for key, codes in found.items() if len(codes) == 1}


def locode(of_country: str, text: str) -> str:
    """The UN/LOCODE of a place with the very name of one large place of that country; empty where it is not sure."""
    return _places().get((of_country, folded(text)), "")
