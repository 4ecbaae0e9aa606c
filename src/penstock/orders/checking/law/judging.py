"""The judgement of an order by the law: what binds it, what it asks of the buyer, and whether that is there."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from penstock.orders.checking.law.asked import Asked, Bound, LeftOut
from penstock.orders.checking.law.orders import MAIL, NATURAL, PREPARATION, SUBSTANCE, Known, Order, Reason
from penstock.orders.checking.law.papers import declaration_reason, licence_reason
from penstock.orders.checking.law.quantities import IN_WORDS, Weight, amount, weigh
from penstock.orders.customers.sectors import TRADES_ON

UNSURE = {
    "unit": "The law counts {bound} {per}, and orders are in units that do not compare (mass and volume): say the"
    " quantity in {unit}.",
    "package": "The law counts {bound} in one package: say how much one package holds.",
    "own_total": "The law counts what you sell to all your customers {per}, {bound}: look at your books.",
}


def by_law(order: Order, known: Known, asked: Sequence[Asked]) -> list[Reason]:
    """Every reason that the law gives, list by list."""
    if not asked:
        text = "No list that holds here controls these goods."
        return [Reason("not_controlled", "note", text)]
    return [reason for one in asked if _is_meant(order, one, asked) for reason in _of_entry(order, known, one)]


def _is_meant(order: Order, one: Asked, asked: Sequence[Asked]) -> bool:
    """Whether an entry is of goods in this form: its own entry stands in the place of that of the substance."""
    kinds = {each.kind for each in asked if each.pack == one.pack}
    if one.kind == PREPARATION:
        return order.form == PREPARATION
    if one.kind == NATURAL:
        return order.form == NATURAL or kinds == {NATURAL}
    return order.form == SUBSTANCE or order.form not in kinds


def _of_entry(order: Order, known: Known, asked: Asked) -> Iterator[Reason]:
    if asked.min_percent is not None and order.percent is not None and order.percent < asked.min_percent:
        text = "Below {percent} % it is not on {list}."
        yield Reason("below_share", "note", text, {"percent": f"{asked.min_percent:f}", "list": asked.title}, asked.law)
        return
    soft = _softening(order, known, asked)
    yield from _limits(order, known, asked)
    weights = [weigh(order, known.supplied, one) for one in _bounds(order, asked) if one.effect != "limit"]
    state = _state(order, asked, weights)
    if any(one.dimension != order.dimension for one in asked.bounds):
        yield from _converted([weigh(order, known.supplied, one) for one in _bounds(order, asked)])
    yield from _told(asked, weights, state)
    if state == "free":
        return
    for reason in _papers(order, known, asked):
        if reason.effect == "hold" and (soft or state == "unsure"):
            yield replace(reason, effect="ask")
        else:
            yield reason
    if soft:
        yield Reason("left_out", "note", "The list leaves out: {text}", {"text": soft.text}, soft.law)


def _converted(weights: Sequence[Weight]) -> Iterator[Reason]:
    """With which density litres were counted as kilograms, or the reverse, and who says so."""
    for by in dict.fromkeys(one.by for one in weights if one.by):
        text = "Litres and kilograms were converted with {density} kg per litre at {celsius} degrees C ({source})."
        values = {"density": f"{by.kg_per_litre:f}", "celsius": str(by.celsius), "source": by.source}
        yield Reason("converted", "note", text, values)


def _bounds(order: Order, asked: Asked) -> Iterable[Bound]:
    """The bounds of this way of selling (21 U.S.C. 830(e)(1)(A)(ix) and (e)(2)(B): 30 days of one customer by post)."""
    for one in asked.bounds:
        if one.is_retail and not order.is_retail:
            continue
        if one.is_retail and (one.per, one.of) == ("30-days", "customer") and order.channel != MAIL:
            continue
        yield one


def _limits(order: Order, known: Known, asked: Asked) -> Iterator[Reason]:
    """What no more of may be sold, to whomever."""
    for bound in (one for one in _bounds(order, asked) if one.effect == "limit"):
        found = weigh(order, known.supplied, bound)
        if found.state == "beyond":
            text = "More than {bound} {per} is forbidden; with this order it is {total}."
            yield Reason("forbidden", "hold", text, _values(found), bound.law, forbidden=True)
        elif found.state == "unsure":
            yield replace(_unsure(found), effect="ask")
        else:
            yield Reason(
                "within_limit", "note", "Up to {bound} {per} is allowed; it is {total}.", _values(found), bound.law
            )


def _state(order: Order, asked: Asked, weights: Sequence[Weight]) -> str:
    """Whether what the list asks is owed: beyond its quantities, or at once where it has none but limits."""
    if not asked.has_bounds:
        return "beyond"
    if not weights:
        # Quantities for other acts alone, as for export: what begins there does not begin with a sale.
        return "beyond" if any(one.effect == "limit" for one in _bounds(order, asked)) else "free"
    for state in ("beyond", "unsure"):
        if any(one.state == state for one in weights):
            return state
    return "free"


def _told(asked: Asked, weights: Sequence[Weight], state: str) -> Iterator[Reason]:
    for one in weights:
        if one.state == "beyond" and one.bound.base == 0:
            text = "Any quantity counts on {list}."
            yield Reason("any_quantity", "note", text, {"list": asked.title}, one.bound.law)
        elif one.state == "beyond":
            text = "{total} {per} stand against {bound} of {list}: what it asks is owed."
            yield Reason("beyond_quantity", "note", text, {**_values(one), "list": asked.title}, one.bound.law)
        elif one.state == "unsure":
            yield _unsure(one) if state == "unsure" else Reason("not_compared", "note", UNSURE[one.why], _values(one),
                                                                one.bound.law)  # fmt: skip
        else:
            text = "{total} {per} stay within {bound} of {list}: nothing is owed."
            yield Reason("within_quantity", "note", text, {**_values(one), "list": asked.title}, one.bound.law)
    if not weights and state == "beyond":
        yield Reason("controlled", "note", "It stands on {list}.", {"list": asked.title}, asked.law)
    if not weights and state == "free":
        text = "{list} counts no sale of it inside the country."
        yield Reason("not_counted", "note", text, {"list": asked.title}, asked.law)


def _unsure(one: Weight) -> Reason:
    return Reason(f"unsure_{one.why}", "note", UNSURE[one.why], _values(one), one.bound.law)


def _values(one: Weight) -> dict[str, str]:
    return {
        "bound": f"{one.bound.amount:f} {one.bound.unit}",
        "per": IN_WORDS[one.bound.per],
        "total": amount(one.total, one.bound.dimension),
        "unit": one.bound.unit,
    }


def _papers(order: Order, known: Known, asked: Asked) -> Iterator[Reason]:
    """What is owed once the quantities are passed, and whether it is there."""
    if not order.is_retail:
        for paper in asked.papers:
            if not paper.of_trade or known.category in TRADES_ON:
                yield licence_reason(known, order, paper)
        for declaration in asked.declarations:
            yield declaration_reason(known, order, declaration)
    if asked.identity:
        yield _identity(order, known, asked)


def _identity(order: Order, known: Known, asked: Asked) -> Reason:
    day = known.identity_verified_on
    if day and day <= order.ordered_on:
        values = {"day": day.isoformat()}
        return Reason(
            "identity_verified", "note", "The customer's identity was verified on {day}.", values, asked.identity
        )
    text = "The customer's identity is to be verified before the deal, and was not."
    return Reason("identity_not_verified", "hold", text, {}, asked.identity)


def _softening(order: Order, known: Known, asked: Asked) -> LeftOut | None:
    """What the list leaves out and this order may be, so that a person decides where something is missing."""
    return next((one for one in asked.left_out if _may_be(one, order, known, asked)), None)


def _may_be(one: LeftOut, order: Order, known: Known, asked: Asked) -> bool:
    if one.kind == "mixture":
        return None not in {order.percent, one.most_percent} and (order.percent or 0) <= (one.most_percent or 0)
    if one.kind == "preparation":
        return order.form == PREPARATION and asked.kind != PREPARATION
    return one.kind == "use" and known.category == "institution" and "institution" in one.text.casefold()
