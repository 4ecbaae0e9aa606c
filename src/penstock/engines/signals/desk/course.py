"""The course of one buyer's orders over the months, exactly: what is usual, what others take, and which orders tell."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import median

from penstock.engines.signals.desk.yearly import exactly
from penstock.engines.signals.habits import FEWEST
from penstock.engines.signals.orders import Order

MONTHS = 24  # that a picture shows at most
FEWEST_PEERS = 3  # below which a middle of others says nothing
TENTH = 10
REACH = {
    "jump": 1,
    "split": 7,
    "sites": 7,
    "quick": 14,
    "copied": 21,
    "many": 30,
    "total": 30,
    "volume": 30,
    "under": 30,
    "lane": 60,
    "record": 90,
    "drift": 90,
    "level": 180,
    "need": 30,
}
"""How many days back from the order that tells most a signal looks; one that is not named looks at that order alone."""
COPIES = frozenset({"copied", "quick"})


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a series: what was ordered, in how many orders, whether one of them tells, and others' middle."""

    number: int  # months since the year 0
    total: Decimal
    orders: int
    is_marked: bool
    others: Decimal | None

    @property
    def label(self) -> str:
        """The month as it is written."""
        return f"{self.number // 12:04d}-{self.number % 12 + 1:02d}"


@dataclass(frozen=True, slots=True)
class Course:
    """Months without a gap up to a day; at least eight of ten of the months before lay between `low` and `high`."""

    months: tuple[Month, ...]
    low: Decimal | None
    middle: Decimal | None
    high: Decimal | None
    earlier: int  # months of which the usual is told
    others: int  # buyers of which the middle is told


def month_of(day: date) -> int:
    """The number of a day's month since the year 0."""
    return day.year * 12 + day.month - 1


def telling(own: Iterable[Order], reference: str, signal: str) -> tuple[Order, ...]:
    """The orders of a series that a signal speaks of: those it looks back over, and for copies only the same again."""
    rows = sorted(own, key=lambda one: (one.day, one.reference))
    last = next(one for one in rows if one.reference == reference)
    first = last.day - timedelta(days=REACH.get(signal, 1) - 1)
    found = [one for one in rows if first <= one.day <= last.day]
    if signal in COPIES:
        found = [one for one in found if (one.goods, one.quantity) == (last.goods, last.quantity)]
    return tuple(found)


def course(own: Iterable[Order], others: Iterable[Order], *, marked: Collection[str], until: date) -> Course:
    """The months of one series up to a day beside the middle of other buyers of the same kind and substance.

    The usual is told of the months before the first that is marked, from the first order on, where there are at least
    four; a month without an order counts as nothing.
    """
    ordered, tells = defaultdict[int, list[Decimal]](list), set[int]()
    for one in own:
        if one.day <= until:
            number = month_of(one.day)
            ordered[number].append(one.quantity)
            if one.reference in marked:
                tells.add(number)
    totals = {number: exactly(each) for number, each in ordered.items()}
    if not totals:
        raise ValueError("A series without an order has no course.")
    begun, last = min(totals), month_of(until)
    earlier = [totals.get(number, Decimal(0)) for number in range(begun, min(tells, default=last))]
    low, middle, high = _usual(earlier)
    middles, buyers = _middles(others, last)
    months = tuple(
        Month(number, totals.get(number, Decimal(0)), len(ordered[number]), number in tells, middles.get(number))
        for number in range(max(begun, last - MONTHS + 1), last + 1)
    )
    return Course(months, low, middle, high, len(earlier) if middle is not None else 0, buyers)


def _usual(earlier: Sequence[Decimal]) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    if len(earlier) < FEWEST:
        return None, None, None
    ranked, out = sorted(earlier), len(earlier) // TENTH
    return ranked[out], median(ranked), ranked[-1 - out]


def _middles(others: Iterable[Order], last: int) -> tuple[dict[int, Decimal], int]:
    """The middle of what other buyers ordered in each month; a buyer counts from its first order on."""
    ordered: dict[str, dict[int, list[Decimal]]] = defaultdict(lambda: defaultdict(list))
    for one in others:
        ordered[one.buyer][month_of(one.day)].append(one.quantity)
    totals = {buyer: {number: exactly(each) for number, each in months.items()} for buyer, months in ordered.items()}
    begun = sorted(min(months) for months in totals.values())
    if len(begun) < FEWEST_PEERS:
        return {}, len(begun)
    found = {}
    for number in range(max(begun[FEWEST_PEERS - 1], last - MONTHS + 1), last + 1):
        here = [months.get(number, Decimal(0)) for months in totals.values() if min(months) <= number]
        found[number] = median(here)
    return found, len(begun)
