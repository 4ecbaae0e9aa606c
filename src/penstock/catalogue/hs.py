"""Codes of the Harmonized System: shape only. A code alone is no evidence of a substance."""

import re

_SHAPE = re.compile(r"(?P<chapter>[0-9]{2})[0-9]{2}(?:\.?[0-9]{2}){1,3}")
_RESERVED_CHAPTER = 77
_LAST_CHAPTER = 97


def is_hs_code(text: str) -> bool:
    """Tell whether a text is shaped like an HS code of 6, 8 or 10 digits, with or without dots, in a used chapter."""
    match = _SHAPE.fullmatch(text.strip())
    if match is None:
        return False
    chapter = int(match["chapter"])
    return 1 <= chapter <= _LAST_CHAPTER and chapter != _RESERVED_CHAPTER
