"""A place for each test that another user may enter: PostgreSQL does not run as root."""

import contextlib
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

PATIENCE = 20


@contextlib.contextmanager
def a_place() -> Iterator[Path]:
    """A short-lived directory, open to all; it is taken away when the last server in it has ended."""
    with tempfile.TemporaryDirectory(prefix="penstock-test-", dir="/tmp") as name:
        place = Path(name)
        place.chmod(0o711)
        yield place
        end = time.monotonic() + PATIENCE
        while is_lived_in(place) and time.monotonic() < end:
            time.sleep(0.05)


def is_lived_in(place: Path) -> bool:
    """Whether a process works in the place; one whose owner was killed takes a moment to end."""
    for process in Path("/proc").glob("[0-9]*/cwd"):
        with contextlib.suppress(OSError):
            if process.readlink().is_relative_to(place):
                return True
    return False


@pytest.fixture
def place():
    """A place of the test's own."""
    with a_place() as found:
        yield found


@pytest.fixture(scope="module")
def module_place():
    """The same for a whole file."""
    with a_place() as found:
        yield found
