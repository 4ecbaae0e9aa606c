"""What cannot be judged yet, and why: with few orders many signals are silent, and silence is no all-clear."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from penstock.engines.signals.desk.course import FEWEST_PEERS
from penstock.engines.signals.habits import FEWEST
from penstock.engines.signals.measures.drift import HALF
from penstock.engines.signals.orders import Order

SEASON = 380  # days until the same weeks of a year before are known
MANY = 50  # orders below which a ranking is no more than a first impression


@dataclass(frozen=True, slots=True)
class Limit:
    """One thing that cannot be judged yet: a stable code, a sentence with named places, and what to put there."""

    code: str
    sentence: str
    figures: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.sentence.format(**self.figures)


def limits(orders: Iterable[Order], *, until: date, declared: Collection[tuple[str, str]] = ()) -> tuple[Limit, ...]:
    """What these orders do not tell yet; `declared` are the buyers and substances with a declared yearly need."""
    rows = [one for one in orders if one.day <= until]
    if not rows:
        return (Limit("nothing", "No order is known: nothing can be judged."),)
    found = []
    if len(rows) < MANY:
        found.append(
            Limit(
                "few", "Only {orders} orders are known: what is ranked is a first impression.", _said(orders=len(rows))
            )
        )
    series = Counter((one.buyer, one.substance) for one in rows)
    new = sum(count <= FEWEST for count in series.values())
    if new:
        text = (
            "{new} of {all} lines of supply (a customer and its goods) have fewer than {least} orders: what is usual"
            " there is not known, so jumps, splits and totals are not judged."
        )
        found.append(Limit("new-series", text, _said(new=new, all=len(series), least=FEWEST + 1)))
    days = (until - min(one.day for one in rows)).days
    if days < HALF:
        text = "The orders reach back {days} days: slow rises are judged from half a year on."
        found.append(Limit("no-rise", text, _said(days=days)))
    if days < SEASON:
        text = "The orders reach back {days} days: the season is known when they reach back a year."
        found.append(Limit("no-season", text, _said(days=days)))
    found += _of_others(rows)
    undeclared = len(series.keys() - set(declared))
    if undeclared:
        text = "For {undeclared} of {all} lines of supply no need of a year is known: they are not held against one."
        found.append(Limit("no-need", text, _said(undeclared=undeclared, all=len(series))))
    return tuple(found)


def _of_others(rows: Iterable[Order]) -> list[Limit]:
    buyers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in rows:
        buyers[one.kind, one.substance].add(one.buyer)
    alone = sum(len(found) for found in buyers.values() if len(found) <= FEWEST_PEERS)
    every = sum(len(found) for found in buyers.values())
    if not alone:
        return []
    text = "{alone} of {all} lines of supply have fewer than {least} others of the same sector beside them."
    return [Limit("no-others", text, _said(alone=alone, all=every, least=FEWEST_PEERS))]


def _said(**figures: int) -> dict[str, str]:
    return {name: f"{value:,}" for name, value in figures.items()}
