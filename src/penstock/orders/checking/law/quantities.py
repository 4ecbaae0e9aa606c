"""How an order and what was supplied before stand to a quantity of the law; mass and volume stay apart.

What a year is: the twelve months before and with the order, so that no turn of the year parts what belongs together
(Regulation (EC) No 273/2004, article 6: "over a period of one year"). A month is one of the calendar.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from penstock.catalogue.amounts import exactly, plain
from penstock.catalogue.densities import Density, densities
from penstock.orders.checking.law.asked import Bound
from penstock.orders.checking.law.orders import SUBSTANCE, Order, Supplied

State = Literal["free", "beyond", "unsure"]
SYMBOL = {"mass": "kg", "volume": "l"}
IN_WORDS = {
    "transaction": "in one order",
    "package": "in one package",
    "day": "in a day",
    "30-days": "in 30 days",
    "month": "in a calendar month",
    "year": "in a year",
}


@dataclass(frozen=True, slots=True)
class Weight:
    """How a bound is met: whether it is passed, by how much altogether, and why one cannot say.

    `by` is the density with which the order was converted into the unit of the bound, where it was.
    """

    state: State
    bound: Bound
    total: Decimal
    why: str = ""
    by: Density | None = None


def year_before(day: date) -> date:
    """The first day of the twelve months that end with a day."""
    try:
        return day.replace(year=day.year - 1) + timedelta(days=1)
    except ValueError:  # the 29th of February
        return date(day.year - 1, 3, 1)


def window(per: str, day: date) -> tuple[date, date]:
    """The days that count with an order of a day; an order entered late counts with those after it too."""
    if per == "day":
        return day, day
    if per == "month":
        following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
        return day.replace(day=1), following - timedelta(days=1)
    return (day - timedelta(days=29), date.max) if per == "30-days" else (year_before(day), date.max)


def counted(order: Order, supplied: Iterable[Supplied], per: str) -> Sequence[Supplied]:
    """What was supplied before that adds up with an order."""
    if per == "package":
        return ()
    if per == "transaction":
        return [one for one in supplied if one.own and one.number == order.number]
    first, last = window(per, order.ordered_on)
    return [one for one in supplied if first <= one.day <= last]


def total_of(rows: Iterable[Supplied], dimension: str) -> Decimal:
    """The sum of what was supplied in kilograms, or in litres."""
    return exactly(*(one.base for one in rows if one.dimension == dimension))


def weigh(order: Order, supplied: Sequence[Supplied], bound: Bound) -> Weight:
    """How an order stands to a bound, with all that adds up with it."""
    if bound.base == 0 and bound.effect != "limit":  # any quantity is beyond nothing, in whatever unit
        return Weight("beyond", bound, order.base)
    if bound.of == "operator":
        return Weight("unsure", bound, order.base, "own_total")
    rows = counted(order, supplied, bound.per)
    mine = order.base
    if bound.per == "package" and order.package is not None:
        mine = order.package
    fits = order.dimension == bound.dimension
    by = None if fits else density_for(order)
    if by:
        mine, fits = by.converted(mine, bound.dimension), True
    total = exactly(total_of(rows, bound.dimension), mine if fits else Decimal(0))
    if _is_beyond(total, bound):
        if bound.per == "package" and order.package is None:
            return Weight("unsure", bound, total, "package", by)
        return Weight("beyond", bound, total, by=by)
    if not fits or any(one.dimension != bound.dimension for one in rows):
        return Weight("unsure", bound, total, "unit", by)
    return Weight("free", bound, total, by=by)


def density_for(order: Order) -> Density | None:
    """The density of what is ordered, where it is a pure liquid of which one is known; mixtures have none."""
    is_pure = order.form == SUBSTANCE and order.percent in {None, Decimal(100)}
    return densities().get(order.goods) if is_pure else None


def _is_beyond(total: Decimal, bound: Bound) -> bool:
    """Duties begin at their quantity; what is exempt or allowed up to a quantity is so at it too."""
    return total >= bound.base if bound.effect == "duties-from" else total > bound.base


def amount(value: Decimal, dimension: str) -> str:
    """A quantity as people read it."""
    return f"{plain(value):f} {SYMBOL[dimension]}"
