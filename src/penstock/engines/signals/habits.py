"""How far a figure lies from what its own series was used to, by medians that a few odd values do not move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


def within(value: Any, least: float, most: float) -> NumericColumn:
    """A figure held between two others; `clip` would write the figure four times into the query."""
    return ibis.least(ibis.greatest(value, least), most)


def strength(value: Any) -> NumericColumn:
    """A figure as a strength: nothing below 0 or where it cannot be said, and no more than `MOST`."""
    return within(ibis.coalesce(value, 0.0), 0.0, MOST)


@dataclass(frozen=True, slots=True)
class Habit:
    """A figure that is judged by what its series was used to more than `apart` days (or months, by `by`) ago.

    With `seasonal` the usual is at least that of the same weeks a year before. `floor` is the least spread.
    """

    figure: str
    series: Sequence[str]
    apart: int
    floor: float
    seasonal: bool = False
    reach: int = YEARS
    by: str = "on"

    def past(self) -> Any:
        """The window of what is looked at: a figure over some days is never judged by a part of itself."""
        return back(self.series, self.reach, self.apart, self.by)


def against_habits(orders: Table, habits: Sequence[Habit]) -> Table:
    """Add for each figure what is usual, its spread, how often it was seen before, and how far it is from the usual.

    The spread is the median of how far earlier figures lay from what was usual in their time: what it says of a day is
    therefore known on that day. All figures are taken together, since each level of windows sorts the orders anew.
    """
    levels: dict[str, Any] = {}
    for one in habits:
        levels[f"{one.figure}_usual"] = orders[one.figure].quantile(0.5).over(one.past())
        levels[f"{one.figure}_seen"] = orders[one.figure].count().over(one.past())
        if one.seasonal:
            year_ago = back(one.series, 380, 350, one.by)
            levels[f"{one.figure}_season"] = orders[one.figure].quantile(0.5).over(year_ago)
    found = orders.mutate(**levels)
    misses: dict[str, Any] = {}
    for one in habits:
        usual = found[f"{one.figure}_usual"]
        if one.seasonal:
            usual = ibis.greatest(usual, ibis.coalesce(found[f"{one.figure}_season"], usual))
        misses[f"{one.figure}_usual"] = usual
        misses[f"{one.figure}_missed"] = (found[one.figure] - usual).abs()
    found = found.mutate(**misses)
    spreads: dict[str, Any] = {}
    for one in habits:
        spread = found[f"{one.figure}_missed"].quantile(0.5).over(one.past()) * MAD_TO_SIGMA
        spreads[f"{one.figure}_spread"] = ibis.coalesce(spread, 0.0)
    found = found.mutate(**spreads)
    gone = [*misses, *(name for name in levels if name.endswith("_season"))]
    return found.mutate(**{f"{one.figure}_far": _far(found, one) for one in habits}).drop(
        *(name for name in gone if not name.endswith("_usual"))
    )


def _far(found: Table, habit: Habit) -> Any:
    seen, usual, spread = (found[f"{habit.figure}_{word}"] for word in ("seen", "usual", "spread"))
    trust = (seen / (seen + float(FEWEST))).sqrt()  # few earlier figures say little
    distance = (found[habit.figure] - usual) / ibis.greatest(spread, habit.floor) * trust
    return ibis.ifelse(seen >= FEWEST, distance, 0.0)


def surprise(count: NumericColumn, expected: NumericColumn) -> NumericColumn:
    """How surprising so many are where so few were expected: the root of twice the Poisson log-likelihood ratio."""
    more = ibis.greatest(count, expected)
    return (2.0 * ibis.greatest(more * (more / expected).ln() - (more - expected), 0.0)).sqrt()


def scanned(orders: Table, name: str, counts: Mapping[int, NumericColumn], a_day: str) -> Table:
    """Add the most surprising of several counts, each over its span of days, where so many a day were expected."""
    spans = {f"{name}_in_{span}": count.cast("float64") for span, count in counts.items()}
    found = orders.mutate(**spans)
    each: list[Any] = [surprise(found[f"{name}_in_{span}"], found[a_day] * span) for span in counts]
    return found.mutate(**{f"{name}_strength": strength(ibis.greatest(*each).round(9))}).drop(*spans)


def held_for(orders: Table, apart: int) -> NumericColumn:
    """Over how many days the habit of this series was seen, up to so many days ago; never fewer than two months."""
    return within((orders.on - orders.begun - apart).cast("float64"), 60.0, float(YEARS - apart))
