"""Somebody who never saw the house reports a suspicious enquiry; the office triages it and warns others.

From the first page after signing in the report takes fourteen acts: two to get to the form, ten answers (two of them
ticks), one press, and nothing else. The browser of this test does them in a few seconds; a person reads and types, so
the test holds the number of acts and asks for less than two minutes, and says nothing of how fast anybody types.
"""

import time
from typing import Any

from tests.stories.desks import Desk

MOST_ACTS = 14
TWO_MINUTES = 120
REPORTER = ("Polder", "Jasmijn", "Oefenweg", "Fata Morgana", "buyer77", "drums without labels", "-SR-")
WARNING = "Suspicious enquiries about Acetic anhydride"


def test_story(desk: Any, pages: Any) -> None:
    pages.allow("404")  # what the warned company and colleagues may not see
    reference = _reports(desk("Jasmijn Prins"))
    officer = desk("Hanna Vos")
    _triages(officer, reference)
    alert = _warns(officer, reference)
    _reads_the_warning(desk("Fenna Kuiper"), alert, reference)
    _hears_back(officer, desk("Jasmijn Prins"), reference)
    _sees_nothing(desk("Pieter Smit"), reference)
    _sees_nothing(desk("Joost Bakker"), reference)


def _reports(clerk: Desk) -> str:
    """The report from zero, by its acts and seconds; then a fault, which loses nothing."""
    began, acts = time.monotonic(), 0
    clerk.go("z", "Suspicious reports")
    clerk.look()
    clerk.follow("Report something suspicious")
    clerk.look()
    acts += 2
    answers = {
        "sort": "enquiry",
        "became": "open",
        "instruction_wanted": "yes",
        "product": "Acetic anhydride",
        "quantity": "200",
        "unit": "l",
        "party_name": "Fata Morgana Trading",
        "party_contact": "buyer77@freemail.example",
    }
    clerk.enter(**answers)
    acts += len(answers)
    for sign in ("Unwilling to show identity or licence", "Cash"):
        clerk.page.get_by_label(sign, exact=True).check()
        acts += 1
    clerk.enter(explanation="They want drums without labels.")
    clerk.press("Send now")
    acts += 2
    clerk.says("Sent, not yet acknowledged")
    assert acts <= MOST_ACTS, acts
    assert time.monotonic() - began < TWO_MINUTES
    clerk.says("Tell the customer nothing")
    reference = str(clerk.page.url.rstrip("/").rpartition("/")[2])
    clerk.at("/suspicious-reports/new/")
    clerk.enter(sort="order", became="held", product="Toluene", quantity="5")
    clerk.press("Send now")
    clerk.says("Say in which unit the quantity is")
    assert clerk.page.locator("[name=product]").input_value() == "Toluene"
    return reference


def _triages(officer: Desk, reference: str) -> None:
    """It waits in the inbox; it is graded, acknowledged and instructed on."""
    officer.at("/")
    officer.says("Suspicious reports that wait for you")
    officer.at(f"/suspicious-reports/{reference}/")
    officer.says("The company waits for an instruction")
    officer.follow("Grade")
    officer.enter(grade="high", note="The address is known.")
    officer.press("Grade")
    officer.follow("Acknowledge")
    officer.enter(words="We read it and look into it.")
    officer.press("Acknowledge")
    officer.says("Acknowledged")
    officer.follow("Instruct the company")
    officer.enter(instruction="refuse", words="Say that it is out of stock.")
    officer.press("Instruct the company")
    officer.says("Instruction: Refuse it")


def _warns(officer: Desk, reference: str) -> str:
    """The office trusts another company, looks at what is carried over, and releases the warning."""
    officer.at("/alerts/trusted/")
    for company in ("Waterweg Example Reagents BV",):
        officer.page.locator("main [name=company]").select_option(label=company)
        officer.enter(note="Its register was checked.")
        officer.page.locator("main form button[type=submit]").last.click()
        officer.says("is trusted from today on")
    officer.at(f"/suspicious-reports/{reference}/")
    officer.follow("Warn other companies")
    officer.says("Nothing of the company, the other party, the order, the files")
    officer.press("Begin the draft")
    officer.says(WARNING)
    alert = str(officer.page.url.rstrip("/").rpartition("/")[2])
    officer.at(f"/industry-alerts/{alert}/edit/")
    officer.enter(text="Look at new buyers who show no licence.", action="Report what fits.")
    officer.press("Check and release")
    officer.look()
    officer.page.locator("main form button[type=submit]").first.click()
    officer.says("In force")
    return alert


def _reads_the_warning(warned: Desk, alert: str, reference: str) -> None:
    """The warned company reads what to look for, and nowhere who reported."""
    warned.at(f"/industry-alerts/{alert}/")
    warned.says(WARNING)
    warned.says("Unwilling to show identity or licence")
    for path in ("/industry-alerts/", f"/industry-alerts/{alert}/", f"/industry-alerts/{alert}/print/", "/enquiries/"):
        warned.page.goto(path)
        text = warned.page.content()
        assert not [one for one in REPORTER if one in text], path
    warned.page.goto(f"/suspicious-reports/{reference}/")
    assert "uspicious enquir" not in warned.page.content()


def _hears_back(officer: Desk, clerk: Desk, reference: str) -> None:
    """The company reads what its report led to, as far as may be told."""
    officer.at(f"/suspicious-reports/{reference}/")
    officer.follow("Close")
    officer.enter(result="warning", note="Address handed to the police.", led_to="warned", words="Thank you.")
    officer.press("Close")
    officer.says("Closed")
    clerk.at(f"/suspicious-reports/{reference}/")
    clerk.says("Others were warned by it")
    assert "Address handed" not in clerk.page.content()
    clerk.at("/suspicious-reports/results/")
    clerk.says("Others were warned by it")


def _sees_nothing(colleague: Desk, reference: str) -> None:
    """A colleague without the duty, of the company and of the office."""
    colleague.page.goto("/")
    assert "Suspicious reports" not in colleague.page.content()
    answer = colleague.page.goto(f"/suspicious-reports/{reference}/")
    assert answer is not None
    assert answer.status == 404
