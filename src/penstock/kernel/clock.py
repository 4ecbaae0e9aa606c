"""The one place that knows what time it is, and makes identifiers; `at` sets the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from uuid import UUID

from uuid6 import uuid7

_set: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """Answer the instant it is, in UTC."""
    return _set.get() or datetime.now(UTC)


def today() -> date:
    """Answer the day it is, in UTC."""
    return now().date()


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Let `now` answer `instant` within the block."""
    token = _set.set(instant)
    try:
        yield
    finally:
        _set.reset(token)


def new_id() -> UUID:
    """A new identifier that sorts by the time it was made (UUID version 7)."""
    return UUID(int=uuid7().int)
