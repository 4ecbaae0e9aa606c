"""Who takes part in the stories: people at their desks, and the programs of others."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests.api.caller import Caller
from tests.harness.browser import Pages
from tests.harness.instance import Instance
from tests.stories.desks import Desk
from tests.stories.hands import Mouse


@pytest.fixture
def desk(instance: Instance, pages: Pages) -> Any:
    """Seats people, each at a page of their own."""
    pages.allow("422")  # a form that is sent with a fault
    looked: set[str] = set()
    return lambda name: Desk(instance, pages, name, looked)


@pytest.fixture
def programs(instance: Instance) -> Iterator[Any]:
    """Gives people a program."""
    with ExitStack() as hung_up:

        def program(name: str) -> Caller:
            found = Caller(instance.base_url, instance.person(name=name)["api_token"])
            hung_up.callback(found.http.close)
            return found

        yield program


@pytest.fixture
def anybody(instance: Instance, pages: Pages) -> Mouse:
    """Somebody without an account, at a page of their own."""
    return Mouse(pages.open(instance.base_url), set())
