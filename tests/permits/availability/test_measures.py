"""S-DDD per million inhabitants per day, by published definitions and to the last digit."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.catalogue.substances import substance
from penstock.permits.availability.measures import DAYS, doses, doses_in, per_million, rounded

D = Decimal


def test_amphetamines_in_2012_as_the_board_published_them() -> None:
    """INCB, Psychotropic Substances 2013, Comments, Summary: "over 50 tons (3.4 billion S-DDD)" of amphetamines.

    3.4 billion stands for anything from 3.35 to 3.45; at 15 mg that is 50.25 to 51.75 tons, which is over 50.
    """
    dose = doses()["amfetamine"]
    assert dose.milligrams == D(15)
    for tons, billions in ((D("50.25"), D("3.35")), (D("51"), D("3.4")), (D("51.75"), D("3.45"))):
        assert doses_in(tons * 1000, dose) == Fraction(billions) * 10**9


def test_the_published_rate_of_a_person_and_day() -> None:
    """Taiwan Centers for Disease Control, training on antimicrobial stewardship, on the DDD method of WHO.

    750,000 DDDs a year / 365 days / 10,000 users = 0.21 DDDs per user per day. Per million that is 205,479.45.
    """
    rate = per_million(Fraction(750_000), 10_000)
    assert rate == Fraction(750_000 * 1_000_000, 365 * 10_000)
    assert rounded(rate) == D("205479.45")
    assert rounded(rate / 1_000_000) == D("0.21")


def test_a_worked_example_to_the_last_digit() -> None:
    """The definition, digit by digit, on figures of our own.

    75 kg of morphine at 100 mg are 750,000 S-DDD; 750,000 / 365 / 19.116209 is 107.49 per million inhabitants per day.
    """
    taken = doses_in(D(75), doses()["morphine"])
    assert taken == 750_000
    rate = per_million(taken, 19_116_209)
    assert rate == Fraction(750_000 * 10**6, 365 * 19_116_209)
    assert rounded(rate) == D("107.49")
    by_hand = D(750_000) / D(365) / D("19.116209")
    assert rounded(rate, 10) == by_hand.quantize(D("1e-10"))


def test_a_leap_year_counts_365_days_too() -> None:
    assert DAYS == 365


@pytest.mark.parametrize(("name", "milligrams"), [("amfepramone", D(75)), ("barbital", D(500))])
def test_what_was_compared_with_the_table_of_the_board(name: str, milligrams: Decimal) -> None:
    """INCB, Psychotropic Substances, Table III.1, S-DDD by schedule, as read there."""
    dose = doses()[name]
    assert (dose.milligrams, dose.verified) == (milligrams, True)


def test_every_dose_is_of_a_substance_of_the_catalogue_and_says_where_it_comes_from() -> None:
    assert all(substance(one.substance).name and one.source and one.milligrams > 0 for one in doses().values())
    assert {one.substance for one in doses().values() if one.verified} == {"amfepramone", "barbital"}


KILOGRAMS = st.decimals(min_value=0, max_value=10**6, places=6)
PEOPLE = st.integers(min_value=1, max_value=2 * 10**9)


@given(one=KILOGRAMS, other=KILOGRAMS, people=PEOPLE)
def test_doses_add_up_and_more_people_mean_less_for_each(one: Decimal, other: Decimal, people: int) -> None:
    dose = doses()["morphine"]
    together = per_million(doses_in(one + other, dose), people)
    assert together == per_million(doses_in(one, dose), people) + per_million(doses_in(other, dose), people)
    assert per_million(doses_in(one, dose), people * 2) * 2 == per_million(doses_in(one, dose), people)
