"""`penstock demo`: a whole instance with the exercise world, from nothing, until Ctrl-C."""

import argparse
import contextlib
import hashlib
import json
import os
import time
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

from psycopg import sql

from penstock.commands.running import instance, roles
from penstock.commands.running.cluster import Cluster
from penstock.commands.running.processes import Child, interruptible, python, watch
from penstock.commands.serve import await_answer, chosen_port, free_port, live, require_free, web
from penstock.commands.trouble import Trouble

Person = dict[str, object]
BEGUN, LOADED = "exercise world begun", "exercise world loaded"
COLUMNS = ("name", "organisation", "country", "email", "password", "duties")


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the subcommand."""
    text = "run a whole instance with the exercise world (PORT=8000), until Ctrl-C"
    parser = subparsers.add_parser("demo", help=text, description=text)
    parser.set_defaults(run=run)


def run(_args: argparse.Namespace) -> int:
    """Start everything in order, show the way in, and stop everything in the opposite order."""
    started = time.monotonic()
    port = chosen_port()
    _await_former_end(port)
    require_free("127.0.0.1", port)
    base_url = f"http://127.0.0.1:{port}"
    os.environ |= {"PENSTOCK_EXERCISE": "yes", "PENSTOCK_BASE_URL": base_url}
    with contextlib.suppress(KeyboardInterrupt), interruptible(), contextlib.ExitStack() as running:
        cluster = running.enter_context(instance.database())
        _require_alone(cluster)
        running.enter_context(_marked_as_running())
        people = _prepare()
        children = _start(port, running)
        await_answer(base_url, children)
        document = {"base_url": base_url, "people": people}
        instance.write_private(_people_file(), json.dumps(document, ensure_ascii=False, indent=1))
        _show(base_url, people, time.monotonic() - started)
        watch(children)
    return 0


def _marker() -> Path:
    return instance.var() / "demo.pid"


def _people_file() -> Path:
    return instance.var() / "demo.json"


@contextlib.contextmanager
def _marked_as_running() -> Iterator[None]:
    """Leave a file while we run: the next start finds it when we were killed without warning."""
    _marker().write_text(str(os.getpid()))
    try:
        yield
    finally:
        _marker().unlink(missing_ok=True)


def _await_former_end(port: int) -> None:
    """After a killed demo its web server needs a moment to notice and to give the port back."""
    if not _marker().exists() or Path(f"/proc/{_marker().read_text()}").exists():
        return
    end = time.monotonic() + 8
    while time.monotonic() < end:
        with contextlib.suppress(Trouble):
            require_free("127.0.0.1", port)
            return
        time.sleep(0.1)


def _require_alone(cluster: Cluster | None) -> None:
    if cluster and not cluster.is_ours:
        raise Trouble(f"an instance already runs from {instance.var()}: stop it, or name another place by PENSTOCK_VAR")


def _prepare() -> list[Person]:
    """Migrate unless this very program has done so, load the exercise world once, and return its people."""
    owner = os.environ["DATABASE_OWNER_URL"]
    noted, current = _note(owner), f"{LOADED}, migrated for {_fingerprint()}"
    if noted == BEGUN:
        _empty(owner)
    if noted != current:
        _finish("migrate")
    if not noted.startswith(LOADED):
        _write_note(owner, BEGUN)
        _load()
    if not _people_file().exists():
        raise Trouble(f"{_people_file()} is gone, and the passwords with it: put it back, or remove {instance.var()}")
    if noted != current:
        _write_note(owner, current)
    people: list[Person] = json.loads(_people_file().read_text())["people"]
    return people


def _load() -> None:
    print("penstock: loading the exercise world ...", flush=True)
    fresh = instance.var() / "people.json"
    _finish("exercise", str(fresh))
    instance.write_private(_people_file(), json.dumps({"people": json.loads(fresh.read_text())}))
    fresh.unlink()


def _empty(owner: str) -> None:
    """Forget a world whose loading was interrupted; the note says that there was nothing else."""
    with roles.connected(owner) as connection:
        connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC")


def _fingerprint() -> str:
    """Which program we are: our own files, and the version of every package we run with."""
    found = hashlib.sha256()
    for file in sorted(Path(__file__).parents[1].rglob("*.py")):
        found.update(file.read_bytes())
    for package in sorted(f"{package.name} {package.version}" for package in distributions()):
        found.update(package.encode())
    return found.hexdigest()[:16]


def _finish(subcommand: str, *arguments: str) -> None:
    log = instance.var() / f"{subcommand}.log"
    Child(f"penstock {subcommand}", python("penstock.commands", subcommand, *arguments), log=log).finish()


def _note(owner: str) -> str:
    question = b"SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
    with roles.connected(owner) as connection:
        (found,) = connection.execute(question).fetchone() or (None,)
    return str(found or "")


def _write_note(owner: str, text: str) -> None:
    """Say on the database itself what was done to it, so that the note goes where the database goes."""
    with roles.connected(owner) as connection:
        comment = sql.SQL("COMMENT ON DATABASE {} IS {}")
        connection.execute(comment.format(sql.Identifier(connection.info.dbname), sql.Literal(text)))


def _start(port: int, running: contextlib.ExitStack) -> list[Child]:
    """Mail first and web last, so that nothing is asked before what it needs is there."""
    children = []
    if not os.environ.get("PENSTOCK_SMTP_HOST"):
        mail_port = free_port()
        os.environ |= {"PENSTOCK_SMTP_HOST": "127.0.0.1", "PENSTOCK_SMTP_PORT": str(mail_port)}
        mail = python("penstock.commands.running.mailbox", str(mail_port), str(instance.var() / "mail"))
        children.append(running.enter_context(Child("the mailbox", mail, log=instance.var() / "mail.log")))
    worker = Child("the worker", python("penstock.commands", "worker"), log=instance.var() / "worker.log")
    children.append(running.enter_context(worker))
    live_port = free_port()
    os.environ["PENSTOCK_LIVE_URL"] = f"http://127.0.0.1:{live_port}/live/"
    children.append(running.enter_context(live(live_port)))
    children.append(running.enter_context(web(port)))
    return children


def _show(base_url: str, people: list[Person], seconds: float) -> None:
    rows = [list(COLUMNS), *([_cell(person[column]) for column in COLUMNS] for person in people)]
    widths = [max(len(row[index]) for row in rows) for index in range(len(COLUMNS))]
    print(f"\nAn exercise: every government, person and shipment in it is invented. Ready in {seconds:.1f} s.\n")
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    print(f"\n{base_url}  (Ctrl-C stops it)")
    print(f"People and their API tokens: {_people_file()}    Mail it sends: {instance.var() / 'mail'}", flush=True)


def _cell(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
