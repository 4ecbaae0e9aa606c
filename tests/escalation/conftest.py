"""The cast on a Monday morning; a notice to Importland is due on the Monday after next, the sixteenth of March."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from penstock.kernel import clock
from tests.cast import Cast, the_cast

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:  # noqa: ARG001  the database comes first
    """Everybody, on the Monday on which the stories begin."""
    with clock.at(MONDAY):
        yield the_cast()
