"""Platforms in the browser: a policy checked, a notice answered by link, a report without an account, a paper."""

from typing import Any

from playwright.sync_api import Page, expect

from penstock.industry.platforms.posting import questions_for
from tests.harness.browser import Pages, accessible
from tests.harness.instance import Instance
from tests.harness.pictures import a_photograph
from tests.stories.desks import Desk, day
from tests.stories.hands import PHONE

NAME = "Tulip Market Invented"
PHOTOGRAPH = {"name": "parcel.jpg", "mimeType": "image/jpeg", "buffer": a_photograph()}


def test_story(desk: Any, instance: Instance, pages: Pages) -> None:
    pages.allow("404")  # a link that is over
    officer = desk("Sanne de Wit")
    _enters(officer)
    _checks(officer)
    link = _writes(officer)
    platform = pages.open(instance.base_url)
    platform.set_viewport_size(PHONE)  # type: ignore[arg-type]
    _answers(platform, link)
    _reads(officer)
    reporter = pages.open(instance.base_url)
    number, code = _reports(reporter)
    _works_on(officer, number)
    _comes_back(reporter, number, code)
    _prints(desk("Asha Verma"))
    _sets_a_day(desk("Rohan Iyer"))


def _enters(officer: Desk) -> None:
    officer.at("/")
    officer.go("4", "Platforms")
    officer.says("Exercise Bazaar")
    officer.follow("Enter a platform")
    officer.look()
    officer.enter(name=NAME, kind="marketplace", seat="NL", presence="used", email="trust at tulip")
    officer.press("Keep")
    officer.says("is no e-mail address")
    officer.enter(email="trust@tulip.example", contact="Trust desk")
    officer.press("Keep")
    officer.says("Nobody has looked at its policy yet")


def _checks(officer: Desk) -> None:
    officer.follow("Check its policy")
    officer.look()
    for one in questions_for("marketplace"):
        officer.enter(**{one.code: "unknown"})
    officer.enter(listed="yes", licences="no")
    officer.press("Keep")
    officer.says("Quote the passage that says so")
    officer.enter(listed_passage="Chemicals of the lists may be offered by licence holders alone.")
    officer.press("Keep")
    officer.says("The check is kept")
    officer.says("Does not say it")
    officer.says("may be offered by licence holders alone")


def _writes(officer: Desk) -> str:
    """A notice that lacks something is kept and said; then it is sent, and its link is shown once."""
    officer.follow("Write a notice")
    officer.look()
    officer.page.get_by_label("Take it down, or stop it").check()
    officer.enter(
        items__0__sort="post",
        items__0__where="tulip.example/offer/99",
        items__0__offered="Anhydride in drums",
        items__0__substance="108-24-7",
        items__0__seen_on=day(-1),
    )
    officer.press("Send")
    officer.says("It rests on is missing")
    officer.enter(basis="monitoring", words="Please act, and say nothing to the seller.")
    officer.press("Send")
    officer.says("The notice is sent")
    officer.page.locator("#files input[type=file]").set_input_files(
        {"name": "offer.txt", "mimeType": "text/plain", "buffer": b"An offer, as it was seen; invented"}
    )
    officer.page.locator("#files").get_by_role("button", name="Attach").click()
    officer.says("offer.txt")
    officer.follow("Make a link for the answer")
    officer.look()
    officer.enter(days="20", email="")
    officer.press("Make the link")
    officer.says("Copy it now")
    return str(officer.page.locator("#respond-link").inner_text().strip())


def _answers(platform: Page, link: str) -> None:
    """Somebody at the platform, on a telephone, who has nothing but the link."""
    platform.goto(link)
    main = platform.locator("main")
    main.get_by_text("tulip.example/offer/99").wait_for()
    main.get_by_text("Nobody else may learn of this notice").wait_for()
    main.get_by_text("offer.txt").wait_for()
    accessible(platform)
    main.locator("[name=received_by]").fill("Trust desk")
    main.get_by_role("button", name="We have received it").click()
    expect(main.locator("[name=received_by]")).to_have_count(0)
    main.locator("[name=name]").fill("Ana Ejemplo, trust desk")
    main.locator("[name=outcome]").select_option("partly")
    main.locator("[name=words]").fill("The offer is gone; the account waits for an order.")
    main.get_by_role("button", name="Send the answer").click()
    main.get_by_text("Tick what was done").first.wait_for()
    accessible(platform)
    assert main.locator("[name=words]").input_value().startswith("The offer is gone")
    main.get_by_label("Take it down, or stop it").check()
    main.get_by_role("button", name="Send the answer").click()
    main.get_by_text("Thank you: your answer has arrived").wait_for()
    accessible(platform)
    platform.goto(link)
    main.get_by_text("This link is over").wait_for()


def _reads(officer: Desk) -> None:
    officer.at("/platforms/notices/?outcome=partly")
    officer.page.locator("main tr", has_text=NAME).get_by_role("link").first.click()
    officer.says("The offer is gone; the account waits for an order.")
    officer.says("Ana Ejemplo, trust desk")
    officer.at("/platforms/measures/")
    officer.says(NAME)


def _reports(reporter: Page) -> tuple[str, str]:
    """A courier without an account; what is wrong is named, and nothing entered is lost."""
    reporter.goto("/report/")
    accessible(reporter)
    main = reporter.locator("main")
    main.locator("[name=country]").select_option("NL")
    main.locator("[name=sort]").select_option("parcel")
    main.locator("[name=where]").fill("EX-PARCEL-77")
    main.locator("[name=product]").fill("acetic anhydride")
    main.locator("[name=became]").select_option("held")
    main.locator("[name=reporter]").select_option("courier")
    main.get_by_role("button", name="Send the report").click()
    main.get_by_text("Tick what struck you, or say it").first.wait_for()
    accessible(reporter)
    main.get_by_label("The declared contents do not fit the goods").check()
    main.locator("[name=pictures]").set_input_files(PHOTOGRAPH)
    main.get_by_role("button", name="Send the report").click()
    main.get_by_text("Keep these two").wait_for()
    accessible(reporter)
    return (main.locator("#lead-number").inner_text().strip(), main.locator("#lead-code").inner_text().strip())


def _works_on(officer: Desk, number: str) -> None:
    officer.at("/platforms/leads/")
    officer.follow(number)
    officer.says("Parcel or consignment: Acetic anhydride")
    officer.says("parcel.jpg")
    officer.follow("Take it up")
    officer.press("Take it up")
    officer.follow("Tell whoever reported it")
    officer.enter(words="Please keep the parcel until Monday.")
    officer.press("Tell whoever reported it")
    officer.says("Please keep the parcel until Monday.")


def _comes_back(reporter: Page, number: str, code: str) -> None:
    reporter.goto("/report/standing/")
    accessible(reporter)
    main = reporter.locator("main")
    main.locator("[name=reference]").fill(number)
    main.locator("[name=code]").fill("0000")
    main.get_by_role("button", name="Look").click()
    main.get_by_text("No report stands under this number").first.wait_for()
    main.locator("[name=code]").fill(code)
    main.get_by_role("button", name="Look").click()
    main.get_by_text("Please keep the parcel until Monday.").wait_for()
    accessible(reporter)
    main.locator("[name=more]").fill("The receiver has called twice.")
    main.get_by_role("button", name="Add this").click()
    main.get_by_text("It was added.").wait_for()


def _prints(officer: Desk) -> None:
    """Any licence of the exercise: its paper is signed, and its symbol's address checks the number."""
    officer.at("/licences/")
    officer.page.locator("main table a").first.click()
    officer.says("Signed for the authority over the whole file")
    number = officer.page.url.rstrip("/").rpartition("/")[2]
    made = officer.page.request.get(f"/licences/{number}/pdf/")
    assert made.body().startswith(b"%PDF-")
    assert b"ETSI.CAdES.detached" in made.body()
    officer.page.locator("#paper a", has_text="verify/licences").click()
    expect(officer.page.locator("[name=number]")).to_have_value(number)
    officer.press("Check")
    officer.says("alid")


def _sets_a_day(head: Desk) -> None:
    """The law of the country names no day for annual returns: the authority sets one of its own."""
    year = f"/returns/?year={day(0)[:4]}"
    head.at(year)
    head.says("No day is named for some of these returns")
    head.follow("Set the day")
    head.enter(day="31", month="2", basis="Circular 7 of the exercise authority")
    head.press("Keep")
    head.says("There is no such day in every year")
    head.enter(day="31", month="3")
    head.press("Keep")
    head.says("Companies are reminded of it")
    head.at(year)
    head.says("Circular 7 of the exercise authority")
