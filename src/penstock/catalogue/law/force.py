"""Which book of law is in force where a question is asked.

Without an application that is the book that ships: a command needs no database. An instance may have adopted packs of
its own; it names the source once, at its start, and opens a `moment` for each transaction, in which the source is
asked at most once and every question gets the same book.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from penstock.catalogue.law.book import Book, shipped_book

Source = Callable[[], Book]

_source: list[Source] = []
_moment: ContextVar[list[Book] | None] = ContextVar("the book of this moment", default=None)


def found_in(source: Source) -> None:
    """Name the function that gives the book in force: the shipped packs with those that the instance adopted."""
    _source[:] = [source]


def current_book() -> Book:
    """Return the book in force at this moment; outside any moment, the book that ships."""
    held = _moment.get()
    if held is None:
        return shipped_book()
    if not held:
        held.append(_source[0]() if _source else shipped_book())
    return held[0]


@contextmanager
def moment() -> Iterator[None]:
    """Hold still which book is in force; the source is asked when the first question comes, or not at all."""
    before = _moment.set([])
    try:
        yield
    finally:
        _moment.reset(before)
