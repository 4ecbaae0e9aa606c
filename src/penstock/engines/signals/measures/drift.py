"""A slow rise: a cumulative sum over months (Page, 1954), the level of sizes, and sizes that never were before."""

import ibis
from ibis.expr.types import NumericColumn, Table

from penstock.engines.signals.habits import YEARS, Habit, against_habits, back, strength, surprise, within
from penstock.engines.signals.orders import SERIES

SLACK = 0.75  # of a spread: what a month may lie above the usual without adding anything
CAP = 3.0  # of a spread: no single month is a drift
MEMORY = 12  # months
HABIT = Habit("quarter", SERIES, apart=4, floor=0.2, reach=24, by="month")
QUARTER, HALF = 90, 180  # days
FEWEST, FEW = 8.0, 3.0  # earlier and recent orders below which little can be said
SPREAD, FIRMNESS = 0.2, 3.0  # of logarithms, and of how many orders: what is thought of a scatter before it is seen


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


def with_level(orders: Table) -> Table:
    """Add `level`: Student's t-statistic (1908) of the sizes of the last half year against those of the time before.

    A size counts relative to what is usual for the same goods: whoever changes to larger packs did not rise by it.
    """
    found = orders.mutate(relative=orders["size"] - orders.goods_size)
    relative = found.relative
    lately, past = back(SERIES, HALF - 1), back(SERIES, YEARS, HALF)
    found = found.mutate(
        **{
            f"{name}_{word}": figure.over(window)
            for word, window in (("lately", lately), ("past", past))
            for name, figure in {
                "many": relative.count().cast("float64"),
                "mean": relative.mean(),
                "square": (relative * relative).mean(),
            }.items()
        }
    )
    many = found.many_lately + found.many_past
    spread = _scatter(found, "lately") + _scatter(found, "past") + SPREAD * SPREAD * FIRMNESS
    error = (spread / (many + FIRMNESS - 2.0) * (1.0 / found.many_lately + 1.0 / found.many_past)).sqrt()
    rise = found.mean_lately - found.mean_past
    is_known = (found.many_past >= FEWEST) & (found.many_lately >= FEW)
    found = found.mutate(
        level_times=rise.exp(), level_strength=ibis.ifelse(is_known, strength((rise / error).round(9)), 0.0)
    )
    gone = (f"{name}_{word}" for name in ("mean", "square") for word in ("lately", "past"))
    return found.drop("relative", *gone).rename(level_lately="many_lately", level_past="many_past")


def _scatter(found: Table, word: str) -> NumericColumn:
    mean = found[f"mean_{word}"]
    return ibis.greatest(found[f"square_{word}"] - mean * mean, 0.0) * found[f"many_{word}"]


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
