"""Partnership in the browser: a substance is asked about, a company is vetted by two, and guidance is read.

Two companies reply, one of them through its association: the office reads its reply and its name is nowhere.
"""

from typing import Any

from playwright.sync_api import expect

from tests.stories.desks import Desk, day

POLDER, WATERWEG, ASSOCIATION = (
    "Polder Solvents BV",
    "Waterweg Example Reagents BV",
    "Exercise Chemical Trade Association",
)
USE = "We thin paint for bridges with it."
HOME = "/industry/partnership"


def test_a_substance_is_asked_about(desk: Any) -> None:
    officer, named, unnamed = desk("Sanne de Wit"), desk("Pieter Smit"), desk("Fenna Kuiper")
    address = _asks(officer)
    _replies_by_name(named, address)
    _replies_without_name(unnamed, address)
    officer.at(address)
    officer.says(USE)
    officer.says(f"Reply: Through {ASSOCIATION}, without a name")
    officer.says("By name: 1. Through an association: 1.")
    asked = officer.page.get_by_role("row", name=WATERWEG)
    assert "none by name" in asked.inner_text()
    assert f"Reply: {WATERWEG}" not in officer.page.content()
    _closes(officer, address)
    unnamed.at(address)
    unnamed.says("We report it to the Board.")
    secretariat = desk("Elena Marin")
    secretariat.at(f"{HOME}/consultations/shared/")
    secretariat.says("Exemplin")
    secretariat.says("not told: fewer than five companies")
    for hidden in (POLDER, WATERWEG, USE, "1200"):
        assert hidden not in secretariat.page.content()


def _asks(officer: Desk) -> str:
    """What is left out is asked for, and nothing that was entered is lost."""
    officer.at(f"{HOME}/consultations/new/")
    officer.enter(substance="Exemplin", planned="table", why="It appears in seizures.", due_on=day(30))
    for name in (POLDER, WATERWEG, ASSOCIATION):
        officer.page.get_by_label(name, exact=True).check()
    officer.press("Keep")
    officer.says("Draft")
    officer.follow("Ask")
    officer.look()
    officer.press("Ask")
    officer.says("Replies are awaited")
    return str(officer.page.url)


def _replies_by_name(company: Desk, address: str) -> None:
    company.at(f"{HOME}/consultations/")
    company.says("Exemplin")
    company.at(address)
    assert WATERWEG not in company.page.content(), "it learns who else is asked"
    company.follow("Reply")
    company.look()
    company.enter(used="yes", sector="distributors", quantity="1200")
    company.press("Keep as a draft")
    company.says("A draft of your reply is kept")
    company.follow("Go on with the reply")
    assert company.page.locator("[name=quantity]").input_value() == "1200"
    company.press("Reply")
    company.says("Tick at least one use")
    company.page.get_by_label("Solvent or cleaning agent", exact=True).check()
    company.enter(unit="kg", notice_days="60")
    company.press("Reply")
    company.says("You have replied in your own name")
    company.at(f"{HOME}/consultations/")
    expect(company.page.get_by_role("row", name="Exemplin")).to_contain_text("You have replied")


def _replies_without_name(company: Desk, address: str) -> None:
    company.at(address)
    company.follow("Reply")
    company.enter(used="yes", sector="materials", words=USE, quantity="300", unit="kg", name=ASSOCIATION)
    company.page.get_by_label("Solvent or cleaning agent", exact=True).check()
    company.press("Reply")
    company.says("without your name")


def _closes(officer: Desk, address: str) -> None:
    officer.at(address)
    officer.follow("Close")
    officer.enter(conclusion="We report it to the Board.")
    officer.press("Close")
    officer.says("We report it to the Board.")
    officer.follow("Share the summary")
    officer.look()
    officer.press("Share")
    officer.says("Shared with the secretariat")


def test_a_company_is_vetted_by_two(desk: Any) -> None:
    company, officer, head = desk("Pieter Smit"), desk("Sanne de Wit"), desk("Joost Bakker")
    company.at(f"{HOME}/contacts/own/")
    company.enter(name="Pieter Smit", post="Compliance", phone="+31 10 555 0123", email="pieter@polder.example")
    company.enter(deputy_name="Femke Bos", deputy_phone="+31 10 555 0124")
    company.page.get_by_label("Distributors, importers and repackers", exact=True).check()
    company.press("Keep")
    company.says("Checked on")
    company.at(f"{HOME}/trusted/ask/")
    company.enter(reason="We warn early.", contact="Compliance desk")
    company.press("Keep")
    company.says("By what you are judged")
    address = company.page.url
    officer.at(address)
    officer.says("Named a point of contact")
    officer.follow("Judge the criteria")
    officer.look()
    for field in officer.page.locator("main select").all():
        field.select_option(value="met")
    officer.press("Judge the criteria")
    officer.says("Say why you judge otherwise")
    officer.enter(note_code="It signed a week ago, and assesses itself this month.")
    officer.press("Judge the criteria")
    officer.says("Judgement")
    officer.follow("Grant trust")
    officer.enter(until_on=day(365))
    officer.press("Grant trust")
    officer.says("Another officer of your organisation must confirm it")
    company.at(address)
    company.says("Being vetted")
    head.at(f"{address}signature/")
    head.press("Confirm and grant")
    head.says("Trusted")
    company.at(address)
    company.says("Trusted")
    company.at(f"{HOME}/benchmarks/")
    company.says("Fewer than five others have a figure")


def test_guidance_is_published_found_and_read(desk: Any) -> None:
    officer, company = desk("Sanne de Wit"), desk("Pieter Smit")
    officer.at("/guidance/new/")
    officer.enter(title="Small drums", about="What to ask a buyer of small drums.", reading="yes")
    officer.press("Publish")
    officer.says("Write the text, or give a file.")
    officer.enter(words="Ask what is painted.")
    officer.press("Publish")
    officer.says("Has not confirmed it yet")
    address = officer.page.url
    company.at("/guidance/?text=small+drums")
    company.follow("Small drums")
    company.says("Ask what is painted.")
    company.press("We have read it")
    company.says("Your organisation has confirmed")
    officer.at(address)
    officer.says("Has read it")
    officer.follow("Publish a new edition")
    officer.enter(words="Ask what is painted, and where.")
    officer.press("Publish")
    officer.says("Edition 1")
    company.at(address)
    company.says("Replaced by a later edition")
