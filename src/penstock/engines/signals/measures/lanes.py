"""New lanes: a seller or a substance that a buyer never had, weighed by how rarely anybody opens one."""

import ibis
from ibis.expr.types import Table

from penstock.engines.signals.habits import YEARS, back, strength

NEW = 60  # days for which a lane stays new
KNOWN = 180  # days after which a buyer has sellers and substances that are the usual ones
WEIGHT = 20.0  # orders that the habit of all weighs against the own
LANE = ("buyer", "seller")


def _with_openings(orders: Table) -> Table:
    """Since when buyer and lane are known, and how many lanes the buyer opened before this one."""
    by_day = ibis.window(group_by=list(LANE), order_by=["on", "reference"])
    found = orders.mutate(
        opened=orders.on.min().over(ibis.window(group_by=list(LANE))),
        known_from=orders.on.min().over(ibis.window(group_by="buyer")),
        place=ibis.row_number().over(by_day),
        buyer_before=orders.on.count().over(back(("buyer",), YEARS, 1)),
        lane_orders=orders.on.count().over(back(LANE, NEW)),
        lane_total=orders.quantity.sum().over(back(LANE, NEW)),
    )
    opens = (found.place == 0) & (found.opened > found.known_from)
    found = found.mutate(opens=opens.cast("float64"))
    before = ibis.coalesce(found.opens.sum().over(back(("buyer",), YEARS, NEW + 1)), 0.0)
    return found.mutate(opened_before=before).drop("place", "opens")


def with_lanes(orders: Table) -> Table:
    """Add `lane` (a seller new to this buyer) and `novelty` (a substance new to a buyer that is known).

    A lane is as strong as it is rare, and stronger where it comes on top of the usual volume; one order alone, as when
    the usual seller has nothing left, is no lane yet, and a seller that takes on many buyers at once is a change of the
    market.
    """
    found = _with_openings(orders)
    everybody = (found.all_lanes + 1.0) / (found.all_orders + 200.0)
    rate = (found.opened_before + WEIGHT * everybody) / (found.buyer_before + WEIGHT)
    found = found.mutate(
        lane_rate=ibis.least(rate, 1.0), lane_others=ibis.greatest(ibis.coalesce(found.taken_on, 0) - 1, 0)
    )
    rarity = -(found.lane_rate.ln()) - (1.0 + found.lane_others).ln()
    is_lane = (found.opened - found.known_from >= KNOWN) & (found.on - found.opened <= NEW) & (found.lane_orders > 1)
    is_novel = (found.begun - found.known_from >= KNOWN) & (found.on - found.begun <= NEW)
    found = found.mutate(
        lane_strength=ibis.ifelse(is_lane, strength(rarity), 0.0),
        novelty_strength=ibis.ifelse(is_novel, strength(-(found.lane_rate.ln())), 0.0),
    )
    return found.drop("opened", "known_from")


def with_lane_volume(orders: Table) -> Table:
    """Add `lane_volume`: what a new lane brings on top of the usual."""
    is_lane = orders.lane_strength > 0
    return orders.mutate(lane_volume_strength=ibis.ifelse(is_lane, ibis.least(orders.volume_strength, 3.0), 0.0))
