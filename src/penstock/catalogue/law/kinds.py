"""What may stand in a column of a pack: how a kind of value is read, described as JSON Schema, and shown by example."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from penstock.catalogue.hs import is_hs_code
from penstock.engines.recognition.cas import is_cas

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_EC = re.compile(r"([2-9][0-9]{2})-([0-9]{3})-([0-9])")
_COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of value: `parse` takes a text that is not empty and raises ValueError with the way to mend it."""

    name: str
    parse: Callable[[str], Any]
    schema: dict[str, Any] = field(default_factory=dict)
    empty: Any = None

    def read(self, text: str) -> Any:
        """Return the value of a text, or what stands for an empty one."""
        return self.parse(text) if text else self.empty


def _text(text: str) -> str:
    return text


def _id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise ValueError(
            f"{text!r} is no id: write small letters and digits with single dashes, such as acetic-anhydride"
        )
    return text


def _flag(text: str) -> bool:
    if text not in {"yes", "no"}:
        raise ValueError(f"{text!r} is neither yes nor no")
    return text == "yes"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a date; write it as 2024-12-03") from None


def _cas(text: str) -> str:
    if not is_cas(text):
        raise ValueError(f"{text!r} is no CAS number (shape or check digit)")
    return text


def _hs(text: str) -> str:
    if not is_hs_code(text):
        raise ValueError(f"{text!r} is no HS code; write 6, 8 or 10 digits such as 2915.24")
    return text


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"{text!r} is no number; write it as 1000 or 0.5") from None
    if not amount.is_finite() or amount < 0:
        raise ValueError(f"{text!r} is no amount: it must be nought or more")
    return amount


def _percent(text: str) -> Decimal:
    share = _amount(text)
    if share > 100:  # noqa: PLR2004
        raise ValueError(f"{text!r} is more than a hundred per cent")
    return share


def _degrees(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"{text!r} is no number of degrees") from None


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise ValueError(f"{text!r} is no whole number")
    return int(text)


def _country(text: str) -> str:
    if not _COUNTRY.fullmatch(text):
        raise ValueError(f"{text!r} is no two-letter code such as NL")
    return text


def is_ec(text: str) -> bool:
    """Tell whether a text is an EC number (EINECS, ELINCS) with a right check digit; source: the inventory's rule."""
    match = _EC.fullmatch(text)
    if match is None:
        return False
    digits = "".join(match.groups())
    return sum(place * int(digit) for place, digit in enumerate(digits[:6], start=1)) % 11 == int(digits[6])


TEXT = Kind("text", _text, {"type": "string"}, "")
ID = Kind("id", _id, {"type": "string", "pattern": f"^{_ID.pattern}$"}, "")
IDS = Kind("ids", lambda text: frozenset(map(_id, text.split())), {"type": "string"}, frozenset())
FLAG = Kind("yes or no", _flag, {"enum": ["yes", "no"]}, False)
DAY = Kind("date", _day, {"type": "string", "format": "date"})
CAS = Kind("CAS number", _cas, {"type": "string", "pattern": "^[1-9][0-9]{1,6}-[0-9]{2}-[0-9]$"})
HS = Kind("HS code", _hs, {"type": "string"}, "")
HS_CODES = Kind("HS codes", lambda text: tuple(map(_hs, text.split())), {"type": "string"}, ())
AMOUNT = Kind("amount", _amount, {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?$"})
PERCENT = Kind("per cent", _percent, {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?$"})
DEGREES = Kind("degrees", _degrees, {"type": "string"})
COUNT = Kind("whole number", _count, {"type": "string", "pattern": "^[0-9]+$"})
COUNTRY = Kind("country", _country, {"type": "string", "pattern": "^[A-Z]{2}$"}, "")


def choice(*allowed: str) -> Kind:
    """Return the kind of a word out of a few."""
    return Kind("one of", _chooser(allowed), {"enum": list(allowed)}, "")


def words(*allowed: str) -> Kind:
    """Return the kind of several words out of a few, with blanks between them; the value is a frozenset."""
    one = _chooser(allowed)
    pattern = f"^(?:(?:{'|'.join(allowed)})(?: |$))*$"
    return Kind(
        "any of", lambda text: frozenset(map(one, text.split())), {"type": "string", "pattern": pattern}, frozenset()
    )


def _chooser(allowed: Collection[str]) -> Callable[[str], str]:
    def choose(text: str) -> str:
        if text not in allowed:
            raise ValueError(f"{text!r} is not known; write one of {', '.join(allowed)}")
        return text

    return choose
