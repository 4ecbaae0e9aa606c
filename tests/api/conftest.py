"""Callers that are hung up when their test ends."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.api.caller import Caller
from tests.harness.instance import Instance


@pytest.fixture
def caller(module_instance: Instance) -> Iterator[Callable[[str], Caller]]:
    """Calls as a person of the exercise, by name, with nothing but what `var/demo.json` tells."""
    tokens = {person["name"]: person["api_token"] for person in module_instance.people}
    with ExitStack() as open_calls:

        def call(name: str) -> Caller:
            made = Caller(module_instance.base_url, tokens.get(name, name))
            open_calls.callback(made.http.close)
            return made

        yield call


@pytest.fixture
def asha(caller: Callable[[str], Caller]) -> Caller:
    """An officer of the exporting authority."""
    return caller("Asha Verma")
