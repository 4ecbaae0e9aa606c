"""Amounts and their units: mass, volume and counts, each exact and none turned into another."""

import re
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache
from typing import NamedTuple

from penstock.catalogue.units import unit as catalogued
from penstock.incidents.intake.understood.answers import Understood, folded, words

PLACES = Decimal("0.000001")
LARGEST = Decimal(10) ** 18
SURE_DIGITS = 12
"""A binary number written out in full is exact to 15 digits or more; what it stood for is told by the first 12."""
NOISY_DIGITS = 15
FINER = {"t": ("kg", 1000), "kg": ("g", 1000), "g": ("mg", 1000), "m3": ("l", 1000), "l": ("ml", 1000)}
_MANY = {"hundred": 100, "hundreds": 100, "thousand": 1000, "thousands": 1000, "million": 10**6, "millions": 10**6}
_TIMES = re.compile(r"(?P<many>[0-9]+(?:\.[0-9]+)?|[a-z]+)\s+(?:of\s+)?(?P<unit>[a-z].*)")
_EACH = re.compile(r"\(\s*(?P<many>[0-9]+(?:\.[0-9]+)?)\s*(?P<unit>[^\W\d]+)\s*\)")
_GROUPED = {
    ".": re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?"),
    ",": re.compile(r"[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?"),
}
_PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?")


class Amount(NamedTuple):
    """An amount as read; None where nothing was weighed. `reason` says why it could not be read."""

    value: Decimal | None
    how: str
    reason: str = ""


def amount(text: str, mark: str = "") -> Amount:
    """An amount as written; `mark` is the decimal mark of its column where that is known ("." or ",")."""
    bare = re.sub(r"[\s\u00a0\u202f']", "", text)
    if not bare:
        return Amount(None, "no amount was given")
    plain, how = _without_marks(bare, mark)
    if not plain or not _PLAIN.fullmatch(plain):
        return Amount(None, "", how if not plain else f"'{text}' is no number.")
    value = Decimal(plain)
    if not 0 <= value < LARGEST:
        return Amount(None, "", f"'{text}' is less than nothing, or too large.")
    return _without_noise(value, how) if value else Amount(None, "the amount is 0: taken as not weighed")


def _without_marks(text: str, mark: str) -> tuple[str, str]:
    """The number with a point as its decimal mark; empty, with the reason, where it can be read in two ways."""
    if "," not in text and (mark != "," or "." not in text):
        return text, "as written"
    if mark == "," or (not mark and _GROUPED[","].fullmatch(text) and "," in text):
        return text.replace(".", "").replace(",", "."), "with a comma as its decimal mark"
    if mark == "." or (_GROUPED["."].fullmatch(text) and (text.count(",") > 1 or "." in text)):
        return text.replace(",", ""), "with commas between thousands"
    if text.count(",") == 1 and not re.fullmatch(r"[0-9]{1,3},[0-9]{3}", text):
        return text.replace(",", "."), "with a comma as its decimal mark"
    return "", f"'{text}' can be read in two ways: say which decimal mark the file uses."


def decimal_mark(texts: Iterable[str]) -> str:
    """The decimal mark that some of a column's amounts can only have; empty where none says."""
    for text in texts:
        bare = re.sub(r"[\s\u00a0\u202f']", "", text)
        if re.fullmatch(r"[0-9]+\.[0-9]{1,2}|[0-9]+\.[0-9]{4,}|[0-9]{1,3}(,[0-9]{3})+\.[0-9]+", bare):
            return "."
        if re.fullmatch(r"[0-9]+,[0-9]{1,2}|[0-9]+,[0-9]{4,}|[0-9]{1,3}(\.[0-9]{3})+,[0-9]+", bare):
            return ","
    return ""


def _without_noise(value: Decimal, how: str) -> Amount:
    digits = value.as_tuple().digits
    if len(digits) >= NOISY_DIGITS and value.normalize() == value:
        rounded = round(value, SURE_DIGITS - 1 - value.adjusted()).normalize()
        if len(rounded.as_tuple().digits) < len(digits):
            return Amount(rounded, "the last digits of a binary number, rounded to 12 digits")
    return Amount(value, how)


def unit(text: str) -> Understood:
    """The unit of a wording: its symbol or word, and how many of it one of the file's stands for."""
    said = " ".join(text.casefold().split())
    if not said:
        return Understood(reason="The unit is missing.")
    found = _known(said)
    if found:
        return _unit(found, how="the unit's name")
    within = _EACH.search(said)
    if within and (found := _known(within["unit"])):
        return _unit(found, within["many"], how=f"each of {within['many']} {found}, as the unit says")
    times = _TIMES.fullmatch(said)
    if times and (found := _known(times["unit"])):
        many = str(_MANY.get(times["many"], times["many"]))
        if many[0].isdigit():
            return _unit(found, many, how=f"{many} {found} each, as the unit says")
    return Understood(reason=f"'{text}' is no unit of mass or volume known here, and nothing that is counted.")


def _unit(name: str, times: str = "1", *, how: str) -> Understood:
    factor, own = _own_units().get(name, (Decimal(1), name))
    return Understood({"unit": own, "times": str(Decimal(times) * factor)}, how)


def _known(said: str) -> str:
    """A symbol, a counted word, or one of our names of other units; empty for none."""
    measured = catalogued(said)
    if measured:
        return measured.symbol
    return _counted().get(folded(said), "") or (folded(said) if folded(said) in _own_units() else "")


@cache
def _counted() -> Mapping[str, str]:
    return {folded(word): name for name, known in words("units")["counted"].items() for word in known}


@cache
def _own_units() -> Mapping[str, tuple[Decimal, str]]:
    """Names of units that are so many of a unit of the catalogue, such as the cubic centimetre."""
    listed = words("units")["measured"]
    return {folded(word): (Decimal(str(one["times"])), one["unit"]) for one in listed for word in one["words"]}


def measured(value: Decimal, meant: Mapping[str, str]) -> tuple[Decimal, str, bool]:
    """An amount in a unit that holds it, with six decimals at most, by a finer unit if need be; and whether exactly."""
    found, symbol = value * Decimal(meant["times"]), meant["unit"]
    while not _fits(found) and symbol in FINER:
        symbol, more = FINER[symbol]
        found *= more
    is_exact = _fits(found)
    if not is_exact:
        found = found.quantize(PLACES, rounding=ROUND_HALF_EVEN)
    return found.normalize() + 0, symbol, is_exact


def _fits(value: Decimal) -> bool:
    return bool(value == round(value, 6))
