"""What the pages want to be there."""

import pytest
from django.conf import settings


@pytest.fixture
def static_folder() -> None:
    """The server of static files wants its folder to be there, though nobody asks it for anything here."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
