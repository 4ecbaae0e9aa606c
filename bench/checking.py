"""Lines a second and peak memory of `penstock check shipments`, against only reading the same CSV with the csv module.

python bench/checking.py [lines]
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from measuring import PLACE, page
from measuring.shipments import as_csv, shipments

LINES = 100_000
ALLOWED_MB = 500
ONLY_READ = "import csv, sys; print(sum(1 for line in csv.DictReader(open(sys.argv[1], newline='', encoding='utf-8'))))"


def run(command: Sequence[str]) -> tuple[float, float]:
    """Seconds and peak megabytes of a program, which may find faults but must not fail."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1}:
        raise RuntimeError(f"{command} ended with {process.returncode}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def _line(name: str, seconds: float, base: float, count: int = 0) -> tuple[str, ...]:
    return name, f"{seconds:.2f}", f"{count / seconds:,.0f}" if count else "", f"{seconds / base:.0f}"


def main() -> None:
    """Measure, print and write."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else LINES
    file, out, short = (Path(PLACE.name, name) for name in ("shipments.csv", "result.csv", "short.csv"))
    file.write_bytes(as_csv(shipments(count, seed=1961, exporting="IN")))
    short.write_bytes(as_csv(shipments(2, seed=1961, exporting="IN")))
    check = [sys.executable, "-m", "penstock.commands", "check", "shipments"]
    start_up, _memory = run([*check, str(short), "--out", str(out)])
    seconds, memory = run([*check, str(file), "--out", str(out)])
    base, _memory = run([sys.executable, "-c", ONLY_READ, str(file)])
    lines = [
        _line("`penstock check shipments`", seconds, base, count),
        _line("of which start, with the lists", start_up, base),
        _line("only reading with `csv`", base, base, count),
    ]
    figures = page.table([f"{count:,} lines", "seconds", "lines a second", "times the baseline"], lines)
    page.write(
        "Checking a file without a database",
        f"{figures}\n\nIt needed {memory:.0f} MB at its peak; {ALLOWED_MB} are allowed.",
    )


if __name__ == "__main__":
    main()
