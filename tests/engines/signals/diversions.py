"""Diversions planted into orders, by a seed: copied orders, split orders, drift and new lanes, in three sizes each."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate
from random import Random
from statistics import median

from penstock.engines.signals.orders import Order
from penstock.engines.signals.ranking import PERIOD

KINDS = ("copied", "split", "drift", "lane")
SIZES = ("small", "medium", "large")
COPIES = {"small": 4, "medium": 6, "large": 9}
TIMES = {"small": Decimal("1.5"), "medium": Decimal("2.5"), "large": Decimal(4)}
LANE_ORDERS = {"small": 3, "medium": 4, "large": 6}
MONTH, DRIFT, HISTORY = timedelta(days=30), timedelta(days=365), timedelta(days=365)
FEWEST = 18  # orders in the year before: with fewer nobody, a person neither, could say what is usual


@dataclass(frozen=True, slots=True)
class Diversion:
    """What was planted at whom, and in which orders it shows."""

    kind: str
    size: str
    buyer: str
    orders: frozenset[str]


def planted(orders: Sequence[Order], seed: int, each: int, since: date) -> tuple[list[Order], list[Diversion]]:
    """The orders with `each` diversions of every kind and size planted after a day, no two of them at one buyer."""
    random = Random(seed)  # noqa: S311 - chance that can be repeated
    packs = _packs(orders)
    series = defaultdict(list)
    for one in sorted(orders, key=lambda one: (one.day, one.reference)):
        series[one.buyer, one.substance].append(one)
    sellers = sorted({one.seller for one in orders})
    places = list(series)
    random.shuffle(places)
    made, told = {one.reference: one for one in orders}, []
    wanted = [(kind, size) for kind in KINDS for size in SIZES for _one in range(each)]
    for kind, size in wanted:
        while True:
            if not places:
                raise ValueError("There are too few buyers with a year of orders for so many diversions.")
            own = series[places.pop()]
            starts = [one for one in own if one.day >= since and one.day + DRIFT <= own[-1].day]
            busy = [one for one in starts if len(_between(own, one.day - HISTORY, one.day)) >= FEWEST]
            if busy and own[0].day + HISTORY <= busy[-1].day:
                break
        start = random.choice([one for one in busy if own[0].day + HISTORY <= one.day])
        changed = [_in_packs(one, packs) for one in PLANTERS[kind](own, start, size, random, sellers)]
        made.update({one.reference: one for one in changed})
        told.append(Diversion(kind, size, start.buyer, frozenset(one.reference for one in changed)))
    return list(made.values()), told


def _packs(orders: Sequence[Order]) -> dict[tuple[str, str], Decimal]:
    """The smallest quantity in which each goods was ever sold: what is planted comes in whole packs, as goods do."""
    smallest: dict[tuple[str, str], Decimal] = {}
    for one in orders:
        key = one.substance, one.goods
        smallest[key] = min(one.quantity, smallest.get(key, one.quantity))
    return smallest


def _in_packs(order: Order, packs: dict[tuple[str, str], Decimal]) -> Order:
    pack = packs[order.substance, order.goods]
    return replace(order, quantity=max(1, round(order.quantity / pack)) * pack)


def _between(own: Sequence[Order], start: date, end: date) -> list[Order]:
    return [one for one in own if start <= one.day < end]


def _copied(_own: Sequence[Order], start: Order, size: str, random: Random, _sellers: Sequence[str]) -> list[Order]:
    """One order again and again, a few days apart: the same goods in the same quantity."""
    days = accumulate(random.randint(1, 4) for _one in range(COPIES[size]))
    return [
        replace(start, reference=f"{start.reference}-copy{number}", day=start.day + timedelta(days=day))
        for number, day in enumerate(days)
    ]


def _split(own: Sequence[Order], start: Order, size: str, random: Random, _sellers: Sequence[str]) -> list[Order]:
    """What would be one large order, within five days as several that are each of an ordinary size."""
    before = _between(own, start.day - HISTORY, start.day)
    usual = Decimal(str(median(one.quantity for one in before)))
    a_month = sum(one.quantity for one in before) / 12
    left, pieces = max(a_month, usual) * TIMES[size], []
    while left > 0:
        piece = min(usual * Decimal(random.choice(("0.8", "0.9", "1.0"))), max(left, usual / 2))
        left -= piece
        pieces.append(
            replace(
                start,
                reference=f"{start.reference}-part{len(pieces)}",
                day=start.day + timedelta(days=random.randint(0, 4)),
                quantity=piece,
            )
        )
    return pieces


def _drift(own: Sequence[Order], start: Order, size: str, _random: Random, _sellers: Sequence[str]) -> list[Order]:
    """A year in which each order is a little larger than it was; it shows from the second half on."""
    grown = []
    for one in _between(own, start.day, start.day + DRIFT):
        gone = Decimal((one.day - start.day).days) / DRIFT.days
        grown.append(replace(one, quantity=one.quantity * (1 + (TIMES[size] - Decimal("0.5")) * gone)))
    return grown


def _lane(own: Sequence[Order], start: Order, size: str, random: Random, sellers: Sequence[str]) -> list[Order]:
    """Orders from a seller this buyer never had, within two months."""
    used = {one.seller for one in own}
    seller = random.choice([one for one in sellers if one not in used])
    usual = median(one.quantity for one in _between(own, start.day - HISTORY, start.day))
    days = sorted(random.randint(0, 59) for _one in range(LANE_ORDERS[size]))
    return [
        replace(
            start,
            reference=f"{start.reference}-lane{number}",
            seller=seller,
            day=start.day + timedelta(days=day),
            quantity=usual * TIMES[size] / Decimal("1.5"),
        )
        for number, day in enumerate(days)
    ]


PLANTERS = {"copied": _copied, "split": _split, "drift": _drift, "lane": _lane}


def caught(
    cases: Iterable[tuple[str, Collection[int]]], orders: Sequence[Order], told: Iterable[Diversion]
) -> set[Diversion]:
    """Which diversions lie in a period of a case at their buyer; a case is told as its buyer and its periods."""
    told_of = {(buyer, period) for buyer, periods in cases for period in periods}
    periods = {one.reference: (one.day.year * 12 + one.day.month - 1) // PERIOD for one in orders}
    return {one for one in told if any((one.buyer, periods[reference]) in told_of for reference in one.orders)}
