"""Quantities, percentages, salts, and how much of a salt is the substance."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.catalogue.naming.recognisers import listed_recogniser
from penstock.engines.recognition.entries import Recognition
from penstock.engines.recognition.judgement.masses import atoms, base_factor, counterparts, mass
from penstock.engines.recognition.lines.amounts import number, percentages, quantities


def _found(text: str) -> dict[str, Recognition]:
    return {hit.id: hit for hit in listed_recogniser().recognise(text) if hit.is_listed}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("25", "25"),
        ("1,000", "1000"),
        ("1 000", "1000"),
        ("0,5", "0.5"),
        ("1.000,5", "1000.5"),
        ("1,000.5", "1000.5"),
        ("1.000.000", "1000000"),
        ("12,50", "12.50"),
        ("0,500", "0.500"),
        ("1.5", "1.5"),
        ("1'000", "1000"),
    ],
)
def test_numbers_are_read_as_trade_writes_them(written: str, value: str) -> None:
    assert number(written) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("25 kg of acetone", "25", "kg"),
        ("acetone, 1,000.5 litres", "1000.5", "litres"),
        ("10 x 500 ml acetone", "5000", "ml"),
        ("ацетон 200 л", "200", "л"),
        ("丙酮 5 公斤", "5", "公斤"),
        ("200升丙酮", "200", "升"),
        ("丙酮200升铁桶", "200", "升"),
        ("acetone 3 drums", "3", "drums"),
    ],
)
def test_a_quantity_goes_with_its_substance(text: str, amount: str, unit: str) -> None:
    quantity = _found(text)["acetone"].quantity
    assert quantity is not None
    assert (quantity.amount, quantity.unit) == (Decimal(amount), unit)
    assert quantity.written in text.lower()


def test_each_part_of_a_mixture_has_its_own_share() -> None:
    found = _found("acetone 8% / toluene 33,5 % solution")
    assert {id_: hit.percent for id_, hit in found.items()} == {"acetone": Decimal(8), "toluene": Decimal("33.5")}
    assert {hit.parts for hit in found.values()} == {2}


def test_what_is_no_quantity_is_none() -> None:
    assert not list(quantities("4-methyl, hs 2914.11, un 1090"))
    assert not list(percentages("250 %"))
    assert _found("acetone")["acetone"].quantity is None


@given(st.text(max_size=100))
def test_no_text_breaks_the_reading_of_amounts(text: str) -> None:
    for written in (*quantities(text), *percentages(text)):
        assert 0 <= written.start < written.end <= len(text)


# Worked by hand from the standard atomic weights: C10H15NO 165.236, HCl 36.458, H2SO4 98.072.
@pytest.mark.parametrize(
    ("formula", "words", "factor"),
    [
        ("C10H15NO", ("hydrochloride",), "0.8192"),
        ("C10H15NO", ("sulfate",), "0.7712"),
        ("C10H15NO", ("hemihydrate",), "0.9483"),
        ("C8H8O2", ("sodium",), "0.8610"),
        ("C5H9NO", ("monohydrate", "hydrochloride"), "0.6454"),
    ],
)
def test_the_share_of_the_substance_in_its_salt(formula: str, words: tuple[str, ...], factor: str) -> None:
    assert base_factor(formula, words) == Decimal(factor)


@pytest.mark.parametrize(
    ("formula", "words"), [("C10H15NO", ("succinate",)), ("C10H15NO", ()), ("", ("citrate",)), ("?", ("hcl",))]
)
def test_an_unsure_share_is_not_said(formula: str, words: tuple[str, ...]) -> None:
    assert base_factor(formula, words) is None


def test_every_counterpart_has_a_formula() -> None:
    assert all(mass(each.formula) > 0 and each.per > 0 for each in counterparts().values())


def test_a_formula_is_counted() -> None:
    assert atoms("H2SO4.2H2O") == {"H": 6, "S": 1, "O": 6}
    with pytest.raises(ValueError, match="no formula"):
        atoms("sugar")
    with pytest.raises(ValueError, match="no element"):
        atoms("Xq2")


@pytest.mark.parametrize(
    ("text", "id_", "salt", "factor"),
    [
        ("ephedrine hydrochloride 25 kg", "ephedrine", "hydrochloride", "0.8192"),
        ("chlorhydrate d'éphédrine", "ephedrine", "chlorhydrate", "0.8192"),
        ("sodium phenylacetate", "phenylacetic-acid", "sodium", "0.8610"),
        ("50-98-6", "ephedrine", "hydrochloride", "0.8192"),
    ],
)
def test_a_salt_says_its_base_content(text: str, id_: str, salt: str, factor: str) -> None:
    hit = _found(text)[id_]
    assert (hit.salt, hit.base_factor) == (salt, Decimal(factor))
