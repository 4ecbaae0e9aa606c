"""A request in two browsers: asked about an incident, asked back, supplied, answered, and its outcome fed back."""

from playwright.sync_api import expect

from tests.harness.browser import Pages
from tests.harness.instance import Instance
from tests.stories.hands import Mouse

PHONE = {"width": 390, "height": 844}
ASKED = "Exercise Police Chemicals Unit, Valparaiso"
KNOWN = "Eighty drums, zqblueqz lids."
LED_TO = "Two men were arrested."


def enters(pages: Pages, instance: Instance, looked: set[str], name: str) -> Mouse:
    person = Mouse(pages.open(instance.base_url), looked)
    person.sign_in(instance.person(name=name))
    return person


def fits(person: Mouse) -> None:
    assert person.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "it scrolls sideways"


def test_a_question_goes_there_and_back_and_its_outcome_is_fed_back(module_instance: Instance, pages: Pages):
    pages.allow("404|422")  # a form that is sent too early, and the stranger
    looked: set[str] = set()
    asker = enters(pages, module_instance, looked, "Lotte Visser")
    reference = _asks(asker)
    police = module_instance.person(name="Matias Silva")
    letter = module_instance.mailbox.wait_for(police["email"], f"Request: {reference}")
    assert "zqblueqz" not in str(letter)

    answerer = enters(pages, module_instance, looked, "Matias Silva")
    answerer.page.set_viewport_size(PHONE)
    answerer.page.goto("/")
    answerer.arrive("Requests to answer")
    fits(answerer)
    answerer.follow(reference)
    answerer.arrive(KNOWN)
    fits(answerer)
    expect(answerer.page.locator("main")).not_to_contain_text("NL-INC-")
    _takes_it_up_and_asks_back(answerer)

    asker.page.goto("/")
    asker.arrive("Asked back: what others need to know of you")
    asker.page.goto(f"/requests/{reference}/")
    asker.arrive("Which lot?")
    asker.follow("Supply what is asked")
    asker.fill("Your answer", "Lot EX-77.")
    asker.press("Supply what is asked")
    asker.arrive("working days left")

    answerer.page.reload()
    answerer.arrive("Lot EX-77.")
    answerer.follow("Answer")
    answerer.fill("Your answer", "Two buyers, both known to you.")
    answerer.press("Answer")
    answerer.arrive("Done: Answer.")

    asker.page.reload()
    asker.arrive("Two buyers, both known to you.")
    asker.follow("Close with an outcome")
    asker.choose("What the answer led to", "It led to suspects or an arrest")
    asker.fill("In words", LED_TO)
    asker.press("Close with an outcome")
    asker.arrive("Done: Close with an outcome.")

    module_instance.mailbox.wait_for(police["email"], f"What your answer led to: {reference}")
    answerer.page.reload()
    answerer.arrive(LED_TO)
    fits(answerer)

    _finds_nothing(enters(pages, module_instance, looked, "Amina Barasa"), reference)


def _asks(asker: Mouse) -> str:
    """From the page of one's own incident, which the asked office would see by nothing that is sent here."""
    asker.go("o", "Incidents")
    asker.arrive("Every incident that you may see")
    asker.follow("Report an incident")
    asker.choose("Kind of incident", "Seizure")
    asker.fill("Place", "Rotterdam")
    asker.fill("Substance", "Acetone")
    asker.fill("Quantity", "1250")
    asker.choose("Unit", "kg")
    asker.choose("Released to", "The secretariat only")
    asker.press("Check and release")
    asker.arrive("Who will see this")
    asker.press("Release")
    asker.arrive("The incident is released.")
    asker.follow("Ask about this")
    asker.arrive("Choose what you ask for.")
    asker.follow("Request for information")
    asker.arrive("The incident itself is not shown")
    asker.fill("Subject", "Drums without papers")
    asker.fill("What is known", KNOWN)
    asker.press("Check and send")
    asker.arrive("Question is missing")
    asker.fill("Question", "Who bought these drums?")
    asker.page.locator("main").get_by_label(ASKED).check()
    asker.press("Check and send")
    asker.arrive("to answer by")
    asker.press("Send")
    asker.arrive("The request is sent.")
    return asker.page.url.rstrip("/").rpartition("/")[2]


def _takes_it_up_and_asks_back(answerer: Mouse) -> None:
    answerer.follow("Take it up")
    answerer.press("Take it up")
    answerer.arrive("Done: Take it up.")
    expect(answerer.page.locator("#held")).to_contain_text("Matias Silva")
    answerer.follow("Ask back")
    answerer.press("Ask back")
    answerer.arrive("What you need to know is missing")
    answerer.fill("What you need to know", "Which lot?")
    answerer.press("Ask back")
    answerer.arrive("Clock stopped")


def _finds_nothing(stranger: Mouse, reference: str) -> None:
    answer = stranger.page.goto(f"/requests/{reference}/")
    assert answer is not None
    assert answer.status == 404
    stranger.page.goto("/requests/")
    expect(stranger.page.locator("main")).not_to_contain_text(reference)
