"""Text made comparable: one alphabet of letters, dashes and digits, with the way back to the original characters."""

# ruff: noqa: RUF001 - lookalike letters are the subject of this file

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "λ": "lambda", "μ": "mu", "π": "pi", "σ": "sigma", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
}  # fmt: skip
# Letters of other scripts that look Latin; only used inside a word that also holds Latin letters.
_LOOKALIKES = str.maketrans(
    "авекмнорстухіјѕԁԛԝһӏ" + "αβεικνορτυχγ",
    "abekmhopctyxijsdqwhl" + "abeikvoptuxy",
)
_WORD = re.compile(r"[a-z\u0370-\u03ff\u0400-\u052f]+")
_LATIN = re.compile(r"[a-z]")
_FOREIGN = re.compile(r"[\u0370-\u03ff\u0400-\u052f]")
_RUN = re.compile(r"([^\W_]+)")
_PUNCTUATION = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63", "-"),
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4\u0060\u02b9\u02bc", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u2033", '"'),
    **dict.fromkeys("\u3001\uff0c\u060c", ","),
    "\u2044": "/", "\u00d7": "x", "\u00b7": ".", "\u2022": ".", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i",
}  # fmt: skip


class Folded(NamedTuple):
    """A text in comparable letters; `origin[i]` is the index in the original of the folded character i."""

    text: str
    origin: tuple[int, ...] | None  # None: every character stands where it stood

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open span in the original text of a non-empty half-open span of the folded text."""
        if self.origin is None:
            return start, end
        return self.origin[start], self.origin[end - 1] + 1


def fold(text: str) -> Folded:
    """Return the text in lower case, without accents, invisible characters, full width forms and lookalike letters."""
    if text.isascii():
        return Folded(text.lower(), None)
    letters: list[str] = []
    origin: list[int] = []
    for index, character in enumerate(text):
        plain = _fold_character(character)
        letters.append(plain)
        origin.extend([index] * len(plain))
    folded = _WORD.sub(_without_lookalikes, "".join(letters))
    return _spell_greek(folded, origin)


@lru_cache(maxsize=8192)
def _fold_character(character: str) -> str:
    character = _PUNCTUATION.get(character, character)
    while True:
        parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
        # Marks carry accents; format characters (zero width, direction) are invisible and only hide a word.
        plain = "".join(
            _PUNCTUATION.get(part, part) for part in parts if unicodedata.category(part) not in {"Mn", "Cf", "Me"}
        )
        if plain == character:
            return plain
        character = plain


def _without_lookalikes(match: re.Match[str]) -> str:
    word = match[0]
    return word.translate(_LOOKALIKES) if _LATIN.search(word) and _FOREIGN.search(word) else word


def _spell_greek(folded: str, origin: list[int]) -> Folded:
    """Spell out a Greek letter that stands alone (a locant); a whole Greek word stays."""
    pieces: list[str] = []
    places: list[int] = []
    copied = 0
    for match in _WORD.finditer(folded):
        spelt = _GREEK.get(match[0])
        if spelt is not None:
            pieces += [folded[copied : match.start()], spelt]
            places += origin[copied : match.start()] + [origin[match.start()]] * len(spelt)
            copied = match.end()
    pieces.append(folded[copied:])
    places += origin[copied:]
    return Folded("".join(pieces), tuple(places))


def words_in(folded: str) -> list[str]:
    """Return the runs of letters and digits of a folded text, in order."""
    return _RUN.findall(folded)


def cut(folded: str) -> list[str]:
    """Return a folded text cut into what stands between words and the words, in turn, beginning and ending between."""
    return _RUN.split(folded)


def key(folded: str) -> str:
    """Return what is compared of a folded name: its letters and digits, with spaces, hyphens and brackets dropped."""
    return one_spelling("".join(words_in(folded)))


def one_spelling(squashed: str) -> str:
    """Return a key with British and American spellings made one."""
    return squashed.replace("sulph", "sulf")
