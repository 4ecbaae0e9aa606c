"""Quantities and percentages as they are written beside goods."""

# ruff: noqa: RUF001 - units are written in many scripts

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from penstock.engines.recognition.entries import Quantity
from penstock.engines.recognition.lines.unblanked import UNBLANKED_UNITS

# Longest units first, so that "kg" is not read as "k". Folded words; what is no unit of quantity is not here.
_UNITS = (
    "kilogrammes|kilograms|kilogramm|kilogram|kilos|kilo|kgs|kgm|kg|grammes|grams|gramm|gram|gms|gm|grm|gr|mgs|mg|mcg|"
    "tonnes|tonne|tons|ton|tne|mt|litres|liters|litre|liter|ltrs|ltr|millilitres|milliliters|ml|cl|hl|cbm|m3|lbs|lb|"
    "pounds|pound|ounces|ounce|oz|gallons|gallon|gal|"
    "drums|drum|barrels|barrel|bags|bag|bottles|bottle|tablets|tablet|tabs|capsules|ampoules|vials|pills|"
    f"кг|г|мг|мл|л|т|{UNBLANKED_UNITS}|كغ|كجم|غرام|لتر|طن|g|t|l"
)
_NUMBER = r"\d{1,3}(?:[ '.,]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_QUANTITY = re.compile(
    rf"(?<![\w.,'-])(?:(?P<times>\d{{1,5}}) ?[x*] ?)?(?P<amount>{_NUMBER}) ?(?P<unit>{_UNITS})(?![\w'-])"
)
_PERCENT = re.compile(
    rf"(?<![\w.,'-])(?:(?:{_NUMBER}) ?(?:-|to) ?)?(?P<amount>{_NUMBER}) ?(?:%|pct\b|percent\b|per cent\b|vol ?%|wt ?%)"
)
_PERCENT_SIGNS = ("%", "pct", "percent", "per cent")
_HUNDRED = Decimal(100)
_LONGEST_NUMBER = 20


class Written(NamedTuple):
    """A quantity or a percentage with its half-open span in the folded text."""

    what: Quantity | Decimal
    start: int
    end: int


def number(text: str) -> Decimal:
    """Return a number as trade writes it: "1,000" and "1 000" are a thousand, "0,5" a half, "1.000,5" both.

    A lone dot is always the decimal one; a lone comma groups thousands when exactly three digits follow one to three.
    """
    plain = text.replace(" ", "").replace("'", "")
    last = max(plain.rfind(","), plain.rfind("."))
    if last >= 0:
        mark = plain[last]
        groups = plain.count(mark) > 1 or (mark == "," and _groups_thousands(plain, last))
        whole, rest = (plain, "") if groups else (plain[:last], plain[last + 1 :])
        plain = whole.replace(",", "").replace(".", "") + (f".{rest}" if rest else "")
    return Decimal(plain)


def _groups_thousands(plain: str, last: int) -> bool:
    head = plain[:last].replace(".", "")
    return len(plain) - last == len(",000") and "." not in plain[:last] and not head.startswith("0")


def quantities(folded: str) -> Iterator[Written]:
    """Yield the quantities of a folded text in order, "10 x 500 ml" as the product."""
    for match in _QUANTITY.finditer(folded):
        if len(match["amount"]) <= _LONGEST_NUMBER:
            amount = number(match["amount"]) * Decimal(match["times"] or 1)
            yield Written(Quantity(amount, match["unit"], match[0]), match.start(), match.end())


def percentages(folded: str) -> Iterator[Written]:
    """Yield the percentages of a folded text in order, the upper end of a range; what exceeds a hundred is none."""
    for match in _PERCENT.finditer(folded) if any(sign in folded for sign in _PERCENT_SIGNS) else ():
        if len(match["amount"]) <= _LONGEST_NUMBER and (share := number(match["amount"])) <= _HUNDRED:
            yield Written(share, match.start(), match.end())
