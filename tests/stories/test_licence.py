"""A licence in the browser: a clerk who never saw the system applies, answers and is licensed; anybody checks it."""

from typing import Any

from playwright.sync_api import expect

from tests.stories.desks import Desk, day
from tests.stories.hands import Mouse

COMPANY, NUMBER = "Polder Solvents BV", "24012345"
PAPER = {"name": "conduct.txt", "mimeType": "text/plain", "buffer": b"Certificate of good conduct, invented"}


def test_story(desk: Any, anybody: Mouse) -> None:
    clerk = desk("Pieter Smit")
    reference = _applies(clerk)
    officer, head = desk("Sanne de Wit"), desk("Joost Bakker")
    _asks(officer, reference)
    _answers(clerk, reference)
    number = _grants(head, reference)
    _checked(anybody, number)
    _inspected(officer, clerk, number)
    _amends(clerk, number)
    _reports(clerk, officer, number)
    _suspended(head, number)
    _checked_again(anybody, number)


def _applies(clerk: Desk) -> str:
    """What is wrong is named at the fields, nothing entered is lost, and a line is added; answers the reference."""
    clerk.page.get_by_role("navigation", name="Main").get_by_role("link", name="Licences").click()
    clerk.look()
    clerk.follow("Apply for a licence")
    clerk.look()
    clerk.enter(
        company_number=NUMBER,
        officer_name="Pieter Smit",
        officer_post="Head of the store",
        officer_phone="none",
        officer_email="pieter@polder.example",
        security="Locked store, counted every week.",
        sites__0__name="Works Rotterdam",
        sites__0__address="Oefenweg 5, Rotterdam",
        lines__0__activity="use",
        lines__0__substance="108-24-7",
        lines__0__site="2",
    )
    clerk.press("Check and hand in")
    clerk.press("Hand in")
    for fault in (
        "Tasks is missing",
        "Write the number like",
        "There is no site 2 above",
        "Kind of operator is missing",
    ):
        clerk.says(fault)
    assert clerk.page.locator("[name=officer_phone]").input_value() == "none"
    clerk.page.get_by_label("User for own needs").check()
    clerk.enter(officer_phone="+31 10 555 0123", officer_tasks="Sees to the papers.", lines__0__site="1")
    clerk.press("Save draft and add lines")
    clerk.says("is kept")
    clerk.enter(lines__1__activity="import", lines__1__substance="ephedrine", lines__1__site="1")
    clerk.press("Check and hand in")
    clerk.press("Hand in")
    clerk.says("With the authority")
    clerk.says("within 60 working days")
    clerk.page.locator("#evidence input[type=file]").set_input_files(PAPER)  # type: ignore[arg-type]
    clerk.page.locator("#evidence").get_by_role("button", name="Attach").click()
    clerk.says("conduct.txt")
    return str(clerk.page.url.partition("#")[0].rstrip("/").rpartition("/")[2])


def _asks(officer: Desk, reference: str) -> None:
    officer.at("/licence-applications/?owed=us")
    officer.follow(reference)
    officer.says("The register has no company under this number")
    officer.follow("Ask the applicant")
    officer.press("Ask the applicant")
    officer.says("What must be answered is missing")
    officer.enter(question="Who has the keys of the store?")
    officer.press("Ask the applicant")
    officer.says("The applicant must answer")


def _answers(clerk: Desk, reference: str) -> None:
    clerk.at(f"/licence-applications/{reference}/")
    clerk.says("Who has the keys of the store?")
    clerk.follow("Answer the authority")
    clerk.enter(answer="The responsible officer alone.")
    clerk.press("Answer the authority")
    clerk.says("With the authority")


def _grants(head: Desk, reference: str) -> str:
    """A last day beyond the law is refused with the law; answers the number."""
    head.at(f"/licence-applications/{reference}/")
    head.follow("Grant")
    head.enter(valid_until="2099-01-01", conditions="Stock is counted every week.")
    head.press("Grant")
    head.says("The law allows it until")
    head.enter(valid_until="")
    head.press("Grant")
    head.says("In force")
    head.says("Works Rotterdam")
    return str(head.page.url.rstrip("/").rpartition("/")[2])


def _asked(anybody: Mouse, **given: str) -> None:
    anybody.page.goto("/verify/licences/")
    for name, text in given.items():
        anybody.page.locator(f"[name={name}]").fill(text)
    anybody.page.get_by_role("button", name="Check", exact=True).click()
    anybody.look()


def _checked(anybody: Mouse, number: str) -> None:
    """Somebody without an account learns that the number is valid, and no name."""
    main = anybody.page.locator("main")
    _asked(anybody)
    expect(main).to_contain_text("Enter the number as it stands on the licence")
    _asked(anybody, number=number, substance="ephedrine")
    expect(main).to_contain_text("Valid")
    expect(main).to_contain_text("Told only to those who know the holder's name")
    expect(main).not_to_contain_text(COMPANY)
    _asked(anybody, number=number, name=COMPANY, substance="ephedrine")
    expect(main).to_contain_text("This is its holder")
    expect(main).to_contain_text("It covers this")
    _asked(anybody, number=number, name="Somebody Else BV")
    expect(main).to_contain_text("This is not its holder")


def _inspected(officer: Desk, clerk: Desk, number: str) -> None:
    """An inspector plans a visit, writes down what was found, asks for more once, and closes it."""
    officer.at(f"/licences/{number}/")
    officer.follow("Plan an inspection")
    officer.look()
    officer.enter(planned_on=day(-1), inspectors="Sanne de Wit", site="3")
    officer.press("Plan")
    officer.says("This day has passed")
    officer.enter(planned_on=day(0), site="1", announced="no")
    officer.press("Plan")
    officer.says("the company is not told")
    reference = officer.page.url.rstrip("/").rpartition("/")[2]
    clerk.at(f"/licences/{number}/")
    assert not clerk.page.get_by_text(reference).count()
    officer.follow("Write down what was found")
    officer.look()
    officer.enter(
        held_on=day(0),
        summary="The store is in order, the book is not.",
        findings__0__grade="major",
        findings__0__found="The book of stock ends in May.",
        findings__1__grade="remark",
        findings__1__found="The officer knows the law well.",
    )
    officer.press("Write down what was found")
    officer.says("A finding of this grade must be mended")
    officer.enter(findings__0__action="Write the book up to this day.", findings__0__due_on=day(14))
    officer.press("Write down what was found")
    officer.says("The company must mend")
    clerk.at(f"/licences/{number}/")
    clerk.follow(reference)
    clerk.says("Write the book up to this day.")
    clerk.follow("Say what was done")
    clerk.look()
    clerk.enter(answers__0__done="It is written up.", answers__0__done_on=day(3))
    clerk.press("Say what was done")
    clerk.says("This day has not come yet")
    clerk.enter(answers__0__done_on=day(0))
    clerk.press("Say what was done")
    clerk.says("The company has answered")
    officer.at(f"/inspections/{reference}/")
    officer.follow("Close")
    officer.enter(note="Seen in the book.")
    officer.press("Close")
    officer.says("Closed")


def _amends(clerk: Desk, number: str) -> None:
    """An amendment is begun with what stands on the licence."""
    clerk.at(f"/licences/{number}/")
    clerk.follow("Apply to amend")
    clerk.look()
    assert clerk.page.locator("[name=officer_name]").input_value() == "Pieter Smit"
    assert clerk.page.locator("[name=sites-0-name]").input_value() == "Works Rotterdam"
    clerk.press("Save draft and add lines")
    clerk.says("is kept")


def _reports(clerk: Desk, officer: Desk, number: str) -> None:
    """What the clerk records fills the return of the year, which is not handed in before the year is over."""
    clerk.at("/returns/journal/new/")
    clerk.enter(happened="bought", substance="ephedrine", quantity="12.5", happened_on=day(5))
    clerk.press("Keep")
    clerk.says("This day has not come yet")
    clerk.enter(happened_on=day(0))
    clerk.press("Keep")
    clerk.says("12.5 kg")
    clerk.at(f"/licences/{number}/")
    clerk.follow("Begin an annual return")
    clerk.enter(year=day(0)[:4])
    clerk.press("Begin")
    clerk.says("was filled")
    bought = clerk.page.locator("[name$=-bought]").evaluate_all("all => all.map((one) => one.value)")
    assert "12.5" in bought
    clerk.enter(signed_by="Pieter Smit, compliance officer")
    clerk.press("Check and hand in")
    clerk.press("Hand in")
    clerk.says("The year is not over")
    officer.at(f"/returns/?year={day(0)[:4]}")
    officer.says("Awaited")


def _suspended(head: Desk, number: str) -> None:
    head.at(f"/licences/{number}/")
    head.follow("Suspend")
    head.enter(reason="The store was found open.")
    head.press("Suspend")
    head.says("Suspended")


def _checked_again(anybody: Mouse, number: str) -> None:
    _asked(anybody, number=number, name=COMPANY)
    expect(anybody.page.locator("main")).to_contain_text("Not valid")
