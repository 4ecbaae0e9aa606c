"""Signed permits with PDF a second on one core, and verifications a second by the real server on all cores.

python bench/permitpapers.py [permits] [seconds]
"""

import json
import os
import re
import socket
import sys
import time
from collections.abc import Sequence
from decimal import Decimal
from multiprocessing import get_context
from pathlib import Path

from measuring import PLACE, page
from measuring.house import fresh_house
from measuring.world import Officer, make_world
from permits import running

from penstock.cases.printing.asking import QUESTIONS_A_MINUTE
from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.parties.models import Organisation
from penstock.permits.ledger.drawing import Held
from penstock.permits.papers.printing.sheet import Paper, paper_of, pdf_of
from penstock.permits.services import Issuing, issue

MANY, SECONDS, CLIENTS = 200, 10, 8
WANTED_PAPERS, WANTED_ANSWERS = 20, 500


def issued(officer: Officer, authority: Organisation, number: int) -> tuple[Paper, bytes]:
    """A permit issued and made into its signed paper, with its token within, and what it was made of."""
    line = {"substance": "methylphenidate", "form": "hydrochloride", "quantity": "12.5", "unit": "kg"}
    company = {"own_address": "Avenida Ejemplo 100, Santiago", "other_address": "Oefenweg 5, Rotterdam"}
    wanted = Issuing(
        paper="import-authorisation",
        direction="import",
        regime="psychotropic",
        title="Import authorisation: methylphenidate 12.5 kg",
        content={**company, "purpose": "medical", "substances": [line]},
        authority=authority,
        holder=None,
        holder_name=f"Company {number}",
        other=None,
        other_country="NL",
        other_name="Polder Example",
        lines=[Held("methylphenidate", Decimal("12.5"), "kg", Decimal("10.8"), "kg", line)],
        valid_from=today(),
        valid_until=today().replace(year=today().year + 1),
        shipments="one",
        marking="AMBER",
        applied_as="",
    )
    with acting(officer.viewer) as viewer:
        paper = paper_of(viewer, issue(viewer=viewer, wanted=wanted))
        return paper, pdf_of(paper)


def busy_seconds() -> float:
    """Seconds that all cores of the machine have worked for anybody since it started."""
    user, nice, system, _idle, _waiting, *interrupts = Path("/proc/stat").read_text().splitlines()[0].split()[1:8]
    return sum(map(int, (user, nice, system, *interrupts))) / os.sysconf("SC_CLK_TCK")


def ask(work: tuple[str, Sequence[str], int, float]) -> tuple[int, list[float], float]:
    """Ask of papers for so long, from as many addresses as the limit needs; valid ones, milliseconds, CPU seconds.

    What is sent is written beforehand and what comes is hardly read: the asker shares the cores with the house.
    """
    host, tokens, own, seconds = work
    name, _colon, port = host.partition(":")
    asked = [_request(host, token) for token in tokens]
    end, valid, laps, asker, busy = time.monotonic() + seconds, 0, [], 0, time.process_time()
    while time.monotonic() < end:
        asker += 1
        source = f"127.{own + 1}.{asker // 250 % 250}.{asker % 250 + 1}"
        with socket.create_connection((name, int(port)), timeout=30, source_address=(source, 0)) as line:
            for _each in range(QUESTIONS_A_MINUTE):
                start = time.perf_counter()
                line.sendall(asked[len(laps) % len(asked)])
                valid += _is_valid(line)
                laps.append((time.perf_counter() - start) * 1000)
    return valid, laps, time.process_time() - busy


def _request(host: str, token: str) -> bytes:
    body = json.dumps({"token": token}).encode()
    head = f"POST /api/v1/verify/permits HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def _is_valid(line: socket.socket) -> bool:
    """Whether the answer that comes says that the paper is."""
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += line.recv(65536)
    head, _blank, body = answer.partition(b"\r\n\r\n")
    wanted = int(re.search(rb"content-length: (\d+)", head.lower())[1])  # type: ignore[index]
    while len(body) < wanted:
        body += line.recv(65536)
    return json.loads(body)["verdict"] == "valid"


def main() -> None:
    """Issue, ask, and write what came of it."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else SECONDS  # noqa: PLR2004
    Path(PLACE.name, "static").mkdir()
    cores = os.sched_getaffinity(0)
    with fresh_house():
        officer = make_world(["CL", "NL"])["CL"]
        with acting(SYSTEM):
            authority = Organisation.objects.get(pk=officer.viewer.organisation_id)
        os.sched_setaffinity(0, {min(cores)})
        issued(officer, authority, 0)
        start, busy = time.perf_counter(), time.process_time()
        made = [issued(officer, authority, number) for number in range(1, many + 1)]
        took, worked = time.perf_counter() - start, time.process_time() - busy
        os.sched_setaffinity(0, cores)
        tokens = [paper.token() for paper, _pdf in made]
        with running() as base, get_context("spawn").Pool(CLIENTS) as pool:
            host = base.removeprefix("http://")
            pool.map(ask, [(host, tokens[:5], 10 + one, 1.0) for one in range(CLIENTS)])
            before = busy_seconds()
            found = pool.map(ask, [(host, tokens, one, seconds) for one in range(CLIENTS)])
            asked, both = sum(spent for _valid, _laps, spent in found), busy_seconds() - before
    laps = sorted(lap for _valid, each, _spent in found for lap in each)
    valid = sum(one for one, _laps, _spent in found)
    of_house = (both - asked) / len(cores)
    rows = [
        ("issued, signed, as PDF", many, f"{many / took:.1f}", f"{many / worked:.1f}", f"{WANTED_PAPERS}"),
        ("verified", len(laps), f"{len(laps) / seconds:.0f}", f"{len(laps) / of_house:.0f}", f"{WANTED_ANSWERS}"),
    ]
    text = (
        f"Papers of {len(made[0][1]) // 1024} KiB by one process on one core, each with its permit issued first, and"
        f" PostgreSQL beside it. Then {CLIENTS} clients ask the server without a pause on the same {len(cores)} cores:"
        f" median {laps[len(laps) // 2]:.1f} ms, p95 {laps[int(len(laps) * 0.95)]:.1f} ms; valid were {valid} of"
        f" {len(laps)}. Of the time of both cores the clients took {asked / both:.0%}; the column of own CPU leaves it"
        f" out, and counts the rest for the house. Load of the machine at the end: {os.getloadavg()[0]:.1f}."
    )
    heads = ["what", "how many", "a second", "a second of its own CPU", "wanted"]
    page.write("Papers of permits", f"{text}\n\n{page.table(heads, rows)}")


if __name__ == "__main__":
    main()
