"""The two roles of the database: the owner migrates, the application serves and cannot bypass row-level security."""

import contextlib
import os
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql

from penstock.commands.trouble import Trouble

OWNER = "penstock_owner"
APPLICATION = os.environ.get("PENSTOCK_APPLICATION_ROLE", "penstock_app")
DATABASE = "penstock"
LIMITS = sql.SQL("LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION")
Connection = psycopg.Connection[tuple[object, ...]]


@contextlib.contextmanager
def connected(url: str) -> Iterator[Connection]:
    """A connection outside Django; a database that cannot be reached is trouble, not a defect."""
    try:
        connection = psycopg.connect(url, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        raise Trouble(f"the database cannot be reached: {' '.join(str(error).split())}") from error
    with connection:
        yield connection


def prepare(admin: str, database: str = DATABASE) -> None:
    """As the administrator of a cluster: make the two roles and the empty database, where they are missing."""
    with connected(admin) as connection:
        for role, rights in ((OWNER, sql.SQL("CREATEDB")), (APPLICATION, sql.SQL("NOCREATEDB"))):
            if not _holds(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", role):
                connection.execute(sql.SQL("CREATE ROLE {} {} {}").format(sql.Identifier(role), LIMITS, rights))
        if not _holds(connection, "SELECT 1 FROM pg_database WHERE datname = %s", database):
            create = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'")
            connection.execute(create.format(sql.Identifier(database), sql.Identifier(OWNER)))


def admit(owner: str, application: str) -> None:
    """As the owner: see that the application's role exists (make it if we may) and cannot bypass the fences."""
    role, password = _credentials(application)
    with connected(owner) as connection:
        found = connection.execute(
            "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = %s", [role]
        ).fetchone()
        if found is None:
            _create(connection, role, password)
        elif found[0]:
            raise Trouble(f"the role {role} may bypass row-level security: ALTER ROLE {role} NOSUPERUSER NOBYPASSRLS")


def _create(connection: Connection, role: str, password: str) -> None:
    create = sql.SQL("CREATE ROLE {} {}").format(sql.Identifier(role), LIMITS)
    if password:
        create += sql.SQL(" PASSWORD {}").format(sql.Literal(password))
    try:
        connection.execute(create)
    except psycopg.errors.InsufficientPrivilege as error:
        statement = create.as_string(connection).split(" PASSWORD")[0]
        raise Trouble(f"the role {role} is missing; as an administrator: {statement}") from error


def _credentials(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return unquote(parts.username or ""), unquote(parts.password or "")


def _holds(connection: Connection, question: str, name: str) -> bool:
    return connection.execute(question.encode(), [name]).fetchone() is not None
