"""A small world of orders by chance, and a desk that judges rows: the expression is put into SQL once for all tests."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

import duckdb
import ibis

from penstock.engines.signals.judging import judged
from penstock.engines.signals.orders import COLUMNS, Order, table_of

START = date(2020, 1, 1)


def a_world(seed: int, buyers: int = 12, days: int = 900, sellers: int = 3) -> list[Order]:
    """Buyers that order one of two goods every fortnight or so, each from its own seller, in one to four packs."""
    random = Random(seed)  # noqa: S311 - chance that can be repeated
    orders = []
    for number in range(buyers):
        day, scale = random.randrange(14), random.choice((1, 2, 5))
        while day < days:
            goods = random.choice(("small", "large"))
            packs = random.choice((1, 2, 2, 2, 3, 4))
            orders.append(
                Order(
                    reference=f"order-{number}-{len(orders)}",
                    seller=f"seller-{number % sellers}",
                    buyer=f"buyer-{number}",
                    substance="acetone",
                    day=START + timedelta(days=day),
                    quantity=Decimal(packs * scale * (5 if goods == "large" else 1)),
                    goods=goods,
                    packs=packs,
                    kind="works" if number % 2 else "trade",
                    area=f"area-{number % 4}",
                )
            )
            day += random.randint(7, 21)
    return orders


@cache
def _sql(*, needs: bool, thresholds: bool) -> str:
    names = {"string": "string", "date32[day]": "date", "double": "float64", "int64": "int64"}
    orders = ibis.table({name: names[str(kind)] for name, kind in COLUMNS.items()}, name="orders")
    declared = ibis.table(
        {"buyer": "string", "substance": "string", "yearly": "float64", "from_day": "date", "to_day": "date"},
        name="needs",
    )
    limits = ibis.table({"substance": "string", "threshold": "float64"}, name="thresholds")
    expression = judged(orders, needs=declared if needs else None, thresholds=limits if thresholds else None)
    return str(ibis.to_sql(expression, dialect="duckdb"))


def judge(
    orders: Sequence[Order], *, needs: Sequence[tuple[Any, ...]] = (), thresholds: Sequence[tuple[str, float]] = ()
) -> dict[str, dict[str, Any]]:
    """The judged orders by their reference."""
    with duckdb.connect() as connection:
        connection.register("orders", table_of(orders))
        if needs:
            connection.execute(
                "CREATE TABLE needs (buyer TEXT, substance TEXT, yearly DOUBLE, from_day DATE, to_day DATE)"
            )
            connection.executemany("INSERT INTO needs VALUES (?, ?, ?, ?, ?)", needs)
        if thresholds:
            connection.execute("CREATE TABLE thresholds (substance TEXT, threshold DOUBLE)")
            connection.executemany("INSERT INTO thresholds VALUES (?, ?)", thresholds)
        found = connection.sql(_sql(needs=bool(needs), thresholds=bool(thresholds))).to_arrow_table()
    return {row["reference"]: row for row in found.to_pylist()}


def strengths(row: dict[str, Any]) -> dict[str, float]:
    """The signals of a judged order, and its score."""
    return {name: value for name, value in row.items() if name.endswith("_strength") or name == "score"}
