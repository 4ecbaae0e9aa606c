"""The worker: delivers the outbox, and calls what the regimes ask to have done every so often."""

import hashlib
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from penstock.kernel.crashes import crash_point
from penstock.kernel.delivery.outbox import relay_one

logger = logging.getLogger(__name__)
Chore = Callable[[], object]
CHORES: list[tuple[float, Chore]] = []
LANES: list[Callable[[], bool]] = [relay_one]
"""What deliver messages, each in a thread of its own, so that none waits for another."""
IDLE_SECONDS = 0.3


def every(seconds: float) -> Callable[[Chore], Chore]:
    """Register a chore that the worker does every so many seconds; it must bear being done by two workers at once."""

    def register(chore: Chore) -> Chore:
        CHORES.append((seconds, chore))
        return chore

    return register


def lane(work: Callable[[], bool]) -> None:
    """Register work that is done in a thread of its own, again at once while it answers that there is more."""
    LANES.append(work)


@contextmanager
def alone(key: str) -> Iterator[bool]:
    """Whether this worker may do the work named by `key` now; the lock dies with the connection."""
    number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        is_mine = bool(cursor.fetchone()[0])
    try:
        if is_mine:
            crash_point("while_alone")
        yield is_mine
    finally:
        if is_mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [number])


def run(stop: threading.Event) -> None:
    """Work until `stop` is set; threads of their own deliver messages, so that none waits for a long chore."""
    lanes = [threading.Thread(target=_go_on, args=(stop, work), name=work.__name__) for work in LANES]
    for one in lanes:
        one.start()
    due = {chore: 0.0 for _seconds, chore in CHORES}
    _go_on(stop, lambda: do_chores(due))
    for one in lanes:
        one.join()


def _go_on(stop: threading.Event, work: Callable[[], object]) -> None:
    """Repeat `work`, at once while it answers that there is more; a lost database is waited for.

    Whatever else goes wrong sets `stop`: a worker that does only half of its work must not look alive.
    """
    try:
        while not stop.is_set():
            try:
                close_old_connections()
                if not work():
                    stop.wait(IDLE_SECONDS)
            except (OperationalError, InterfaceError):
                logger.warning("the database does not answer; trying again")
                connection.close()
                stop.wait(1)
    finally:
        stop.set()
        connection.close()


def do_chores(due: dict[Chore, float]) -> None:
    """Do each chore whose time has come; one that fails is logged and does not stop the others."""
    for seconds, chore in CHORES:
        if time.monotonic() < due[chore]:
            continue
        due[chore] = time.monotonic() + seconds
        try:
            chore()
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            logger.exception("a chore failed: %s", chore.__qualname__)
