"""Undoes what hides a word from a reader of letters: blanks or dots between all its letters, and signs for letters."""

import re

from penstock.engines.recognition.lines.text import Folded

# Single letters or digits with the same short gap between all of them; two runs with a wider gap are two words.
_SPACED = re.compile(r"(?<![^\W_])[^\W_](?P<gap>[\W_]{1,2})(?:[^\W_](?P=gap)){2,}[^\W_](?![^\W_])")
_SIGNS = {"@": "a", "$": "s", "!": "i", "|": "l", "€": "e", "£": "l", "+": "t"}
_SIGN = re.compile(r"[@$€](?=[a-z0-9]{3})|(?<=[a-z0-9])[@$!|€£](?=[a-z0-9])|(?<=[a-z]{2})\+(?=[a-z]{2})")
_FEWEST_LETTERS = 4


def unmasked(folded: Folded) -> Folded | None:
    """Return the folded text with its tricks undone and its places kept, or None when there is nothing to undo."""
    text = _SIGN.sub(lambda match: _SIGNS[match[0]], folded.text)
    dropped = bytearray(len(text))
    for match in _SPACED.finditer(text):
        if sum(map(str.isalpha, match[0])) >= _FEWEST_LETTERS:
            # A digit at the end is the quantity that follows, not a letter of the word.
            for at in range(match.start(), match.start() + len(match[0].rstrip("0123456789 ._-,"))):
                dropped[at] = not text[at].isalnum()
    if text == folded.text and not any(dropped):
        return None
    left = [at for at in range(len(text)) if not dropped[at]]
    origin = left if folded.origin is None else [folded.origin[at] for at in left]
    return Folded("".join(text[at] for at in left), tuple(origin))
