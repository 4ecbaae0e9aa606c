"""A name taken apart: its words in Latin letters, its legal form, its key, and the keys by which it is looked up."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

from rapidfuzz.distance import OSA

from penstock.engines.matching.letters import is_han, latin
from penstock.engines.matching.sounds import sound

_SPELLED = re.compile(r"\b(?:[^\W\d_][. ]){2,}(?:[^\W\d_]\b)?\.?")
_DOTTED = re.compile(r"(?<=\b[^\W_])\.(?=[^\W_]\b)")
_CAMEL = re.compile(r"(?<=[a-z]{2})(?=[A-Z][A-Za-z])")
_WORD = re.compile(r"[^\W_]+")
_QUOTES = "\u2019\u0060\u00b4\u02bc\u2018'"
_POSSESSIVE = re.compile(rf"[{_QUOTES}]s\b")
_JOINERS = re.compile(rf"[{_QUOTES}\"\u201c\u201d]")
_DISGUISED = str.maketrans("0134579", "oieastg")
_SHORT = {"intl": "international", "bros": "brothers", "mfg": "manufacturing", "natl": "national"}
LONGEST = 400
"""Characters of a name that are looked at."""
_LEAST_KEY = 4
_LONG_FORM = 7
_SHORT_FORM = 2
HAN_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name: its letters, its sound, and how much it tells (0 to 1)."""

    text: str
    sound: str
    weight: float


@dataclass(frozen=True, slots=True)
class Taken:
    """A name taken apart: `words` without the legal form, in order; `form` the class of that form, empty for none."""

    written: str
    words: tuple[Word, ...]
    form: str

    @property
    def key(self) -> str:
        """The same for two spellings that differ in script marks, case, points, order of words or legal form only."""
        return " ".join(sorted(word.text for word in self.words if word.weight > PARTICLE))

    @property
    def squashed(self) -> str:
        """All words run together, as a hurried typist writes them."""
        return "".join(word.text for word in self.words if word.weight > PARTICLE)


LIGHT, PARTICLE, FULL = 0.4, 0.12, 1.0


@lru_cache(maxsize=16384)
def taken(written: str, *, is_person: bool = False) -> Taken:
    """Take a name apart; a name of nothing but a legal form or signs keeps its words, a person's the short ones too."""
    words = _words(written[:LONGEST])
    core, form = _without_form(words)
    if is_person and any(len(word) <= _SHORT_FORM for word in words if word not in core):
        core, form = words, ""
    return Taken(written, tuple(Word(one, sound(one), _weight(one, at)) for at, one in enumerate(core)), form)


def _weight(word: str, place: int) -> float:
    """How much a word tells; a misspelt legal form after the first word tells nothing."""
    known = _plain().get(word)
    return known if known is not None else PARTICLE if place and _is_nearly_a_form(word) else FULL


@lru_cache(maxsize=16384)
def _is_nearly_a_form(word: str) -> bool:
    return any(OSA.distance(word, form) <= max(1, len(form) // 7) for form in _form_words() if word[0] == form[0])


@cache
def _form_words() -> frozenset[str]:
    """The words of legal forms that are long enough to be misspelt, and the commonest short one."""
    return frozenset(word for form in _forms() for word in form.split() if len(word) >= _LONG_FORM) | {"ltd"}


def key_of(written: str) -> str:
    """The key of a name: two names with one key are the same name, whatever their legal form."""
    return taken(written).key


def lookup_keys(written: str) -> tuple[str, ...]:
    """The keys under which a name is kept and looked for; two names that share none are not alike.

    For each word that tells something: its sound, its first letters and its last; Han characters by pairs.
    """
    found: set[str] = set()
    name = taken(written)
    telling = [word.text for word in name.words if word.weight >= FULL] or [word.text for word in name.words]
    for text in (*telling, name.squashed):
        found |= _keys_of_word(text)
    return tuple(sorted(found))


def _keys_of_word(text: str) -> set[str]:
    if any(is_han(c) for c in text):
        return {f"h:{text[at : at + HAN_AT_ONCE]}" for at in range(max(1, len(text) - 1))}
    if len(text) < _LEAST_KEY:
        return {f"w:{text}"} if text else set()
    return {f"s:{sound(text)}", f"p:{text[:_LEAST_KEY]}", f"e:{text[-_LEAST_KEY:]}"}


def _words(written: str) -> list[str]:
    text = _POSSESSIVE.sub("", latin(_CAMEL.sub(" ", written)).replace("&", " and ").replace("%", " percent "))
    text = _DOTTED.sub("", _JOINERS.sub("", text))
    text = _SPELLED.sub(lambda match: re.sub(r"[. ]", "", match[0]) + " ", text)
    found = [_SHORT.get(word, word) for word in _WORD.findall(text)]
    return _numbers([_undisguised(word) for word in found])


def _undisguised(word: str) -> str:
    """A word in which digits stand for letters, read as the word; a number stays a number."""
    letters = sum(c.isalpha() for c in word)
    mixed = word.isascii() and letters >= 3 and letters > len(word) - letters > 0  # noqa: PLR2004 - a word, not a code
    return word.translate(_DISGUISED) if mixed and not word[0].isdigit() else word


def _numbers(words: list[str]) -> list[str]:
    """Words for numbers as digits; "forty four" is 44."""
    known, found = _number_words(), list[str]()
    tens_open = False
    for word in words:
        value = known.get(word, word if word.isdigit() else "")
        if tens_open and len(value) == 1:
            found[-1] = found[-1][:-1] + value
            tens_open = False
            continue
        found.append(value or word)
        tens_open = len(value) == 2 and value.endswith("0")  # noqa: PLR2004 - a number of tens
    return found


def _without_form(words: list[str]) -> tuple[list[str], str]:
    """The words without legal forms at either end, and the class of the last one found; one word always stays."""
    forms, left, form = _forms(), list(words), ""
    while True:
        for at_end in (True, False):
            size = next((n for n in range(min(6, len(left) - 1), 0, -1) if _slice(left, n, at_end) in forms), 0)
            if size:
                form = form or forms[_slice(left, size, at_end)]
                left = left[:-size] if at_end else left[size:]
                break
        else:
            return _glued(left, form)


def _glued(words: list[str], form: str) -> tuple[list[str], str]:
    """A form written into a Han name without a space."""
    if not form and words and any(is_han(c) for c in words[-1]):
        for text, kind in _forms().items():
            if is_han(text[0]) and words[-1].endswith(text) and words[-1] != text:
                return [*words[:-1], words[-1].removesuffix(text)], kind
    return words, form


def _slice(words: list[str], size: int, at_end: bool) -> str:  # noqa: FBT001 - which end
    return " ".join(words[-size:] if at_end else words[:size])


@cache
def _forms() -> MappingProxyType[str, str]:
    """The class of each legal form by its words."""
    found: dict[str, str] = {}
    for kind, rest in _lines("legal_forms.txt"):
        for quoted, single in re.findall(r'"([^"]+)"|(\S+)', rest):
            found[quoted or single] = kind
    return MappingProxyType(found)


@cache
def _plain() -> MappingProxyType[str, float]:
    """How much a word tells where that is little."""
    weights = {"light": LIGHT, "particle": PARTICLE}
    return MappingProxyType({word: weights[kind] for kind, rest in _lines("plain_words.txt") for word in rest.split()})


@cache
def _number_words() -> MappingProxyType[str, str]:
    text = files("penstock.engines.matching").joinpath("number_words.txt").read_text("utf-8")
    rows = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return MappingProxyType({word: row[0] for row in rows for word in row[1:]})


def _lines(name: str) -> list[tuple[str, str]]:
    text = files("penstock.engines.matching").joinpath(name).read_text("utf-8")
    rows = [line.partition(": ") for line in text.splitlines() if line and not line.startswith("#")]
    return [(kind, rest) for kind, _colon, rest in rows]
