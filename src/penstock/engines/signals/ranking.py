"""So many cases as people can review: one for a buyer and its substance in a period, the most telling first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis
from ibis.expr.types import Table

from penstock.engines.signals.judging import score_of
from penstock.engines.signals.typologies import Typology, shipped
from penstock.engines.signals.words import Reason, reasons

PERIOD = 3  # months


@dataclass(frozen=True, slots=True)
class Case:
    """Something to look at: who and what, the order that tells most, how strongly, as what, and every reason for it.

    It refuses nothing and accuses nobody: a person reads it, asks and decides.
    """

    buyer: str
    substance: str
    periods: tuple[int, ...]  # numbers since the year 0; those that follow without a break are one case
    reference: str
    day: date
    score: float
    typology: Typology
    reasons: tuple[Reason, ...]
    kind_rank: float | None  # share of the same kind of buyer with less in the month: context, no part of the score
    scores: Mapping[str, float]  # by the name of each typology: a later case is held against an earlier like for like


def ranked(
    orders: Table,
    budget: int,
    *,
    since: date | None = None,
    until: date | None = None,
    typologies: Sequence[Typology] | None = None,
    months: int = PERIOD,
) -> list[Case]:
    """The cases of judged orders for a budget, the strongest first; between two days (both included) where given.

    What goes on into the next period is the same case, so that one long rise does not use up the budget.
    """
    if budget < 1:
        raise ValueError(f"The budget is {budget}; it must be at least one case.")
    chosen = shipped() if typologies is None else tuple(typologies)
    rows = _best(orders, since, until, months)
    limit = budget * 4
    while True:
        taken = rows.limit(limit).to_pyarrow().to_pylist()
        cases = without_sequels(taken, budget)
        if len(cases) == budget or len(taken) < limit:
            return [_case(row, chosen) for row in cases]
        limit *= 4


def _best(orders: Table, since: date | None, until: date | None, months: int) -> Table:
    found = orders.mutate(period=(orders.month // months).cast("int32"))
    peers = ibis.window(group_by=["kind", "substance", "period"], order_by="month_total")
    found = found.mutate(kind_rank=found.month_total.percent_rank().over(peers))
    if since is not None:
        found = found.filter(found.day >= since)
    if until is not None:
        found = found.filter(found.day <= until)
    order = [ibis.desc("score"), ibis.asc("day"), ibis.asc("reference")]
    place = ibis.row_number().over(ibis.window(group_by=["buyer", "substance", "period"], order_by=order))
    found = found.mutate(place=place)
    return found.filter((found.place == 0) & (found.score > 0)).order_by(order)


def without_sequels(rows: Iterable[Mapping[str, Any]], budget: int) -> list[dict[str, Any]]:
    """The first so many rows, the strongest first; one that goes on from or leads to an earlier row joins that one.

    A row has buyer, substance and period; each one that is kept is told with all its `periods`.
    """
    held: dict[tuple[str, str, int], dict[str, Any]] = {}
    kept: list[dict[str, Any]] = []
    for row in rows:
        buyer, substance, period = row["buyer"], row["substance"], row["period"]
        whole = next((held[key] for step in (-1, 1) if (key := (buyer, substance, period + step)) in held), None)
        if whole is None:
            if len(kept) == budget:
                break
            whole = {**row, "periods": set()}
            kept.append(whole)
        whole["periods"].add(period)
        held[buyer, substance, period] = whole
    return kept


def _case(row: Mapping[str, Any], typologies: Sequence[Typology]) -> Case:
    return Case(
        buyer=row["buyer"],
        substance=row["substance"],
        periods=tuple(sorted(row["periods"])),
        reference=row["reference"],
        day=row["day"],
        score=row["score"],
        typology=max(typologies, key=lambda one: row[score_of(one)]),
        reasons=reasons(row),
        kind_rank=row["kind_rank"] if row["kind"] else None,
        scores={one.name: round(row[score_of(one)], 6) for one in typologies},
    )
