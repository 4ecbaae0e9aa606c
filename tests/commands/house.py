"""Runs the real command in a directory of its own, and looks for processes that it left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from penstock.commands.serve import free_port

NOT_OURS = {"DATABASE_URL", "DATABASE_OWNER_URL", "PENSTOCK_SECRET_KEY", "PENSTOCK_SMTP_HOST", "PORT"}
PATIENCE = 180.0


def environment(var: Path, **changes: str) -> dict[str, str]:
    """What a person's shell holds: nothing of the tests."""
    kept = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
    return {**kept, "PENSTOCK_VAR": str(var), "DJANGO_SETTINGS_MODULE": "penstock.settings", **changes}


def penstock(var: Path, *arguments: str, **changes: str) -> "subprocess.CompletedProcess[str]":
    """Run a subcommand to its end."""
    command = [sys.executable, "-m", "penstock.commands", *arguments]
    return subprocess.run(
        command, env=environment(var, **changes), capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def processes(var: Path) -> list[str]:
    """The command lines of everything that still runs from this directory."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if f"PENSTOCK_VAR={var}".encode() in (entry / "environ").read_bytes().split(b"\0"):
                found.append((entry / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue  # it ended while we looked, or is not ours to look at
    return [line for line in found if line]


def await_none(var: Path, *, seconds: float) -> list[str]:
    """What still runs after a while, at best nothing."""
    end = time.monotonic() + seconds
    while (left := processes(var)) and time.monotonic() < end:
        time.sleep(0.1)
    return left


class Demo:
    """`penstock demo` as a person runs it."""

    def __init__(self, var: Path, port: int) -> None:
        self.var, self.port, self.output = var, port, ""
        started = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "penstock.commands", "demo"],
            env=environment(var, PORT=str(port)),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._await_invitation()
        self.seconds = time.monotonic() - started

    def _await_invitation(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.output += line
            if "demo.json" in line:
                return
        raise AssertionError(f"the demo ended: {self.output}")

    def end(self, number: signal.Signals) -> tuple[int, str]:
        """Send a signal and wait; answers the exit code and what was written after the invitation."""
        self.process.send_signal(number)
        return self.last_words()

    def last_words(self) -> tuple[int, str]:
        """Wait for the end."""
        rest, _nothing = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, rest


@contextmanager
def demo(var: Path, port: int | None = None) -> Iterator[Demo]:
    """A running demo, which the block may end in its own way."""
    running = Demo(var, port or free_port())
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.process.terminate()
            running.process.communicate(timeout=PATIENCE)
