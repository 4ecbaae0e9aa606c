"""Recogniser against rapidfuzz's scorers over the same names, on the same lines, in the same run.

Usage: python bench/recognition.py [lines of the baseline]
"""

import csv
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from measuring.page import table, write
from rapidfuzz import fuzz
from rapidfuzz.process import extractOne

from penstock.catalogue.naming.public_record import public_record
from penstock.catalogue.naming.recognisers import entry, listed_recogniser, recognised

NOTICES = Path(__file__).resolve().parents[2] / "shared" / "data" / "notices"
SCORERS = {"ratio": fuzz.ratio, "token_set_ratio": fuzz.token_set_ratio, "WRatio": fuzz.WRatio}
CUTOFF = 85
BASELINE_LINES = 150


class Line(NamedTuple):
    """A description with the CAS numbers of what it holds."""

    text: str
    truth: frozenset[str]


def goods() -> list[Line]:
    """The lines of the shared file whose truth is one listed substance or a misspelt one."""
    with (NOTICES / "planned_shipments.csv").open(encoding="utf-8") as told:
        texts = [row["goods_description"] for row in csv.DictReader(told)]
    with (NOTICES / "planned_shipments_truth.csv").open(encoding="utf-8") as truth:
        rows = list(csv.DictReader(truth))
    return [Line(text, frozenset(row["substances"].split())) for text, row in zip(texts, rows, strict=True)]


def measured(ask: Callable[[str], frozenset[str]], lines: Sequence[Line]) -> tuple[float, float, float]:
    """Lines a second, the share of listed lines whose substances are all found, and of the others that are hit."""
    start = time.process_time()
    answers = [ask(line.text) for line in lines]
    spent = time.process_time() - start
    listed = [line.truth <= found for line, found in zip(lines, answers, strict=True) if line.truth]
    others = [bool(found) for line, found in zip(lines, answers, strict=True) if not line.truth]
    return len(lines) / spent, sum(listed) / max(1, len(listed)), sum(others) / max(1, len(others))


def main() -> None:
    """Measure and write."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else BASELINE_LINES
    public_record(frozenset(each.cas for each in recognised() if each.cas))
    start = time.process_time()
    recogniser = listed_recogniser()
    built, memory = time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    record = public_record(frozenset(each.cas for each in recognised() if each.cas))
    entries = [entry(each, record.listed.get(each.cas or "", ())) for each in recognised()]
    meant = {name.lower(): each.cas for each in entries for name in (each.name, *(one.text for one in each.names))}
    names, lines = list(meant), goods()

    def ours(text: str) -> frozenset[str]:
        return frozenset(one.cas or "" for one in recogniser.recognise(text, suspicious=False))

    def baseline(scorer: Callable[..., float]) -> Callable[[str], frozenset[str]]:
        def ask(text: str) -> frozenset[str]:
            best = extractOne(text.lower(), names, scorer=scorer, score_cutoff=CUTOFF)
            return frozenset({meant[best[0]] or ""}) if best else frozenset()

        return ask

    rows = [
        ("Penstock, all lines", *measured(ours, lines)),
        (f"Penstock, {count} lines", *measured(ours, lines[:count])),
    ]
    rows += [(f"rapidfuzz {name}", *measured(baseline(scorer), lines[:count])) for name, scorer in SCORERS.items()]
    best = max(rows[2:], key=lambda row: row[2])
    cells = [
        (name, f"{rate:,.0f}", f"{1000 / rate:.2f}", f"{found:.3f}", f"{false:.3f}")
        for name, rate, found, false in rows
    ]
    text = table(["over the same names", "lines a second", "ms a line", "found", "wrongly hit"], cells)
    times = rows[1][1] / best[1]
    told = (
        f"{len(names):,} names. Against the scorer that finds most ({best[0]}) it is {times:.0f} times as fast.\n"
        f"Loaded from its cache in {built:.2f} s of processor time; {memory:.0f} MB in all then. The baseline names\n"
        "one substance a line, so of a mixture it finds one at most."
    )
    write("Recognition against a search of all names", f"{text}\n\n{told}")


if __name__ == "__main__":
    main()
