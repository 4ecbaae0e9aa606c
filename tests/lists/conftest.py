"""The cast on a Monday morning, and the place from which pages are served."""

import pytest
from django.conf import settings

from tests.tracks.conftest import cast

__all__ = ["cast"]


@pytest.fixture(autouse=True)
def served() -> None:
    """The folder of static files, which pages want to be there."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
