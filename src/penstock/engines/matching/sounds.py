"""How a name sounds, as the classes of its consonants: Mohamed, Muhammad and the Arabic spelling are one."""

import re
from functools import lru_cache

_CLASSES: tuple[tuple[str, str], ...] = (
    ("shch|tsch|sch|tch|dzh|tzs|cz|sh|ch|zh|sz|dj", "X"),
    ("j", "X"),
    ("ck|kh|gh|qu|q|g|k", "K"),
    ("c(?=[eiy])", "S"),
    ("c", "K"),
    ("x", "KS"),
    ("ph|f|v|w", "F"),
    ("tz|ts|s|z", "S"),
    ("th|dh|d|t", "T"),
)
_RULES = tuple((re.compile(pattern), code) for pattern, code in _CLASSES)
_DOUBLE = re.compile(r"([a-z])\1+")
_VOWELS = re.compile(r"[aeiouy]+")


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """The consonants of a word of Latin letters as classes, a vowel at its start as A; the word itself if it has none.

    A w or y between consonants is a vowel, as Arabic writes it; a bare h is not heard.
    """
    if not word.isascii() or not word.isalpha():
        return word
    text = _DOUBLE.sub(r"\1", word)
    text = re.sub(r"(?<=[a-z])[wy](?![aeiou])", "u", text)
    for pattern, code in _RULES:
        text = pattern.sub(code, text)
    text = text.replace("h", "")
    head = "A" if text[:1] in {"a", "e", "i", "o", "u", "y"} else ""
    return head + _VOWELS.sub("", text).upper() or word
