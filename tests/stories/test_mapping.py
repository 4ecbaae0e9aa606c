"""A mapping in the browser: started, a register with a faulty line, a survey answered without an account, a report."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.harness.browser import Pages, accessible
from tests.harness.instance import Instance
from tests.stories.desks import Desk, day

LINES = """name,number,activity,region,chemicals
Compania Ejemplo de Solventes SA,CL-EX-1,4669,Norte,acetone; toluene
Laboratorio Ficticio Ltda,CL-EX-2,71,Sur,acetone
Curtiembre Inventada SA,CL-EX-3,1313,Sur,
"""
FOUND = "Compania Ejemplo de Solventes SA"


def test_story(desk: Any, instance: Instance, pages: Pages, tmp_path: Path) -> None:
    officer = desk("Camila Rojas")
    _starts(officer)
    _reviews(officer)
    _loads(officer, tmp_path)
    link = _asks(officer)
    company = pages.open(instance.base_url)
    _answers(company, link)
    _takes_over(officer)
    _reports(officer, company, link)


def _starts(officer: Desk) -> None:
    officer.at("/industry/mapping/")
    if officer.page.get_by_text("Nobody has started").count():
        officer.follow("Start the mapping")
    else:
        officer.follow("What it is for")
    officer.enter(aim="To know whom to ask.", contact="", next_on=day(365))
    officer.press("Keep")
    officer.says("is missing")
    officer.enter(contact="Mapping desk, desk@exercise.example", basis="Exercise Act, section 3")
    officer.press("Keep")
    officer.says("Sectors reviewed")


def _reviews(officer: Desk) -> None:
    officer.at("/industry/mapping/sectors/distributors/review/")
    officer.enter(exists="yes", companies="4", law="part", channel="none", risk="high", next_on=day(180))
    officer.press("Keep")
    officer.says("Say what makes the risk")
    officer.page.get_by_label("Has no way to report what is suspicious").check()
    officer.enter(gaps="Nobody knows the repackers in the free zone.")
    officer.press("Keep")
    officer.says("The review is kept")
    officer.says("Nobody knows the repackers")


def _loads(officer: Desk, tmp_path: Path) -> None:
    """A file with a faulty line: the others are kept, and the faulty one is mended on its page."""
    file = tmp_path / "register.csv"
    file.write_text(LINES)
    officer.at("/industry/mapping/files/load/")
    officer.enter(source="Exercise register of companies")
    officer.give("File", file)
    officer.press("Keep")
    officer.says("2 of 3 lines kept")
    officer.says("1 line waits to be mended")
    officer.says("four digits")
    officer.follow("Mend line 3")
    officer.look()
    assert officer.page.locator("[name=name]").input_value() == "Laboratorio Ficticio Ltda"
    officer.press("Keep")
    officer.says("four digits")
    officer.enter(activity="7120")
    officer.press("Keep")
    officer.says("Line 3 is kept")


def _asks(officer: Desk) -> str:
    officer.at("/industry/mapping/companies/")
    officer.follow(FOUND)
    officer.says("What it may be")
    officer.follow("Make a survey link")
    officer.enter(days="300", words="Please tell us what you trade in.")
    officer.press("Make the link")
    officer.says("Enter a number of days from 1 to 90")
    officer.enter(days="20")
    officer.press("Make the link")
    officer.says("Copy it now")
    return str(officer.page.locator("#survey-link").inner_text().strip())


def _answers(company: Page, link: str) -> None:
    """Somebody at the company, who has nothing but the link; what was entered wrongly is named, and stays."""
    company.goto(link)
    main = company.locator("main")
    main.get_by_text("Please tell us what you trade in.").wait_for()
    accessible(company)
    main.locator("[name=region]").fill("Norte Grande")
    main.locator("[name=chemicals]").fill("acetone; no such chemical")
    main.locator("[name=contact_name]").fill("Compliance desk")
    main.locator("[name=contact_email]").fill("compliance at ejemplo")
    main.get_by_role("button", name="Send the answer").click()
    main.get_by_text("is no e-mail address").first.wait_for()
    main.get_by_text("is in no register here").first.wait_for()
    accessible(company)
    assert main.locator("[name=region]").input_value() == "Norte Grande"
    main.locator("[name=chemicals]").fill("acetone; toluene; hydrochloric acid")
    main.locator("[name=contact_email]").fill("compliance@ejemplo.example")
    main.get_by_label("Import", exact=True).check()
    main.get_by_label("Check who customers are").check()
    main.locator("[name=knows_channel]").select_option("no")
    main.get_by_role("button", name="Send the answer").click()
    main.get_by_text("Thank you: your answer has arrived").wait_for()
    accessible(company)


def _takes_over(officer: Desk) -> None:
    officer.at("/industry/mapping/surveys/")
    officer.says("Answered, to be looked through")
    officer.follow(FOUND)
    officer.says("What would change")
    officer.says("Norte Grande")
    officer.press("Take over")
    officer.says("The answer is taken over")
    officer.says("Norte Grande")
    officer.says("Survey answered on")


def _reports(officer: Desk, company: Page, link: str) -> None:
    officer.at("/industry/mapping/report/")
    officer.says("1 answered, 1 answers taken over")
    officer.says("taken over by Camila Rojas")
    officer.says("Nobody knows the repackers in the free zone.")
    pdf = officer.page.request.get("/industry/mapping/report.pdf")
    assert pdf.body().startswith(b"%PDF-")
    company.goto(link)
    company.get_by_text("the link does nothing any more").wait_for()
