"""All signals of all orders, and the score of each order by the typology that fits it best."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import ibis
from ibis.expr.types import Table

from penstock.engines.signals.market import Market, market, with_market
from penstock.engines.signals.measures.amounts import with_amounts, with_totals, with_volume
from penstock.engines.signals.measures.drift import with_drift, with_level, with_records
from penstock.engines.signals.measures.lanes import with_lane_volume, with_lanes
from penstock.engines.signals.measures.needs import with_declared, with_needs
from penstock.engines.signals.measures.peers import FACTOR, with_class_rule
from penstock.engines.signals.measures.repeats import (
    with_copies,
    with_near_misses,
    with_thresholds,
)
from penstock.engines.signals.orders import counted_in_days
from penstock.engines.signals.typologies import Typology, shipped

SECOND = 0.3  # what the other typologies add to the one that fits best: the whole situation counts


Measure = Callable[[Table], Table]

ON_THE_WAY = ("day_total", "weighed", "all_orders", "all_lanes", "taken_on", "goods_size")
"""Columns that only measures read."""


def with_signals(
    orders: Table,
    shared: Market | None = None,
    *,
    needs: Table | None = None,
    thresholds: Table | None = None,
    factor: float = FACTOR,
) -> Table:
    """Orders with every signal's strength and figures; a signal of a day uses only what was known on that day."""
    around = shared or market(orders)
    # What joins a table of its own comes first: a join after the windows would reckon all of them twice.
    found = with_drift(counted_in_days(orders))
    if needs is not None:
        found = with_declared(found, needs)
    if thresholds is not None:
        found = with_thresholds(found, thresholds)
    found = with_totals(with_market(found, around))
    measures: list[Measure] = [
        with_amounts,
        with_volume,
        with_copies,
        with_level,
        with_records,
        with_lanes,
        partial(with_class_rule, factor=factor),
    ]
    if thresholds is not None:
        measures.append(with_near_misses)
    if needs is not None:
        measures.append(with_needs)
    return with_lane_volume(beside(found, measures)).drop(*ON_THE_WAY)


def beside(orders: Table, measures: Sequence[Measure]) -> Table:
    """Orders with what each measure says of them; each sorts the few columns it needs, and not those of the others."""
    known, found = set(orders.columns), orders
    for measure in measures:
        told = measure(orders)
        added = told.select("reference", *(name for name in told.columns if name not in known))
        found = found.left_join(added, "reference").drop("reference_right")
    return found


def judged(
    orders: Table,
    shared: Market | None = None,
    *,
    typologies: Sequence[Typology] | None = None,
    needs: Table | None = None,
    thresholds: Table | None = None,
    factor: float = FACTOR,
) -> Table:
    """Orders with their signals, a score for each typology, and `score`: the best of them and a part of the others.

    `shared` is the `market` of all orders where `orders` are a part of them. A part holds every order of the owners
    that it holds.
    """
    found = with_signals(orders, shared, needs=needs, thresholds=thresholds, factor=factor)
    chosen = shipped() if typologies is None else typologies
    told = set(found.columns)
    scores: dict[str, Any] = {}
    for one in chosen:
        parts = [
            found[f"{name}_strength"] * weight for name, weight in one.weights.items() if f"{name}_strength" in told
        ]
        scores[score_of(one)] = sum(parts, ibis.literal(0.0)) / one.reach
    found = found.mutate(**scores)
    columns = [found[name] for name in scores]
    best = ibis.greatest(*columns)
    return found.mutate(score=(best + SECOND * (sum(columns[1:], columns[0]) - best)).round(6))


def score_of(typology: Typology) -> str:
    """The column that holds the score of a typology."""
    return f"is_{typology.name.replace('-', '_')}"
