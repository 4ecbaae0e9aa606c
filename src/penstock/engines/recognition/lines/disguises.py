"""Undoes what hides a word from a reader of letters: blanks or dots between all its letters, and signs for letters."""

import re

from penstock.engines.recognition.lines.text import Folded

# Single characters with the same short gap between all of them; a wider gap ends the word.
_SPACED = re.compile(r"(?<![^\W_])\S(?P<gap>[ ._*-])(?:\S(?P=gap)){2,}\S(?![^\W_])")
_SIGNS = {"@": "a", "$": "s", "!": "i", "|": "l", "€": "e", "£": "l"}
_ANY_SIGN = re.compile("[@$!|€£]")
_SIGN = re.compile(r"[@$€](?=[a-z0-9]{3})|(?<=[a-z0-9])[@$!|€£](?=[a-z0-9])")
_FEWEST_LETTERS, _FEWEST_DIGITS = 4, 5


def unspaced(folded: Folded) -> Folded:
    """Return the folded text with the gaps inside spaced-out words taken out, its places kept."""
    if _SPACED.search(folded.text) is None:
        return folded
    dropped = bytearray(len(folded.text))
    for match in _SPACED.finditer(folded.text):
        for at in range(match.start() + 1, match.start() + _length(match[0]), 2):
            dropped[at] = 1
    left = [at for at in range(len(folded.text)) if not dropped[at]]
    origin = left if folded.origin is None else [folded.origin[at] for at in left]
    return Folded("".join(folded.text[at] for at in left), tuple(origin))


def unsigned(folded: Folded) -> Folded | None:
    """Return the folded text with letters where signs stand for them, or None when there are none."""
    if _ANY_SIGN.search(folded.text) is None:
        return None
    text = _SIGN.sub(lambda match: _SIGNS[match[0]], folded.text)
    return None if text == folded.text else Folded(text, folded.origin)


def _length(run: str) -> int:
    """Return how much of a spaced run is one word: nothing of a mere list, and not the quantity behind a word."""
    if sum(map(str.isalpha, run)) >= _FEWEST_LETTERS:
        return len(run.rstrip("0123456789 ._*-"))
    return len(run) if sum(map(str.isdigit, run)) >= _FEWEST_DIGITS else 0
