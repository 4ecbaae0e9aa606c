"""Runs the web server or the worker from a process that has loaded the house once, and forks a new one for a dead one.

Loading takes seconds, in which nothing can be killed that works; the processes that work are the same as ever.
"""

import os
import sys
from argparse import Namespace

import django
from granian import Granian

from penstock.commands import worker
from penstock.commands.running.processes import _tie_to, signal

django.setup()

import penstock.urls  # noqa: E402, F401  all that a web worker loads
from penstock.catalogue.naming.recognisers import listed_recogniser  # noqa: E402


class Forgetful(dict[int, float]):
    """Never remembers when a worker was replaced, so that dying often is no reason to give up."""

    def get(self, _key: int, _default: object = None) -> float:  # type: ignore[override]
        """Long ago."""
        return float("-inf")


def serve(port: int) -> None:
    """Answer as `penstock serve` does."""
    server = Granian(
        "penstock.wsgi:application",
        address="127.0.0.1",
        port=port,
        interface="wsgi",
        workers=2,
        blocking_threads=4,
        log_level="warning",
        respawn_failed_workers=True,
        workers_kill_timeout=5,
    )
    server.respawned_wrks = Forgetful()
    server.serve()


def work() -> None:
    """Work as `penstock worker` does, in a child that is replaced as soon as it dies."""
    parent = os.getpid()
    while True:
        child = os.fork()
        if child == 0:
            _tie_to(parent, signal.SIGKILL)()
            os._exit(worker.run(Namespace()))
        os.waitpid(child, 0)


if __name__ == "__main__":
    listed_recogniser()
    serve(int(sys.argv[2])) if sys.argv[1] == "web" else work()
