"""Two dispatches at once on the last of a balance: one wins, and without the lock the balance is overdrawn."""

import contextlib
import threading

import pytest
from django.db import connection

from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Refused
from penstock.notices.movements import services
from tests.cast import the_cast
from tests.movements.house import in_days, planned, several, the_balance

MOMENT, LONG = 0.7, 30.0


@pytest.fixture
def cast(committed):  # noqa: ARG001  commits are real here
    with acting(SYSTEM):
        return the_cast()


class Racing:
    """Two officers, each with a connection of their own, who meet between reading the balance and writing."""

    def __init__(self, patch, patience):
        self.meeting, self.patience = threading.Barrier(2), patience
        read = services.read_balance

        def read_and_meet(*arguments, **named):
            found = read(*arguments, **named)
            if threading.current_thread() is not threading.main_thread():
                with contextlib.suppress(threading.BrokenBarrierError):
                    self.meeting.wait(self.patience)
            return found

        patch.setattr(services, "read_balance", read_and_meet)

    def run(self, *acts):
        answers = [""] * len(acts)

        def play(index):
            try:
                acts[index]()
                answers[index] = "done"
            except Refused as no:
                answers[index] = no.faults[0].code if no.faults else no.code
            finally:
                connection.close()

        threads = [threading.Thread(target=play, args=[index]) for index in range(len(acts))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sorted(answers)


def dispatching(actor, movement):
    """What leaves is more than was planned, so both draw on the same rest."""
    viewer = actor.viewer
    raw = {"dispatched_on": in_days(0), "quantity": "10000", "unit": "kg"}

    def act():
        with acting(viewer):
            services.take_step(viewer=viewer, movement_id=movement.pk, verb="dispatch", raw=raw)

    return act


def two_dispatches(cast, patch, patience):
    notice = several(cast)
    plans = [planned(cast.exporter_officer, notice, "1000") for _ in range(2)]
    racing = Racing(patch, patience)
    answers = racing.run(dispatching(cast.exporter_officer, plans[0]), dispatching(cast.exporter_head, plans[1]))
    return answers, the_balance(cast.exporter_officer, notice)


def test_the_balance_is_not_overdrawn(cast, monkeypatch):
    answers, balance = two_dispatches(cast, monkeypatch, MOMENT)
    assert answers == ["beyond_the_balance", "done"]
    assert (balance.moved, balance.left) == (10000, 7000)


def test_without_the_lock_it_is_overdrawn(cast, monkeypatch):
    def only_read(viewer, notice_id):
        return services.Notice.objects.visible_to(viewer).get(pk=notice_id)

    monkeypatch.setattr(services, "_locked", only_read)
    answers, balance = two_dispatches(cast, monkeypatch, LONG)
    assert answers == ["done", "done"]
    assert balance.left == -2000
