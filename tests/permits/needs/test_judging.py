"""What is doubtful about a stated need, and what is not."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.permits.needs.balances.judging import JUMP, Stated, marks

ON = date(2026, 7, 15)


def need(kilograms: str | Decimal, year: int = 2026, on: date = date(2025, 6, 1)) -> Stated:
    return Stated(year=year, kilograms=Decimal(kilograms), stated_on=on, source="Form")


def codes(
    regime: str, *stated: Stated, used: dict[int, str] | None = None, year: int = 2026, on: date = ON
) -> list[str]:
    moved = {when: Decimal(amount) for when, amount in (used or {}).items()}
    return [one.code for one in marks(regime, year, stated, moved, on=on)]


@pytest.mark.parametrize(
    ("regime", "stated_on", "on", "found"),
    [
        ("narcotic", date(2025, 6, 30), ON, []),
        ("narcotic", date(2025, 7, 1), ON, ["late"]),
        ("psychotropic", date(2023, 7, 15), ON, []),
        ("psychotropic", date(2023, 7, 14), ON, ["stale"]),
        ("precursor", date(2023, 7, 14), ON, ["stale"]),
        ("precursor", date(2024, 2, 29), date(2027, 3, 1), []),
        ("precursor", date(2024, 2, 29), date(2027, 3, 2), ["stale"]),
    ],
)
def test_how_long_a_figure_holds(regime: str, stated_on: date, on: date, found: list[str]) -> None:
    assert codes(regime, need("10", on=stated_on), on=on) == found


def test_nothing_stated_is_grave_for_narcotic_drugs_alone() -> None:
    assert [one.is_grave for one in marks("narcotic", 2026, [], {}, on=ON)] == [True]
    assert [one.is_grave for one in marks("precursor", 2026, [], {}, on=ON)] == [False]


def test_nothing_needed_where_trade_happens() -> None:
    assert codes("narcotic", need("0"), used={2026: "0.5"}) == ["zero"]
    assert codes("narcotic", need("0")) == []


def test_more_used_than_stated_and_more_stated_than_ever_used() -> None:
    assert codes("narcotic", need("10"), used={2026: "10.000001"}) == ["exceeded"]
    assert codes("narcotic", need("10"), used={2026: "10"}) == []
    assert codes("narcotic", need("30"), used={2025: "9", 2024: "10"}) == ["beyond_trade"]
    assert codes("narcotic", need("29.9"), used={2025: "9", 2024: "10"}) == []
    assert codes("narcotic", need("30"), used={2022: "10"}) == [], "four years back says nothing"


AMOUNTS = st.decimals(min_value="0.000001", max_value=10**6, places=6)


@given(now=AMOUNTS, earlier=st.lists(AMOUNTS, min_size=1, max_size=5))
def test_a_jump_and_a_fall_are_the_same_seen_from_both_sides(now: Decimal, earlier: list[Decimal]) -> None:
    usual = sorted(earlier)[len(earlier) // 2]
    if len(earlier) % 2 == 0:
        usual = (usual + sorted(earlier)[len(earlier) // 2 - 1]) / 2
    found = codes("narcotic", need(now), *(need(one, 2025 - at) for at, one in enumerate(earlier)))
    assert ("jump" in found) == (now >= usual * JUMP)
    assert ("fall" in found) == (now * JUMP <= usual)


def test_each_doubt_says_its_figures() -> None:
    found = marks("narcotic", 2026, [need("90"), need("10", 2025), need("20", 2024)], {}, on=ON)
    assert [one.message for one in found] == ["90 kg is three times or more the middle of 2 earlier year(s), 15 kg."]
