"""The three methods of estimating a need, as formulas over exact decimals; kilograms of pure substance.

INCB and WHO, Guide on Estimating Requirements for Substances under International Control (2012), section II.B and annex
I, describe a consumption-based, a service-based and a morbidity-based method. The formulas are written from general
knowledge of that guide, and the morbidity-based one is checked against a published example (see the tests); nobody has
compared the wording of this file with the guide.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from penstock.permits.availability.measures import rounded

MONTHS = 12
WHOLE = 100
MILLIGRAMS = 1_000_000
PLACES = 6


@dataclass(frozen=True, slots=True)
class UsedYear:
    """A year's consumption, with the months in which the substance could not be had."""

    kilograms: Decimal
    months_out: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Condition:
    """People with an illness in a year, how many of them are treated with the substance, and how."""

    people: Decimal
    share: Decimal
    milligrams_a_day: Decimal
    days: Decimal


@dataclass(frozen=True, slots=True)
class Service:
    """Facilities of one kind, how many patients each treats with the substance in a year, and how much one is given."""

    facilities: Decimal
    patients: Decimal
    milligrams: Decimal


def from_consumption(used: Sequence[UsedYear], growth: Decimal, margin: Decimal) -> Decimal:
    """The middle of what past years would have used without shortage, with growth and margin in per cent."""
    whole = [Fraction(one.kilograms) * MONTHS / (MONTHS - Fraction(one.months_out)) for one in used]
    usual = sum(whole, Fraction(0)) / len(whole)
    return rounded(usual * _more(growth) * _more(margin), PLACES)


def from_morbidity(conditions: Sequence[Condition], margin: Decimal) -> Decimal:
    """What everybody treated for each condition is given."""
    given = (
        Fraction(one.people) * Fraction(one.share) / WHOLE * Fraction(one.milligrams_a_day) * Fraction(one.days)
        for one in conditions
    )
    return rounded(sum(given, Fraction(0)) / MILLIGRAMS * _more(margin), PLACES)


def from_services(services: Sequence[Service], margin: Decimal) -> Decimal:
    """What the facilities of each kind give to their patients."""
    given = (Fraction(one.facilities) * Fraction(one.patients) * Fraction(one.milligrams) for one in services)
    return rounded(sum(given, Fraction(0)) / MILLIGRAMS * _more(margin), PLACES)


def _more(percent: Decimal) -> Fraction:
    return 1 + Fraction(percent) / WHOLE
