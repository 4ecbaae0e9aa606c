"""How a person of a story uses a page: with the mouse, or with nothing but the keyboard; both look at every page."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.harness.browser import accessible

MOST_TABS = 150
PHONE = {"width": 390, "height": 844}
FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return ["", "", ""];
  const labels = Array.from(one.labels || []).map((label) => label.innerText);
  const name = one.getAttribute("aria-label") || labels.join(" ") || one.innerText || "";
  return [one.tagName, one.type || "", name.replace(/\\s+/g, " ").trim()];
}"""
VISIBLY_FOCUSED = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
}"""


class Mouse:
    """Points, clicks and fills."""

    def __init__(self, page: Page, looked: set[str]) -> None:
        """Use a page; `looked` gathers the addresses that the accessibility checker has seen."""
        self.page, self._looked = page, looked

    def sign_in(self, person: dict[str, Any]) -> None:
        """Sign in as a person of the exercise."""
        self.page.goto("/accounts/login/")
        self.look()
        self.fill("Email", person["email"])
        self.fill("Password", person["password"])
        self.press("Sign in")
        self.page.wait_for_url(lambda url: "login" not in url, wait_until="load")
        self.look()

    def look(self) -> None:
        """Let the accessibility checker look at the page, once for each kind of address."""
        kind = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Z]{2}-\d{4}-\d{6}", "*", self.page.url) + self.page.title()
        if kind not in self._looked:
            self._looked.add(kind)
            accessible(self.page)

    def arrive(self, text: str) -> None:
        """Wait until the page holds a text and its scripts listen to keys, and look at it."""
        expect(self.page.locator("main")).to_contain_text(text, timeout=60_000)
        self.page.wait_for_load_state("load")
        self.look()

    def open_case(self, reference: str) -> None:
        """Find a case by its reference in the search box."""
        self.page.locator("#search").fill(reference)
        self._found(reference)

    def _found(self, reference: str) -> None:
        # The page that is left may be the case's own: only the navigation tells when the new one has come.
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.arrive(reference)

    def go(self, letter: str, place: str) -> None:
        """Go to a place of the navigation; `letter` is its key."""
        assert letter
        self.page.get_by_role("navigation", name="Main").get_by_role("link", name=place).click()

    def follow(self, name: str) -> None:
        """Follow a link of the page's main part."""
        self.page.locator("main").get_by_role("link", name=name, exact=True).first.click()

    def press(self, name: str) -> None:
        """Press a button."""
        self.page.locator("main").get_by_role("button", name=name, exact=True).click()

    def fill(self, label: str, text: str) -> None:
        """Write into a field."""
        self._field(label).fill(text)

    def choose(self, label: str, option: str) -> None:
        """Choose an answer of a list."""
        self._field(label).select_option(label=option)

    def give(self, label: str, file: Path) -> None:
        """Choose a file."""
        self._field(label).set_input_files(file)

    def _field(self, label: str) -> Locator:
        return self.page.locator("main").get_by_label(label).first


class Thumb(Mouse):
    """A mouse on a small screen that counts what it does: each field filled, choice made, link or button pressed."""

    def __init__(self, page: Page, looked: set[str]) -> None:
        """Make the screen as small as that of a phone."""
        super().__init__(page, looked)
        page.set_viewport_size(PHONE)
        self.count = 0

    def fill(self, label: str, text: str) -> None:
        """Write into a field."""
        self.count += 1
        super().fill(label, text)

    def choose(self, label: str, option: str) -> None:
        """Choose an answer of a list."""
        self.count += 1
        super().choose(label, option)

    def press(self, name: str) -> None:
        """Press a button."""
        self.count += 1
        super().press(name)

    def follow(self, name: str) -> None:
        """Follow a link."""
        self.count += 1
        super().follow(name)

    def go(self, letter: str, place: str) -> None:
        """Open the menu, and follow it to a place."""
        assert letter
        self.count += 2
        self.page.get_by_text("Menu", exact=True).click()
        self.page.locator("[data-narrow]").get_by_role("link", name=place).click()


class Keyboard(Mouse):
    """Types, and moves with Tab, Enter and the house's keys; wherever the focus stands, it must be seen."""

    def __init__(self, page: Page, looked: set[str]) -> None:
        """Have the browser hand over file dialogues from the start: asked only beside the key press, it may be late."""
        super().__init__(page, looked)
        page.on("filechooser", lambda _chooser: None)

    def open_case(self, reference: str) -> None:
        """`/` leads to the search box from anywhere."""
        self.page.keyboard.press("/")
        self.page.keyboard.type(reference)
        self._found(reference)

    def go(self, letter: str, place: str) -> None:
        """`g` and a letter."""
        assert place
        self.page.keyboard.press("g")
        self.page.keyboard.press(letter)

    def follow(self, name: str) -> None:
        """Tab to the link, then Enter."""
        self._tab_to(lambda tag, _kind, found: tag == "A" and found == name, name)
        self.page.keyboard.press("Enter")

    def press(self, name: str) -> None:
        """Tab to the button, then Enter."""
        self._tab_to(lambda tag, _kind, found: tag == "BUTTON" and found == name, name)
        self.page.keyboard.press("Enter")

    def fill(self, label: str, text: str) -> None:
        """Tab to the field and type."""
        self._tab_to(lambda tag, _kind, found: tag in {"INPUT", "TEXTAREA"} and found.startswith(label), label)
        self.page.keyboard.type(text)

    def choose(self, label: str, option: str) -> None:
        """Tab to the list and type the beginning of the answer."""
        self._tab_to(lambda tag, _kind, found: tag == "SELECT" and found.startswith(label), label)
        self.page.keyboard.type(option)

    def give(self, label: str, file: Path) -> None:
        """Tab to the field; Space opens the operating system's dialogue, which the browser answers for us."""
        self._tab_to(lambda _tag, kind, found: kind == "file" and found.startswith(label), label)
        with self.page.expect_file_chooser() as chooser:
            self.page.keyboard.press("Space")
        chooser.value.set_files(file)

    def _tab_to(self, is_it: Callable[[str, str, str], bool], wanted: str) -> None:
        met = []
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            tag, kind, name = self.page.evaluate(FOCUSED)
            met.append(name)
            if is_it(tag, kind, name):
                assert self.page.evaluate(VISIBLY_FOCUSED), f"the focus on '{wanted}' cannot be seen"
                return
        message = f"Tab does not lead to '{wanted}' on {self.page.url}; met: {met[:60]}"
        raise AssertionError(message)
