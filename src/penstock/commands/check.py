"""`penstock check shipments`: say of each planned shipment what it is, whether a notice is due, and what is wrong."""

import argparse
import csv
import io
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Protocol, TextIO

from penstock.commands.trouble import Trouble, day
from penstock.notices.shipments.checks import Checked, ShipmentChecker
from penstock.notices.shipments.sheets import Unreadable, defused, rows

REDRAW_SECONDS = 0.2
UNREADABLE = 2


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the subcommand."""
    text = "check a CSV or XLSX file of planned shipments; needs no database"
    parser = subparsers.add_parser("check", help=text, description=text)
    kinds = parser.add_subparsers(metavar="WHAT", required=True)
    shipments = kinds.add_parser("shipments", help=text, description=text)
    shipments.add_argument("file", type=Path, metavar="FILE")
    shipments.add_argument("--exporting", metavar="XX", help="the exporting country, where the lines do not say")
    shipments.add_argument(
        "--out", type=Path, metavar="RESULT", help="write to this .csv or .json file, not to the terminal"
    )
    shipments.add_argument(
        "--map", action="append", default=[], metavar="HEADING=FIELD", help="lead one of your headings to a field"
    )
    shipments.add_argument("--on", type=day, metavar="YYYY-MM-DD", help="judge by the law of this day (default: today)")
    shipments.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check the file; answers 0 when no line has a fault and 1 when one has."""
    on = args.on or datetime.now(UTC).date()
    checker = ShipmentChecker(on=on, exporting=_country(args.exporting))
    tally = Counter[str]()
    try:
        with _opened(args.file) as content, _writer(args.out) as write:
            for line, raw in _with_progress(rows(content, _mapping(args.map)), args.file, content):
                checked = checker.check(line, raw)
                _count(tally, checked)
                write(result_of(checked, on))
    except Unreadable as wrong:
        raise Trouble(f"{args.file}: {wrong}", UNREADABLE) from None
    _summarise(tally, args.file)
    return 1 if tally["with faults"] else 0


def result_of(checked: Checked, on: date) -> dict[str, Any]:
    """What is said of one line, as the JSON output has it."""
    return {
        "line": checked.line,
        "reference": checked.reference,
        "substances": [
            {key: one[key] for key in ("cas", "name", "list", "reason", "rules")} for one in checked.substances(on)
        ],
        "notification": {"due": checked.requirement.due, "basis": checked.requirement.basis},
        "faults": [{"column": f.field, "code": f.code, "message": f.message} for f in checked.faults],
        "warnings": list(checked.warnings),
    }


def _country(code: str | None) -> str | None:
    if code is None:
        return None
    if len(code) != 2 or not code.isalpha():  # noqa: PLR2004 - a country code has two letters
        raise Trouble(f"--exporting {code}: write a country's two letters, such as NL", UNREADABLE)
    return code.upper()


def _mapping(pairs: list[str]) -> dict[str, str]:
    mapping = {}
    for pair in pairs:
        heading, equals, field = pair.rpartition("=")
        if not equals:
            raise Trouble(f"--map {pair}: write HEADING=FIELD, such as 'CAS no.=cas_number'", UNREADABLE)
        mapping[heading] = field
    return mapping


def _opened(path: Path) -> io.BufferedReader:
    try:
        return path.open("rb")
    except OSError as error:
        raise Trouble(f"{path}: {error.strerror}", UNREADABLE) from None


class _Write(Protocol):
    def __call__(self, result: dict[str, Any]) -> None: ...


class _writer:  # noqa: N801 - used like a function
    """Writes results as they come: CSV for a `.csv` file, else JSON, one object a line."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        if path and path.suffix not in {".csv", ".json"}:
            raise Trouble(f"--out {path}: the name must end in .csv or .json", UNREADABLE)

    def __enter__(self) -> _Write:
        try:
            self.file: TextIO = self.path.open("w", encoding="utf-8", newline="") if self.path else sys.stdout
        except OSError as error:
            raise Trouble(f"--out {self.path}: {error.strerror}", UNREADABLE) from None
        return self._csv() if self.path and self.path.suffix == ".csv" else self._json

    def __exit__(self, *_error: object) -> None:
        if self.path:
            self.file.close()

    def _json(self, result: dict[str, Any]) -> None:
        self.file.write(json.dumps(result, ensure_ascii=False) + "\n")

    def _csv(self) -> _Write:
        said = ("line", "reference", "substances", "lists", "reasons")
        columns = (*said, "notification_due", "basis", "faults", "warnings")
        table = csv.writer(self.file)
        table.writerow(columns)

        def write(result: dict[str, Any]) -> None:
            found = result["substances"]
            cells = (
                result["line"],
                result["reference"],
                "; ".join(f"{one['name']} ({one['cas']})" for one in found),
                "; ".join(one["list"] for one in found),
                " ".join(one["reason"] for one in found),
                "yes" if result["notification"]["due"] else "no",
                result["notification"]["basis"],
                "; ".join(f"{fault['column']}: {fault['message']}" for fault in result["faults"]),
                " ".join(result["warnings"]),
            )
            table.writerow([defused(cell) for cell in cells])

        return write


def _with_progress(
    lines: Iterator[tuple[int, dict[str, Any]]], path: Path, content: io.BufferedReader
) -> Iterator[tuple[int, dict[str, Any]]]:
    """The lines as they are, with a line of progress on a terminal that is drawn over itself."""
    if not sys.stderr.isatty():
        yield from lines
        return
    size, drawn, count = max(path.stat().st_size, 1), 0.0, 0
    for count, line in enumerate(lines, start=1):
        if time.monotonic() - drawn > REDRAW_SECONDS:
            drawn = time.monotonic()
            share = "" if content.closed else f", {100 * content.tell() // size:d} % of the file read"
            print(f"\r\033[K{count:,} lines checked{share}", end="", file=sys.stderr, flush=True)
        yield line
    print("\r\033[K", end="", file=sys.stderr)


def _count(tally: Counter[str], checked: Checked) -> None:
    tally["lines"] += 1
    tally["controlled"] += bool(checked.hits)
    tally["due"] += checked.requirement.due
    tally["with faults"] += bool(checked.faults)
    for code in {fault.code for fault in checked.faults}:
        tally[f"fault {code}"] += 1


def _summarise(tally: Counter[str], path: Path) -> None:
    print(
        f"{path.name}: {tally['lines']:,} lines, {tally['controlled']:,} with controlled substances,"
        f" {tally['due']:,} for which a notice is due, {tally['with faults']:,} with faults",
        file=sys.stderr,
    )
    for name, count in sorted(tally.items()):
        if name.startswith("fault "):
            print(f"  {count:>7,}  {name.removeprefix('fault ')}", file=sys.stderr)
