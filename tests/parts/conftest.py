"""What the tests of the parts share: the rendered site, its server and a browser."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from .serving import served

ROOT = Path(__file__).parents[2]
Run = Callable[..., subprocess.CompletedProcess[str]]
Open = Callable[..., Page]
LOUD = {"error", "warning"}  # A breach of the content policy is an error; Chromium's hints on markup are not.


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker of the tests that need a browser."""
    config.addinivalue_line("markers", "browser: needs Chromium")


@pytest.fixture(scope="session")
def run_gallery() -> Run:
    """Run the gallery in a process of its own, since its settings are not those of the suite."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "tests.parts.gallery", *arguments]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    return run


@pytest.fixture(scope="session")
def site(run_gallery: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the gallery and the example pages."""
    folder = tmp_path_factory.mktemp("site")
    ended = run_gallery("--site", str(folder))
    assert ended.returncode == 0, ended.stderr
    with served(folder) as address:
        yield address


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Open]:
    """Open a page of the site; at the end the console may hold no error."""
    said: list[str] = []
    contexts: list[BrowserContext] = []

    def opened(name: str, **options: object) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(f"{name}: {message.text}") if message.type in LOUD else None)
        page.on("pageerror", lambda error: said.append(f"{name}: {error}"))
        page.goto(f"{site}/{name}.html")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not said
