"""How far a figure lies from what its own series was used to, by medians that a few odd values do not move."""

from collections.abc import Mapping, Sequence
from typing import Any

import ibis
from ibis.expr.types import NumericColumn, Table

MAD_TO_SIGMA = 1.4826  # of a normal distribution; Rousseeuw and Croux, 1993
YEARS = 760  # days: two years and the month that is being judged
FEWEST = 4  # earlier figures below which a habit is not spoken of
MOST = 12.0  # strengths above it say the same: this never happened


def back(series: Sequence[str], start: int, end: int = 0, by: str = "on") -> Any:
    """The window over the same series from so many days before this day to so many days before it, both included."""
    return ibis.window(group_by=list(series), order_by=by, range=(-start, -end))


def strength(value: NumericColumn) -> NumericColumn:
    """A figure as a strength: nothing below 0 or where it cannot be said, and no more than `MOST`."""
    return ibis.coalesce(value, 0.0).clip(0.0, MOST)


def against_habit(
    orders: Table,
    figure: str,
    *,
    series: Sequence[str],
    apart: int,
    floor: float,
    seasonal: bool = False,
    reach: int = YEARS,
    by: str = "on",
) -> Table:
    """Add what is usual for a figure, its spread, how often it was seen before, and the distance from the usual.

    Only what is more than `apart` days older is looked at, so that a window is never judged by a part of itself. The
    spread is the median of how far earlier figures lay from what was usual in their time: what it says of a day is
    therefore known on that day. With `seasonal` the usual is at least that of the same weeks a year before.
    """
    past = back(series, reach, apart, by)
    usual, spread, seen, far = (f"{figure}_{word}" for word in ("usual", "spread", "seen", "far"))
    level: Any = orders[figure].quantile(0.5).over(past)
    found = orders.mutate(**{usual: level, seen: orders[figure].count().over(past)})
    if seasonal:
        year_ago = found[figure].quantile(0.5).over(back(series, 380, 350, by))
        found = found.mutate(**{f"{figure}_season": year_ago})
        found = found.mutate(
            **{usual: ibis.greatest(found[usual], ibis.coalesce(found[f"{figure}_season"], found[usual]))}
        )
    found = found.mutate(missed=(found[figure] - found[usual]).abs())
    found = found.mutate(**{spread: ibis.coalesce(found.missed.quantile(0.5).over(past) * MAD_TO_SIGMA, 0.0)})
    trust = (found[seen] / (found[seen] + float(FEWEST))).sqrt()  # few earlier figures say little
    distance = (found[figure] - found[usual]) / ibis.greatest(found[spread], floor) * trust
    return found.mutate(**{far: ibis.ifelse(found[seen] >= FEWEST, distance, 0.0)}).drop("missed")


def surprise(count: NumericColumn, expected: NumericColumn) -> NumericColumn:
    """How surprising so many are where so few were expected: the root of twice the Poisson log-likelihood ratio."""
    ratio = count * (ibis.greatest(count, 1e-9) / expected).ln() - (count - expected)
    return ibis.ifelse(count > expected, (2.0 * ibis.greatest(ratio, 0.0)).sqrt(), 0.0)


def scanned(orders: Table, name: str, counts: Mapping[int, NumericColumn], a_day: str) -> Table:
    """Add the most surprising of several counts, each over its span of days, where so many a day were expected."""
    spans = {f"{name}_in_{span}": count.cast("float64") for span, count in counts.items()}
    found = orders.mutate(**spans)
    each: list[Any] = [surprise(found[f"{name}_in_{span}"], found[a_day] * span) for span in counts]
    return found.mutate(**{f"{name}_strength": strength(ibis.greatest(*each).round(9))}).drop(*spans)


def held_for(orders: Table, apart: int) -> NumericColumn:
    """Over how many days the habit of this series was seen, up to so many days ago; never fewer than two months."""
    return (orders.on - orders.begun - apart).clip(60, YEARS - apart).cast("float64")
