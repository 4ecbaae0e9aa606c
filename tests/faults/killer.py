"""Kills processes of a running house: at ordered points of the code, and at any moment."""

import time
from collections import Counter
from collections.abc import Sequence
from random import Random

from tests.faults.callers import Ledger
from tests.faults.house import FragileHouse

PATIENCE_WITH_A_POINT = 5.0
SHARE_ORDERED = 0.6
ANYWHERE = ("web process, anywhere", "worker, anywhere")


class Killer:
    """Strikes by a schedule that follows from a seed; `struck` counts the faults by kind."""

    def __init__(self, house: FragileHouse, ledger: Ledger, seed: str, points: Sequence[str]) -> None:
        self.house, self.ledger, self.points = house, ledger, list(points)
        self.random = Random(seed)  # noqa: S311  chance that can be repeated
        self.random.shuffle(self.points)
        self.struck = Counter[str]()
        self._ordered = 0

    def strike(self) -> None:
        """One fault, and then a moment in which people get something done."""
        done = self.ledger.acknowledged
        self.struck[self._strike()] += 1
        self._await_progress(done + 2)

    def _strike(self) -> str:
        if self.points and self.random.random() < SHARE_ORDERED:
            self._ordered += 1
            point = self.points[self._ordered % len(self.points)]
            if self._order(point):
                return point
        return self._kill(self.random.choice(ANYWHERE))

    def _order(self, point: str) -> bool:
        """Whether a process came by this point, and died there, before patience ended."""
        order = self.house.orders / point
        order.touch()
        end = time.monotonic() + PATIENCE_WITH_A_POINT
        while time.monotonic() < end:
            if not order.exists():
                return True
            self.house.mend()
            time.sleep(0.01)
        try:
            order.unlink()
        except FileNotFoundError:
            return True
        return False

    def _kill(self, kind: str) -> str:
        """Kill one process as it works, a few hundredths of a second after something was done."""
        self._await_progress(self.ledger.acknowledged + 1)
        time.sleep(self.random.uniform(0, 0.08))
        self.house.kill_one_worker(kind.split(maxsplit=1)[0])
        return kind

    def _await_progress(self, acknowledged: int, patience: float = 15.0) -> None:
        """Keep the house running until so many acts are answered."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            self.house.mend()
            if self.ledger.acknowledged >= acknowledged:
                return
            time.sleep(0.02)
