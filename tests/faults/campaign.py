"""A campaign: people work, processes are killed, quiet returns, and the checker judges."""

import json
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field

from penstock.commands.running.processes import python
from tests.faults.callers import EACH_BAD, IMPORTERS, LINES, Caller, Correspondent, FileSender, Ledger
from tests.faults.house import ROOT, FragileHouse
from tests.faults.killer import Killer
from tests.harness.databases import Databases, run_command

CORRESPONDENTS = 3
SECONDS_TO_DRAIN = 240.0


@dataclass(frozen=True)
class Outcome:
    """What a campaign did and what the checker says."""

    name: str
    planted: str
    seed: str
    faults: int
    seconds: float
    drained_after: float
    struck: dict[str, int]
    verdict: dict[str, object]
    findings: dict[str, int] = field(default_factory=dict)

    def count(self, *kinds: str) -> int:
        """How many findings there are whose kind begins with one of these words."""
        return sum(number for kind, number in self.findings.items() if kind.startswith(kinds))

    def __str__(self) -> str:
        return json.dumps(asdict(self), indent=1)


Casting = Callable[[FragileHouse, Ledger, threading.Event, str], list[Caller]]


def notices(house: FragileHouse, ledger: Ledger, stop: threading.Event, seed: str) -> list[Caller]:
    """Those who lodge notices one by one, and one who hands in files."""
    callers: list[Caller] = [Correspondent(house, ledger, stop, f"{seed}-p{n}") for n in range(CORRESPONDENTS)]
    return [*callers, FileSender(house, ledger, stop, f"{seed}-file")]


def campaign(
    databases: Databases,
    *,
    name: str,
    faults: int,
    seed: str,
    points: Sequence[str],
    planted: str = "",
    casting: Casting = notices,
    checker: str = "tests.faults.checker",
) -> Outcome:
    """Run one campaign of so many faults; the same seed gives the same people, matters and order of faults.

    `casting` says who works, and `checker` which program judges what came of it.
    """
    print(f"\n{name}: {faults} faults, seed {seed!r}", flush=True)  # noqa: T201  a failing seed must be known
    started = time.monotonic()
    with FragileHouse(databases, planted) as house:
        first_event = _last_event(house)
        ledger, stop = Ledger(), threading.Event()
        callers = casting(house, ledger, stop, seed)
        killer = Killer(house, ledger, seed, points)
        with ExitStack() as ending:
            ending.callback(stop.set)
            for caller in callers:
                caller.start()
            for _fault in range(faults):
                killer.strike()
                _complain(callers)
        _finish(house, callers)
        drained = _drain(house)
        told = {**_told(house, ledger, first_event), "keeps_keys": "inbox" not in planted}
        verdict = _judged(told, checker)
        findings = dict(verdict["findings"])
        if not planted:
            run_command(house.database, "record", "verify")
    seconds = time.monotonic() - started
    return Outcome(name, planted, seed, faults, seconds, drained, dict(killer.struck), verdict, findings)


def _complain(callers: Sequence[Caller]) -> None:
    for caller in callers:
        if caller.failure:
            raise RuntimeError(f"caller {caller.seed}: {caller.failure!r}") from caller.failure


def _finish(house: FragileHouse, callers: Sequence[Caller]) -> None:
    """Take back what is still ordered, and let everybody finish what they began."""
    for order in house.orders.iterdir():
        order.unlink(missing_ok=True)
    while any(caller.is_alive() for caller in callers):
        house.mend()
        time.sleep(0.05)
    _complain(callers)


def _drain(house: FragileHouse) -> float:
    """Wait until nothing waits in the outbox; answers the seconds it took."""
    started = time.monotonic()
    with house.owner() as connection:
        while time.monotonic() - started < SECONDS_TO_DRAIN:
            house.mend()
            waiting = connection.execute("SELECT count(*) FROM kernel_outgoing WHERE delivered_at IS NULL").fetchone()
            if waiting == (0,):
                break
            time.sleep(0.1)
    drained = time.monotonic() - started
    time.sleep(0.5)  # a delivery that nobody wrote down would arrive now
    return drained


def _last_event(house: FragileHouse) -> int:
    with house.owner() as connection:
        row = connection.execute("SELECT seq FROM kernel_chainhead").fetchone()
    assert row is not None
    return int(row[0])


def _told(house: FragileHouse, ledger: Ledger, first_event: int) -> dict[str, object]:
    mail = [
        {"id": str(m["Message-ID"]), "to": str(m["To"]), "subject": str(m["Subject"])} for m in house.mailbox.messages
    ]
    return {
        "database": house.database.owner,
        "first_event": first_event,
        "acts": ledger.written(),
        "mail": mail,
        "people": [{key: one[key] for key in ("email", "country", "organisation", "duties")} for one in house.people],
        "lines": LINES,
        "each_bad": EACH_BAD,
        "importers": IMPORTERS,
    }


def _judged(told: dict[str, object], checker: str) -> dict[str, object]:
    """The verdict of the other program."""
    done = subprocess.run(python(checker), input=json.dumps(told), capture_output=True, text=True, check=True, cwd=ROOT)
    verdict: dict[str, object] = json.loads(done.stdout)
    return verdict
