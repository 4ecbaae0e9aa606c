"""A whole instance of the house as real processes: web server, worker, database, mail."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Self

import psycopg

from penstock.commands.running.processes import Child, python
from penstock.commands.serve import await_answer, free_port, live, web
from tests.harness.databases import EXERCISE, Database, Databases
from tests.harness.mail import Mailbox

Person = dict[str, Any]


class Instance:
    """Runs from a fresh clone of the exercise world; `with Instance(databases) as instance:`."""

    def __init__(self, databases: Databases, *, is_live: bool = False) -> None:
        """Prepare everything but the processes; `is_live` starts the one for live updates too."""
        self._databases = databases
        self._running = ExitStack()
        self.people: Sequence[Person] = databases.people()
        self.port = free_port()
        self.base_url = f"http://127.0.0.1:{self.port}"
        self.live_port = free_port() if is_live else 0
        self.mailbox = Mailbox()
        self.database: Database
        self.var: Path
        self.web: Child
        self.worker: Child
        self.live: Child

    def person(self, *, country: str = "", organisation: str = "", duty: str = "", name: str = "") -> Person:
        """The first person of the exercise that fits: parts of the organisation's and own name, country, one duty."""
        for person in self.people:
            fits = (
                country in {"", person["country"]},
                organisation in person["organisation"],
                not duty or duty in person["duties"],
                name in person["name"],
            )
            if all(fits):
                return person
        raise LookupError(f"nobody fits country={country!r} organisation={organisation!r} duty={duty!r} name={name!r}")

    @contextmanager
    def owner(self) -> Iterator["psycopg.Connection[Any]"]:
        """A connection as the tables' owner; row policies bind it too, unless it sets `penstock.scope` to 'all'."""
        with psycopg.connect(self.database.owner, autocommit=True) as connection:
            connection.execute("SELECT set_config('penstock.scope', 'all', false)")
            yield connection

    def start_web(self) -> None:
        """Start the web server and wait until it answers."""
        with self._environment():
            self.web = self._web()
        await_answer(self.base_url, [self.web])

    def start_worker(self) -> None:
        """Start the worker; it needs a moment before it acts."""
        with self._environment():
            self.worker = self._worker()

    def start_live(self) -> None:
        """Start the process for live updates and wait until it answers."""
        with self._environment():
            self.live = live(self.live_port)
        await_answer(f"http://127.0.0.1:{self.live_port}/live/", [self.live])

    def kill_web(self) -> None:
        """End the web server and its workers at once, as a power cut would."""
        self.web.kill()

    def kill_worker(self) -> None:
        """End the worker at once, as a power cut would."""
        self.worker.kill()

    def restart_web(self) -> None:
        """Kill the web server and start it again on the same port."""
        self.kill_web()
        self.start_web()

    def restart_worker(self) -> None:
        """Kill the worker and start it again."""
        self.kill_worker()
        self.start_worker()

    def logs(self) -> str:
        """What its processes have written so far."""
        return "\n".join(path.read_text(errors="replace") for path in self.var.glob("*.log"))

    def __enter__(self) -> Self:
        """Start mail, web and worker."""
        with ExitStack() as starting:
            self.var = Path(starting.enter_context(tempfile.TemporaryDirectory(prefix="penstock-test-")))
            self.database = self._databases.clone(EXERCISE)
            starting.callback(self._databases.drop, self.database)
            self.mailbox.open()
            starting.callback(self.mailbox.close)
            self.start_worker()
            starting.callback(lambda: self.worker.stop(grace=5))
            with self._environment():
                self.web = self._web()
            starting.callback(lambda: self.web.stop(grace=5))
            await_answer(self.base_url, [self.web])
            if self.live_port:
                self.start_live()
                starting.callback(lambda: self.live.stop(grace=5))
            self._running = starting.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop and remove everything."""
        self._running.close()

    def _web(self) -> Child:
        return web(self.port)

    def _worker(self) -> Child:
        return Child("the worker", python("penstock.commands", "worker"), log=self.var / "worker.log")

    @contextmanager
    def _environment(self) -> Iterator[None]:
        """Our own environment for a moment, since children inherit it."""
        before = dict(os.environ)
        os.environ |= {
            **self.database.environment,
            "DJANGO_SETTINGS_MODULE": "penstock.settings",
            "PENSTOCK_VAR": str(self.var),
            "PENSTOCK_BASE_URL": self.base_url,
            "PENSTOCK_LIVE_URL": f"http://127.0.0.1:{self.live_port}/live/" if self.live_port else "",
            "PENSTOCK_SMTP_HOST": self.mailbox.host,
            "PENSTOCK_SMTP_PORT": str(self.mailbox.port),
        }
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)
