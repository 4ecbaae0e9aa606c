"""What was ordered over a year against what was declared for one, exactly: kilograms and litres are never one sum."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, localcontext

from penstock.engines.signals.desk.sitting import Need
from penstock.engines.signals.measures.needs import YEAR
from penstock.engines.signals.orders import Order

EXACT = 100  # digits: more than any sum of orders has


def exactly(values: Iterable[Decimal]) -> Decimal:
    """The sum without rounding."""
    with localcontext() as context:
        context.prec = EXACT
        return sum(values, Decimal(0))


@dataclass(frozen=True, slots=True)
class Balance:
    """A year of orders against the declared year; `over` below 0 is what is left."""

    first: date
    last: date
    orders: tuple[Order, ...]
    total: Decimal
    declared: Decimal

    @property
    def over(self) -> Decimal:
        """What was ordered above what was declared."""
        return exactly((self.total, self.declared.copy_negate()))


def balance_of(own: Iterable[Order], needs: Iterable[Need], on: date) -> Balance | None:
    """The 365 days up to a day against the needs that hold on it; None where nothing is declared for that day."""
    held = [one.yearly for one in needs if one.from_day <= on <= one.to_day]
    if not held:
        return None
    first = on - timedelta(days=YEAR - 1)
    rows = tuple(sorted((one for one in own if first <= one.day <= on), key=lambda one: (one.day, one.reference)))
    return Balance(first, on, rows, exactly(one.quantity for one in rows), exactly(held))
