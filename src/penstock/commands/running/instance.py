"""What every subcommand that touches an instance needs first: its directory, its secret key, its database, Django."""

import contextlib
import importlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from penstock.commands.running import roles
from penstock.commands.running.cluster import Cluster
from penstock.commands.trouble import Trouble


def var() -> Path:
    """The directory of everything an instance keeps on disk, made where it is missing."""
    directory = Path(os.environ.get("PENSTOCK_VAR", "var")).resolve()
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Trouble(f"{directory} cannot be made: {error.strerror}") from error
    os.environ["PENSTOCK_VAR"] = str(directory)
    return directory


@contextlib.contextmanager
def database() -> Iterator[Cluster | None]:
    """The database's addresses, in the environment; without DATABASE_URL the embedded PostgreSQL runs meanwhile."""
    if os.environ.get("DATABASE_URL"):
        _require("PENSTOCK_SECRET_KEY", "the key that signs sessions, 50 random characters or more")
        yield None
        return
    with Cluster(var() / "postgres") as cluster:
        roles.prepare(cluster.url("postgres", "postgres"))
        os.environ.setdefault("PENSTOCK_SECRET_KEY", _kept_secret())
        os.environ["DATABASE_URL"] = cluster.url(roles.APPLICATION, roles.DATABASE)
        os.environ["DATABASE_OWNER_URL"] = cluster.url(roles.OWNER, roles.DATABASE)
        try:
            yield cluster
        finally:
            del os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"]


def as_owner() -> None:
    """Let this process connect as the owner of the tables; call it before Django starts."""
    os.environ["DATABASE_URL"] = _require("DATABASE_OWNER_URL", "the address that migrations use, as the tables' owner")


def start_django() -> None:
    """Load Django with our settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "penstock.settings")
    misconfigured = importlib.import_module("django.core.exceptions").ImproperlyConfigured
    try:
        importlib.import_module("django").setup()
    except misconfigured as error:
        raise Trouble(str(error)) from error


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    fresh.replace(path)


def _kept_secret() -> str:
    path = var() / "secret_key"
    if not path.exists():
        write_private(path, secrets.token_urlsafe(64))
    return path.read_text()


def _require(name: str, meaning: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise Trouble(f"{name} is not set: {meaning}", code=2)
    return value
