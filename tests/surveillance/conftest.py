"""The cast in a transaction of each test."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.conf import settings

from penstock.kernel import clock
from tests.cast import Cast, the_cast

MONDAY_MORNING = datetime(2027, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:  # noqa: ARG001  the database comes first
    """Everybody, as of a Monday morning."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    with clock.at(MONDAY_MORNING):
        yield the_cast()
