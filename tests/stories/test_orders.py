"""A newcomer at a company's order desk: a customer, a declaration by link, an order that goes, one that is held."""

from typing import Any

from playwright.sync_api import expect

from tests.harness.browser import Pages, accessible
from tests.harness.instance import Instance
from tests.stories.desks import Desk, day

CUSTOMER = "Nieuwe Klant Lakken BV"


def test_story(desk: Any, pages: Pages, instance: Instance) -> None:
    pages.allow("409")  # her own hold, which she tries to lift all the same
    officer = desk("Femke Bos")
    _enters_a_customer(officer)
    link = _draws_up_a_declaration(officer)
    _signs_without_an_account(pages, instance, link)
    _verifies(officer)
    _checks_one_that_goes(officer)
    held = _checks_one_that_is_held(officer)
    _cannot_lift_her_own(officer, held)
    _colleague_lifts_it(desk("Daan Hoekstra"), held)
    officer.at(f"/held-orders/{held}/")
    officer.says("The larger order was agreed by telephone")


def _enters_a_customer(officer: Desk) -> None:
    """What is wrong is named at its field, and nothing entered is lost."""
    officer.at("/")
    officer.follow("Customers")
    officer.follow("Enter a customer")
    officer.enter(number="K/9", name=CUSTOMER, country="NL", category="end user", sector="materials")
    officer.press("Keep")
    officer.says("Write the number without")
    officer.says("Address is missing")
    expect(officer.page.locator("[name=name]")).to_have_value(CUSTOMER)
    officer.enter(number="K-9", address="Laan 4, Gouda")
    officer.page.get_by_label("Paints, coatings, inks or adhesives").check()
    officer.press("Keep")
    officer.says("Verify its identity next")
    officer.page.locator("main").get_by_role("link", name="Verify the identity").click()
    officer.enter(verified_how="business register", paper="Register entry 0000")
    officer.press("Keep")
    officer.says("Register entry 0000")
    officer.follow("Enter a licence")
    officer.enter(kind="registration", licence_number="NL-R-9", goods="acetic anhydride; unobtainium", from_on=day(-30))
    officer.press("Keep")
    officer.says("'unobtainium' is not known here")
    officer.enter(goods="acetic anhydride", verified_on=day(0), verified_how="register")
    officer.press("Keep")
    officer.says("NL-R-9")


def _draws_up_a_declaration(officer: Desk) -> str:
    officer.follow("Draw up a declaration")
    officer.enter(goods="108-24-7", quantity="300", unit="l", use="coatings", uses="Hardener for deck paint")
    officer.enter(span="transaction")
    officer.press("Draw up")
    officer.says("Say for which order")
    officer.enter(order_number="N-1")
    officer.press("Draw up")
    officer.says("Drawn up")
    officer.follow("Make a link to sign")
    officer.press("Make the link")
    officer.says("The link, shown this once")
    return str(officer.page.locator("[data-link]").inner_text())


def _signs_without_an_account(pages: Pages, instance: Instance, link: str) -> None:
    page = pages.open(instance.base_url)
    pages.allow("404")
    path = f"/declare/{link.rstrip('/').rpartition('/')[2]}/"
    page.goto(path)
    expect(page.locator("main")).to_contain_text("Hardener for deck paint")
    accessible(page)
    page.get_by_role("button", name="Sign").click()
    expect(page.locator("main")).to_contain_text("Your full name is missing")
    page.get_by_label("Your full name").fill("Ineke Smits")
    page.get_by_label("Your position").fill("Head of purchasing")
    page.get_by_label("I declare what stands above").select_option("yes")
    page.get_by_role("button", name="Sign").click()
    expect(page.locator("main")).to_contain_text("Signed. Thank you.")
    accessible(page)
    page.goto(path)
    expect(page.locator("main")).to_contain_text("It was used, it ran out, or it was never good")
    accessible(page)


def _verifies(officer: Desk) -> None:
    officer.page.reload()
    officer.at("/declarations/")
    officer.page.locator("main table a", has_text=CUSTOMER).first.click()
    officer.says("Ineke Smits")
    officer.follow("Verify")
    officer.enter(verified_how="authority")
    officer.press("Verified")
    officer.says("It covers orders from now on")


def _order(officer: Desk, **changes: str) -> None:
    officer.at("/orders/check/")
    plain = {"number": "N-1", "customer": "K-9", "goods": "acetic anhydride", "quantity": "250", "unit": "l"}
    officer.enter(**{**plain, "use": "coatings", **changes})
    officer.press("Check")


def _checks_one_that_goes(officer: Desk) -> None:
    _order(officer, quantity="lots")
    officer.says("'lots'")
    expect(officer.page.locator("[name=customer]")).to_have_value("K-9")
    officer.enter(quantity="250")
    officer.press("Check")
    officer.says("The order may go")
    officer.says("Regulation (EC) No 273/2004, Annex II")
    officer.says("as it was sealed")


def _checks_one_that_is_held(officer: Desk) -> str:
    _order(officer, number="N-2", quantity="700")
    officer.says("The order is held")
    officer.says("The declaration is for the order N-1")
    held = officer.page.locator("main a[href^='/held-orders/']").first
    reference = str(held.inner_text())
    held.click()
    officer.says("Another person must lift the hold")
    return reference


def _cannot_lift_her_own(officer: Desk, held: str) -> None:
    officer.page.goto(f"/held-orders/{held}/steps/lift/")
    officer.says("You checked this order. Another person must lift the hold.")


def _colleague_lifts_it(colleague: Desk, held: str) -> None:
    colleague.at("/held-orders/")
    colleague.follow(held)
    colleague.follow("Lift the hold")
    colleague.press("Lift the hold")
    colleague.says("Justification is missing")
    colleague.enter(ground="papers seen", justification="The larger order was agreed by telephone, declaration seen.")
    colleague.press("Lift the hold")
    colleague.says("Lifted, may go")
