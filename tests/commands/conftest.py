"""A place for each test that another user may enter: PostgreSQL does not run as root."""

import tempfile
from pathlib import Path

import pytest


@pytest.fixture
def place():
    """A short-lived directory; pytest's own are closed to all but their owner."""
    with tempfile.TemporaryDirectory(prefix="penstock-test-", dir="/tmp") as name:
        Path(name).chmod(0o711)
        yield Path(name)


@pytest.fixture(scope="module")
def module_place():
    """The same for a whole file."""
    with tempfile.TemporaryDirectory(prefix="penstock-test-", dir="/tmp") as name:
        Path(name).chmod(0o711)
        yield Path(name)
