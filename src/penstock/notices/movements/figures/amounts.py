"""What is left of a notice's quantity: exact arithmetic over its movements, without a database.

Every movement stands in one part of the whole: planned, moved, or neither once it was cancelled or came back. A thing
that arrived short, or not at all, was dispatched all the same and stays counted; only what came back is given back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import NamedTuple

from penstock.catalogue.units import Unit, unit

EXACT = 80
"""Digits enough that no sum of quantities (18 before and 6 after the point, units of 12 decimals) is ever rounded."""


class Amount(NamedTuple):
    """A quantity with the symbol of its unit."""

    quantity: Decimal
    unit: str

    @property
    def kind(self) -> Unit:
        """The unit; ValueError when the symbol is of none."""
        found = unit(self.unit)
        if found is None:
            raise ValueError(f"'{self.unit}' is no unit")
        return found

    def compares_with(self, other: "Amount") -> bool:
        """Whether both are masses, or both volumes."""
        return self.kind.dimension == other.kind.dimension

    def within(self, symbol: str) -> Decimal:
        """The quantity in its own unit if that is `symbol`, else in kilograms or litres, exactly."""
        with localcontext() as context:
            context.prec = EXACT
            return plain(self.quantity if self.unit == symbol else self.kind.to_base(self.quantity))


class Drawn(NamedTuple):
    """One movement as the balance sees it: its state, what it holds, and what of that came back."""

    state: str
    amount: Amount
    back: Amount | None = None


@dataclass(frozen=True, slots=True)
class Balance:
    """The parts of a ceiling, all in one `unit`: `untouched`, `given_back`, `planned` and `moved` add up to it.

    `moved` is what left and did not come back, `returned` all that ever came back. What came back is free again: it
    is `given_back` as long as it is not sent or planned a second time.
    """

    unit: str
    ceiling: Decimal
    planned: Decimal
    moved: Decimal
    returned: Decimal

    @property
    def left(self) -> Decimal:
        """What may still be planned or dispatched."""
        return _exactly(self.ceiling, self.planned.copy_negate(), self.moved.copy_negate())

    @property
    def given_back(self) -> Decimal:
        """What of the rest came back from a former movement."""
        return min(self.returned, max(self.left, Decimal(0)))

    @property
    def untouched(self) -> Decimal:
        """What of the rest was never sent."""
        return _exactly(self.left, self.given_back.copy_negate())


def balance_of(ceiling: Amount, movements: Iterable[Drawn]) -> Balance:
    """The balance of a ceiling after some movements, in the ceiling's own unit if all are, else in kg or l.

    Raises ValueError where a mass meets a volume: kilograms and litres are never summed.
    """
    rows = list(movements)
    amounts = [ceiling, *(row.amount for row in rows), *(row.back for row in rows if row.back)]
    if any(not one.compares_with(ceiling) for one in amounts):
        raise ValueError("a mass and a volume are never summed")
    scale = ceiling.unit if all(one.unit == ceiling.unit for one in amounts) else ""
    out = [row for row in rows if row.state not in {"planned", "cancelled"}]
    returned = _exactly(*(row.back.within(scale) for row in rows if row.back))
    return Balance(
        unit=scale or base_symbol(ceiling),
        ceiling=ceiling.within(scale),
        planned=_exactly(*(row.amount.within(scale) for row in rows if row.state == "planned")),
        moved=_exactly(*(row.amount.within(scale) for row in out), returned.copy_negate()),
        returned=returned,
    )


def base_symbol(amount: Amount) -> str:
    """The symbol of the unit in which quantities of different units are summed."""
    return "kg" if amount.kind.dimension == "mass" else "l"


def exceeds(one: Amount, other: Amount) -> bool:
    """Whether one amount is more than another that it compares with."""
    return one.within("") > other.within("")


def difference(one: Amount, other: Amount) -> Amount:
    """How much one amount is more than another, in their unit if they share it, else in kg or l; less is negative."""
    symbol = one.unit if one.unit == other.unit else ""
    return Amount(_exactly(one.within(symbol), other.within(symbol).copy_negate()), symbol or base_symbol(one))


def _exactly(*parts: Decimal) -> Decimal:
    """The sum; what is taken away comes by `copy_negate`, for a minus sign would round to the outer context."""
    with localcontext() as context:
        context.prec = EXACT
        return plain(sum(parts, Decimal(0)))


def plain(value: Decimal) -> Decimal:
    """The same number without needless zeros, and never with an exponent when it is written by `f`."""
    with localcontext() as context:
        context.prec = EXACT
        return value.normalize() + 0 if value else Decimal(0)
