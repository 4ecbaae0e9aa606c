"""One story in a real browser: a list is made, loaded, signed, handed out, read, leaked, traced and recalled."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.harness.browser import Pages
from tests.harness.instance import Instance
from tests.stories.hands import Mouse
from tests.surveillance.lists import as_csv, invented

TITLE = "Browser list of made-up substances"
BAD = [{"name": "Exemplin-1", "cas_number": "50-00-1"}, {"name": "Exemplin-2", "from_on": "next May"}]


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A file with faults, and a good one."""
    paths = tmp_path / "faulty.csv", tmp_path / "good.csv"
    for path, rows in zip(paths, (BAD, invented(12)), strict=True):
        path.write_bytes(as_csv(rows))
    return paths


def test_story(instance: Instance, pages: Pages, files: tuple[Path, Path]):
    pages.allow("404|409|422")  # the stranger, the closed copy, and forms sent empty
    looked: set[str] = set()

    def enters(name: str) -> Mouse:
        person = Mouse(pages.open(instance.base_url), looked)
        person.sign_in(instance.person(name=name))
        return person

    keeper, head = enters("Sanne de Wit"), enters("Joost Bakker")
    _makes_and_loads(keeper, files)
    _signs(head, keeper.page.url)
    _hands_out(keeper, "Exercise Drug Control Board, Cairo", "Mona Farouk")
    copy_url = keeper.page.url
    instance.mailbox.wait_for(instance.person(name="Mona Farouk")["email"], "Something confidential waits for you")

    stranger = enters("Camila Rojas")
    for address in ("/surveillance/", copy_url):
        assert _status(stranger.page, address) == 404
    expect(stranger.page.get_by_role("link", name="Surveillance lists")).to_have_count(0)

    reader = enters("Mona Farouk")
    leaked = _reads(reader, copy_url)
    _traces(keeper, leaked)
    _recalls(keeper, copy_url)
    instance.mailbox.wait_for(instance.person(name="Mona Farouk")["email"], "Recalled: something confidential")
    assert _status(reader.page, f"{copy_url}content/") == 409
    _confirms_destruction(reader, copy_url)
    keeper.page.goto(copy_url)
    keeper.arrive("Destroyed or returned")


def _status(page: Page, path: str) -> int:
    answer = page.goto(path)
    assert answer is not None
    return answer.status


def _makes_and_loads(keeper: Mouse, files: tuple[Path, Path]) -> None:
    """The second file repairs what was wrong with the first."""
    keeper.go("s", "Surveillance lists")
    keeper.arrive("Lists you keep")
    keeper.follow("New list")
    keeper.arrive("Conditions of confidentiality")
    keeper.press("Make the list")
    keeper.arrive("Title is missing")
    keeper.fill("Title", TITLE)
    keeper.choose("Reach", "National")
    keeper.page.get_by_label("Competent authorities").check()
    keeper.press("Make the list")
    keeper.arrive("The list is empty")
    keeper.follow("New edition")
    keeper.give("File of entries", files[0])
    keeper.press("Load and check")
    keeper.arrive("2 lines have faults")
    keeper.arrive("The check digit of CAS number 50-00-1 is wrong")
    with keeper.page.expect_download() as download:
        keeper.follow("Faulty lines as a file (CSV)")
    assert "next May" in Path(download.value.path()).read_text("utf-8-sig")
    keeper.follow("Load another file")
    keeper.give("File of entries", files[1])
    keeper.press("Load and check")
    keeper.arrive("12 entries")
    keeper.follow("Publish")
    keeper.arrive("first of two")
    keeper.press("Propose: Publish")
    keeper.arrive("was proposed by Sanne de Wit")


def _signs(head: Mouse, edition_url: str) -> None:
    head.page.goto(edition_url)
    head.arrive("must confirm it")
    head.follow("Look at it and sign")
    head.arrive("Proposed by")
    head.press("Confirm and sign")
    head.arrive("Published")


def _hands_out(keeper: Mouse, office: str, person: str) -> None:
    keeper.page.reload()
    keeper.follow("Hand out a copy")
    keeper.arrive("Recipient")
    option = keeper.page.get_by_label("Recipient").locator("option", has_text=office)
    keeper.page.get_by_label("Recipient").select_option(value=option.get_attribute("value"))
    keeper.press("Go on")
    keeper.arrive("Named persons")
    keeper.page.get_by_label(person).check()
    keeper.fill("Purpose", "To know what to look for")
    keeper.fill("Last day", (datetime.now(UTC) + timedelta(days=60)).date().isoformat())
    keeper.choose("May be passed on", "No")
    keeper.press("Hand it out")
    keeper.arrive("Handed out, not acknowledged yet")


def _reads(reader: Mouse, copy_url: str) -> str:
    """Accept the conditions, open the page, take the PDF away; answers what somebody retyped from the page."""
    reader.go("s", "Surveillance lists")
    reader.follow(TITLE)
    reader.arrive("Nothing of the list is shown before")
    reader.follow("Acknowledge")
    reader.arrive("This list is not public")
    reader.press("Acknowledge")
    reader.arrive("is missing")
    reader.page.get_by_label("I accept the conditions").check()
    reader.press("Acknowledge")
    reader.arrive("Take it away as a file")
    with reader.page.expect_download() as download:
        reader.follow("PDF")
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    reader.page.goto(copy_url)
    reader.follow("Open")
    reader.arrive("for Mona Farouk, Exercise Drug Control Board, Cairo")
    return "\n".join(reader.page.locator("main .card-title").all_inner_texts())


def _traces(keeper: Mouse, leaked: str) -> None:
    assert "Exemplin-3" in leaked
    keeper.page.goto("/surveillance/trace/")
    keeper.press("Trace it")
    keeper.arrive("Choose a file, or paste what was found")
    keeper.fill("Text", leaked)
    keeper.press("Trace it")
    keeper.arrive("Mona Farouk")


def _recalls(keeper: Mouse, copy_url: str) -> None:
    keeper.page.goto(copy_url)
    keeper.arrive("Openings · 2")
    keeper.follow("Recall the copy")
    keeper.fill("Reason", "The list is being revised.")
    keeper.press("Recall the copy")
    keeper.arrive("Recalled, destruction not confirmed yet")


def _confirms_destruction(reader: Mouse, copy_url: str) -> None:
    reader.page.goto(copy_url)
    reader.arrive("This copy is closed")
    reader.follow("Confirm destruction or return")
    reader.choose("What became of it", "Every copy, also in files and on paper, was destroyed")
    reader.press("Confirm destruction or return")
    reader.arrive("Destroyed or returned")
