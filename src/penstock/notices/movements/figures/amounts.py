"""What is left of a notice's quantity: exact arithmetic over its movements, without a database.

Every movement stands in one part of the whole: planned, moved, or neither once it was cancelled or came back. A thing
that arrived short, or not at all, was dispatched all the same and stays counted; only what came back is given back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from penstock.catalogue.amounts import Amount, base_symbol, exactly


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
        return exactly(self.ceiling, self.planned.copy_negate(), self.moved.copy_negate())

    @property
    def given_back(self) -> Decimal:
        """What of the rest came back from a former movement."""
        return min(self.returned, max(self.left, Decimal(0)))

    @property
    def untouched(self) -> Decimal:
        """What of the rest was never sent."""
        return exactly(self.left, self.given_back.copy_negate())


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
    returned = exactly(*(row.back.within(scale) for row in rows if row.back))
    return Balance(
        unit=scale or base_symbol(ceiling),
        ceiling=ceiling.within(scale),
        planned=exactly(*(row.amount.within(scale) for row in rows if row.state == "planned")),
        moved=exactly(*(row.amount.within(scale) for row in out), returned.copy_negate()),
        returned=returned,
    )
