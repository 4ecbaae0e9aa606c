"""How much and how often: the size of an order, the total of a month and the number of orders, each against habit."""

import ibis
from ibis.expr.types import Table

from penstock.engines.signals.habits import YEARS, against_habit, back, held_for, scanned, strength
from penstock.engines.signals.orders import SERIES

MONTH = 30
WEEK = 7
SPANS = (3, 7, 14, 30)


def with_totals(orders: Table) -> Table:
    """Add what was ordered in the month and the week that end on this day, and since when the series is known."""
    month, week = back(SERIES, MONTH - 1), back(SERIES, WEEK - 1)
    return orders.mutate(
        begun=orders.on.min().over(ibis.window(group_by=list(SERIES))),
        month_total=orders.quantity.sum().over(month),
        month_orders=orders.quantity.count().over(month),
        week_total=orders.quantity.sum().over(week),
        week_orders=orders.quantity.count().over(week),
        week_largest=orders["size"].max().over(week),
    )


def with_amounts(orders: Table) -> Table:
    """Add the strengths `jump`, `total` and `many`."""
    found = against_habit(orders, "size", series=SERIES, apart=1, floor=0.25)
    # Sums of many floating figures differ in their last digits with the order of rows; nine digits do not.
    found = found.mutate(total=found.month_total.ln().round(9), many=found.month_orders.cast("float64").sqrt())
    found = against_habit(found, "total", series=SERIES, apart=MONTH, floor=0.25, seasonal=True)
    found = against_habit(found, "many", series=SERIES, apart=MONTH, floor=0.35, seasonal=True)
    return found.mutate(
        jump_strength=strength(found.size_far),
        total_strength=strength(found.total_far),
        many_strength=strength(found.many_far),
    )


def with_volume(orders: Table) -> Table:
    """Add `volume`: the days and weeks up to this one against the own rate, counted in orders of the own weight.

    A compound Poisson rate: quantities come in lumps, so they are divided by the lump that is usual here (the sum of
    squares of the days' totals over their sum), and the scan over several spans takes the most surprising.
    """
    day_total = orders.quantity.sum().over(ibis.window(group_by=[*SERIES, "on"]))
    found = orders.mutate(day_total=day_total)
    found = found.mutate(weighed=found.quantity * found.day_total)
    past = back(SERIES, YEARS, MONTH + 1)
    found = found.mutate(
        past_total=ibis.coalesce(found.quantity.sum().over(past), 0.0),
        past_weighed=ibis.coalesce(found.weighed.sum().over(past), 0.0),
    )
    lump = ibis.ifelse(found.past_total > 0, found.past_weighed / found.past_total, found.day_total)
    found = found.mutate(lump=lump)
    found = found.mutate(lumps_a_day=(found.past_total / found.lump + 0.5) / held_for(found, MONTH))
    counts = {span: found.quantity.sum().over(back(SERIES, span - 1)) / found.lump for span in SPANS}
    found = scanned(found, "volume", counts, "lumps_a_day")
    return found.drop("day_total", "weighed", "past_total", "past_weighed")
