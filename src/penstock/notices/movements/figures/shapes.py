"""A movement and a balance as files and the API tell them; quantities are strings, so that nothing rounds them."""

from typing import Any

from penstock.catalogue.amounts import Amount, difference
from penstock.notices.movements.figures.amounts import Balance
from penstock.notices.movements.figures.content import BaseContent
from penstock.notices.movements.models import Movement

COLUMNS = (
    "reference",
    "notice",
    "state",
    "exporting_country",
    "importing_country",
    "planned_on",
    "quantity",
    "unit",
    "dispatched_on",
    "arrived_on",
    "arrived_quantity",
    "arrived_unit",
    "difference",
    "difference_unit",
    "returned_quantity",
    "returned_unit",
    "owed_by",
    "due_on",
    "is_overdue",
)


def arrival_difference(movement: Movement) -> Amount | None:
    """What arrived more than left, less being negative; None before the arrival."""
    if movement.arrived_quantity is None:
        return None
    came = Amount(movement.arrived_quantity, movement.arrived_unit)
    return difference(came, Amount(movement.quantity, movement.unit))


def line(movement: Movement) -> dict[str, Any]:
    """A movement as a line of figures."""
    more = arrival_difference(movement)
    return {
        "reference": movement.reference,
        "notice": movement.under.reference,
        "state": movement.state,
        "exporting_country": movement.under.exporting,
        "importing_country": movement.under.importing,
        "planned_on": movement.planned_on.isoformat(),
        "quantity": digits(movement.quantity),
        "unit": movement.unit,
        "dispatched_on": movement.dispatched_on and movement.dispatched_on.isoformat(),
        "arrived_on": movement.arrived_on and movement.arrived_on.isoformat(),
        "arrived_quantity": digits(movement.arrived_quantity),
        "arrived_unit": movement.arrived_unit,
        "difference": digits(more.quantity) if more else None,
        "difference_unit": more.unit if more else "",
        "returned_quantity": digits(movement.returned_quantity),
        "returned_unit": movement.returned_unit,
        "owed_by": movement.waits_for.name if movement.waits_for else None,
        "due_on": movement.due_on and movement.due_on.isoformat(),
        "is_overdue": movement.is_overdue,
    }


def digits(value: Any) -> str | None:
    """A quantity in plain digits."""
    return None if value is None else f"{value.normalize():f}" if value else "0"


def balance_line(balance: Balance | None, base: BaseContent | None) -> dict[str, Any] | None:
    """The parts of a balance, which add up to the ceiling, and the base content of one unit where it is known."""
    if balance is None:
        return None
    return {
        "unit": balance.unit,
        "ceiling": digits(balance.ceiling),
        "moved": digits(balance.moved),
        "planned": digits(balance.planned),
        "given_back": digits(balance.given_back),
        "untouched": digits(balance.untouched),
        "left": digits(balance.left),
        "returned": digits(balance.returned),
        "base_factor": str(base.factor) if base else None,
        "base_of": base.salt if base else "",
    }
