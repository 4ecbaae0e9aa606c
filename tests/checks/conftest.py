"""The cast in a transaction of the test's own."""

from datetime import UTC, datetime

import pytest

from penstock.kernel import clock
from tests.cast import Cast, the_cast

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def cast(db) -> Cast:  # noqa: ARG001 - the database comes first
    with clock.at(MORNING):
        yield the_cast()
