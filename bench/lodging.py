"""Seconds to hand in, check and lodge a file of 30,000 shipments, against raw COPY of the same rows into a plain table.

python bench/lodging.py [lines]
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import psycopg
from measuring import page
from measuring.house import fresh_house
from measuring.shipments import as_csv, shipments
from measuring.world import COUNTRIES, Officer, make_world

from penstock.catalogue.naming.recognisers import listed_recogniser
from penstock.kernel.rowsecurity import acting
from penstock.notices.shipments import batches
from penstock.notices.shipments.checks import ShipmentChecker
from penstock.notices.shipments.sheets import rows

LINES = 30_000
SAME = "SELECT c.*, n.* FROM cases_case c JOIN notices_notice n ON n.case_ptr_id = c.id"


class Stopwatch:
    """Adds up seconds under names."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.seconds: dict[str, float] = {}

    @contextmanager
    def lap(self, name: str) -> Iterator[None]:
        """Add the seconds of the block."""
        start = time.perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start

    def around(self, name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, with its seconds added."""

        def timed(*args: Any, **named: Any) -> Any:
            with self.lap(name):
                return act(*args, **named)

        return timed


def lodge(officer: Officer, content: bytes, watch: Stopwatch) -> int:
    """Play the officer and the worker once; answers how many notices there are."""
    viewer = officer.viewer
    with watch.lap("hand in"), acting(viewer):
        batch = batches.take_in(viewer=viewer, name="year.csv", chunks=[content], mapping={})
    with watch.lap("read, check and keep lines"):
        batches.check_waiting()
    with acting(viewer):
        batches.ask_to_lodge(viewer=viewer, batch_id=batch.id)
    with watch.lap("lodge"):
        batches.lodge_waiting()
    with acting(viewer):
        done = batches.find_batch(viewer, batch.id)
    if done.failure or not done.lodged_at:
        raise RuntimeError(done.failure or "the file was not lodged")
    return done.good


def raw_copy(watch: Stopwatch) -> int:
    """COPY the rows of the lodged notices, as they are, into a table without keys, indexes or fences."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as connection:
        connection.execute("SELECT set_config('penstock.scope', 'all', true)")
        with connection.cursor() as cursor, cursor.copy(f"COPY ({SAME}) TO STDOUT".encode()) as copy:
            content = b"".join(bytes(piece) for piece in copy)
        connection.execute(f"CREATE TABLE plain AS {SAME} WITH NO DATA".replace("c.*, n.*", "*").encode())
        with watch.lap("COPY"):
            with connection.cursor() as cursor, cursor.copy(b"COPY plain FROM STDIN") as copy:
                copy.write(content)
            connection.commit()
        return len(content)


def check_alone(content: bytes, watch: Stopwatch) -> None:
    """Read and check the same lines without keeping anything, as `penstock check shipments` does."""
    checker = ShipmentChecker(on=datetime.now(UTC).date(), exporting="IN")
    with watch.lap("read and check alone"):
        for number, raw in rows(BytesIO(content)):
            checker.check(number, raw)


def main() -> None:
    """Measure, print and write."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else LINES
    watch = Stopwatch()
    content = as_csv(shipments(count, seed=1988, exporting="IN", importing=[c for c in COUNTRIES if c != "IN"]))
    with fresh_house():
        officer = make_world()["IN"]
        listed_recogniser()
        check_alone(content, watch)
        notices = lodge(officer, content, watch)
        size = raw_copy(watch)
    told(count, notices, size, watch.seconds)


def told(count: int, notices: int, size: int, seconds: dict[str, float]) -> None:
    """Put the figures on the page."""
    alone, base = seconds.pop("read and check alone"), seconds.pop("COPY")
    checked = seconds.pop("read, check and keep lines")
    phases = {
        "hand in": seconds["hand in"],
        "read and check": alone,
        "keep the lines": max(checked - alone, 0.0),
        "lodge in one act": seconds["lodge"],
    }
    total = seconds["hand in"] + checked + seconds["lodge"]
    lines = [(name, f"{one:.2f}", f"{one / base:.0f}") for name, one in [*phases.items(), ("end to end", total)]]
    lines.append((f"raw COPY of {size / 1e6:.0f} MB", f"{base:.2f}", "1"))
    text = f"A file of {count:,} lines, of which {notices:,} become notices: {count / total:,.0f} lines a second."
    note = (
        "Lodging writes case, notice and a chained event for each line, with their keys, indexes and row policies; the"
        " baseline writes the same columns of case and notice into a table without any."
    )
    figures = page.table(["phase", "seconds", "times the baseline"], lines)
    page.write("Lodging a year's file", f"{text}\n\n{figures}\n\n{note}")


if __name__ == "__main__":
    main()
