"""People of the exercise at their desks: each at a page of their own, filled field by field."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from tests.harness.browser import Pages
from tests.harness.instance import Instance
from tests.stories.hands import Mouse


def day(days: int) -> str:
    """A day from today, as it is entered."""
    return (datetime.now(UTC).date() + timedelta(days=days)).isoformat()


class Desk(Mouse):
    """Somebody at a page, who fills it field by field."""

    def __init__(self, instance: Instance, pages: Pages, name: str, looked: set[str]) -> None:
        """Sign in."""
        super().__init__(pages.open(instance.base_url), looked)
        self.person = instance.person(name=name)
        self.sign_in(self.person)

    def at(self, path: str) -> None:
        """Go to a page, and look at it."""
        self.page.goto(path)
        self.look()

    def enter(self, **answers: str) -> None:
        """Fill fields by their names."""
        for name, answer in answers.items():
            field = self.page.locator(f"main [name='{name.replace('__', '-')}']")
            if field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(value=answer)
            else:
                field.fill(answer)

    def says(self, text: str) -> None:
        """The page says something, and is looked at."""
        expect(self.page.locator("main")).to_contain_text(text, timeout=60_000)
        self.look()


def names_customs(head: Desk) -> None:
    """The head of the importing authority says who records at the border."""
    head.at("/passages/office/")
    head.page.get_by_label("Exercise Customs Service, Valparaiso").check()
    head.page.locator("main form button").first.click()
    head.says("Kept")
