"""Cases for a budget: one for a buyer and a period, with every reason in words, a picture, and nothing decided."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from xml.etree import ElementTree as ET

import ibis
import pytest

from penstock.engines.signals.judging import judged
from penstock.engines.signals.orders import table_of
from penstock.engines.signals.picture import described, picture
from penstock.engines.signals.ranking import ranked, without_sequels
from penstock.engines.signals.typologies import read_typologies, shipped, signals_of
from penstock.engines.signals.words import TOLD, amount, reasons
from tests.engines.signals.desk import a_world, judge

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")


@pytest.fixture(scope="module")
def table():
    orders = a_world(7, buyers=10)
    odd = orders[30]
    same_day = [replace(odd, reference=f"odd-{number}") for number in range(9)]
    connection = ibis.duckdb.connect()
    return connection.create_table(
        "judged", judged(connection.create_table("orders", table_of(orders + same_day))).to_pyarrow()
    )


def test_nine_orders_of_one_day_are_one_case_with_its_reasons(table):
    cases = ranked(table, 5)
    assert len(cases) == 5
    assert len({(one.buyer, one.periods) for one in cases}) == 5
    first = cases[0]
    assert first.typology.name in {"copied-orders", "split-order"}
    assert {"copied", "many"} <= {one.signal for one in first.reasons}
    told = next(str(one) for one in first.reasons if one.signal == "copied")
    assert told.startswith("The same goods in the same quantity 10 times in 21 days")
    assert [one.score for one in cases] == sorted((one.score for one in cases), reverse=True)


def test_a_budget_takes_the_first_of_a_larger_one(table):
    assert ranked(table, 3) == ranked(table, 6)[:3]


def test_days_bound_what_is_ranked(table):
    day = ranked(table, 1)[0].day
    assert all(one.day > day for one in ranked(table, 50, since=day + timedelta(days=1)))
    assert all(one.day < day for one in ranked(table, 50, until=day - timedelta(days=1)))


def test_a_budget_of_nothing_is_refused(table):
    with pytest.raises(ValueError, match="at least one"):
        ranked(table, 0)


def test_what_goes_on_is_one_case_and_what_comes_back_is_another():
    rows = [
        {"buyer": "a", "substance": "s", "period": period, "score": score}
        for period, score in ((8, 9.0), (9, 8.0), (12, 7.0), (10, 6.0))
    ]
    assert [one["periods"] for one in without_sequels(rows, 5)] == [{8, 9, 10}, {12}]
    assert [one["periods"] for one in without_sequels(rows, 1)] == [{8, 9}]


def test_more_than_was_declared_and_what_was_not_declared_are_told():
    orders = [one for one in a_world(9, buyers=3) if one.buyer != "buyer-2"]
    yearly = float(sum(one.quantity for one in orders if one.buyer == "buyer-0")) / 6
    needs = [
        ("buyer-0", "acetone", yearly, date(2020, 1, 1), date(2030, 1, 1)),
        ("buyer-1", "toluene", 10.0, date(2020, 1, 1), date(2030, 1, 1)),
    ]
    rows = judge(orders, needs=needs)
    late = [row for row in rows.values() if row["day"] > date(2021, 6, 1)]
    over = [row for row in late if row["buyer"] == "buyer-0"]
    assert all(row["need_strength"] > 0 for row in over if row["year_total"] > yearly)
    assert any(row["year_total"] > yearly for row in over)
    assert all(row["need_strength"] == 0 for row in rows.values() if (row["year_total"] or 0) <= yearly)
    assert all(row["undeclared_strength"] > 0 for row in late if row["buyer"] == "buyer-1")
    assert not any(row["undeclared_strength"] for row in over)
    told = reasons(max(over, key=lambda row: row["need_strength"]))
    assert any(
        one.signal == "need" and f"against {amount(yearly)} that it declared or can use in a year." in str(one)
        for one in told
    )


def test_orders_just_under_a_threshold_are_told_and_those_on_it_are_not():
    calm = [one for one in a_world(11, buyers=3) if one.buyer == "buyer-0"]
    last = calm[-1]
    threshold = max(one.quantity for one in calm) * 2

    def more(quantity):
        return [
            replace(last, reference=f"more-{number}", day=last.day + timedelta(days=number * 5), quantity=quantity)
            for number in range(1, 5)
        ]

    under = judge(calm + more(threshold * Decimal("0.99")), thresholds=[("acetone", float(threshold))])
    above = judge(calm + more(threshold), thresholds=[("acetone", float(threshold))])
    assert under["more-4"]["under_strength"] > 3
    assert above["more-4"]["under_strength"] == 0


def test_sites_of_one_owner_add_up_and_strangers_do_not():
    orders = a_world(13, buyers=6)
    day = orders[0].day + timedelta(days=850)
    extra = [
        replace(next(one for one in orders if one.buyer == f"buyer-{number}"), reference=f"site-{number}", day=day)
        for number in range(6)
        for _once in range(1)
    ]
    extra = [replace(one, quantity=max(other.quantity for other in orders)) for one in extra]
    owned = [replace(one, owner="owner") for one in orders + extra]
    assert max(judge(owned)[one.reference]["sites_strength"] for one in extra) > 2
    assert all(row["sites_strength"] == 0 for row in judge(orders + extra).values())


def test_every_signal_that_a_typology_weighs_has_its_words():
    assert {one for one in signals_of(shipped()) if one != "lane_volume"} <= set(TOLD)


def test_a_typology_without_weight_is_refused(tmp_path):
    wrong = tmp_path / "typologies.yaml"
    wrong.write_text("- {name: empty, says: nothing, reach: 0, weights: {jump: 1}}")
    with pytest.raises(ValueError, match="empty"):
        read_typologies(wrong)


def test_a_picture_is_told_in_words_and_holds_what_it_is_given_as_text():
    bars = [("2020-01", 4.0), ("2020-02", 5.0), ("2020-03", 20.0)]
    drawn = picture(bars, usual=4.5, marked=["2020-03"], title="<b>Acetone & co</b>", name="case-1")
    root = ET.fromstring(drawn)  # noqa: S314 - our own
    names = {"svg": "http://www.w3.org/2000/svg"}
    assert root.find("svg:title", names).text == "<b>Acetone & co</b>"
    assert root.find("svg:desc", names).text == described(bars, 4.5, ["2020-03"])
    assert "Marked: 2020-03, 20." in described(bars, 4.5, ["2020-03"])
    tall = [float(one.get("height")) for one in root.findall("svg:rect", names)]
    assert tall[2] == pytest.approx(4 * tall[1], rel=0.01)
    assert not re.search(r"style=|<script", drawn)
    with pytest.raises(ValueError, match="id of a picture"):
        picture(bars, usual=None, marked=[], title="", name='"x')


@pytest.mark.parametrize(
    ("value", "told"), [(1234567.8, "1,234,568"), (0.012345, "0.0123"), (4.0, "4"), (0.0, "0"), (99.96, "100")]
)
def test_amounts_have_three_digits_that_count(value, told):
    assert amount(value) == told
