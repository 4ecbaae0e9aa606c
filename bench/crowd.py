"""A million notices of 200 governments: sixteen officers at once, then thirty acts a second for five minutes.

python bench/crowd.py [notices] [seconds of acts]
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random

import psycopg
from aiosmtpd.controller import Controller
from measuring import PLACE, page
from measuring.crowd import Laps, act_by_the_clock, look_around, percentile
from measuring.filling import fill
from measuring.house import fresh_house
from measuring.world import Officer, make_world

from penstock.catalogue.countries import countries
from penstock.commands.running.processes import Child, python
from penstock.commands.serve import await_answer, free_port, web
from penstock.exchange.taxii import keeping as stix
from penstock.kernel.rowsecurity import acting
from penstock.notices.models import Notice
from penstock.notices.responsiveness import chores as responsiveness

MANY, GOVERNMENTS, USERS = 1_000_000, 200, 16
PAUSE, LOOKING, HURRIED = 2.0, 120, 30
A_SECOND, ACTING = 30, 300
MOST_MS = 300


class Postbox:
    """Takes every mail and counts it."""

    def __init__(self) -> None:
        """Start with none."""
        self.count = 0

    async def handle_DATA(self, _server: object, _session: object, _envelope: object) -> str:  # noqa: N802  its name
        """Take one."""
        self.count += 1
        return "250 OK"


@contextmanager
def running() -> Iterator[tuple[str, Postbox]]:
    """Web server, worker and a mail server, as an instance has them: the address, and the postbox."""
    port, postbox = free_port(), Postbox()
    mail = Controller(postbox, hostname="127.0.0.1", port=free_port())
    mail.start()
    os.environ |= {"PENSTOCK_SMTP_HOST": mail.hostname, "PENSTOCK_SMTP_PORT": str(mail.port)}
    try:
        with (
            Child("the worker", python("penstock.commands", "worker"), log=Path(PLACE.name, "worker.log")),
            web(port) as child,
        ):
            await_answer(f"http://127.0.0.1:{port}", [child])
            yield f"http://127.0.0.1:{port}", postbox
    finally:
        mail.stop()


def references(officer: Officer) -> list[str]:
    """Some of the officer's notices."""
    with acting(officer.viewer):
        seen = Notice.objects.visible_to(officer.viewer).order_by("-updated_at")
        return list(seen.values_list("reference", flat=True)[:200])


def reading(base: str, officers: Sequence[Officer], *, seconds: float, pause: float) -> Laps:
    """The four pages that officers live in, each as often as the others."""
    known = {officer.email: references(officer) for officer in officers}

    def pages(officer: Officer, random: Random) -> tuple[str, str]:
        return random.choice(
            [
                ("inbox", "/"),
                ("list", random.choice(["/notices/", "/notices/?state=sent", "/notices/?substance=acetone"])),
                ("search", f"/notices/?text=Importer+{random.randrange(4999)}"),
                ("a notice", f"/notices/{random.choice(known[officer.email])}/"),
            ]
        )

    return look_around(base, officers, pages, seconds=seconds, pause=pause)


def to_answer(officers: Sequence[Officer], count: int) -> list[tuple[str, Officer, str, dict[str, str]]]:
    """So many acts on notices that wait: four in five no objection, one in five a comment, mixed among all offices."""
    acts: list[tuple[str, Officer, str, dict[str, str]]] = []
    share = count // len(officers) + 1
    for officer in officers:
        with acting(officer.viewer):
            own = officer.viewer.organisation_id
            waiting = Notice.objects.visible_to(officer.viewer).filter(waits_for=own, state="sent").order_by("id")
            found = list(waiting.values_list("reference", flat=True)[:share])
        acts += [
            ("comment", officer, f"/api/v1/cases/{one}/comments", {"text": "Looked at."})
            if number % 5 == 0
            else ("no objection", officer, f"/api/v1/notices/{one}/clear", {})
            for number, one in enumerate(found)
        ]
    Random(1).shuffle(acts)  # noqa: S311  chance that can be repeated
    return acts[:count]


def left_in_outbox() -> int:
    """Messages that wait to be delivered."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("SELECT set_config('penstock.scope', 'all', false)")
        found = owner.execute("SELECT count(*) FROM kernel_outgoing WHERE delivered_at IS NULL").fetchone()
    return int(found[0]) if found else 0


def drained() -> float:
    """Seconds until the outbox was empty."""
    start = time.perf_counter()
    while left_in_outbox():
        time.sleep(0.5)
    return time.perf_counter() - start


def analyse() -> None:
    """Let the database know its tables, as it does by itself after a while."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")


def settle() -> None:
    """Let what follows the record catch up with the years that were filled in at once, as it does as they go."""
    for follow in (stix.follow_the_record, responsiveness.follow_the_record):
        start, acts = time.perf_counter(), 0
        while done := follow():
            acts += done
        say(f"{follow.__module__} followed {acts:,} acts in {time.perf_counter() - start:.0f} s")
    responsiveness.measure()


def say(text: str) -> None:
    """Say how far it is; the page of figures goes to the other stream."""
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {text}\n")


def main() -> None:
    """Fill, look, act, and write what came of it."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else ACTING  # noqa: PLR2004  the second argument
    Path(PLACE.name, "static").mkdir()
    with fresh_house():
        officers = list(make_world([*countries()][:GOVERNMENTS]).values())
        Random(2).shuffle(officers)  # noqa: S311  chance that can be repeated
        few = many // 1000
        by_country = {officer.viewer.country: officer for officer in officers}
        fill(by_country, few, seed=1)
        settle()
        analyse()
        with running() as (base, _postbox):
            before = reading(base, officers[:USERS], seconds=LOOKING / 4, pause=PAUSE)
        fill(by_country, many - few, seed=2)
        say(f"{many:,} notices are there")
        settle()
        analyse()
        say("reading begins")
        with running() as (base, postbox):
            looked = reading(base, officers[:USERS], seconds=LOOKING, pause=PAUSE)
            hurried = reading(base, officers[:USERS], seconds=HURRIED, pause=0)
            say("acts begin")
            acts = to_answer(officers, A_SECOND * seconds)
            acted = act_by_the_clock(base, acts, a_second=A_SECOND, threads=USERS)
            left, rest, mails = left_in_outbox(), drained(), postbox
            say("acts are done")
        subprocess.run(python("penstock.commands", "record", "verify"), check=True, stdout=subprocess.DEVNULL)
    tell_of_reading(many, before, looked, hurried)
    tell_of_acts(many, acted, len(acts), f"{left} messages waited at the end and were gone {rest:.0f} s later", mails)


def tell_of_reading(many: int, before: Laps, looked: Laps, hurried: Laps) -> None:
    """Put the reading on the page."""
    small, rushed = {one[0]: one for one in before.rows()}, {one[0]: one for one in hurried.rows()}
    lines = [
        (
            f"page: {kind}",
            count,
            f"{median:.0f}",
            f"{p95:.0f}",
            f"{p95 / small[kind][3]:.1f}",
            f"{rushed[kind][2]:.0f} / {rushed[kind][3]:.0f}",
        )
        for kind, count, median, p95 in sorted(looked.rows())
    ]
    headings = [f"{USERS} officers", "visits", "median ms", "p95 ms", f"times with {many // 1000:,}", "without a pause"]
    visits = sum(len(one) for one in hurried.by_kind.values()) / HURRIED
    text = (
        f"{many:,} notices of {GOVERNMENTS} governments, which the worker has followed. {USERS} officers at once,"
        f" each reading {PAUSE:.0f} s on average between pages, for {LOOKING} s; wanted is a 95th percentile under"
        f" {MOST_MS} ms. The last column is median and 95th percentile of the same officers who never pause:"
        f" {visits:.0f} pages a second, which is all there is. Visits that failed:"
        f" {len(looked.wrong) + len(hurried.wrong)}."
    )
    page.write("Sixteen officers in a house of many notices", f"{text}\n\n{page.table(headings, lines)}")


def tell_of_acts(many: int, acted: Laps, asked: int, outbox: str, mails: Postbox) -> None:
    """Put the acts on the page."""
    lines = [(kind, count, f"{median:.0f}", f"{p95:.0f}") for kind, count, median, p95 in sorted(acted.rows())]
    every = [lap for laps in acted.by_kind.values() for lap in laps]
    lines.append(("all", len(every), f"{sorted(every)[len(every) // 2]:.0f}", f"{percentile(every):.0f}"))
    text = (
        f"{asked:,} acts at {A_SECOND} a second in a house of {many:,} notices, each with its checks, its entry on the"
        f" record and its messages in the outbox, while the worker delivers them: {mails.count:,} mails; {outbox}. A"
        f" time counts from the moment the act was due. Acts that failed: {len(acted.wrong)}. The record was verified"
        f" after it."
    )
    page.write("Thirty acts a second", f"{text}\n\n{page.table(['act', 'count', 'median ms', 'p95 ms'], lines)}")
    for one in acted.wrong[:5]:
        print(one)


if __name__ == "__main__":
    main()
