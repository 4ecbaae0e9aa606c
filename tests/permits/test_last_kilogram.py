"""Two authorities at once on the last kilogram that a country needs: one wins, and both do where the bound is off.

Fifty races each time, on two connections that meet just before they write; PENSTOCK_WHOLE runs a thousand.
"""

import contextlib
import os
import threading
from datetime import date
from decimal import Decimal

import psycopg
import pytest
from django.db import connection

from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.permits.ledger import drawing
from penstock.permits.ledger.keeping import Overdrawn, room
from penstock.permits.ledger.models import Entry
from tests.cast import the_cast
from tests.permits.crossing import issued
from tests.permits.house import MORPHINE, fresh, need

RACES = 1000 if os.environ.get("PENSTOCK_WHOLE") else 50
FEW, PATIENCE, FIRST_YEAR = 5, 60.0, 2030
BOUND = "IF NEW.sort = 'reserved'"


@pytest.fixture
def cast(committed):  # noqa: ARG001  commits are real here
    with acting(SYSTEM):
        return the_cast()


class Races:
    """Two heads, each with a connection of their own for all races, who meet at the ledger in each of them."""

    def __init__(self, cast, patch):
        self.heads, self.importer = (cast.exporter_head, cast.third_head), cast.importer_head
        self.meeting = threading.Barrier(2)
        enter = drawing.enter

        def meet_and_enter(viewer, moves):
            with contextlib.suppress(threading.BrokenBarrierError):
                self.meeting.wait(PATIENCE)
            return enter(viewer, moves)

        patch.setattr(drawing, "enter", meet_and_enter)

    def run(self, number):
        """So many races, each for the one kilogram of a year; the answers of both, race by race."""
        accounts = [need("CL", MORPHINE, "1", year=FIRST_YEAR + one) for one in range(number)]
        answers = [["", ""] for _each in accounts]

        def play(side):
            try:
                for one in range(number):
                    answers[one][side] = self._draw(self.heads[side], FIRST_YEAR + one)
            finally:
                connection.close()

        threads = [threading.Thread(target=play, args=[side]) for side in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return [sorted(each) for each in answers], [fresh(one) for one in accounts]

    def _draw(self, head, year):
        days = {"valid_from": date(year, 1, 1), "valid_until": date(year, 6, 1)}
        try:
            issued(head, "export", "1", to=self.importer, **days)
        except Overdrawn:
            return "overdrawn"
        return "issued"


def test_exactly_one_wins_each_race(cast, monkeypatch):
    answers, accounts = Races(cast, monkeypatch).run(RACES)
    assert answers == [["issued", "overdrawn"]] * RACES
    assert {(one.reserved, room(one)) for one in accounts} == {(Decimal(1), Decimal(0))}
    with acting(SYSTEM):
        entries = Entry.objects.filter(account__in=accounts, sort="reserved")
        assert entries.count() == RACES, "who lost left nothing behind"


def test_without_the_bound_of_the_database_both_win(committed, cast, monkeypatch):
    with psycopg.connect(committed.owner, autocommit=True) as owner:
        (kept,) = owner.execute("SELECT pg_get_functiondef('permits_account_moved'::regproc)").fetchone()
        assert kept.count(BOUND) == 1
        owner.execute(kept.replace(BOUND, "IF false AND NEW.sort = 'reserved'"))
    answers, accounts = Races(cast, monkeypatch).run(FEW)
    assert answers == [["issued", "issued"]] * FEW
    assert {room(one) for one in accounts} == {Decimal(-1)}
