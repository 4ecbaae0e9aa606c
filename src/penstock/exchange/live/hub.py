"""Whoever listens, by organisation and circle, and the one connection on which PostgreSQL tells of changes."""

import asyncio
import contextlib
import logging
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

import psycopg
from django.conf import settings
from psycopg.conninfo import make_conninfo

from penstock.kernel.viewer import Viewer

logger = logging.getLogger(__name__)
MOST, MOST_OF_ONE_PERSON = 500, 6
SECONDS_BETWEEN_TRIES = 1.0


class Full(Exception):  # noqa: N818 - it is an answer, not an error
    """There is no room for another listener."""


@dataclass(slots=True, eq=False)
class Listener:
    """One open connection: the newest link of the record that it must hear of, and whether it was told."""

    seq: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def nudge(self, seq: int) -> None:
        """Say that something has changed."""
        self.seq = max(self.seq, seq)
        self.changed.set()


class Hub:
    """Passes on what PostgreSQL tells to those of whom it tells."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._listeners: dict[UUID, set[Listener]] = defaultdict(set)
        self._people: Counter[UUID] = Counter()

    @contextlib.contextmanager
    def listening(self, viewer: Viewer) -> Iterator[Listener]:
        """A listener for as long as the block lasts; Full when there are too many, in all or of one person."""
        if self._people.total() >= MOST or self._people[viewer.person_id] >= MOST_OF_ONE_PERSON:
            raise Full
        listener = Listener()
        for one in viewer.sees_as:
            self._listeners[one].add(listener)
        self._people[viewer.person_id] += 1
        try:
            yield listener
        finally:
            for one in viewer.sees_as:
                self._listeners[one].discard(listener)
            self._people[viewer.person_id] -= 1
            self._people += Counter()  # forget those who have none left

    def told(self, payload: str) -> None:
        """Take one notification: the link of the record, and the organisations and circles that may see it."""
        seq, _, audience = payload.partition(" ")
        for one in audience.split(","):
            for listener in self._listeners.get(UUID(one), ()):
                listener.nudge(int(seq))

    async def listen(self) -> None:
        """Listen for ever; after a lost connection everybody is nudged, as something may have been missed."""
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(_conninfo(), autocommit=True) as connection:
                    await connection.execute("LISTEN penstock")
                    self._nudge_all()
                    async for one in connection.notifies():
                        self.told(one.payload)
            except psycopg.OperationalError:
                logger.warning("the database does not answer; trying again")
            await asyncio.sleep(SECONDS_BETWEEN_TRIES)

    def _nudge_all(self) -> None:
        for listeners in self._listeners.values():
            for one in listeners:
                one.nudge(one.seq)


def _conninfo() -> str:
    database = settings.DATABASES["default"]
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return make_conninfo("", **{key: str(database[name]) for key, name in names.items() if database[name]})
