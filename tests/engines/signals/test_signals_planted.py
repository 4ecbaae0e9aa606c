"""Diversions that were planted are found: on a small world each as what it is, on real orders in the share promised."""

from datetime import date

import ibis
import pytest

from penstock.engines.signals.judging import judged
from penstock.engines.signals.orders import table_of
from penstock.engines.signals.ranking import ranked
from tests.engines.signals.arcos import FILE, real_orders
from tests.engines.signals.desk import START, a_world
from tests.engines.signals.diversions import KINDS, caught, planted

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")
SAID = {
    "copied": {"copied-orders", "split-order"},
    "split": {"split-order", "copied-orders"},
    "drift": {"slow-rise"},
    "lane": {"new-lane"},
}


def cases_of(orders, budget):
    connection = ibis.duckdb.connect()
    table = connection.create_table("judged", judged(connection.create_table("orders", table_of(orders))).to_pyarrow())
    return ranked(table, budget)


@pytest.fixture(scope="module")
def small():
    orders, told = planted(a_world(3, buyers=40, days=1400), seed=5, each=1, since=START)
    return orders, told, cases_of(orders, len(orders) // 100)


@pytest.mark.parametrize("kind", KINDS)
def test_each_large_diversion_is_found_as_what_it_is(small, kind):
    orders, told, cases = small
    large = next(one for one in told if (one.kind, one.size) == (kind, "large"))
    days = [one.day for one in orders if one.reference in large.orders]
    mine = [one for one in cases if one.buyer == large.buyer and min(days) <= one.day <= max(days)]
    assert any(one.typology.name in SAID[kind] for one in mine)


def test_few_buyers_where_nothing_was_planted_are_bothered(small):
    _orders, told, cases = small
    touched = {one.buyer for one in told}
    assert sum(one.buyer not in touched for one in cases if one.score >= 1) <= len(cases) / 3


def test_a_diversion_that_nobody_planted_is_not_found(small):
    orders, told, cases = small
    moved = [(f"not {one.buyer}", one.periods) for one in cases]
    assert not caught(moved, orders, told)


@pytest.mark.skipif(not FILE.exists(), reason="the real orders are not beside the project")
def test_of_real_orders_nine_in_ten_are_found_at_one_case_for_two_hundred_orders():
    clear, every = [], []
    for seed in (101, 102, 103):  # seeds that no weight was chosen on
        orders, told = planted(real_orders(), seed=seed, each=3, since=date(2007, 6, 1))
        found = caught([(one.buyer, one.periods) for one in cases_of(orders, len(orders) // 200)], orders, told)
        every += [one in found for one in told]
        clear += [one in found for one in told if one.size != "small"]
    assert sum(clear) >= 0.95 * len(clear)
    assert sum(every) >= 0.9 * len(every)
