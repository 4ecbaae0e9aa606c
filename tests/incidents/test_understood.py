"""What words of files are taken for: exactly, with evidence, and not at all where they can be read in two ways."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.catalogue.countries import countries
from penstock.incidents.intake.understood import amounts, days, places
from penstock.incidents.intake.understood.choices import chosen
from penstock.incidents.intake.understood.naming import Naming

ANY_DAY = st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 1, 1))
MOST_DAY = 12


@given(ANY_DAY)
def test_a_day_is_the_same_however_it_is_written(day: date) -> None:
    """By figures in its column's order, or with the month by its name."""
    for text, order in (
        (day.isoformat(), ""),
        (day.strftime("%Y%m%d"), ""),
        (day.strftime("%d.%m.%Y"), "DMY"),
        (day.strftime("%m/%d/%Y"), "MDY"),
        (f"{day.day} {day:%B} {day.year}", ""),
    ):
        assert days.day(text, order).answers == {"happened_on": day.isoformat()}


@given(ANY_DAY.filter(lambda one: one.day <= MOST_DAY and one.day != one.month))
def test_a_day_that_reads_two_ways_is_not_guessed(day: date) -> None:
    """It has a reason and no answer, until its column says which comes first."""
    found = days.day(day.strftime("%d/%m/%Y"))
    assert (found.answers, "two ways" in found.reason) == ({}, True)


@given(st.decimals(min_value="0.000001", max_value="999999", places=6, allow_nan=False))
def test_the_noise_of_binary_numbers_goes_and_nothing_else_does(value: Decimal) -> None:
    """What a program wrote out of a binary sum is the number that was meant; other numbers are as written."""
    assert amounts.amount(f"{value:f}").value == value
    short = round(value, 3)
    noisy = repr(float(short) + 0.1 - 0.1)
    if short:
        found = amounts.amount(noisy)
        assert found.value is not None
        assert abs(found.value - short) <= Decimal("1e-9")


@pytest.mark.parametrize("text", ["1,234", "abc", "-5", "1.2.3"])
def test_an_amount_that_is_none_or_two_has_a_reason(text: str) -> None:
    """Nothing is guessed."""
    found = amounts.amount(text)
    assert (found.value, bool(found.reason)) == (None, True)


def test_a_column_says_its_decimal_mark() -> None:
    """One amount that can only be read in one way says how the others are written."""
    assert amounts.amount("1,234", amounts.decimal_mark(["1,234", "2,5"])).value == Decimal("1.234")
    assert amounts.amount("1,234", amounts.decimal_mark(["1,234", "2.5"])).value == 1234


def test_mass_volume_and_counts_stay_apart() -> None:
    """A unit is read with how many of it one of the file's is, and never leaves its dimension."""
    for text, unit, value in (
        ("Kilogram", "kg", "2"),
        ("Thousand of tablets", "tablets", "2000"),
        ("Cc", "ml", "2"),
        ("Block (350gr)", "g", "700"),
        ("500 ml", "ml", "1000"),
        ("Dose", "doses", "2"),
    ):
        found = amounts.unit(text)
        assert amounts.measured(Decimal(2), found.answers) == (Decimal(value), unit, True)
    assert amounts.unit("Acres").reason


def test_every_country_is_found_by_its_name_and_its_code() -> None:
    """In English, and some in other languages and orders; what is like none has a reason."""
    for one in countries().values():
        assert places.country(one.name).answers == {"country": one.code}
        assert places.country(one.code.lower()).answers == {"country": one.code}
    for text, code in (
        ("Korea, Republic of", "KR"),
        ("Venezuela, Bolivarian Republic of", "VE"),
        ("Ivory Coast", "CI"),
        ("Нидерланды", "NL"),
        ("Swaziland", "SZ"),
        ("Iraq (Kurdistan Region)", "IQ"),
        ("Kazakstan", "KZ"),
    ):
        assert places.country(text).answers == {"country": code}, text
    assert places.country("Ruritania").reason


def test_names_like_others_are_proposed_and_never_taken() -> None:
    """A close spelling has a reason and proposals; a group, a salt and a trade name are understood by evidence."""
    naming = Naming()
    close = naming.meaning("Acetik anhydride")
    assert (close.answers, close.proposals[:1], bool(close.reason)) == ({}, ("Acetic anhydride",), True)
    assert naming.meaning("Non-specified precursors").answers == {"group": "precursors"}
    assert naming.meaning("Ephedrine (tablets)").answers == {"substances": ["ephedrine"]}
    assert naming.meaning("Nonsensol").reason
    assert naming.meaning("fluoronitazene").answers == {"group": "nitazenes"}


def test_a_word_of_no_list_is_kept_in_words() -> None:
    """It makes no line faulty and is not lost."""
    assert chosen("setting", "Archipelago of reeds").answers == {"setting": "other", "in_words": "Archipelago of reeds"}
    assert chosen("concealment", "Swallowed").answers == {"concealment": ["on person"]}
