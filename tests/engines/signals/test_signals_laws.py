"""What holds of every signal, whatever the orders: their order, their unit and the future change nothing."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random
from statistics import mean, median, pvariance

import duckdb
import ibis
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from penstock.engines.signals.habits import MAD_TO_SIGMA, Habit, against_habits
from penstock.engines.signals.judging import judged
from penstock.engines.signals.market import market
from penstock.engines.signals.orders import counted_in_days, table_of
from tests.engines.signals.desk import START, a_world, judge, strengths

FEW = settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
NEAR = 1.5e-6  # a score has six digits, of which the last may be rounded either way
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")


def same(one, other, of) -> bool:
    return all(strengths(one[key]) == pytest.approx(strengths(other[key]), abs=NEAR) for key in of)


@FEW
@given(seed=st.integers(0, 10_000))
def test_the_order_of_rows_changes_nothing(seed):
    orders = a_world(seed, buyers=6)
    mixed = list(orders)
    Random(seed + 1).shuffle(mixed)  # noqa: S311 - chance that can be repeated
    assert same(judge(orders), judge(mixed), [one.reference for one in orders])


@FEW
@given(seed=st.integers(0, 10_000), times=st.sampled_from((Decimal("0.001"), Decimal("453.59237"), Decimal(1000000))))
def test_the_unit_of_quantities_changes_nothing(seed, times):
    orders = a_world(seed, buyers=6)
    others = [replace(one, quantity=one.quantity * times) for one in orders]
    assert same(judge(orders), judge(others), [one.reference for one in orders])


@FEW
@given(seed=st.integers(0, 10_000), day=st.integers(300, 800), times=st.integers(1, 50))
def test_what_comes_later_never_changes_what_was_said(seed, day, times):
    orders = a_world(seed, buyers=6)
    end = START + timedelta(days=day)
    known = [one for one in orders if one.day <= end]
    # A future that differs wildly, with sellers and goods that nobody had.
    later = [
        replace(one, quantity=one.quantity * times, seller=f"new-{number % 5}", goods="other")
        for number, one in enumerate(orders)
        if one.day > end
    ]
    assert same(judge(known), judge(known + later), [one.reference for one in known])


def test_a_measure_that_looks_ahead_is_caught_by_the_same_comparison():
    orders = a_world(4, buyers=6)
    end = START + timedelta(days=500)

    def leaking(rows):
        with duckdb.connect() as connection:
            connection.register("orders", table_of(rows))
            told = connection.sql(
                "SELECT reference, quantity - median(quantity) OVER (PARTITION BY buyer) AS score FROM orders"
            ).to_arrow_table()
        return {row["reference"]: row for row in told.to_pylist()}

    known = [one for one in orders if one.day <= end]
    later = [replace(one, quantity=one.quantity * 9) for one in orders if one.day > end]
    assert not same(leaking(known), leaking(known + later), [one.reference for one in known])


def test_parts_cut_by_owner_say_what_the_whole_says():
    orders = a_world(5, buyers=8)
    whole = judge(orders)
    connection = ibis.duckdb.connect()
    shared = market(connection.create_table("orders", table_of(orders)))
    for number in range(2):
        part = [one for one in orders if int(one.buyer.split("-")[1]) % 2 == number]
        rows = judged(connection.create_table(f"part{number}", table_of(part)), shared).to_pyarrow().to_pylist()
        assert same({row["reference"]: row for row in rows}, whole, [one.reference for one in part])


def test_a_part_that_knows_nothing_of_the_others_says_something_else():
    orders = a_world(5, buyers=8)
    part = [one for one in orders if one.buyer in {"buyer-0", "buyer-2"}]
    whole, alone = judge(orders), judge(part)
    figures = [(whole[one.reference]["class_average"], alone[one.reference]["class_average"]) for one in part]
    assert any(one != other for one, other in figures)


@FEW
@given(seed=st.integers(0, 10_000))
def test_the_level_is_the_t_statistic_of_sizes_relative_to_their_goods_reckoned_by_hand(seed):
    orders = a_world(seed, buyers=4)
    told = judge(orders)
    sizes = {one.reference: float(one.quantity.ln()) for one in orders}
    relative = {}
    for one in orders:
        month = one.day.replace(day=1)
        known = [sizes[other.reference] for other in orders if other.goods == one.goods and other.day < month]
        if known:
            relative[one.reference] = sizes[one.reference] - mean(known)
    judged_some = False
    for one in orders:
        ages = {other.reference: (one.day - other.day).days for other in orders if other.buyer == one.buyer}
        lately, past = (
            [relative[key] for key, age in ages.items() if first <= age <= last and key in relative]
            for first, last in ((0, 179), (180, 760))
        )
        if len(past) < 8 or len(lately) < 3:
            assert told[one.reference]["level_strength"] == 0
            continue
        # Three orders' worth of a scatter of 0.2 is thought before anything is seen.
        scatter = pvariance(past) * len(past) + pvariance(lately) * len(lately) + 3 * 0.2**2
        error = (scatter / (len(past) + len(lately) + 1) * (1 / len(past) + 1 / len(lately))) ** 0.5
        expected = min(max((mean(lately) - mean(past)) / error, 0), 12)
        assert told[one.reference]["level_strength"] == pytest.approx(expected, abs=1e-6)
        judged_some = judged_some or expected > 0
    assert judged_some


@FEW
@given(seed=st.integers(0, 10_000))
def test_the_habit_is_that_of_medians_reckoned_by_hand(seed):
    orders = sorted(a_world(seed, buyers=2), key=lambda one: one.day)
    connection = ibis.duckdb.connect()
    table = counted_in_days(connection.create_table("orders", table_of(orders)))
    found = against_habits(table, [Habit("size", ("buyer",), apart=10, floor=0.25, reach=400)])
    rows = {row["reference"]: row for row in found.to_pyarrow().to_pylist()}
    sizes = {one.reference: float(one.quantity.ln()) for one in orders}
    missed: dict[str, float] = {}
    for one in orders:
        past = [
            other.reference
            for other in orders
            if other.buyer == one.buyer and timedelta(days=10) <= one.day - other.day <= timedelta(days=400)
        ]
        row = rows[one.reference]
        assert row["size_seen"] == len(past)
        if not past:
            continue
        usual = median(sizes[reference] for reference in past)
        missed[one.reference] = abs(sizes[one.reference] - usual)
        gaps = [missed[reference] for reference in past if reference in missed]
        spread = median(gaps) * MAD_TO_SIGMA if gaps else 0.0
        assert row["size_usual"] == pytest.approx(usual)
        assert row["size_spread"] == pytest.approx(spread, abs=1e-9)
        trust = (len(past) / (len(past) + 4)) ** 0.5
        far = (sizes[one.reference] - usual) / max(spread, 0.25) * trust if len(past) >= 4 else 0.0
        assert row["size_far"] == pytest.approx(far, abs=1e-9)


@pytest.mark.parametrize("quantity", ["0", "-1", "NaN", "Infinity"])
def test_a_quantity_that_is_none_is_refused_by_its_reference(quantity):
    order = replace(a_world(1, buyers=1)[0], quantity=Decimal(quantity))
    with pytest.raises(ValueError, match=order.reference):
        table_of([order])
