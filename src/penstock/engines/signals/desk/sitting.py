"""A seller's orders judged in one process: rows go in, cases come out, and nothing else is remembered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache

import ibis
import pyarrow as pa

from penstock.engines.signals.judging import judged
from penstock.engines.signals.orders import COLUMNS, Order, table_of
from penstock.engines.signals.ranking import Case, ranked
from penstock.engines.signals.typologies import Typology, shipped, signals_of
from penstock.engines.signals.words import Reason

LEFT_OUT = frozenset({"undeclared"})
"""A customer declares what the law asks a declaration for: that it declared nothing of another substance is usual."""
CONTEXT = frozenset({"rule"})
"""What is told beside the reasons, and has no weight: others of the same class."""
LEAST = 0.5
"""The least score of a case: half of what the strongest seven of a thousand buyers' quarters reach."""
NEEDS = {
    "buyer": pa.string(),
    "substance": pa.string(),
    "yearly": pa.float64(),
    "from_day": pa.date32(),
    "to_day": pa.date32(),
}
THRESHOLDS = {"substance": pa.string(), "threshold": pa.float64()}
A_HAIR = 1e-9  # what is ordered exactly as declared is not above it, however its parts round as floats


@dataclass(frozen=True, slots=True)
class Need:
    """What a buyer declared to need of a substance in a year, and from when to when that holds."""

    buyer: str
    substance: str
    yearly: Decimal
    from_day: date
    to_day: date


@cache
def typologies_of_a_desk() -> tuple[Typology, ...]:
    """The shipped typologies without the signals that say nothing among one seller's orders."""
    cut = (
        replace(one, weights={name: weight for name, weight in one.weights.items() if name not in LEFT_OUT})
        for one in shipped()
    )
    return tuple(one for one in cut if one.weights)


def stands_out(
    orders: Iterable[Order],
    *,
    most: int,
    since: date,
    until: date,
    needs: Iterable[Need] = (),
    thresholds: Mapping[str, Decimal] | None = None,
) -> list[Case]:
    """The cases between two days (both included), the strongest first and at most so many; the days before are history.

    The same orders give the same cases in whatever order they come; a case has at least one telling reason.
    """
    rows = sorted((one for one in orders if one.day <= until), key=lambda one: (one.day, one.reference))
    if not any(one.day >= since for one in rows):
        return []
    connection = ibis.duckdb.connect(threads=1)
    try:
        connection.create_table("orders", table_of(rows))
        declared = _needs(connection, needs)
        limits = _thresholds(connection, thresholds or {})
        connection.raw_sql(f"CREATE TABLE judged AS {_judging(declared=declared, limits=limits)}")
        chosen = typologies_of_a_desk()
        cases = ranked(connection.table("judged"), most, since=since, until=until, typologies=chosen)
    finally:
        connection.disconnect()
    told = frozenset(signals_of(chosen)) | CONTEXT
    cut = (
        replace(one, reasons=tuple(each for each in one.reasons if each.signal in told and _tells(each)))
        for one in cases
    )
    return [one for one in cut if one.score >= LEAST and any(each.signal not in CONTEXT for each in one.reasons)]


def _tells(reason: Reason) -> bool:
    """Whether a person can follow it: a quantity that was never ordered before is surprising, and yet no copy."""
    return reason.signal != "copied" or reason.figures["now"] != "1"


@cache
def _judging(*, declared: bool, limits: bool) -> str:
    """The judging as SQL, once for each shape: it takes longer to write than to run on one seller's orders."""
    names = {"string": "string", "date32[day]": "date", "double": "float64", "int64": "int64"}
    orders = ibis.table({name: names[str(kind)] for name, kind in COLUMNS.items()}, name="orders")
    needs = ibis.table({name: names[str(kind)] for name, kind in NEEDS.items()}, name="needs")
    thresholds = ibis.table({name: names[str(kind)] for name, kind in THRESHOLDS.items()}, name="thresholds")
    expression = judged(
        orders,
        typologies=typologies_of_a_desk(),
        needs=needs if declared else None,
        thresholds=thresholds if limits else None,
    )
    return str(ibis.to_sql(expression, dialect="duckdb"))


def _needs(connection: ibis.BaseBackend, needs: Iterable[Need]) -> bool:
    """Put the needs into their table; whether there are any."""
    rows = [(one.buyer, one.substance, float(one.yearly) * (1 + A_HAIR), one.from_day, one.to_day) for one in needs]
    return _table(connection, "needs", NEEDS, rows)


def _thresholds(connection: ibis.BaseBackend, thresholds: Mapping[str, Decimal]) -> bool:
    """Put the thresholds into their table; whether there are any."""
    rows = [(name, float(value)) for name, value in sorted(thresholds.items())]
    return _table(connection, "thresholds", THRESHOLDS, rows)


def _table(
    connection: ibis.BaseBackend, name: str, columns: Mapping[str, pa.DataType], rows: Sequence[tuple[object, ...]]
) -> bool:
    if rows:
        told = zip(columns.items(), zip(*rows, strict=True), strict=True)
        connection.create_table(name, pa.table({column: pa.array(values, kind) for (column, kind), values in told}))
    return bool(rows)
