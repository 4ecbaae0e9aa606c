"""Several couriers at once: each message once and in order, and a slow side keeps only itself waiting."""

import threading
from collections.abc import Callable
from contextlib import suppress

import pytest
from django.db import connection
from django.db.models import QuerySet

from penstock.exchange.webhooks import couriers
from tests.cast import a_draft, the_cast
from tests.exchange.conftest import register

DRAFTS = 12


@pytest.fixture
def cast(committed):  # noqa: ARG001  a database in which commits are real
    return the_cast()


def work(count: int, until: Callable[[], bool]) -> None:
    """Let so many couriers work in threads until enough has come, or a courier fails."""
    failures: list[BaseException] = []

    def courier() -> None:
        try:
            while not until():
                couriers.deliver_one()
        except BaseException as failure:  # noqa: BLE001  told below, in the thread of the test
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=courier) for _ in range(count)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert not failures, failures


def drafted(cast, receiver):
    there = receiver()
    register(cast.exporter_head, there.url)
    for _ in range(DRAFTS):
        a_draft(cast.exporter_officer)
    return there


def test_two_couriers_deliver_each_message_once_and_in_order(cast, receiver):
    there = drafted(cast, receiver)
    work(2, lambda: len(there.deliveries) >= DRAFTS)
    numbers = [int(one.id.split("_")[1]) for one in there.deliveries]
    assert numbers == sorted(set(numbers))
    assert len(numbers) == DRAFTS


def test_without_the_lock_they_deliver_twice(cast, receiver, monkeypatch):
    there = drafted(cast, receiver)
    both = threading.Barrier(2)

    def meet(_delivery):
        with suppress(threading.BrokenBarrierError):
            both.wait(20)

    there.before = meet
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_: rows)
    work(2, lambda: len(there.deliveries) >= 4)
    ids = [one.id for one in there.deliveries]
    assert len(set(ids)) < len(ids)


def test_a_slow_side_keeps_only_itself_waiting(cast, receiver):
    slow, quick = receiver(), receiver()
    all_came = threading.Event()
    waited: list[bool] = []
    slow.before = lambda _delivery: waited.append(all_came.wait(60))
    quick.before = lambda _delivery: len(quick.deliveries) == DRAFTS - 1 and all_came.set()
    register(cast.exporter_head, slow.url)
    register(cast.exporter_head, quick.url)
    for _ in range(DRAFTS):
        a_draft(cast.exporter_officer)
    work(2, lambda: len(quick.deliveries) >= DRAFTS)
    assert waited[0], "the quick one was done while the slow one thought"
