"""Writes the figures of the whole year to the reference."""

import os
import platform
from datetime import UTC, datetime
from pathlib import Path

from tests.year.players import Play

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "year.md"
HEAD = """<!-- Written by `make faults`; change the tests of tests/year, not this page. -->

# A year among 150 governments

A generated year is played through the API by governments that are prompt, late, silent or hostile. An oracle with rules
and working days of its own says what every call must be answered, how every notice must stand at the end of the year,
and what the statistics of each government and each pair must be; all of it is compared, and so is the record.
"""


def write(play: Play, seconds: float, page: Path = PAGE) -> None:
    """Write the page for a year that came out as its script says."""
    done, oracle = play.played, play.oracle
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    acts = sum(oracle.record.values())
    figures = {
        "notices": f"{done.lodged:,}",
        "governments": f"{len(play.script.countries)}",
        "calls": f"{done.calls:,}",
        "acts on the record": f"{acts:,}",
        "lapses": f"{done.lapsed:,}",
        "reminders": f"{done.reminded:,}",
        "refused": f"{done.refused:,}",
        "seconds": f"{seconds:,.0f}",
        "notices a second": f"{done.lodged / seconds:.1f}",
    }
    lines = [HEAD, f"{datetime.now(UTC).date()}, {machine}, seed `{play.script.seed}`.", ""]
    lines += ["| figure | |", "| --- | ---: |", *(f"| {name} | {figure} |" for name, figure in figures.items())]
    lines += ["", "## What was refused", "", "| code | times |", "| --- | ---: |"]
    lines += [f"| `{code}` | {count:,} |" for code, count in sorted(oracle.refused.items())]
    page.write_text("\n".join(lines) + "\n")
