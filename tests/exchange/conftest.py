"""The cast, receivers that are closed in the end, and endpoints registered by those who may."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from penstock.exchange.models import Endpoint
from penstock.exchange.webhooks import couriers, services
from penstock.kernel.rowsecurity import acting
from tests.cast import Actor, Cast, the_cast
from tests.exchange.receiver import Receiver


@pytest.fixture(autouse=True)
def _loopback_may_be_called(settings):
    settings.WEBHOOKS_TO_LOOPBACK = True


@pytest.fixture
def cast() -> Cast:
    return the_cast()


@pytest.fixture
def receiver() -> Iterator[Callable[..., Receiver]]:
    """Makes receivers that run until the test ends."""
    with ExitStack() as running:
        yield lambda **how: running.enter_context(Receiver(**how))


def register(actor: Actor, url: str, **entered: str) -> Endpoint:
    """Register an endpoint, as somebody who may."""
    with acting(actor.viewer) as viewer:
        return services.register(viewer=viewer, raw={"label": "Our register", "url": url, **entered})


def deliver_all() -> None:
    """Deliver until nothing is due."""
    while couriers.deliver_one():
        pass
