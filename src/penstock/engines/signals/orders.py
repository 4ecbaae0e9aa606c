"""The table of orders that every signal reads, and how rows of exact quantities become one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import ibis
import pyarrow as pa
from ibis.expr.types import Table

COLUMNS = {
    "reference": pa.string(),
    "seller": pa.string(),
    "buyer": pa.string(),
    "owner": pa.string(),
    "kind": pa.string(),
    "area": pa.string(),
    "substance": pa.string(),
    "goods": pa.string(),
    "day": pa.date32(),
    "quantity": pa.float64(),
    "packs": pa.int64(),
}
SERIES = ("buyer", "substance")


@dataclass(frozen=True, slots=True)
class Order:
    """One line of one order: who bought what from whom on which day; the quantity is that of the pure substance."""

    reference: str
    seller: str
    buyer: str
    substance: str
    day: date
    quantity: Decimal
    goods: str = ""
    packs: int = 1
    kind: str = ""
    area: str = ""
    owner: str = ""  # who owns the site that buys, where one owner has several; else the buyer


def table_of(orders: Iterable[Order]) -> pa.Table:
    """Orders as an Arrow table with the columns that the signals read; a quantity must be above nothing."""
    rows = list(orders)
    for one in rows:
        if not one.quantity.is_finite() or one.quantity <= 0:
            raise ValueError(f"The quantity of order {one.reference} is {one.quantity}; it must be above 0.")
    columns: dict[str, list[object]] = {name: [getattr(one, name) for one in rows] for name in COLUMNS}
    columns["quantity"] = [float(one.quantity) for one in rows]  # statistics only: amounts of law stay exact elsewhere
    columns["owner"] = [one.owner or one.buyer for one in rows]
    return pa.table({name: pa.array(columns[name], kind) for name, kind in COLUMNS.items()})


def counted_in_days(orders: Table) -> Table:
    """Orders with the number of their day and month, by which windows reach back, and the logarithm of their size."""
    first = ibis.date("2000-01-01")
    return orders.mutate(
        on=orders.day.delta(first, unit="day").cast("int32"),
        month=(orders.day.year() * 12 + orders.day.month() - 1).cast("int32"),
        size=orders.quantity.ln(),
    )
