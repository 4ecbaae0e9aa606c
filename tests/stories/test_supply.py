"""A company and what leaves it: a distributor signs for its duties, a second sample is refused, a drum comes opened."""

from typing import Any

from playwright.sync_api import expect

from tests.harness.browser import Pages, accessible
from tests.harness.instance import Instance
from tests.stories.desks import Desk

NUMBER, DISTRIBUTOR = "K-77", "Vat en Verf Groothandel BV"


def test_story(desk: Any, pages: Pages, instance: Instance) -> None:
    pages.allow("404")  # a link that is spent
    officer, colleague = desk("Femke Bos"), desk("Daan Hoekstra")
    _enters_a_distributor(officer)
    _asks_of_it(officer)
    link = _draws_up_an_undertaking(officer)
    _signs_without_an_account(pages, instance, link)
    _verifies(officer)
    _requests_a_sample(officer, "Trial of a new hardener")
    _approves(colleague)
    _requests_a_sample(officer, "The trial once more")
    officer.says("It had 1 of 1 within a year")
    _refuses(colleague, str(officer.page.url.rstrip("/").rpartition("/")[2]))
    _finds_a_drum_opened(officer)
    _reports_it(officer)


def _enters_a_distributor(officer: Desk) -> None:
    officer.at("/customers/new/")
    officer.enter(number=NUMBER, name=DISTRIBUTOR, country="NL", address="Haven 7, Rotterdam", category="distributor")
    officer.enter(sector="distribution")
    officer.page.get_by_label("Resale without processing").check()
    officer.page.get_by_label("Paints, coatings, inks or adhesives").check()
    officer.press("Keep")
    officer.page.locator("main").get_by_role("link", name="Verify the identity").click()
    officer.enter(verified_how="business register", paper="Register entry 0077")
    officer.press("Keep")
    officer.says("It sells on, and has undertaken nothing yet")


def _asks_of_it(officer: Desk) -> None:
    """Before it signed, an order of it is asked about."""
    officer.at("/orders/check/")
    officer.enter(number="V-1", customer=NUMBER, goods="acetic anhydride", quantity="5", unit="l", use="resale")
    officer.press("Check")
    officer.says("has not undertaken to keep your duties")


def _draws_up_an_undertaking(officer: Desk) -> str:
    officer.at("/undertakings/")
    officer.says(DISTRIBUTOR)
    officer.follow(DISTRIBUTOR)
    officer.follow("Draw up an undertaking")
    officer.page.get_by_label("Sell no further than agreed").check()
    officer.press("Draw up")
    officer.says("Say how far")
    officer.enter(bounds="To industrial users in the Netherlands")
    officer.press("Draw up")
    officer.says("Take a declaration of end use from every buyer")
    officer.follow("Make a link to sign")
    officer.press("Make the link")
    officer.says("The link, shown this once")
    return str(officer.page.locator("[data-link]").inner_text())


def _signs_without_an_account(pages: Pages, instance: Instance, link: str) -> None:
    page = pages.open(instance.base_url)
    path = f"/undertake/{link.rstrip('/').rpartition('/')[2]}/"
    page.goto(path)
    expect(page.locator("main")).to_contain_text("To industrial users in the Netherlands")
    accessible(page)
    page.get_by_label("Your full name").fill("Piet Prins")
    page.get_by_label("Your position").fill("Director")
    page.get_by_label("I declare what stands above").select_option("yes")
    page.get_by_role("button", name="Sign").click()
    expect(page.locator("main")).to_contain_text("Signed. Thank you.")
    page.goto(path)
    expect(page.locator("main")).to_contain_text("It was used, it ran out, or it was never good")
    accessible(page)


def _verifies(officer: Desk) -> None:
    officer.at("/undertakings/")
    officer.says("Signed, to be verified")
    officer.page.locator("main table a", has_text=DISTRIBUTOR).first.click()
    officer.says("Piet Prins")
    officer.follow("Verify")
    officer.enter(verified_how="register")
    officer.press("Verified")
    officer.says("Orders of this distributor rest on it from now on")
    officer.at("/orders/check/")
    officer.enter(number="V-1", customer=NUMBER, goods="acetic anhydride", quantity="5", unit="l", use="resale")
    officer.press("Check")
    officer.says("The distributor took over your duties until")


def _requests_a_sample(officer: Desk, purpose: str) -> None:
    officer.at("/samples/")
    officer.follow("Enter a request")
    officer.enter(customer=NUMBER, person="Piet Prins", goods="acetic anhydride", quantity="0.5", unit="l")
    officer.enter(use="coatings", purpose=purpose)
    officer.press("Keep")
    officer.says("Looked at is missing")
    officer.page.get_by_label("That a trial needs this much").check()
    officer.press("Keep")
    officer.says("Another person approves it or refuses it")
    officer.says("You entered this request. Another person must approve it.")


def _approves(colleague: Desk) -> None:
    colleague.at("/samples/")
    colleague.page.locator("main table a").first.click()
    colleague.follow("Approve the sample")
    colleague.enter(justification="The trial was described and fits.")
    colleague.press("Approve the sample")
    colleague.says("Approved, may go")


def _refuses(colleague: Desk, reference: str) -> None:
    colleague.at(f"/samples/{reference}/")
    colleague.says("It cannot be approved. It had 1 of 1 within a year")
    colleague.follow("Refuse the sample")
    colleague.enter(justification="One a year; the trial is over.")
    colleague.press("Refuse the sample")
    colleague.says("One a year; the trial is over.")


def _finds_a_drum_opened(officer: Desk) -> None:
    officer.at("/deliveries/")
    officer.follow("Enter a delivery")
    officer.enter(number="L-77", goods="acetic anhydride", packages="4", weight="800", unit="kg", seals="S-1; S-2")
    officer.press("Keep")
    officer.says("Say to which customer it was sent")
    officer.enter(customer=NUMBER, carrier="Example Haulage")
    officer.press("Keep")
    officer.follow("Enter its arrival")
    officer.enter(packages="4", weight="740", seals="S-2", broken="S-1", note="The lid was scratched.")
    officer.press("Keep")
    officer.says("Found broken: S-1.")
    officer.says("60 kg less came than the 800 kg of the papers")
    officer.says("Differs, to be explained")


def _reports_it(officer: Desk) -> None:
    """What is known of the delivery stands in the report already."""
    officer.follow("Report it")
    expect(officer.page.locator("[name=quantity]")).to_have_value("60")
    expect(officer.page.get_by_label("Tampered with")).to_be_checked()
    expect(officer.page.locator("[name=explanation]")).to_contain_text("Found broken: S-1.")
    officer.press("Send now")
    officer.says("Sent, not yet acknowledged")
    officer.says("60")
