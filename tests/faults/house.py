"""A running house that can be killed piece by piece, with a mail server that takes its time."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from penstock.commands.running.processes import Child, python
from tests.harness.databases import Databases
from tests.harness.instance import Instance

ROOT = Path(__file__).parents[2]
SECONDS_FOR_A_MAIL = 0.01


class FragileHouse(Instance):
    """An instance whose crash points can be ordered; `planted` names the safeguards that are taken out."""

    def __init__(self, databases: Databases, planted: str = "") -> None:
        super().__init__(databases)
        self.mailbox.seconds_for_each = SECONDS_FOR_A_MAIL
        self._planted = planted

    @property
    def orders(self) -> Path:
        """The directory in which a file orders a crash."""
        return self.var / "crash"

    def kill_one_worker(self, kind: str) -> None:
        """Kill a process that answers (`web`) or works (`worker`), the oldest one."""
        for pid in children((self.web if kind == "web" else self.worker).pid)[:1]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def mend(self) -> None:
        """Start again what does not run; dead workers are replaced by themselves."""
        if self.worker.status is not None:
            self.start_worker()
        if self.web.status is not None:
            self.web.kill()
            self.start_web()

    def _web(self) -> Child:
        return Child("the web server", python("tests.faults.forking", "web", str(self.port)), log=self.var / "web.log")

    def _worker(self) -> Child:
        return Child("the worker", python("tests.faults.forking", "worker"), log=self.var / "worker.log")

    @contextmanager
    def _environment(self) -> Iterator[None]:
        with super()._environment():
            self.orders.mkdir(exist_ok=True)
            os.environ["PENSTOCK_CRASH_AT"] = str(self.orders)
            os.environ["OPENBLAS_NUM_THREADS"] = "1"
            os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
            if self._planted:
                os.environ["PENSTOCK_PLANTED"] = self._planted
                os.environ["DJANGO_SETTINGS_MODULE"] = "tests.faults.planted.settings"
            yield


def children(pid: int) -> list[int]:
    """The processes that a process has started and that still run."""
    with suppress(OSError):
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []
