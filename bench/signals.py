"""Planted diversions found among real orders, beside the rules in use; a country's orders in one process; and Spark.

python bench/signals.py [generated orders]
"""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import ibis
import pandas as pd
from measuring.page import table, write
from ordering.baselines import baselines

from penstock.engines.signals.judging import judged
from penstock.engines.signals.orders import Order, table_of
from penstock.engines.signals.ranking import PERIOD, ranked, without_sequels

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.engines.signals.arcos import FILE, real_orders
from tests.engines.signals.diversions import KINDS, SIZES, Diversion, caught, planted

SEEDS = (*range(101, 106), *range(221, 236))
EACH, ORDERS_PER_CASE = 3, 200
SINCE = date(2007, 6, 1)
OURS, BY_QUARTER = "Penstock, one budget for all", "Penstock, a budget each quarter"
Cases = list[tuple[str, set[int]]]


def by_quarter(judged_orders: ibis.Table) -> Cases:
    """The cases of a desk that ranks at the end of each quarter and never looks back: a budget for each."""
    counts = judged_orders.group_by(quarter=judged_orders.month // PERIOD).aggregate(orders=judged_orders.count())
    found: Cases = []
    rest = 0.0
    for row in sorted(counts.to_pyarrow().to_pylist(), key=lambda row: row["quarter"]):
        rest += row["orders"] / ORDERS_PER_CASE
        budget = int(rest)
        rest -= budget
        if budget:
            rows = judged_orders.filter(judged_orders.month // PERIOD == row["quarter"])
            found += [(one.buyer, set(one.periods)) for one in ranked(rows, budget)]
    return found


def by_score(frame: pd.DataFrame, scores: pd.Series, budget: int) -> Cases:
    """The cases of a baseline, made of its scores as ours are made of ours."""
    told = frame.assign(told=scores, period=frame["month"] // PERIOD)
    best = told.sort_values(["told", "reference"], ascending=[False, True]).drop_duplicates(["buyer", "period"])
    rows = best.head(8 * budget)[["buyer", "substance", "period"]].to_dict("records")
    return [(row["buyer"], row["periods"]) for row in without_sequels(rows, budget)]


def tried(real: Sequence[Order], seed: int) -> tuple[dict[str, set[Diversion]], list[Diversion]]:
    """What each method finds of what a seed planted."""
    orders, told = planted(real, seed, EACH, SINCE)
    connection = ibis.duckdb.connect()
    judged_orders = connection.create_table(
        "judged", judged(connection.create_table("orders", table_of(orders))).to_pyarrow()
    )
    budget = len(orders) // ORDERS_PER_CASE
    frame = judged_orders.to_pandas()
    cases = {
        OURS: [(one.buyer, set(one.periods)) for one in ranked(judged_orders, budget)],
        BY_QUARTER: by_quarter(judged_orders),
        **{name: by_score(frame, rule(frame), budget) for name, rule in baselines().items()},
    }
    return {name: caught(found, orders, told) for name, found in cases.items()}, told


def quality() -> str:
    """The table of what is found, by kind and by size."""
    real = real_orders()
    found: dict[str, Counter[str]] = {}
    total: Counter[str] = Counter()
    for seed in SEEDS:
        hits, told = tried(real, seed)
        total.update(key for one in told for key in _keys(one))
        for name, which in hits.items():
            found.setdefault(name, Counter()).update(key for one in which for key in _keys(one))
    columns = ["all", "clear", *KINDS, *SIZES]
    rows = [
        (name, *(f"{100 * hits[column] / total[column]:.0f}" for column in columns)) for name, hits in found.items()
    ]
    drift = ", ".join(f"{size} {found[OURS][f'drift {size}']} of {total[f'drift {size}']}" for size in SIZES)
    absent = "" if "isolation forest" in found else " The isolation forest is absent: scikit-learn is not installed."
    return (
        f"{len(real):,} real sales of one drug in one county, 2006 to 2012, with {total['all'] // len(SEEDS)}"
        f" diversions planted by each of {len(SEEDS)} seeds that no weight was chosen on. Per cent found with one case"
        f" for {ORDERS_PER_CASE} orders; a case is one buyer in one quarter and those that follow, made"
        " of every method's scores alike. Clear are medium and large ones. The forest sees the whole file, the"
        f" others only what was known on the day. Of drifts alone: {drift}.{absent}\n\n"
        + table(["found, %", *columns], rows)
    )


def _keys(one: Diversion) -> list[str]:
    clear = ["clear"] if one.size != "small" else []
    return ["all", one.kind, one.size, f"{one.kind} {one.size}", *clear]


def apart(script: str, *words: str) -> dict[str, float] | None:
    """The figures of a script that runs as a process with memory of its own; nothing if it cannot."""
    path = Path(__file__).parent / "ordering" / script
    done = subprocess.run([sys.executable, str(path), *words], capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stderr[-2000:], file=sys.stderr)
        return None
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def scale(words: Sequence[str]) -> str:
    """What a country's orders take, and whether Spark says the same."""
    told = apart("scale.py", *words)
    if told is None:
        raise RuntimeError("The generated orders could not be judged.")
    text = (
        f"{told['orders']:,} generated orders of a hundred each for a buyer, on DuckDB with two threads and 4 GB, in"
        f" {told['parts']} parts: written in {told['write']:.0f} s, the market made in {told['market']:.0f} s, judged"
        f" and ranked in {told['judge and rank']:.0f} s; {told['peak']:.1f} GB at the most."
    )
    spark = apart("spark.py")
    if spark is None:
        return f"{text}\n\nSpark is not to be had here."
    return (
        f"{text}\n\nSpark on {spark['orders']:,} of them: {spark['spark']:.0f} s (DuckDB {spark['duckdb']:.0f} s); the"
        f" greatest difference in any of {spark['signals']} figures is {spark['difference']:.1g}."
    )


def main() -> None:
    """Measure and write."""
    if FILE.exists():
        write("Diversions found among orders", quality())
    else:
        print("The real orders are not beside the project.")
    write("Signals of a country's orders", scale(sys.argv[1:2]))


if __name__ == "__main__":
    main()
