"""Consumption as the Board expresses it: in defined daily doses for statistical purposes, by inhabitants and day.

S-DDD per million inhabitants per day = consumption / S-DDD / 365 / population in millions. A year counts 365 days, leap
years too. Reckoned in fractions and rounded once, when it is shown.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import MappingProxyType

from penstock.catalogue.amounts import EXACT
from penstock.catalogue.law.kinds import AMOUNT, FLAG, ID, TEXT, choice
from penstock.catalogue.law.reading import read_file
from penstock.catalogue.law.records import SOURCE, VERIFIED, column

DAYS = 365
MILLION = 1_000_000
MILLIGRAMS = 1_000_000
"""In a kilogram."""
GROUPS = {
    "opioid-analgesics": "Opioid analgesics",
    "opioid-dependence": "Treatment of opioid dependence",
    "anxiolytics": "Anxiolytics",
    "sedative-hypnotics": "Sedative-hypnotics",
    "antiepileptics": "Antiepileptics",
    "stimulants": "Central nervous system stimulants",
}


@dataclass(frozen=True, slots=True)
class Dose:
    """`doses.csv`: the S-DDD of a substance, a unit of measurement for statistics and no recommended dose."""

    substance: str = column(ID, "The substance.", required=True)
    milligrams: Decimal = column(AMOUNT, "Its S-DDD.", required=True)
    group: str = column(choice(*GROUPS), "The group it is counted in.", required=True)
    source: str = column(TEXT, SOURCE, required=True)
    verified: bool = column(FLAG, VERIFIED, required=True)


@cache
def doses() -> MappingProxyType[str, Dose]:
    """Every S-DDD by its substance."""
    return MappingProxyType({one.substance: one for one in read_file(Dose, Path(__file__).parent / "doses.csv")})


def doses_in(kilograms: Decimal, dose: Dose) -> Fraction:
    """How many S-DDD are in so much of a substance."""
    return Fraction(kilograms) * MILLIGRAMS / Fraction(dose.milligrams)


def per_million(doses_a_year: Fraction, people: int) -> Fraction:
    """S-DDD per million inhabitants per day of so many doses in a year."""
    return doses_a_year / DAYS / (Fraction(people) / MILLION)


def rounded(value: Fraction, places: int = 2) -> Decimal:
    """A fraction as people read it, half rounded up as in published tables."""
    with localcontext() as context:
        context.prec = EXACT
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
