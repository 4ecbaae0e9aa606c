"""Processes that we start, and that never outlive us.

Each child leads a process group of its own, so that Ctrl-C in a terminal reaches us alone and we stop the children in
order. When we are killed without warning the kernel sends each child the signal that we would have sent.
"""

import contextlib
import ctypes
import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn, Self

from penstock.commands.trouble import Trouble

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


def _tie_to(parent: int, farewell: signal.Signals) -> Callable[[], None]:
    """A hook for the new process: receive `farewell` when the parent is gone, even when it is already gone."""

    def tie() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, farewell, 0, 0, 0)
        if os.getppid() != parent:
            os.kill(os.getpid(), farewell)

    return tie


class Child:
    """A running process with a name that people know it by, its log, and the signal that asks it to end."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        log: Path,
        environment: Mapping[str, str] | None = None,
        account: pwd.struct_passwd | None = None,
        farewell: signal.Signals = signal.SIGTERM,
    ) -> None:
        """Start the process; `account` is who it runs as when that is not us."""
        self.name, self.log, self._farewell = name, log, farewell
        self._log_start = log.stat().st_size if log.exists() else 0
        # As another user the working directory may be out of reach; the root directory never is.
        other = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": [], "cwd": "/"} if account else {}
        with log.open("ab") as output:
            self._process = subprocess.Popen(  # type: ignore[call-overload]  # noqa: S603  our own commands, no shell
                list(command),
                env={**os.environ, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_tie_to(os.getpid(), farewell),  # noqa: PLW1509  we start children before any thread
                **other,
            )
        self.pid: int = self._process.pid

    @property
    def status(self) -> int | None:
        """The exit status, or None while it runs."""
        status: int | None = self._process.poll()
        return status

    def last_line(self, containing: str = "") -> str:
        """The last line this process wrote to its log, preferably one that contains a word."""
        written = self.log.read_bytes()[self._log_start :].decode(errors="replace")
        lines = [line for line in written.splitlines() if line.strip()]
        chosen = [line for line in lines if containing in line] or lines or ["it wrote nothing"]
        return chosen[-1].strip()

    def finish(self) -> None:
        """Wait for the end, which must be a good one."""
        try:
            self._process.wait()
        finally:
            self.stop()
        if self.status:
            raise Trouble(self.obituary())

    def obituary(self) -> str:
        """One line about an end that was not asked for."""
        return f"{self.name} ended with status {self.status}: {self.last_line()} (all of it: {self.log})"

    def stop(self, *, grace: float = 15) -> None:
        """Ask for the end, insist after `grace` seconds, and leave nothing of its group behind."""
        if self.status is None:
            self._process.send_signal(self._farewell)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(grace)
        self.kill()

    def kill(self) -> None:
        """End the whole group at once, as a power cut would."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()

    def __enter__(self) -> Self:
        """The child runs within the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """The child ends with the block."""
        self.stop()


def python(module: str, *arguments: str) -> list[str]:
    """The command line that runs a module with this very interpreter."""
    return [sys.executable, "-m", module, *arguments]


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """Within the block Ctrl-C, SIGTERM and SIGHUP raise KeyboardInterrupt, once: cleaning up is not interrupted."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in STOP_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def require_alive(children: Sequence[Child]) -> None:
    """Raise trouble when one of them has died."""
    for child in children:
        if child.status is not None:
            raise Trouble(child.obituary())


def watch(children: Sequence[Child], *, every: float = 0.2) -> NoReturn:
    """Stay until a person interrupts or a child dies."""
    while True:
        require_alive(children)
        time.sleep(every)
