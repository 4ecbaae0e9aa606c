"""The day on which these tests take place, and the cast in a transaction of each file."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from penstock.kernel import clock
from tests.cast import Cast, the_cast

DAY = date(2026, 11, 23)


@pytest.fixture
def today() -> date:
    """A Monday."""
    return DAY


@pytest.fixture(scope="module")
def cast(
    django_db_setup: None,  # noqa: ARG001  the database comes first
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Cast]:
    """Everybody, on that Monday morning."""
    with django_db_blocker.unblock(), transaction.atomic(), clock.at(datetime.combine(DAY, time(9), UTC)):
        yield the_cast()
        transaction.set_rollback(True)
