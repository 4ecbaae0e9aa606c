"""A real Chromium, strict about what it meets: console errors and requests to other machines fail the test."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    BrowserType,
    ConsoleMessage,
    Error,
    Page,
    Request,
    expect,
    sync_playwright,
)

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
    # No name outside this machine resolves, so nothing can leave it.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
PATIENCE = 30_000
"""Milliseconds: only what is broken takes so long, even where other tests have the cores."""
WCAG_A_AND_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """One browser; each page gets a profile of its own within it."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(playwright.chromium), args=list(QUIET))
        try:
            yield browser
        finally:
            browser.close()


def executable(kind: BrowserType) -> str:
    """The Chromium of CHROMIUM, of the operating system, or of Playwright."""
    for name in (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"):
        if name and (path := shutil.which(name)):
            return path
    own = kind.executable_path
    if not Path(own).exists():
        raise RuntimeError("no Chromium: as root `apt-get install chromium`, or name one by CHROMIUM=/path")
    return own


class Pages:
    """Opens pages, each like another person's computer, and keeps what their consoles complained about."""

    def __init__(self, browser: Browser) -> None:
        """Start with no page."""
        self._browser = browser
        self._complaints: list[str] = []
        self._allowed: list[str] = []
        self._kept: list[BrowserContext] = []

    def open(self, base_url: str, *, scripts: bool = True, locale: str = "en-GB", width: int = 1280) -> Page:
        """A new page with its own cookies; `page.goto("/path")` is relative to the instance."""
        return self._page_of(
            self._browser.new_context(
                base_url=base_url, java_script_enabled=scripts, locale=locale, viewport={"width": width, "height": 900}
            )
        )

    def open_kept(self, base_url: str, profile: Path) -> Page:
        """A page of a browser that keeps what it is given on disk, which private windows do not."""
        kind = self._browser.browser_type
        context = kind.launch_persistent_context(
            profile, executable_path=executable(kind), args=list(QUIET), base_url=base_url, locale="en-GB"
        )
        self._kept.append(context)
        return self._page_of(context)

    def _page_of(self, context: BrowserContext) -> Page:
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("console", self._note_console)
        page.on("pageerror", self._note_error)
        page.on("requestfailed", self._note_failure)
        return page

    def allow(self, pattern: str) -> None:
        """Expect a complaint, such as the 404 that the test provokes: a regular expression found in its text."""
        self._allowed.append(pattern)

    def complaints(self) -> list[str]:
        """What was complained about and not expected."""
        return [text for text in self._complaints if not any(re.search(pattern, text) for pattern in self._allowed)]

    def close(self) -> None:
        """Close every page."""
        for context in (*self._browser.contexts, *self._kept):
            context.close()

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self._complaints.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def _note_error(self, error: Error) -> None:
        self._complaints.append(f"uncaught: {error.message}")

    def _note_failure(self, request: Request) -> None:
        # A navigation cancels what the former page still loads; that is no fault of either.
        if request.failure != "net::ERR_ABORTED":
            self._complaints.append(f"failed: {request.failure} {request.url}")


def accessible(page: Page) -> None:
    """Fail on any violation of WCAG 2.0, 2.1 or 2.2, level A or AA, naming the rule and the elements."""
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG_A_AND_AA}}).response
    found = []
    for violation in results["violations"]:
        found.append(f"{violation['id']} ({violation['impact']}): {violation['help']}")
        found += [f"    {node['html']}\n      {node['failureSummary']}" for node in violation["nodes"]]
    assert not found, f"{page.url} is not accessible:\n" + "\n".join(found)
