"""Fixtures for every test; `tests/harness` holds what they are made of.

Rules through services: mark the test `django_db`; it sees the migrated tables as the application role and is rolled
back. Behaviour through doors: take `instance`, a running house with the exercise world, its people and its mail.
"""

import ipaddress
import os
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Page
from pytest_django import DjangoDbBlocker

from penstock.commands.running.cluster import Cluster
from penstock.settings import database_from
from tests.harness import browser as browsing
from tests.harness.databases import UNSAFE_AND_FAST, Database, Databases
from tests.harness.instance import Instance

SERVER, RUN = "TEST_DATABASE_ADMIN_URL", "PENSTOCK_TEST_RUN"
DOORS = {"instance", "module_instance", "session_instance", "browser", "page", "pages"}
_server = ExitStack()

# No test is timed: a busy machine makes nobody guilty.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_configure(config: pytest.Config) -> None:
    """With several processes, the first one starts the server that all of them use."""
    if config.getoption("numprocesses", None) and not hasattr(config, "workerinput"):
        start_server()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Whoever started the server stops it, and leaves nothing behind on one that was given."""
    if not hasattr(config, "workerinput"):
        _server.close()


def start_server() -> Databases:
    """The server of this run: one that was given, one that is running already, or a new one of our own."""
    if RUN not in os.environ:
        os.environ[RUN] = f"penstock_test_{os.getpid()}"
        _server.callback(os.environ.pop, RUN)
        if SERVER not in os.environ:
            directory = _server.enter_context(tempfile.TemporaryDirectory(prefix="penstock-test-", dir="/tmp"))
            cluster = _server.enter_context(Cluster(Path(directory, "postgres"), settings=UNSAFE_AND_FAST))
            os.environ[SERVER] = cluster.url("postgres", "postgres")
            _server.callback(os.environ.pop, SERVER)
        else:
            _server.callback(Databases(os.environ[SERVER], os.environ[RUN]).drop_all)
    return Databases(os.environ[SERVER], os.environ[RUN])


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Quick tests first: rules before doors, by files, which stay whole. The order among each kind stays random."""
    with_doors = {item.path for item in items if DOORS & set(getattr(item, "fixturenames", ()))}
    items.sort(key=lambda item: item.path in with_doors)


@pytest.fixture(autouse=True, scope="session")
def loopback_only() -> Iterator[None]:
    """Whatever wants to reach another machine fails at once."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and not _is_loopback(address[0]):
            raise RuntimeError(f"a test wants to reach {address}: tests stay on this machine")
        connect(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded)
    yield
    patch.undo()


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session")
def databases() -> Databases:
    """The databases of this run, and the way to have another one."""
    return start_server()


def _point_django_at(database: Database) -> None:
    connection.close()
    connection.settings_dict.update(database_from(database.application))


@pytest.fixture(scope="session")
def django_db_setup(databases: Databases, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A clone of the migrated template, used as the application role; nobody truncates it."""
    database = databases.clone()
    with django_db_blocker.unblock():
        _point_django_at(database)
    yield
    with django_db_blocker.unblock():
        connection.close()
    databases.drop(database)


@pytest.fixture
def committed(
    databases: Databases,
    django_db_setup: None,  # noqa: ARG001  it comes first, or it would point Django away from here
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Database]:
    """A database of the test's own in which commits are real, for races and threads; takes the place of `django_db`."""
    before = dict(connection.settings_dict)
    database = databases.clone()
    with django_db_blocker.unblock():
        _point_django_at(database)
        yield database
        connection.close()
        connection.settings_dict.update(before)
    databases.drop(database)


@pytest.fixture
def instance(databases: Databases) -> Iterator[Instance]:
    """A running house of the test's own."""
    with Instance(databases) as running:
        yield running


@pytest.fixture(scope="module")
def module_instance(databases: Databases) -> Iterator[Instance]:
    """A running house that the tests of a file share; each makes its own cases in it."""
    with Instance(databases) as running:
        yield running


@pytest.fixture(scope="session")
def session_instance(databases: Databases) -> Iterator[Instance]:
    """A running house for tests that only look."""
    with Instance(databases) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    with browsing.chromium() as started:
        yield started


@pytest.fixture
def pages(browser: Browser) -> Iterator[browsing.Pages]:
    """Opens pages, one for each person of a story; unexpected complaints of their consoles fail the test."""
    opened = browsing.Pages(browser)
    yield opened
    opened.close()
    assert not opened.complaints(), "\n".join(opened.complaints())


@pytest.fixture
def page(pages: browsing.Pages, module_instance: Instance) -> Page:
    """One page on the file's instance."""
    return pages.open(module_instance.base_url)


@pytest.fixture(scope="session")
def accessible() -> Callable[[Page], None]:
    """The accessibility checker: `accessible(page)` fails with every violation of WCAG A and AA."""
    return browsing.accessible
