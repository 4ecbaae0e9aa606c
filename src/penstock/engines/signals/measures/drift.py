"""A slow rise: a cumulative sum over months (Page, 1954), the trend of sizes, and sizes that never were before."""

import ibis
from ibis.expr.types import Table

from penstock.engines.signals.habits import YEARS, Habit, against_habits, back, strength, surprise, within
from penstock.engines.signals.orders import SERIES

SLACK = 0.75  # of a spread: what a month may lie above the usual without adding anything
CAP = 3.0  # of a spread: no single month is a drift
MEMORY = 12  # months
HABIT = Habit("quarter", SERIES, apart=4, floor=0.2, reach=24, by="month")
YEAR, HALF = 365, 180  # days
STEEP = 6.0  # a t-statistic above which no trend says more
QUARTER = 90  # days
FEWEST = 8.0  # earlier orders below which their largest says little
EVEN = 0.01  # the least variance of logarithms: sizes that never differ have no trend


def months(orders: Table) -> Table:
    """What each series ordered in each month together with the two months before, as a logarithm."""
    found = orders.group_by([*SERIES, "month"]).aggregate(ordered=orders.quantity.sum())
    return found.mutate(quarter=found.ordered.sum().over(back(SERIES, 2, by="month")).ln().round(9))


def with_drift(orders: Table) -> Table:
    """Add `drift`: how far the months that are over climbed above what the series was used to a year before."""
    found = against_habits(months(orders), [HABIT])
    # A month with too little before it says nothing, and so takes nothing away either.
    step = ibis.ifelse(found.quarter_seen > 0, within(found.quarter_far, -CAP, CAP) - SLACK, 0.0).round(9)
    found = found.mutate(step=step)
    so_far = ibis.window(group_by=list(SERIES), order_by="month", range=(None, 0))
    found = found.mutate(climbed=found.step.sum().over(so_far))
    lowest = found.climbed.min().over(back(SERIES, MEMORY, 1, by="month"))
    found = found.mutate(drift=ibis.greatest(found.climbed - ibis.coalesce(lowest, found.climbed), 0.0))
    known = found.select(
        buyer=found.buyer,
        substance=found.substance,
        month=found.month + 1,  # a month is known when it is over
        drift=found.drift,
        drift_now=found.quarter.exp() / 3,
        drift_usual=found.quarter_usual.exp() / 3,
    )
    joined = orders.left_join(known, [*SERIES, "month"]).drop("buyer_right", "substance_right", "month_right")
    return joined.mutate(drift_strength=strength(joined.drift / 2.0))


def with_trend(orders: Table) -> Table:
    """Add `trend`: the t-statistic of the slope of order sizes over the last year, known for half a year at least."""
    year = back(SERIES, YEAR - 1)
    # Days are told as years around the middle of the reckoning, so that squares keep their digits.
    found = orders.mutate(at=orders.on.cast("float64") / YEAR - 16.0)
    at, size = found.at, found["size"]
    found = found.mutate(
        seen=at.count().over(year).cast("float64"),
        at_mean=at.mean().over(year),
        size_mean=size.mean().over(year),
        at_square=(at * at).mean().over(year),
        size_square=(size * size).mean().over(year),
        product=(at * size).mean().over(year),
    )
    found = found.mutate(
        at_variance=ibis.greatest(found.at_square - found.at_mean * found.at_mean, 1e-6),
        size_variance=ibis.greatest(found.size_square - found.size_mean * found.size_mean, EVEN),
        together=found.product - found.at_mean * found.size_mean,
    )
    correlation = (found.together / (found.at_variance * found.size_variance).sqrt()).round(9)
    found = found.mutate(correlation=within(correlation, -0.99, 0.99))
    freedom = ibis.greatest(found.seen - 2.0, 0.0)
    trend = found.correlation * (freedom / (1.0 - found.correlation * found.correlation)).sqrt()
    found = found.mutate(
        trend_year=(found.together / found.at_variance).exp(),
        trend_strength=ibis.ifelse(found.on - found.begun >= HALF, within(ibis.coalesce(trend, 0.0), 0.0, STEEP), 0.0),
    )
    gone = ("at", "seen", "at_mean", "size_mean", "at_square", "size_square", "product")
    return found.drop(*gone, "at_variance", "size_variance", "together", "correlation")


def with_records(orders: Table) -> Table:
    """Add `record`: how surprising it is that so many of a quarter's orders exceed the largest of all before it.

    If nothing changes, an order exceeds the largest of `past_orders` others once in `past_orders` + 1 times, whatever
    the sizes are distributed like; buyers whose orders are all alike are where a rise shows first.
    """
    past = back(SERIES, YEARS, QUARTER + 1)
    found = orders.mutate(
        past_orders=orders.quantity.count().over(past).cast("float64"), past_most=orders.quantity.max().over(past)
    )
    exceeds = ibis.coalesce((found.quantity > found.past_most * (1 + 1e-9)).cast("float64"), 0.0)  # rounding apart
    lately = back(SERIES, QUARTER - 1)
    found = found.mutate(exceeds=exceeds)
    found = found.mutate(
        records=found.exceeds.sum().over(lately), recent=found.quantity.count().over(lately).cast("float64")
    )
    told = surprise(found.records, found.recent / (found.past_orders + 1.0)).round(9)
    found = found.mutate(record_strength=ibis.ifelse(found.past_orders >= FEWEST, strength(told), 0.0))
    return found.drop("exceeds")
