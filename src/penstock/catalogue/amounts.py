"""Amounts: a quantity with its unit, compared and added up exactly, without a database."""

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


def base_symbol(amount: Amount) -> str:
    """The symbol of the unit in which quantities of different units are summed."""
    return "kg" if amount.kind.dimension == "mass" else "l"


def exceeds(one: Amount, other: Amount) -> bool:
    """Whether one amount is more than another that it compares with."""
    return one.within("") > other.within("")


def difference(one: Amount, other: Amount) -> Amount:
    """How much one amount is more than another, in their unit if they share it, else in kg or l; less is negative."""
    symbol = one.unit if one.unit == other.unit else ""
    return Amount(exactly(one.within(symbol), other.within(symbol).copy_negate()), symbol or base_symbol(one))


def exactly(*parts: Decimal) -> Decimal:
    """The sum; what is taken away comes by `copy_negate`, for a minus sign would round to the outer context."""
    with localcontext() as context:
        context.prec = EXACT
        return plain(sum(parts, Decimal(0)))


def plain(value: Decimal) -> Decimal:
    """The same number without needless zeros, and never with an exponent when it is written by `f`."""
    with localcontext() as context:
        context.prec = EXACT
        return value.normalize() + 0 if value else Decimal(0)
