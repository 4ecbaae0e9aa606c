"""Named points at which a fault test may have a process die; anywhere else they do nothing. The tests list them."""

import os
import signal
from contextlib import suppress
from pathlib import Path

_ORDERS = os.environ.get("PENSTOCK_CRASH_AT", "")


def crash_point(name: str) -> None:
    """Die here if the directory `PENSTOCK_CRASH_AT` holds a file of this name; only one process dies of a file."""
    if _ORDERS:
        with suppress(FileNotFoundError):
            Path(_ORDERS, name).unlink()
            os.kill(os.getpid(), signal.SIGKILL)
