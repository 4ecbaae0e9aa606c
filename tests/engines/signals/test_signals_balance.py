"""Mass balance: received less sent, used and lost against what is counted."""

from datetime import date

import ibis
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from penstock.engines.signals.balance import balanced

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")


def counts(*moves, tolerance=0.02):
    rows = [
        {"holder": "works", "substance": "acetone", "day": date(2020, 1, day), "act": act, "quantity": float(quantity)}
        for day, act, quantity in moves
    ]
    table = ibis.duckdb.connect().create_table("movements", pa.Table.from_pylist(rows))
    return sorted(balanced(table, tolerance).to_pyarrow().to_pylist(), key=lambda row: row["day"])


BOOKS = ((1, "counted", 10), (2, "received", 100), (3, "used", 60), (4, "sent", 20), (5, "lost", 1))


def test_books_that_agree_are_not_told():
    (only,) = counts(*BOOKS, (6, "counted", 29))
    assert (only["expected"], only["missing"], only["is_out"], only["since"]) == (29, 0, False, date(2020, 1, 1))


def test_what_is_missing_beyond_the_tolerance_is_told():
    (only,) = counts(*BOOKS, (6, "counted", 20))
    assert (only["missing"], only["moved"], only["is_out"]) == (9, 181, True)


def test_a_little_that_is_missing_is_the_tolerance_and_the_next_count_starts_afresh():
    first, second = counts(*BOOKS, (6, "counted", 27), (7, "used", 7), (8, "counted", 20))
    assert (first["missing"], first["is_out"]) == (2, False)
    assert (second["missing"], second["expected"]) == (0, 20)


def test_too_much_asks_for_an_answer_too():
    (only,) = counts((1, "counted", 10), (2, "counted", 15))
    assert (only["missing"], only["is_out"]) == (-5, True)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    moves=st.lists(st.tuples(st.sampled_from(("received", "used")), st.integers(0, 1000)), min_size=1, max_size=20),
    stolen=st.integers(0, 500),
)
def test_exactly_what_was_taken_is_missing(moves, stolen):
    net = sum(quantity if act == "received" else -quantity for act, quantity in moves)
    told = [(2 + number, act, quantity) for number, (act, quantity) in enumerate(moves)]
    (only,) = counts((1, "counted", 30_000), *told, (28, "counted", 30_000 + net - stolen), tolerance=0)
    assert only["missing"] == pytest.approx(stolen)
    assert only["is_out"] == (stolen > 0)
