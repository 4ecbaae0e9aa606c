"""Milliseconds and queries of pages and API calls with 100,000 notices in the house, against the same with 100.

python bench/reading.py [notices]
"""

import os
import statistics
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psycopg
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from measuring import PLACE, page
from measuring.filling import fill
from measuring.house import fresh_house
from measuring.world import Officer, make_world

from penstock.commands.serve import await_answer, free_port, web
from penstock.kernel.rowsecurity import acting
from penstock.notices.models import Notice
from penstock.parties.models import Person

FEW, MANY = 100, 100_000
TIMES, WARMING = 60, 5
BASELINE = "API: who am I (baseline)"


@dataclass(frozen=True)
class Timed:
    """Milliseconds of one address, and how many queries it asks of the database."""

    median: float
    p95: float
    queries: int


def addresses(reference: str) -> Mapping[str, str]:
    """What is read, as a person or a client does."""
    api = "/api/v1"
    return {
        BASELINE: f"{api}/me",
        "page: inbox": "/",
        "page: notices": "/notices/",
        "page: search": "/notices/?text=Importer+42",
        "page: a notice": f"/notices/{reference}/",
        "API: inbox": f"{api}/inbox",
        "API: notices": f"{api}/notices",
        "API: notices of a state": f"{api}/notices?state=sent",
        "API: notices of a substance": f"{api}/notices?substance=acetone",
        "API: search": f"{api}/notices?text=Importer+42",
        "API: search without a hit": f"{api}/notices?text=nowhere+to+be+found",
        "API: a notice": f"{api}/notices/{reference}",
    }


@contextmanager
def served() -> Iterator[str]:
    """The address of a web server as `penstock serve` starts it."""
    port = free_port()
    with web(port) as child:
        await_answer(f"http://127.0.0.1:{port}", [child])
        yield f"http://127.0.0.1:{port}"


def measure(officer: Officer) -> dict[str, Timed]:
    """Every address, with the signed-in officer's session or token."""
    with acting(officer.viewer):
        newest = Notice.objects.visible_to(officer.viewer).order_by("-updated_at")[5]
    within = Client(SERVER_NAME="localhost")
    within.force_login(Person.objects.get(email=officer.email))
    headers = {"Authorization": f"Bearer {officer.token}", "Cookie": f"sessionid={within.cookies['sessionid'].value}"}
    with served() as base, httpx.Client(base_url=base, headers=headers, timeout=60, trust_env=False) as client:
        return {name: _timed(client, within, path, officer) for name, path in addresses(newest.reference).items()}


def _timed(client: httpx.Client, within: Client, path: str, officer: Officer) -> Timed:
    laps = []
    for lap in range(TIMES + WARMING):
        start = time.perf_counter()
        response = client.get(path)
        if lap >= WARMING:
            laps.append(1000 * (time.perf_counter() - start))
        response.raise_for_status()
        if response.is_redirect:
            raise RuntimeError(f"{path} leads to {response.headers['Location']}")
    laps.sort()
    with CaptureQueriesContext(connection) as asked:
        within.get(path, headers={"Authorization": f"Bearer {officer.token}"})
    return Timed(statistics.median(laps), laps[int(len(laps) * 0.95)], len(asked))


def analyse() -> None:
    """Let the database know its tables, as it does by itself after a while."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("ANALYZE")


def main() -> None:
    """Measure, print and write."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    Path(PLACE.name, "static").mkdir()
    with fresh_house():
        officers = make_world()
        fill(officers, FEW, seed=1)
        few = measure(officers["IN"])
        fill(officers, many - FEW, seed=2)
        analyse()
        much = measure(officers["IN"])
    told(many, few, much)


def told(many: int, few: Mapping[str, Timed], much: Mapping[str, Timed]) -> None:
    """Put the figures on the page."""
    base = much[BASELINE].median
    lines = [
        (
            name,
            f"{one.median:.1f}",
            f"{one.p95:.1f}",
            f"{one.median / few[name].median:.1f}",
            f"{one.median / base:.1f}",
            f"{few[name].queries} / {one.queries}",
        )
        for name, one in much.items()
    ]
    headings = ["read", "median ms", "p95 ms", f"times with {FEW}", "times the baseline", f"queries {FEW} / {many:,}"]
    text = f"{many:,} notices of 30 authorities, one in ten open; {TIMES} requests each, one after the other."
    page.write("Reading with many notices in the house", f"{text}\n\n{page.table(headings, lines)}")


if __name__ == "__main__":
    main()
