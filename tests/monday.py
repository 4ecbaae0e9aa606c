"""The cast on a Monday morning, in a transaction that a whole file shares; each story goes back to a savepoint.

A folder of stories takes these fixtures by naming them in its `conftest.py`.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db import transaction
from pytest_django import DjangoDbBlocker

from penstock.kernel import clock
from tests.cast import Cast, the_cast

MONDAY_MORNING = datetime(2026, 3, 2, 13, tzinfo=UTC)


@pytest.fixture(scope="module")
def everybody(
    django_db_setup: None,  # noqa: ARG001  the database comes first
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Cast]:
    """Everybody, as of the Monday on which the stories begin."""
    with django_db_blocker.unblock(), transaction.atomic(), clock.at(MONDAY_MORNING):
        yield the_cast()
        transaction.set_rollback(True)


@pytest.fixture
def cast(everybody: Cast) -> Iterator[Cast]:
    """The same, with everything taken back at the end."""
    savepoint = transaction.savepoint()
    with clock.at(MONDAY_MORNING):
        yield everybody
    transaction.savepoint_rollback(savepoint)


@pytest.fixture
def static() -> None:
    """The server of static files wants its folder to be there, though nobody asks it for anything here."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
