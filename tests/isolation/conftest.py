"""The world in a transaction that a whole file shares; every visit goes back to a savepoint."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.isolation.world import World, the_world


@pytest.fixture(scope="module")
def world(
    django_db_setup: None,  # noqa: ARG001  the database comes first
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[World]:
    """Everybody and everything, rolled back in the end."""
    # The server of static files wants its folder to be there, though nobody asks it for anything here.
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    with django_db_blocker.unblock(), transaction.atomic():
        yield the_world()
        transaction.set_rollback(True)
