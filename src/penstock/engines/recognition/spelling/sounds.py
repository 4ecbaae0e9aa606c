"""Keys that fold what sounds alike or looks alike: two spellings of one name have the same."""

# ruff: noqa: RUF001 - letters of other scripts are the subject of this file

import re

# What is heard the same, or written otherwise by another language; order matters, and single letters come between.
_HEARD = (
    ("ph", "f"), ("th", "t"), ("sch", "sk"), ("ch", "k"), ("ck", "k"), ("qu", "k"), ("ce", "se"), ("ci", "si"),
    ("cy", "si"), ("cj", "si"), ("ae", "e"), ("oe", "e"),
)  # fmt: skip
_HEARD_ALONE = str.maketrans({"q": "k", "y": "i", "j": "i", "c": "k", "x": "ks", "z": "s", "w": "v", "h": ""})
_VOWELS = re.compile(r"[aeiou]+")
_DOUBLED = re.compile(r"([a-z])\1+")
_LAST_VOWEL = re.compile(r"(?<=[b-df-hj-np-tv-z])[aeo](?=\d|$)")
# What a scanner or a trickster writes for a letter. Digits stay apart from each other, so no locant is lost.
_SEEN = (("rn", "m"), ("cl", "d"), ("vv", "w"))
_GLYPHS = str.maketrans("01345789i", "oleastbgl")
_CYRILLIC = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "z", "з": "z", "и": "i", "й": "i",
        "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
        "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu",
        "я": "ia", "і": "i", "ї": "i", "є": "e", "ґ": "g",
    }
)  # fmt: skip
_GREEK = str.maketrans("αβγδεζηθικλμνξοπρστυφχψωςϲ", "abgdezitiklmnxoprstifhsoss")


def romanised(key: str) -> str:
    """Return a key with Cyrillic and Greek letters written in Latin ones."""
    return key if key.isascii() else key.translate(_CYRILLIC).translate(_GREEK)


def sound(key: str) -> str:
    """Return what a key sounds like in the languages of trade: "fenilasetik asit" and the like come together."""
    heard = _DOUBLED.sub(r"\1", romanised(key))
    for written, spoken in _HEARD:
        heard = heard.replace(written, spoken)
    heard = heard.translate(_HEARD_ALONE).replace("ts", "s").replace("ps", "s")
    return _LAST_VOWEL.sub("", _DOUBLED.sub(r"\1", heard))


def consonants(heard: str) -> str:
    """Return what is left of a sound when every run of vowels is one and the same: "fentynal" is "fentanyl"."""
    return _VOWELS.sub("a", heard)


def look(key: str) -> str:
    """Return what a key looks like to a hasty eye: digits in the place of letters, and letters that run together."""
    seen = key.translate(_GLYPHS)
    for two, one in _SEEN:
        seen = seen.replace(two, one)
    return seen
