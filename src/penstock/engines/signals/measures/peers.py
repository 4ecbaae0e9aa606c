"""Others of the same kind: as context for whoever reads, and the published rule of a class average times a factor."""

import ibis
from ibis.expr.types import Table

from penstock.engines.signals.habits import strength

FACTOR = 3.0  # the published rule knows 3 and 8, by sort of product


def with_class_rule(orders: Table, factor: float = FACTOR) -> Table:
    """Add `rule`: the month so far against the class's monthly average of the twelve months before, times a factor."""
    so_far = ibis.window(group_by=["buyer", "substance", "month"], order_by="on", range=(None, 0))
    found = orders.mutate(month_so_far=orders.quantity.sum().over(so_far))
    # Rounded, so that a month at exactly the limit is not above it in one unit and below it in another.
    found = found.mutate(class_ratio=(found.month_so_far / found.class_average).round(9))
    above = (found.class_ratio / factor).ln()
    return found.mutate(rule_strength=strength(ibis.ifelse(above > 0, 1.0 + above, 0.0)))
