"""The server of static files wants its folder to be there, though nobody asks it for anything here."""

import pytest
from django.conf import settings


@pytest.fixture(autouse=True)
def _static_folder():
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
