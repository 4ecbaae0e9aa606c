"""The same again too soon, and what stays just under a threshold."""

import ibis
from ibis.expr.types import Table

from penstock.engines.signals.habits import YEARS, back, held_for, scanned, strength, surprise
from penstock.engines.signals.measures.amounts import MONTH
from penstock.engines.signals.orders import SERIES

SAME = (*SERIES, "goods", "quantity")
SPANS = (3, 7, 21)  # days; the scan takes the most surprising of them
SOON = 5  # days within which the same order again is a quick repeat
FORTNIGHT = 14
UNDER = 0.8  # of the threshold: what lies between it and the threshold is just under


def with_copies(orders: Table) -> Table:
    """Add `copied` (the same goods and quantity against their own rate) and `quick` (repeats within days, likewise)."""
    longest = SPANS[-1]
    found = orders.mutate(alike_before=orders.on.count().over(back(SAME, YEARS, longest + 1)))
    found = found.mutate(alike_a_day=(found.alike_before + 0.5) / (held_for(found, longest) + MONTH))
    counts = {span: found.on.count().over(back(SAME, span - 1)) for span in SPANS}
    found = scanned(found, "copied", counts, "alike_a_day")
    found = found.mutate(
        alike=found.on.count().over(back(SAME, longest - 1)),
        alike_expected=found.alike_a_day * longest,
        again=(found.on.count().over(back(SAME, SOON)) > 1).cast("float64"),
    )
    found = found.mutate(
        quick=found.again.sum().over(back(SERIES, FORTNIGHT - 1)),
        quick_before=ibis.coalesce(found.again.sum().over(back(SERIES, YEARS, FORTNIGHT)), 0.0),
    )
    a_day = (found.quick_before + 0.25) / (held_for(found, FORTNIGHT) + MONTH)
    found = found.mutate(quick_expected=a_day * FORTNIGHT)
    return found.mutate(quick_strength=strength(surprise(found.quick, found.quick_expected)))


def with_thresholds(orders: Table, thresholds: Table) -> Table:
    """Orders with the threshold of their substance; `thresholds` has the columns substance and threshold."""
    limits = thresholds.select(substance=thresholds.substance, threshold=thresholds.threshold.cast("float64"))
    return orders.left_join(limits, "substance").drop("substance_right")


def with_near_misses(orders: Table) -> Table:
    """Add `under`: orders of the last month that lie just under the threshold of the law, against the own rate."""
    is_under = (orders.quantity >= orders.threshold * UNDER) & (orders.quantity < orders.threshold)
    found = orders.mutate(near=ibis.coalesce(is_under, ibis.literal(value=False)).cast("float64"))
    found = found.mutate(
        near_misses=found.near.sum().over(back(SERIES, MONTH - 1)),
        near_before=ibis.coalesce(found.near.sum().over(back(SERIES, YEARS, MONTH)), 0.0),
    )
    a_day = (found.near_before + 0.25) / (held_for(found, MONTH) + MONTH)
    found = found.mutate(near_expected=a_day * MONTH)
    return found.mutate(under_strength=strength(surprise(found.near_misses, found.near_expected)))
