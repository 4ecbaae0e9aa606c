"""The cast in a transaction that the whole file shares; each story goes back to a savepoint."""

from collections.abc import Iterator
from datetime import UTC, datetime, time

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from penstock.kernel import clock
from tests.cast import Cast, the_cast
from tests.workflow.machine import BEGINS

MONDAY_MORNING = datetime.combine(BEGINS, time(9), UTC)


@pytest.fixture(scope="module")
def cast(
    django_db_setup: None,  # noqa: ARG001  the database comes first
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Cast]:
    """Everybody, as of the Monday on which the stories begin."""
    with django_db_blocker.unblock(), transaction.atomic(), clock.at(MONDAY_MORNING):
        yield the_cast()
        transaction.set_rollback(True)
