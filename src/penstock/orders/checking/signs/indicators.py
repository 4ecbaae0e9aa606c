"""Indicators of suspicious orders: those that a person ticks on an order, and those that follow from what is known."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType

from penstock.engines.signals.typologies import Typology, read_typologies
from penstock.orders.checking.law.asked import Asked
from penstock.orders.checking.law.orders import Known, Order, Reason, Supplied, dimension_of, in_base
from penstock.orders.checking.law.quantities import counted, total_of, year_before
from penstock.orders.customers.capacity import capacities
from penstock.orders.customers.sectors import trades
from penstock.orders.signs.vocabulary import REPORTED, TICKED, Sign, signs

HERE = Path(__file__).parent
HALF, WHOLE = 0.5, 1.0
NEW_FOR = timedelta(days=90)
OLD_AFTER = timedelta(days=365)
ENOUGH_ORDERS, MANY_ORDERS = 3, 5
JUMP = 3
"""How many times the average of the months before counts as a jump: the factor of DEA's formula for chemicals."""
NEARLY = Decimal("0.9")
FREE_MAIL = frozenset(
    {"gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com", "proton.me",
     "protonmail.com", "gmx.com", "gmx.net", "web.de", "mail.ru", "yandex.ru", "qq.com", "163.com", "126.com"}
)  # fmt: skip


@cache
def indicators() -> Mapping[str, Sign]:
    """Every sign that a check of an order knows of, by its id."""
    return MappingProxyType({one.id: one for one in signs().values() if one.told != REPORTED})


def ticked() -> dict[str, str]:
    """The indicators that a person may tick, by id, with their words."""
    return {one.id: one.label for one in indicators().values() if one.told == TICKED}


@cache
def typologies() -> tuple[Typology, ...]:
    """The patterns that ship; ValueError where one weighs an indicator that there is not."""
    found = read_typologies(HERE / "typologies.yaml")
    strange = {name for one in found for name in one.weights} - indicators().keys()
    if strange:
        raise ValueError(f"typologies.yaml weighs what is no indicator: {', '.join(sorted(strange))}")
    return found


def by_signs(order: Order, known: Known, asked: Iterable[Asked], *, is_near_listed: bool) -> list[Reason]:
    """The patterns that an order's indicators make, each with its score and the indicators behind it."""
    present = dict.fromkeys(order.indicators)
    present |= dict.fromkeys(computed(order, known, asked))
    if is_near_listed:
        present["near-listed"] = None
    found = [reason for one in typologies() if (reason := _pattern(one, present))]
    labels = "; ".join(indicators()[name].label for name in present)
    if labels:
        found.append(Reason("indicators", "note", "Indicators on this order: {labels}.", {"labels": labels}))
    return found


def _pattern(one: Typology, present: Mapping[str, None]) -> Reason | None:
    behind = [name for name in one.weights if name in present]
    score = sum(one.weights[name] for name in behind) / one.reach
    if score < HALF or len(behind) < 2:  # noqa: PLR2004 - no single sign proves anything
        return None
    values = {
        "says": one.says,
        "score": f"{score:.2f}",
        "labels": "; ".join(indicators()[name].label for name in behind),
        "sources": "; ".join(dict.fromkeys(indicators()[name].source for name in behind)),
    }
    text = "Signs that {says} (score {score}): {labels}. Named by: {sources}."
    return Reason(f"pattern_{one.name}", "hold" if score >= WHOLE else "ask", text, values)


def computed(order: Order, known: Known, asked: Iterable[Asked]) -> Iterator[str]:
    """The indicators that follow from what is known of a customer and its orders."""
    day = order.ordered_on
    own = [one for one in known.supplied if one.own and one.number != order.number and one.day <= day]
    if not own and day - known.known_since < NEW_FOR:
        yield "unknown"
    if not own and day - known.known_since >= OLD_AFTER:
        yield "new-product"
    if known.category != "person" and order.use and order.use not in trades().plausible.get(known.sector, ()):
        yield "not-in-sector"
    if order.use and known.end_uses and order.use not in known.end_uses:
        yield "unsuited-use"
    if known.sector == "logistics":
        yield "forwarder"
    if _domain(str(known.content.get("email") or "")) in FREE_MAIL:
        yield "free-mail"
    yield from _of_quantity(order, known, own, asked)


def _domain(address: str) -> str:
    return address.rpartition("@")[2].strip().casefold()


def _capacity(order: Order, known: Known) -> Iterator[Decimal]:
    """What the customer can use of these goods in a year, where that is known in the same dimension."""
    for one in capacities(known.content):
        if one["goods"] == order.goods and dimension_of(one["unit"]) == order.dimension:
            yield in_base(Decimal(one["quantity"]), one["unit"])


def _of_quantity(order: Order, known: Known, own: list[Supplied], asked: Iterable[Asked]) -> Iterator[str]:
    alike = [one for one in own if one.dimension == order.dimension and one.day >= year_before(order.ordered_on)]
    orders = sum(one.orders for one in alike)
    if orders >= ENOUGH_ORDERS and order.base * orders > JUMP * total_of(alike, order.dimension):
        yield "jump"
    if any(total_of(alike, order.dimension) + order.base > most for most in _capacity(order, known)):
        yield "beyond-capacity"
    recent = order.ordered_on - timedelta(days=30)
    if sum(one.orders for one in own if one.day > recent) + 1 >= MANY_ORDERS:
        yield "many-orders"
    for bound in (one for each in asked for one in each.bounds if one.base and one.effect != "limit"):
        if bound.dimension != order.dimension or bound.is_retail:
            continue
        rows = counted(order, known.supplied, bound.per)
        total = total_of(rows, bound.dimension) + order.base
        if NEARLY * bound.base <= total < bound.base or total == bound.base != order.base:
            yield "just-under"
        others = total_of([one for one in rows if not one.own], bound.dimension)
        if total > bound.base >= total - others:
            yield "several-buyers"
