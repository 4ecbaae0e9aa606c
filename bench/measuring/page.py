"""The page of figures: each measurement owns one section of it and leaves the others alone."""

import os
import platform
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "performance.md"
HEAD = """<!-- Written by `make bench`; change the scripts of bench/, not this page. -->

# Performance

What was measured, each figure beside a baseline of the same run. Compare the ratios: seconds belong to one machine on
one day. The load and the server share the same cores, so nothing here says how many people an instance serves.
"""


def table(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A table, its first column to the left and the others to the right."""
    named = list(headings)
    lines = [named, ["---", *["---:"] * (len(named) - 1)], *[[str(cell) for cell in row] for row in rows]]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def write(title: str, text: str) -> None:
    """Print a section and put it on the page, in the place of the one it had."""
    script = Path(sys.argv[0]).name
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    told = f"{datetime.now(UTC).date()}, version {version('penstock')}, {machine}, by `python bench/{script}`."
    section = f"## {title}\n\n{text}\n\n{told}\n"
    print(section, flush=True)
    found = PAGE.read_text(encoding="utf-8") if PAGE.exists() else HEAD
    sections = re.split(r"(?m)^(?=## )", found)[1:]
    kept = [one for one in sections if not one.startswith(f"## {title}\n")]
    PAGE.write_text(HEAD + "\n" + "\n".join(sorted(one.strip() + "\n" for one in [*kept, section])), encoding="utf-8")
