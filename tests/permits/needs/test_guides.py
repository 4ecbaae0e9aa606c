"""The three methods, by published examples where there are any, and by what must hold whatever is entered."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.permits.needs.guides.methods import (
    Condition,
    Service,
    UsedYear,
    from_consumption,
    from_morbidity,
    from_services,
)
from penstock.permits.needs.guides.worksheets import METHODS

NONE = Decimal(0)
D = Decimal


def test_the_published_example_of_cancer_pain() -> None:
    """Stjernswärd, Foley and Ferris 2007, J Pain Symptom Manage 33: 486-493.

    As pallipedia.org/estimated-opioid-need quotes it: 3,500 people, 60 per cent of them in pain (2,100), 100 mg of
    morphine a day for the last 100 days, which is 10 g each: 21 kg.
    """
    condition = Condition(people=D(3500), share=D(60), milligrams_a_day=D(100), days=D(100))
    assert from_morbidity([condition], NONE) == D("21.000000")


def test_a_year_without_stock_is_made_whole_and_the_rest_follows() -> None:
    """Our own figures: 9 kg in nine months with stock is 12 kg in a year; with 10 and 14 the middle is 12."""
    used = [UsedYear(D(9), D(3)), UsedYear(D(10)), UsedYear(D(14))]
    assert from_consumption(used, NONE, NONE) == D(12)
    assert from_consumption(used, D(5), D(10)) == D("13.86")
    assert from_consumption([UsedYear(D(1)), UsedYear(D(1)), UsedYear(D(2))], NONE, NONE) == D("1.333333")


def test_services_are_counted_by_kind() -> None:
    """Our own figures: 4 hospitals with 250 patients at 300 mg, 30 clinics with 12 at 150 mg: 0.354 kg."""
    found = [Service(D(4), D(250), D(300)), Service(D(30), D(12), D(150))]
    assert from_services(found, NONE) == D("0.354")
    assert from_services(found, D(10)) == D("0.3894")


AMOUNT = st.decimals(min_value=0, max_value=10**5, places=2)
MARGIN = st.decimals(min_value=0, max_value=100, places=1)


@given(kilograms=AMOUNT, years=st.integers(1, 8), margin=MARGIN)
def test_equal_years_come_to_themselves_and_a_margin_never_takes_away(
    kilograms: Decimal, years: int, margin: Decimal
) -> None:
    used = [UsedYear(kilograms)] * years
    assert from_consumption(used, NONE, NONE) == kilograms
    assert from_consumption(used, NONE, margin) >= kilograms


@given(conditions=st.lists(st.builds(Condition, AMOUNT, MARGIN, AMOUNT, AMOUNT), min_size=2, max_size=5))
def test_conditions_add_up(conditions: list[Condition]) -> None:
    apart = sum((from_morbidity([one], NONE) for one in conditions), NONE)
    assert abs(from_morbidity(conditions, NONE) - apart) <= D("0.000001") * len(conditions)


@pytest.mark.parametrize(
    ("name", "raw", "result"),
    [
        ("consumption", {"used-0-kilograms": "9", "used-0-months": "3", "growth": "-50"}, D(6)),
        ("morbidity", {"conditions-0-named": "Cancer", "conditions-0-people": "3500", "conditions-0-share": "60 %",
                       "conditions-0-dose": "100", "conditions-0-days": "100"}, D(21)),
        ("services", {"services-0-named": "Clinic", "services-0-facilities": "30", "services-0-patients": "12",
                      "services-0-given": "150"}, D("0.054")),
    ],
)  # fmt: skip
def test_a_worksheet_comes_to_what_its_formula_says(name: str, raw: dict[str, str], result: Decimal) -> None:
    method = METHODS[name]
    reading = method.read({"substance": "morphine", "year": "2027", **raw})
    assert reading.faults == ()
    assert method.result(reading.values) == result


@pytest.mark.parametrize(
    ("raw", "field", "code"),
    [
        ({}, "used-0-kilograms", "no_lines"),
        ({"used-0-kilograms": "9", "used-0-months": "12"}, "used-0-months", "no_month_left"),
        ({"used-0-kilograms": "-9"}, "used-0-kilograms", "negative_quantity"),
        ({"used-0-kilograms": "9", "growth": "-101"}, "growth", "not_a_change"),
    ],
)
def test_a_fault_leads_to_its_field(raw: dict[str, str], field: str, code: str) -> None:
    reading = METHODS["consumption"].read({"substance": "morphine", "year": "2027", **raw})
    assert [(one.field, one.code) for one in reading.faults] == [(field, code)]
