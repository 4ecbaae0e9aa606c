"""What most tests of orders stand on: a Monday on which everything happens, and a company's desk."""

from collections.abc import Iterator

import pytest

from penstock.kernel import clock
from tests.cast import Actor
from tests.orders.house import MONDAY, a_company


@pytest.fixture
def monday() -> Iterator[None]:
    """It is Monday all through the test; asked for by whole files, with `usefixtures`."""
    with clock.at(MONDAY):
        yield


@pytest.fixture
def desk() -> tuple[Actor, Actor]:
    """The compliance officer of a company, and a colleague of theirs."""
    return a_company()
