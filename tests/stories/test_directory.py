"""The stories of the directory in a real browser: a first administrator, and a colleague who stands in."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.directory import vcard
from tests.directory.house import PNG
from tests.harness.browser import Pages
from tests.harness.instance import Instance
from tests.stories.hands import Mouse

ADDRESS = "sera@precursors.example"
PASSWORD = "a long sentence that nobody guesses"  # noqa: S105 - chosen within the story


def enters(pages: Pages, instance: Instance, looked: set[str], **about: str) -> Mouse:
    person = Mouse(pages.open(instance.base_url), looked)
    person.sign_in(instance.person(**about))
    return person


def test_the_first_administrator_of_a_country(instance: Instance, pages: Pages, tmp_path: Path):
    pages.allow("404|422")
    looked: set[str] = set()
    stranger = Mouse(pages.open(instance.base_url), looked)
    _asks(stranger)
    checker = enters(pages, instance, looked, name="Tomas Lind")
    checker.page.goto("/directory/")
    checker.follow("First administrators")
    checker.arrive("Requested")
    checker.follow("Sera Example")
    checker.arrive("Take the contact from a source of your own")
    checker.follow("Confirm as administrator")
    checker.arrive("Check outside this system")
    checker.choose("How it was checked", "Telephone call to a number from an independent source")
    checker.fill("Where that contact was taken from", "The mission's list of posts")
    checker.fill("Whom you spoke to", "The director general")
    checker.fill("Day", (datetime.now(UTC) - timedelta(days=1)).date().isoformat())
    checker.press("Propose: Confirm as administrator")
    checker.arrive("You checked this")

    second = enters(pages, instance, looked, name="Aiko Mori")
    second.page.goto(checker.page.url)
    second.arrive("The director general")
    second.press("Confirm and sign")
    second.arrive("Confirmed")
    _chooses_a_password(stranger, instance)
    _fills_the_directory(stranger, tmp_path)

    company = enters(pages, instance, looked, name="Priya Nair")
    company.page.goto("/directory/")
    company.arrive("Exercise Narcotics Bureau, New Delhi")
    assert "Fiji" not in company.page.locator("main").inner_text()
    assert "Rohan Iyer" not in company.page.locator("main").inner_text()
    answer = company.page.goto("/directory/FJ/")
    assert answer is not None
    assert answer.status == 404


def _asks(stranger: Mouse) -> None:
    stranger.page.goto("/directory/request/")
    stranger.look()
    stranger.press("Send the request")
    stranger.arrive("Your name is missing")
    stranger.choose("Country", "Fiji")
    stranger.fill("Authority", "Exercise Precursor Unit, Suva")
    stranger.fill("Your name", "Sera Example")
    stranger.fill("Your post", "Head of precursors")
    stranger.fill("Your e-mail at the authority", ADDRESS)
    stranger.fill("Your telephone at the authority", "+679 555 0100")
    stranger.fill("Who named you", "The minister of health, letter 4")
    stranger.press("Send the request")
    stranger.arrive("The secretariat will call you")


def _chooses_a_password(person: Mouse, instance: Instance) -> None:
    """By the house's usual way for a forgotten password: the invitation itself holds no secret."""
    instance.mailbox.wait_for(ADDRESS, "Your account")
    person.page.goto("/accounts/reset/")
    person.page.get_by_label("Email").fill(ADDRESS)
    person.page.locator("main form button").first.click()
    mail = instance.mailbox.wait_for(ADDRESS, "assword")
    link = re.search(r"/accounts/reset/[0-9A-Za-z]+-\S+/", mail.get_content())
    assert link, mail.get_content()
    person.page.goto(link[0])
    fields = person.page.locator("main input[type=password]")
    for one in range(fields.count()):
        fields.nth(one).fill(PASSWORD)
    person.page.locator("main form button").first.click()
    person.sign_in({"email": ADDRESS, "password": PASSWORD})


def _fills_the_directory(person: Mouse, folder: Path) -> None:
    person.page.goto("/directory/FJ/")
    person.arrive("No entries yet")
    person.follow("Authority")
    person.arrive("Competent for")
    person.choose("Authority", "Exercise Precursor Unit, Suva")
    person.page.get_by_label("Name", exact=True).fill("Exercise Precursor Unit, Suva")
    person.page.get_by_label("Pre-export notifications of precursors").check()
    person.fill("Address", "1 Model Parade, Suva")
    person.page.locator("#id_email").fill("unit@precursors.example")
    person.fill("Languages", "English")
    person.choose("Show this contact to companies", "No")
    person.press("Add to the directory")
    person.arrive("The entry was added")
    person.follow("Exercise Precursor Unit, Suva")
    person.arrive("History")
    stamp = folder / "stamp.png"
    stamp.write_bytes(PNG)
    person.follow("Add a specimen")
    person.choose("Kind", "Stamp")
    person.fill("Whose it is", "The registry")
    person.fill("Valid from", "2026-01-01")
    person.give("File", stamp)
    person.press("Add the specimen")
    person.arrive("Specimens")
    person.page.goto("/directory/FJ/")
    person.follow("All is right")
    person.press("All is right")
    person.arrive("1 entries count as right")
    _corrects_the_calendar(person)
    _takes_along(person)
    person.follow("People")
    person.arrive(ADDRESS)
    person.follow("Invite somebody")
    person.fill("Name", "Jone Example")
    person.fill("E-mail", "jone@precursors.example")
    person.page.get_by_label("Answer notices, and give").check()
    person.press("Invite")
    person.arrive("Jone Example was invited")
    person.follow("Jone Example")
    person.arrive("Duties of Jone Example")


def _corrects_the_calendar(person: Mouse) -> None:
    person.follow("Calendar")
    person.arrive("library of calendars")
    person.follow("Correct a day")
    person.fill("Day", "2026-12-22")
    person.choose("On this day offices are", "Closed")
    person.fill("What day it is", "Day of rest")
    person.fill("Source", "Gazette 12")
    person.press("Correct the calendar")
    person.arrive("Gazette 12")
    person.page.goto("/directory/FJ/")
    person.arrive("Administrators")


def _takes_along(person: Mouse) -> None:
    with person.page.expect_download() as download:
        person.follow("vCard")
    cards = vcard.read(Path(download.value.path()).read_bytes().decode())
    assert [value for name, _p, value in cards[0] if name == "FN"] == ["Exercise Precursor Unit, Suva"]
    with person.page.expect_download() as download:
        person.follow("CSV")
    assert "unit@precursors.example" in Path(download.value.path()).read_text()
    person.follow("To be printed")
    person.arrive("Directory of competent national authorities")
    person.page.emulate_media(media="print")
    assert not person.page.locator(".navigation").is_visible()
    assert person.page.get_by_text("1 Model Parade, Suva").is_visible()
    assert len(person.page.pdf()) > 1000
    person.page.emulate_media(media="screen")
    person.page.goto("/directory/FJ/")


def test_a_colleague_stands_in(instance: Instance, pages: Pages):
    looked: set[str] = set()
    officer = enters(pages, instance, looked, name="Camila Rojas")
    officer.page.goto("/directory/away/")
    officer.look()
    officer.choose("Who stands in for me", "Ines Soto")
    today = datetime.now(UTC).date()
    officer.fill("First day", today.isoformat())
    officer.fill("Last day", (today + timedelta(days=7)).isoformat())
    officer.page.get_by_label("See the cases of one's own organisation").check()
    officer.page.get_by_label("Answer notices, and give").check()
    officer.press("Leave these duties")
    officer.arrive("Ines Soto stands in for you")

    deputy = enters(pages, instance, looked, name="Ines Soto")
    deputy.page.goto("/")
    deputy.arrive("You stand in for: Camila Rojas")
    deputy.page.locator("#to-answer [data-row-link]").first.click()
    deputy.arrive("Sent, awaiting an answer")
    deputy.follow("No objection")
    deputy.press("No objection")
    deputy.arrive("Ines Soto for Camila Rojas")
