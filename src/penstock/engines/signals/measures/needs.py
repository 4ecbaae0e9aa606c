"""What was ordered against what the buyer said to need: the declared year, and substances that nobody declared."""

import ibis
from ibis.expr.types import Table

from penstock.engines.signals.habits import MOST, back, strength
from penstock.engines.signals.orders import SERIES

YEAR = 365
STEP = 0.1  # each tenth above the declared year weighs as much as one spread does elsewhere


def with_declared(orders: Table, needs: Table) -> Table:
    """Orders with what their buyer declared to need a year on that day, and since when it declares anything.

    `needs` has buyer, substance, yearly, and the days `from_day` and `to_day` between which the declaration holds.
    """
    said = needs.select(
        needing=needs.buyer,
        needed=needs.substance,
        yearly=needs.yearly.cast("float64"),
        holds_from=needs.from_day,
        holds_to=needs.to_day,
    )
    holds = [
        orders.buyer == said.needing,
        orders.substance == said.needed,
        orders.day >= said.holds_from,
        orders.day <= said.holds_to,
    ]
    sums = orders.left_join(said, holds).group_by("reference").aggregate(declared=lambda found: found.yearly.sum())
    found = orders.left_join(sums, "reference").drop("reference_right")
    known = needs.group_by("buyer").aggregate(declares_from=needs.from_day.min())
    return found.left_join(known, "buyer").drop("buyer_right")


def with_needs(orders: Table) -> Table:
    """Add `need` (the year's orders above the declared year) and `undeclared` (needs, but none of this)."""
    found = orders.mutate(year_total=orders.quantity.sum().over(back(SERIES, YEAR - 1)))
    over = (found.year_total / found.declared).ln()
    nothing = found.declared.isnull() & (found.day >= found.declares_from)
    return found.mutate(
        need_strength=strength(ibis.ifelse(over > 0, 3.0 + over / STEP, 0.0)),
        undeclared_strength=ibis.ifelse(ibis.coalesce(nothing, ibis.literal(value=False)), MOST / 2, 0.0),
    )
