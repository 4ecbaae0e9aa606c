"""Any script to plain Latin letters, near enough to compare names by sound; Han characters stay as they are."""

import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

# The parts of a Hangul syllable in the order of Unicode; "-" is silent.
_FIRSTS = "g kk n d tt r m b pp s ss - j jj ch k t p h"
_MIDDLES = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i"
_LASTS = "- k k k n n n t l k m l l l p l m p p t t ng t t k t p t"
_HANGUL, _HANGUL_END = 0xAC00, 0xD7A3
_NAME_LENGTHS = range(2, 5)
_LONGEST_SYLLABLE = 3
_HAN = ("CJK UNIFIED", "CJK COMPATIBILITY")
_KANA = ("HIRAGANA", "KATAKANA")
# Alphabets whose letters bear names of their own; a name begins with the letter's sound.
_NAMED = ("ARMENIAN", "GEORGIAN")
_DIGRAPHS = ("kh", "gh", "sh", "ch", "zh", "ts", "dz")


def latin(text: str) -> str:
    """The text in small Latin letters without accents; Han characters stay, other signs stay where they stood."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKC", text).lower()
    for pair, sound in _pairs():
        plain = plain.replace(pair, sound)
    words = [_hangul(word) if any(_is_hangul(c) for c in word) else word for word in plain.split()]
    return "".join(map(_letter, " ".join(words)))


def script(text: str) -> str:
    """The script of a text's first letter, by its name in Unicode; LATIN for a text without letters."""
    first = next((c for c in text if c.isalpha()), "a")
    return unicodedata.name(first, "LATIN").split(" ", 1)[0]


def is_han(character: str) -> bool:
    """Whether this is a character that is compared as written."""
    return unicodedata.name(character, "").startswith(_HAN)


@cache
def _readings() -> MappingProxyType[str, str]:
    """How letters, pairs of letters and some family names are read."""
    text = files("penstock.engines.matching").joinpath("letters.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    pairs = (pair.partition("=") for line in lines for pair in line.split())
    return MappingProxyType({written: read for written, _equals, read in pairs})


@cache
def _pairs() -> tuple[tuple[str, str], ...]:
    return tuple((written, read) for written, read in _readings().items() if len(written) > 1)


def _is_hangul(character: str) -> bool:
    return _HANGUL <= ord(character) <= _HANGUL_END


def _hangul(word: str) -> str:
    """Syllables read one by one; a word of two to four begins with a family name, which stands apart."""
    syllables = [_syllable(one) if _is_hangul(one) else one for one in word]
    if len(word) in _NAME_LENGTHS and word[0] in _readings():
        return f"{_readings()[word[0]]} {''.join(syllables[1:])}"
    return "".join(syllables)


def _syllable(character: str) -> str:
    index = ord(character) - _HANGUL
    parts = (_FIRSTS.split()[index // 588], _MIDDLES.split()[index % 588 // 28], _LASTS.split()[index % 28])
    return "".join(parts).replace("-", "")


@lru_cache(maxsize=8192)
def _letter(character: str) -> str:
    if character.isascii():
        return character
    known = _readings().get(character)
    if known is not None:
        return known
    if unicodedata.name(character, "").startswith(_KANA):
        return _by_name(character)
    parts = [c for c in unicodedata.normalize("NFKD", character) if unicodedata.category(c) not in {"Mn", "Cf", "Me"}]
    if "".join(parts) != character:
        return "".join(_letter(part) for part in parts)
    return _by_name(character)


def _by_name(character: str) -> str:
    """What the Unicode name of a letter says of its sound: "KATAKANA LETTER YA" is ya; marks of vowels are left out."""
    name = unicodedata.name(character, "")
    if not character.isalpha() or name.startswith(_HAN):
        return character
    sound = name.rsplit(" ", 1)[-1].lower()
    if name.startswith(_NAMED):
        return sound[: 2 if sound.startswith(_DIGRAPHS) else 1]
    return sound if " LETTER " in name and sound.isalpha() and len(sound) <= _LONGEST_SYLLABLE else " "
