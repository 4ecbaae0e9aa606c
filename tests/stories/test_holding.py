"""The story of a case that is taken and given away, in a real browser."""

from playwright.sync_api import expect

from tests.harness.browser import Pages, accessible
from tests.harness.instance import Instance
from tests.stories.hands import Mouse

HELD = "Who holds it on our side"


def enters(pages: Pages, instance: Instance, looked: set[str], name: str) -> Mouse:
    person = Mouse(pages.open(instance.base_url), looked)
    person.sign_in(instance.person(name=name))
    return person


def test_a_case_is_taken_and_given_away(module_instance: Instance, pages: Pages):
    pages.allow("422")  # the form is sent empty once
    looked: set[str] = set()
    officer = enters(pages, module_instance, looked, "Camila Rojas")
    inbox = officer.page.locator("#to-answer")
    row = inbox.get_by_role("row").nth(1)
    reference = row.get_by_role("link").first.inner_text()
    row.get_by_role("link").first.click()
    officer.arrive(HELD)
    card = officer.page.locator("#held")
    expect(card).to_contain_text("Nobody yet.")
    expect(card).to_contain_text("Next reminder:")

    officer.press("Take it")
    officer.arrive("You hold it now.")
    expect(card).to_contain_text("Camila Rojas")
    expect(officer.page.locator("#story")).to_contain_text("Took the case")
    officer.page.goto("/?held=mine")
    officer.arrive("held by Camila Rojas")
    officer.page.goto("/?held=nobody")
    expect(officer.page.locator("main")).not_to_contain_text(reference)
    accessible(officer.page)

    officer.page.goto(f"/cases/{reference}/")
    officer.follow("Give it to a colleague")
    officer.arrive("Held now by")
    officer.press("Give it")
    officer.arrive("Choose who holds it.")
    officer.choose("Who holds it from now on?", "Diego Fuentes")
    officer.press("Give it")
    officer.arrive("It was given to Diego Fuentes.")
    expect(card).to_contain_text("given by Camila Rojas")
    head = module_instance.person(name="Diego Fuentes")["email"]
    module_instance.mailbox.wait_for(head, f"Given to you: {reference}")

    sender = enters(pages, module_instance, looked, "Asha Verma")
    sender.page.goto(f"/cases/{reference}/")
    sender.arrive(reference)
    expect(sender.page.locator("#held")).to_contain_text("Nobody yet.")
    expect(sender.page.locator("main")).not_to_contain_text("Diego Fuentes")
