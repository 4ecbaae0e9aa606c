"""How much and how often: the size of an order, the total of a month and the number of orders, each against habit."""

import ibis
from ibis.expr.types import Table

from penstock.engines.signals.habits import YEARS, Habit, against_habits, back, held_for, scanned, strength
from penstock.engines.signals.orders import SERIES

MONTH = 30
WEEK = 7
SPANS = (3, 7, 14, 30)


OWNER = ("owner", "substance")
HABITS = (
    Habit("size", SERIES, apart=1, floor=0.25),
    Habit("total", SERIES, apart=MONTH, floor=0.25, seasonal=True),
    Habit("many", SERIES, apart=MONTH, floor=0.35, seasonal=True),
    Habit("week", SERIES, apart=WEEK, floor=0.25),
    Habit("sites", OWNER, apart=WEEK, floor=0.25),
)


def with_totals(orders: Table) -> Table:
    """Add what was ordered in the month and the week that end on this day, and since when the series is known."""
    month, week = back(SERIES, MONTH - 1), back(SERIES, WEEK - 1)
    found = orders.mutate(
        begun=orders.on.min().over(ibis.window(group_by=list(SERIES))),
        day_total=orders.quantity.sum().over(ibis.window(group_by=[*SERIES, "on"])),
        month_total=orders.quantity.sum().over(month),
        month_orders=orders.quantity.count().over(month),
        week_total=orders.quantity.sum().over(week),
        week_orders=orders.quantity.count().over(week),
        week_largest=orders["size"].max().over(week),
        sites_total=orders.quantity.sum().over(back(OWNER, WEEK - 1)),
    )
    # Sums of many floating figures differ in their last digits with the order of rows; nine digits do not.
    return found.mutate(
        total=found.month_total.ln().round(9),
        many=found.month_orders.cast("float64").sqrt(),
        week=found.week_total.ln().round(9),
        sites=found.sites_total.ln().round(9),
        weighed=found.quantity * found.day_total,
    )


def with_amounts(orders: Table) -> Table:
    """Add the strengths `jump`, `total` and `many`, and those of a week: `split` and `sites`.

    `split` is a week's several ordinary orders that add up to what this buyer never orders in a week; `sites` what all
    sites of one owner ordered in a week in which others ordered beside this one.
    """
    found = against_habits(orders, HABITS)
    ordinary = found.week_largest <= found.size_usual + 2.0 * ibis.greatest(found.size_spread, 0.25)
    several = ibis.coalesce((found.week_orders > 1) & ordinary, ibis.literal(value=False))
    others = found.sites_total > found.week_total * (1 + 1e-6)  # rounding apart
    return found.mutate(
        jump_strength=strength(found.size_far),
        total_strength=strength(found.total_far),
        many_strength=strength(found.many_far),
        split_strength=ibis.ifelse(several, strength(found.week_far), 0.0),
        sites_strength=ibis.ifelse(others, strength(found.sites_far), 0.0),
    )


def with_volume(orders: Table) -> Table:
    """Add `volume`: the days and weeks up to this one against the own rate, counted in orders of the own weight.

    A compound Poisson rate: quantities come in lumps, so they are divided by the lump that is usual here (the sum of
    squares of the days' totals over their sum), and the scan over several spans takes the most surprising.
    """
    past = back(SERIES, YEARS, MONTH + 1)
    found = orders.mutate(
        past_total=ibis.coalesce(orders.quantity.sum().over(past), 0.0),
        past_weighed=ibis.coalesce(orders.weighed.sum().over(past), 0.0),
    )
    lump = ibis.ifelse(found.past_total > 0, found.past_weighed / found.past_total, found.day_total)
    found = found.mutate(lump=lump)
    found = found.mutate(lumps_a_day=(found.past_total / found.lump + 0.5) / held_for(found, MONTH))
    counts = {span: found.quantity.sum().over(back(SERIES, span - 1)) / found.lump for span in SPANS}
    found = scanned(found, "volume", counts, "lumps_a_day")
    return found.drop("past_total", "past_weighed")
