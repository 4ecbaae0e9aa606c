"""A memorandum in the browser: drafted from the eight practices, signed by both sides, assessed by the company."""

from typing import Any

from tests.stories.desks import Desk, day

TITLE, COMPANY = "Memorandum on chlorinated solvents", "Quimicos del Valle Ficticio SA"
PRACTICES = 8


def test_story(desk: Any) -> None:
    officer, company = desk("Camila Rojas"), desk("Lucia Vega")
    address = _drafts(officer)
    _signs(officer, address)
    _signs(company, address)
    company.says("In force")
    _assesses(company, address)
    officer.at(address)
    officer.says(f"Self-assessment of {COMPANY}")
    officer.says("Handbook, chapter 2")


def _drafts(officer: Desk) -> str:
    officer.at("/industry/partnership/new/")
    officer.enter(title=TITLE, aim="To tell each other what looks wrong.", frame="own", review_on=day(365))
    officer.press("Keep")
    officer.says("Write the practices")
    officer.enter(frame="bdo-gbl", contact="Mapping desk")
    officer.press("Keep")
    officer.says(TITLE)
    officer.follow(TITLE)
    officer.says("Every customer without exception declares")
    address = officer.page.url
    officer.follow("Name a party")
    officer.look()
    officer.enter(name=COMPANY, contact="Compliance desk")
    officer.press("Keep")
    officer.says(COMPANY)
    return str(address)


def _signs(who: Desk, address: str) -> None:
    who.at(address)
    who.press("Sign for your organisation")
    who.says("Signed")


def _assesses(company: Desk, address: str) -> None:
    """What is said to be kept needs evidence; what was entered stays."""
    company.at(address)
    company.follow("Assess yourselves")
    company.look()
    kept = company.page.locator("main select")
    assert kept.count() == PRACTICES
    for number in range(PRACTICES):
        kept.nth(number).select_option(value="none")
    company.enter(kept_policy="yes")
    company.press("Keep")
    company.says("Say by what it is shown")
    assert company.page.locator("[name=kept_policy]").input_value() == "yes"
    company.enter(shown_policy="Handbook, chapter 2")
    company.press("Keep")
    company.says("Handbook, chapter 2")
