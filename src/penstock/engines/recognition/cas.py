"""CAS registry numbers: shape, check digit, and where they stand in a text."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_SHAPE = re.compile(r"([1-9][0-9]{1,6})-([0-9]{2})-([0-9])")
# Scanned papers carry every kind of dash, leading zeros, and a stray blank around the dash.
_DASH = r" ?[-\u2010-\u2015\u2212\ufe58\ufe63\uff0d] ?"
_LOOSE = re.compile(rf"(?<![0-9-])0{{0,3}}([1-9][0-9]{{1,6}}){_DASH}([0-9]{{2}}){_DASH}([0-9])(?![0-9-])")


class FoundNumber(NamedTuple):
    """A CAS number with a right check digit, written plainly, and where it stands in the text (start, end)."""

    number: str
    start: int
    end: int


def check_digit(body: str) -> int:
    """Return the check digit for the digits of a CAS number without its last one; source: the CAS registry's rule."""
    return sum(place * int(digit) for place, digit in enumerate(reversed(body), start=1)) % 10


def is_cas(text: str) -> bool:
    """Tell whether the text is exactly one CAS number with a right check digit."""
    match = _SHAPE.fullmatch(text)
    return match is not None and check_digit(match[1] + match[2]) == int(match[3])


def find_cas(text: str) -> Iterator[FoundNumber]:
    """Yield every CAS number in a text whose check digit is right; a wrong one is a fault for another layer."""
    for match in _LOOSE.finditer(text):
        if check_digit(match[1] + match[2]) == int(match[3]):
            yield FoundNumber(f"{match[1]}-{match[2]}-{match[3]}", match.start(), match.end())
