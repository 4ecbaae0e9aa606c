"""Whether a customer's licences and declarations answer to what is asked of an order."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from penstock.catalogue.amounts import exactly
from penstock.orders.checking.law.asked import DeclarationAsked, PaperAsked
from penstock.orders.checking.law.orders import Declared, Effect, Known, Licence, Order, Reason
from penstock.orders.checking.law.quantities import amount, total_of

TRANSACTION = "transaction"
ANSWERS_TO = {
    "licence": frozenset({"licence", "permit"}),
    "registration": frozenset({"registration", "licence", "permit"}),
}
"""Which papers answer to which: a licence is more than a registration."""


class Lack(NamedTuple):
    """Why a declaration does not cover an order; the highest rank is the nearest to covering it."""

    rank: int
    code: str
    text: str
    values: dict[str, str]
    effect: Effect = "hold"


def licence_for(known: Known, order: Order, kinds: Iterable[str]) -> Licence | None:
    """A verified licence that runs on the day of the order and names its goods."""
    wanted = frozenset(kinds)
    found = (one for one in known.licences if one.kind in wanted and order.goods in one.goods)
    return next((one for one in found if one.is_verified and one.runs(order.ordered_on)), None)


def licence_reason(known: Known, order: Order, asked: PaperAsked) -> Reason:
    """That a licence or registration is there, or what is missing of it."""
    held = licence_for(known, order, ANSWERS_TO[asked.kind])
    values = {"kind": asked.kind, "day": order.ordered_on.isoformat()}
    if held:
        text = "The customer's {kind} {number} covers these goods."
        return Reason("licence_held", "note", text, {"kind": held.kind, "number": held.number}, asked.law)
    shown = [one for one in known.licences if one.kind in ANSWERS_TO[asked.kind] and order.goods in one.goods]
    running = [one for one in shown if one.runs(order.ordered_on)]
    if running:
        text = "The customer's {kind} {number} was never verified: verify it, then check again."
        return Reason("licence_not_verified", "hold", text, {**values, "number": running[0].number}, asked.law)
    if shown:
        text = "The customer's {kind} {number} does not run on {day}."
        return Reason("licence_expired", "hold", text, {**values, "number": shown[0].number}, asked.law)
    text = "The law asks the buyer for a {kind} for these goods, and none is on record."
    return Reason("licence_missing", "hold", text, values, asked.law)


def declaration_reason(known: Known, order: Order, asked: DeclarationAsked) -> Reason:
    """That a declaration covers an order, that none is owed, or what is missing of the nearest one."""
    if asked.spares_licensed:
        held = licence_for(known, order, {"licence"})
        if held:
            text = "A buyer who holds a licence owes no declaration: {number}."
            return Reason("declaration_not_owed", "note", text, {"number": held.number}, asked.law)
    found = [one for one in known.declarations if one.goods == order.goods]
    lacks = [_lack(one, known, order, asked) for one in found]
    if None in lacks:
        covering = found[lacks.index(None)]
        text = "The declaration of {first} covers it, up to {quantity}."
        values = {"first": covering.from_on.isoformat(), "quantity": amount(covering.base, covering.dimension)}
        return Reason("declaration_covers", "note", text, values, asked.law)
    nearest = max((one for one in lacks if one), key=lambda one: one.rank, default=None)
    if nearest is None:
        text = "The buyer owes a declaration of end use for these goods, and none is on record."
        return Reason("declaration_missing", "hold", text, {}, asked.law)
    return Reason(nearest.code, nearest.effect, nearest.text, nearest.values, asked.law)


def _lack(one: Declared, known: Known, order: Order, asked: DeclarationAsked) -> Lack | None:
    """What keeps a declaration from covering an order; None where nothing does."""
    until = date(one.from_on.year, 12, 31) if asked.is_calendar and one.span != TRANSACTION else one.until_on
    until = min(until, one.until_on)
    days = {"first": one.from_on.isoformat(), "last": until.isoformat()}
    if one.span == TRANSACTION and one.order_number != order.number:
        return Lack(1, "declaration_other_order", "The declaration is for the order {number}.",
                    {"number": one.order_number})  # fmt: skip
    if not one.from_on <= order.ordered_on <= until:
        return Lack(2, "declaration_expired", "The declaration runs from {first} to {last}.", days)
    if one.span != TRANSACTION and not asked.lasts:
        return Lack(3, "declaration_each_order", "The law asks for a declaration for each order, not over a year.", {})
    if not one.is_signed:
        return Lack(4, "declaration_not_signed", "A declaration was drawn up, but the customer has not signed it.", {})
    if not one.is_verified:
        return Lack(5, "declaration_not_verified", "A declaration is signed: verify it, then check again.", {})
    return _lack_of_use(one, known, order, asked)


def _lack_of_use(one: Declared, known: Known, order: Order, asked: DeclarationAsked) -> Lack | None:
    if one.span != TRANSACTION and asked.at_least and _supplies(known, order, asked.within_months) < asked.at_least:
        text = "A declaration over a year stands from {often} supplies in {months} months on; take one for this order."
        values = {"often": str(asked.at_least), "months": str(asked.within_months)}
        return Lack(6, "declaration_too_few_supplies", text, values)
    if order.use and order.use != one.use:
        return Lack(7, "declaration_other_use", "The declaration is for another use than the order.", {})
    if one.dimension != order.dimension:
        text = "The declaration and the order are in units that do not compare (mass and volume): look at both."
        return Lack(8, "declaration_other_unit", text, {}, "ask")
    return _lack_of_quantity(one, known, order)


def _lack_of_quantity(one: Declared, known: Known, order: Order) -> Lack | None:
    own = [each for each in known.supplied if each.own and one.from_on <= each.day <= one.until_on]
    rows = [each for each in own if each.number == order.number] if one.span == TRANSACTION else own
    total = exactly(total_of(rows, order.dimension), order.base)
    if total > one.base:
        text = "With this order {total} were ordered; {declared} are declared."
        values = {"total": amount(total, order.dimension), "declared": amount(one.base, one.dimension)}
        return Lack(9, "declaration_exceeded", text, values)
    if any(each.dimension != order.dimension for each in rows):
        text = "Orders under the declaration are in units that do not compare (mass and volume): look at both."
        return Lack(10, "declaration_other_unit", text, {}, "ask")
    return None


def _supplies(known: Known, order: Order, months: int) -> int:
    """How often the customer was supplied with these goods in the months before."""
    year, month = divmod(order.ordered_on.year * 12 + order.ordered_on.month - 1 - months, 12)
    first = date(year, month + 1, min(order.ordered_on.day, 28))
    before = (each for each in known.supplied if each.own and first <= each.day <= order.ordered_on)
    return sum(each.orders for each in before if each.number != order.number)
