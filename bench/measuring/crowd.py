"""People who use a house at once: each in a thread of its own, with a connection that stays open."""

import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random

import httpx
from django.test import Client

from measuring.world import Officer
from penstock.parties.models import Person

PERCENTILE = 0.95


@dataclass
class Laps:
    """Milliseconds of each kind of visit, gathered from all threads, and what went wrong."""

    by_kind: dict[str, list[float]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, kind: str, started: float, answer: httpx.Response) -> None:
        """Note a visit; an answer that is no success is noted as wrong."""
        lap = 1000 * (time.perf_counter() - started)
        with self._lock:
            self.by_kind.setdefault(kind, []).append(lap)
            if not answer.is_success:
                self.wrong.append(f"{kind}: {answer.status_code} {answer.text[:200]}")

    def rows(self) -> Iterator[tuple[str, int, float, float]]:
        """Kind, how many, median and 95th percentile."""
        for kind, laps in self.by_kind.items():
            yield kind, len(laps), statistics.median(laps), percentile(laps)


def percentile(laps: Sequence[float]) -> float:
    """The 95th percentile."""
    return sorted(laps)[int(len(laps) * PERCENTILE)]


def headers_of(officer: Officer) -> dict[str, str]:
    """What an officer's browser and program send: the session and the token."""
    within = Client(SERVER_NAME="localhost")
    within.force_login(Person.objects.get(email=officer.email))
    return {"Authorization": f"Bearer {officer.token}", "Cookie": f"sessionid={within.cookies['sessionid'].value}"}


def look_around(
    base: str,
    officers: Sequence[Officer],
    pages: Callable[[Officer, Random], tuple[str, str]],
    *,
    seconds: float,
    pause: float,
) -> Laps:
    """Let each officer look at pages, one after the other, with a pause for reading of `pause` seconds on average."""
    laps, end = Laps(), time.monotonic() + seconds
    headers = {officer.email: headers_of(officer) for officer in officers}

    def person(officer: Officer) -> None:
        random = Random(officer.email)  # noqa: S311  chance that can be repeated
        with httpx.Client(base_url=base, headers=headers[officer.email], timeout=60, trust_env=False) as client:
            while time.monotonic() < end:
                if pause:
                    time.sleep(random.expovariate(1 / pause))
                kind, path = pages(officer, random)
                started = time.perf_counter()
                laps.add(kind, started, client.get(path))

    with ThreadPoolExecutor(len(officers)) as threads:
        list(threads.map(person, officers))
    return laps


def act_by_the_clock(
    base: str, acts: Sequence[tuple[str, Officer, str, dict[str, str]]], *, a_second: float, threads: int
) -> Laps:
    """Post each act (kind, by whom, path, body) at its moment, so many a second; a lap counts from that moment on.

    Whoever comes late because the house is slow does not make the house look quick.
    """
    laps, waiting, start = Laps(), iter(enumerate(acts)), time.perf_counter() + 1
    lock = threading.Lock()

    def hand(_number: int) -> None:
        with httpx.Client(base_url=base, timeout=60, trust_env=False) as client:
            while True:
                with lock:
                    place, act = next(waiting, (0, None))
                if act is None:
                    return
                kind, officer, path, body = act
                due = start + place / a_second
                time.sleep(max(0.0, due - time.perf_counter()))
                headers = {"Authorization": f"Bearer {officer.token}"}
                laps.add(kind, due, client.post(path, json=body, headers=headers))

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(hand, range(threads)))
    return laps
