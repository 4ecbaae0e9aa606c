"""Seconds and memory to take in, read and release 208,000 real seizures, against reading the file and raw COPY.

python bench/intake.py [every so manieth line]
"""

import csv
import gzip
import io
import os
import resource
import sys
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
from lodging import Stopwatch
from measuring import page
from measuring.house import fresh_house
from measuring.world import make_world
from psycopg import sql

from penstock.catalogue.naming.recognisers import listed_recogniser
from penstock.incidents.intake import messages, releasing
from penstock.incidents.models import Message
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Viewer
from penstock.parties.duties import FOCAL_HEAD
from penstock.parties.models import Organisation
from penstock.parties.queries import viewer_for
from penstock.parties.services import add_person

FILE = Path(__file__).parents[1] / "../shared/data/seizures/unodc_individual_seizures_2011_2014.csv.gz"
PASSWORD = "focal point of the measurement"  # noqa: S105 - of a house that is gone afterwards
SHARED = {"shared_with": "everybody", "marking": "GREEN"}
COPYING = (
    "COPY (SELECT * FROM {table}) TO STDOUT",
    "CREATE TABLE {plain} AS SELECT * FROM {table} WITH NO DATA",
    "COPY {plain} FROM STDIN",
)
TABLES = ("cases_case", "incidents_incident", "incidents_finding")


def memory() -> float:
    """The most memory this process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def given(every: int) -> bytes:
    """The file, or every so manieth line of it."""
    text = gzip.decompress(FILE.read_bytes()).decode("utf-8-sig")
    if every == 1:
        return text.encode()
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows([rows[0], *rows[1::every]])
    return written.getvalue().encode()


def reading_alone(content: bytes, watch: Stopwatch) -> int:
    """Read the lines of the file and do nothing with them."""
    with watch.lap("reading alone"):
        return sum(1 for _row in csv.reader(io.TextIOWrapper(io.BytesIO(content), "utf-8", newline=""), delimiter=";"))


def focal_point() -> Viewer:
    """Somebody who reports and releases, in a world of thirty countries."""
    make_world()
    with acting(SYSTEM):
        office = Organisation.objects.get(government_id="IN")
        person = add_person(
            viewer=SYSTEM,
            organisation=office,
            name="Focal point",
            email="focal@bench.example",
            password=PASSWORD,
            duties=FOCAL_HEAD,
            on=date(2020, 1, 1),
        )
        return viewer_for(person)


def take_in(viewer: Viewer, content: bytes, watch: Stopwatch) -> tuple[Message, dict[str, float]]:
    """Play the officer and the worker once; answers the message, and the memory after each phase."""
    used = {"before": memory()}
    with watch.lap("hand in"), acting(viewer):
        chunks = (content[at : at + 64 * 1024] for at in range(0, len(content), 64 * 1024))
        message = messages.take_in(viewer=viewer, name="seizures.csv", chunks=chunks, sharing=SHARED)
    with watch.lap("read"):
        releasing.read_waiting()
    used["read"] = memory()
    with acting(viewer):
        messages.ask_to_release(viewer=viewer, reference=message.reference)
    with watch.lap("release"):
        releasing.release_waiting()
    used["release"] = memory()
    with acting(viewer):
        done = messages.find_message(viewer, message.reference)
    if done.failure or not done.released_at:
        raise RuntimeError(done.failure or "the message was not released")
    return done, used


def raw_copy(watch: Stopwatch) -> int:
    """COPY the rows of the released incidents, as they are, into tables without keys, indexes or fences."""
    size = 0
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as connection:
        connection.execute("SELECT set_config('penstock.scope', 'all', true)")
        for table in TABLES:
            names = {"table": sql.Identifier(table), "plain": sql.Identifier(f"plain_{table}")}
            out, same, back = (sql.SQL(one).format(**names) for one in COPYING)
            with connection.cursor() as cursor, cursor.copy(out) as copy:
                content = b"".join(bytes(piece) for piece in copy)
            connection.execute(same)
            with watch.lap("COPY"), connection.cursor() as cursor, cursor.copy(back) as copy:
                copy.write(content)
            size += len(content)
        with watch.lap("COPY"):
            connection.commit()
    return size


def main() -> None:
    """Measure, print and write."""
    if not FILE.exists():
        sys.exit("The shared file of individual seizures is not beside this project.")
    every = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    watch, content = Stopwatch(), given(every)
    lines = reading_alone(content, watch) - 1
    with fresh_house():
        viewer = focal_point()
        listed_recogniser()
        message, used = take_in(viewer, content, watch)
        size = raw_copy(watch)
    told(lines, message, size, watch.seconds, used)


def told(lines: int, message: Message, size: int, seconds: dict[str, float], used: dict[str, float]) -> None:
    """Put the figures on the page."""
    phases: list[tuple[str, float, Any]] = [
        ("hand in", seconds["hand in"], ""),
        ("read and understand", seconds["read"], f"{used['read']:.0f}"),
        ("release", seconds["release"], f"{used['release']:.0f}"),
    ]
    total = sum(one for _name, one, _used in phases)
    rows = [
        (name, f"{one:.1f}", f"{lines / one:,.0f}", most)
        for name, one, most in [
            *phases,
            ("end to end", total, f"{used['release']:.0f}"),
            ("reading the CSV alone", seconds["reading alone"], ""),
            (f"raw COPY of {size / 1e6:.0f} MB", seconds["COPY"], ""),
        ]
    ]
    share = 100 * message.good / lines
    text = (
        f"A file of {lines:,} real seizures, of which {message.good:,} ({share:.2f} per cent) are understood and become"
        f" incidents; {message.bad:,} lines are kept with their reasons. Memory is the most that the process has had so"
        f" far; before the file was handed in it was {used['before']:.0f} MB, with the catalogue and the file in it."
    )
    note = (
        "Releasing writes case, incident, finding and a chained event for each line, with their keys, indexes and row"
        " policies, in pieces of 2,000; the baseline writes the same rows of case, incident and finding into tables"
        " without any."
    )
    figures = page.table(["phase", "seconds", "lines a second", "memory in MB"], rows)
    page.write("Taking in a file of seizures", f"{text}\n\n{figures}\n\n{note}")


if __name__ == "__main__":
    main()
