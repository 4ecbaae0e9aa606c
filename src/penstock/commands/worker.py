"""`penstock worker`: relay the outbox, tick the clocks, run the imports, until told to stop."""

import argparse
import importlib
import signal
import threading
from types import FrameType

from penstock.commands.running import instance


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the subcommand."""
    text = "send what waits in the outbox, tick the clocks, run the imports"
    parser = subparsers.add_parser("worker", help=text, description=text)
    parser.set_defaults(run=run)


def run(_args: argparse.Namespace) -> int:
    """Work until Ctrl-C or SIGTERM, and finish what is in hand."""
    stop = threading.Event()

    def tell(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, tell)
    with instance.database():
        instance.start_django()
        importlib.import_module("penstock.kernel.delivery.worker").run(stop)
    return 0
