"""Databases for tests: migrated once into a template, then cloned in a moment for whoever needs one."""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from penstock.commands.running import roles
from penstock.commands.running.processes import python

UNSAFE_AND_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}
PASSWORD = "penstock-test"  # noqa: S105  only asked for where the server is not our own
EMPTY, EXERCISE = "empty", "exercise"


@dataclass(frozen=True)
class Database:
    """One database and its addresses for the two roles."""

    name: str
    application: str
    owner: str

    @property
    def environment(self) -> dict[str, str]:
        """What a process of the house needs to reach it."""
        return {"DATABASE_URL": self.application, "DATABASE_OWNER_URL": self.owner}


class Databases:
    """The databases of one test run on one server, all named by the run."""

    def __init__(self, admin: str, run: str) -> None:
        """Take the server's administrator and make the two roles."""
        self.admin, self.run = admin, run
        self._clones = 0
        with self._connected(locked=True) as connection:
            for role in (roles.OWNER, roles.APPLICATION):
                if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone() is None:
                    connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
                password = sql.SQL("ALTER ROLE {} PASSWORD {}")
                connection.execute(password.format(sql.Identifier(role), sql.Literal(PASSWORD)))

    def clone(self, kind: str = EMPTY) -> Database:
        """A new database like the template: `EMPTY` (migrated) or `EXERCISE` (with the exercise world)."""
        template = self._template(kind)
        self._clones += 1
        database = self._database(f"{self.run}_{os.getpid()}_{self._clones}")
        with self._connected() as connection:
            self._create(connection, database.name, template)
        return database

    def drop(self, database: Database) -> None:
        """Remove a database, whoever is still connected."""
        with self._connected() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database.name)))

    def drop_all(self) -> None:
        """Remove every database of this run."""
        with self._connected() as connection:
            names = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{self.run}\\_%"])
            for (name,) in names.fetchall():
                connection.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(sql.Identifier(name)))
                self.drop(self._database(name))

    def people(self) -> list[dict[str, Any]]:
        """Who can sign in to a clone of the exercise world."""
        name = self._template(EXERCISE)
        question = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
        with self._connected() as connection:
            found = connection.execute(question, [name]).fetchone()
        assert found is not None
        people: list[dict[str, Any]] = json.loads(found[0])
        return people

    def _template(self, kind: str) -> str:
        """The template's name; the first process of the run to ask makes it while the others wait."""
        name = f"{self.run}_template_{kind}"
        with self._connected(locked=True) as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
                self._make_template(connection, kind, self._database(name))
        return name

    def _make_template(self, connection: "psycopg.Connection[Any]", kind: str, database: Database) -> None:
        # Under another name until it is whole, so that a failure is seen by every process and not by the first alone.
        unfinished = self._database(f"{database.name}_unfinished")
        self.drop(unfinished)
        if kind == EMPTY:
            self._create(connection, unfinished.name, "template0")
            run_command(unfinished, "migrate")
            people = "[]"
        else:
            self._create(connection, unfinished.name, self._template_within_lock(connection))
            with tempfile.TemporaryDirectory() as directory:
                file = Path(directory, "people.json")
                run_command(unfinished, "exercise", str(file))
                people = file.read_text()
        old, new = sql.Identifier(unfinished.name), sql.Identifier(database.name)
        connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(old, new))
        connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(new, sql.Literal(people)))
        connection.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(new))

    def _template_within_lock(self, connection: "psycopg.Connection[Any]") -> str:
        empty = self._database(f"{self.run}_template_{EMPTY}")
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [empty.name]).fetchone() is None:
            self._make_template(connection, EMPTY, empty)
        return empty.name

    def _create(self, connection: "psycopg.Connection[Any]", name: str, template: str) -> None:
        create = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}")
        connection.execute(create.format(*map(sql.Identifier, (name, roles.OWNER, template))))

    @contextmanager
    def _connected(self, *, locked: bool = False) -> Iterator["psycopg.Connection[Any]"]:
        with psycopg.connect(self.admin, autocommit=True) as connection:
            if locked:
                connection.execute("SELECT pg_advisory_lock(hashtext(%s))", [self.run])
            yield connection

    def _database(self, name: str) -> Database:
        given = conninfo_to_dict(self.admin)
        port = str(given.get("port", 5432))
        query = f"?host={quote(str(given.get('host', '/var/run/postgresql')), safe='/')}&port={port}"

        def address(role: str) -> str:
            return f"postgresql://{role}:{PASSWORD}@/{name}{query}"

        return Database(name, address(roles.APPLICATION), address(roles.OWNER))


def run_command(database: Database, *arguments: str) -> None:
    """Run the real command on a database, and fail with what it wrote."""
    environment = {**os.environ, **database.environment, "DJANGO_SETTINGS_MODULE": "penstock.settings"}
    done = subprocess.run(
        python("penstock.commands", *arguments), env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"penstock {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
