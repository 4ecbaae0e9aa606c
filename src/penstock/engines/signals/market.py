"""What the signals of one buyer need to know of all others: small tables, made once, for any share of the orders.

A country's orders can so be judged in parts, cut by buyer, on one machine or many: only these tables are shared.
"""

from dataclasses import dataclass

import ibis
from ibis.expr.types import Table

from penstock.engines.signals.habits import back
from penstock.engines.signals.orders import counted_in_days

LATELY = 60  # days in which a seller's other new buyers excuse a new one
YEAR = 12  # months of the class average


@dataclass(frozen=True, slots=True)
class Market:
    """How often anybody opens a lane, whom sellers took on lately, what classes of customers order, in what sizes."""

    days: Table
    sellers: Table
    classes: Table
    goods: Table


def _lanes(orders: Table) -> Table:
    """Each buyer's sellers with the day of the first order; the first seller of a buyer is nothing new."""
    lanes = orders.group_by(["buyer", "seller"]).aggregate(opened=orders.on.min())
    first = lanes.opened.min().over(ibis.window(group_by="buyer"))
    return lanes.mutate(is_new=(lanes.opened > first).cast("int64"))


def market(orders: Table) -> Market:
    """The tables that all buyers share. Each row of them tells what was known on its day or month and no more."""
    counted = counted_in_days(orders)
    lanes = _lanes(counted)
    per_seller = counted.group_by(["seller", "on"]).aggregate(orders=counted.count())
    opened = lanes.group_by(["seller", "opened"]).aggregate(lanes=lanes.is_new.sum())
    sellers = per_seller.left_join(opened, [per_seller.seller == opened.seller, per_seller.on == opened.opened])
    sellers = sellers.select("seller", "on", "orders", lanes=ibis.coalesce(opened.lanes, 0))
    days = sellers.group_by("on").aggregate(orders=sellers.orders.sum(), lanes=sellers.lanes.sum())
    before = ibis.window(order_by="on", range=(None, -1))
    days = days.select(
        "on",
        all_orders=ibis.coalesce(days.orders.sum().over(before), 0),
        all_lanes=ibis.coalesce(days.lanes.sum().over(before), 0),
    )
    sellers = sellers.select("seller", "on", taken_on=sellers.lanes.sum().over(back(("seller",), LATELY)))
    return Market(days=days, sellers=sellers, classes=_classes(counted), goods=_goods(counted))


def _classes(orders: Table) -> Table:
    """For each class, substance and month: what one customer of the class ordered a month in the twelve before."""
    buyers = orders.group_by(["kind", "substance", "month", "buyer"]).aggregate(ordered=orders.quantity.sum())
    keys = ["kind", "substance", "month"]
    months = buyers.group_by(keys).aggregate(ordered=buyers.ordered.sum(), buyers=buyers.count())
    year = back(("kind", "substance"), YEAR, 1, by="month")
    return months.select(
        *keys, class_average=(months.ordered.sum().over(year) / months.buyers.sum().over(year)).cast("float64")
    )


def _goods(orders: Table) -> Table:
    """For each goods and month: the mean logarithm of the size of an order before that month."""
    keys = ["substance", "goods", "month"]
    months = orders.group_by(keys).aggregate(sizes=orders["size"].sum(), many=orders.count())
    before = ibis.window(group_by=["substance", "goods"], order_by="month", range=(None, -1))
    return months.select(
        *keys, goods_size=(months.sizes.sum().over(before) / months.many.sum().over(before)).cast("float64").round(9)
    )


def with_market(orders: Table, shared: Market) -> Table:
    """Orders with what the shared tables tell of their day, their seller, their class of customer and their goods."""
    found = orders.left_join(shared.days, "on").drop("on_right")
    found = found.left_join(shared.sellers, ["seller", "on"]).drop("seller_right", "on_right")
    keys = ["kind", "substance", "month"]
    found = found.left_join(shared.classes, keys).drop(*(f"{key}_right" for key in keys))
    keys = ["substance", "goods", "month"]
    return found.left_join(shared.goods, keys).drop(*(f"{key}_right" for key in keys))
