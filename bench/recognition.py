"""Lines a second of the recogniser against a naive search of all names by rapidfuzz, in the same run.

Usage: python bench/recognition.py [CSV with a goods_description column] [lines]
"""

import csv
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from rapidfuzz.fuzz import WRatio
from rapidfuzz.process import extract

from penstock.catalogue.recognisers import listed_recogniser
from penstock.catalogue.substances import substances

SHIPMENTS = Path(__file__).resolve().parents[2] / "shared" / "data" / "notices" / "planned_shipments.csv"
BASELINE_LINES = 300


def descriptions(path: Path) -> list[str]:
    """Return the descriptions of a file, or plain ones made of our own names when it is absent."""
    if not path.is_file():
        return [f"Drums of {name.text}, technical grade" for each in substances() for name in each.names]
    with path.open(encoding="utf-8", newline="") as lines:
        return [row["goods_description"] for row in csv.DictReader(lines)]


def rate(ask: Callable[[str], object], goods: list[str], count: int) -> float:
    """Return lines a second over count lines, going round the goods; each round differs, so nothing is remembered."""
    start = time.perf_counter()
    for number in range(count):
        ask(f"{goods[number % len(goods)]} {number} kg")
    return count / (time.perf_counter() - start)


def main() -> None:
    """Measure and print."""
    goods = descriptions(Path(sys.argv[1]) if len(sys.argv) > 1 else SHIPMENTS)
    count = int(sys.argv[2]) if len(sys.argv) > 2 else len(goods)  # noqa: PLR2004
    start = time.perf_counter()
    recogniser = listed_recogniser()
    built = time.perf_counter() - start
    names = [name.text.lower() for each in substances() for name in each.names]
    ours = rate(recogniser.recognise, goods, count)
    naive = rate(lambda text: extract(text.lower(), names, scorer=WRatio, limit=3), goods, BASELINE_LINES)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"built in {built:.1f} s; {count} lines at {ours:,.0f} lines/s; naive search {naive:,.0f} lines/s;")
    print(f"ratio {ours / naive:.0f}; peak memory of the process {memory:.0f} MB")


if __name__ == "__main__":
    main()
