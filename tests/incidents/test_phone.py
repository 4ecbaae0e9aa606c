"""A seizure typed on the screen of a phone: from sign-in to its release, what reaches whom, and what reaches nobody."""

import json
import urllib.request
from typing import Any

from playwright.sync_api import Page, expect

from tests.harness.browser import Pages
from tests.harness.instance import Instance, Person
from tests.stories.hands import Mouse

PHONE = {"width": 390, "height": 844}
FEWER_THAN = 25
NAME = "Kaliumzqpermanganateqz"


class Thumb(Mouse):
    """A mouse on a small screen that counts what it does: each field filled, choice made, link or button pressed."""

    def __init__(self, page: Page, looked: set[str]) -> None:
        super().__init__(page, looked)
        page.set_viewport_size(PHONE)
        self.count = 0

    def fill(self, label: str, text: str) -> None:
        self.count += 1
        super().fill(label, text)

    def choose(self, label: str, option: str) -> None:
        self.count += 1
        super().choose(label, option)

    def press(self, name: str) -> None:
        self.count += 1
        super().press(name)

    def follow(self, name: str) -> None:
        self.count += 1
        super().follow(name)

    def go(self, letter: str, place: str) -> None:
        assert letter
        self.count += 2
        self.page.get_by_text("Menu", exact=True).click()
        self.page.locator("[data-narrow]").get_by_role("link", name=place).click()


def called(instance: Instance, person: Person, path: str) -> tuple[int, Any]:
    """What the API answers to somebody."""
    request = urllib.request.Request(
        f"{instance.base_url}/api/v1/{path}", headers={"Authorization": f"Bearer {person['api_token']}"}
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as no:
        return no.code, None


def test_from_sign_in_to_release_on_a_phone(instance: Instance, pages: Pages):
    pages.allow("404|422")  # the stranger, and a form that was sent too early
    looked: set[str] = set()
    customs, police = instance.person(name="Lotte Visser"), instance.person(name="Matias Silva")
    stranger = instance.person(name="Amina Barasa")

    thumb = Thumb(pages.open(instance.base_url), looked)
    thumb.sign_in(customs)
    reference = _reports(thumb)
    assert thumb.count < FEWER_THAN, thumb.count

    told = instance.mailbox.wait_for(police["email"], f"Incident: {reference}")
    assert NAME not in str(told)
    reader = Mouse(pages.open(instance.base_url), looked)
    reader.sign_in(police)
    reader.arrive("Incidents that are new to you, or have changed")
    reader.follow(reference)
    reader.arrive(NAME)
    thumb.page.reload()
    thumb.arrive("Matias Silva")  # the receipt

    _finds_nothing(instance, stranger, reference, pages, looked)


def _reports(thumb: Thumb) -> str:
    """The minimum facts, and one fault that is mended on the way."""
    thumb.go("o", "Incidents")
    thumb.arrive("Every incident that you may see")
    thumb.follow("Report an incident")
    thumb.arrive("The minimum facts")
    assert thumb.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "it scrolls sideways"
    thumb.choose("Kind of incident", "Seizure")
    thumb.fill("Place", "Rotterdam")
    thumb.fill("Substance", NAME)
    thumb.fill("Quantity", "1250")
    thumb.choose("Released to", "The focal points of countries named")
    thumb.fill("Countries", "CL")
    thumb.press("Check and release")
    thumb.arrive("Unit is missing")
    thumb.choose("Unit", "kg")
    thumb.press("Check and release")
    thumb.arrive("Who will see this")
    thumb.arrive("Exercise Police Chemicals Unit, Valparaiso")
    expect(thumb.page.locator("main")).not_to_contain_text("Exercise Port Control Unit")
    thumb.press("Release")
    thumb.arrive("The incident is released.")
    return thumb.page.url.rstrip("/").rpartition("/")[2]


def _finds_nothing(instance: Instance, stranger: Person, reference: str, pages: Pages, looked: set[str]) -> None:
    """By page, API, search, count, feed, file and mail."""
    outside = Mouse(pages.open(instance.base_url), looked)
    outside.sign_in(stranger)
    for path in (f"/incidents/{reference}/", f"/cases/{reference}/", f"/incidents/{reference}/amend/"):
        answer = outside.page.goto(path)
        assert answer is not None
        assert answer.status == 404, path
    for path in ("/", "/incidents/", f"/incidents/?text={NAME}", "/incidents/?kind=seizure&country=NL", "/agenda/"):
        outside.page.goto(path)
        shown = outside.page.content().replace(f"text={NAME}", "").replace(f'value="{NAME}"', "")
        assert reference not in shown, path
        assert path.startswith("/incidents/?text") or NAME not in shown, path
    outside.page.goto(f"/incidents/?text={NAME}")
    expect(outside.page.locator("main")).to_contain_text("No incident fits")
    outside.page.goto(f"/search/?q={reference}")
    assert f"/incidents/{reference}" not in outside.page.url
    calls = (
        "incidents",
        f"incidents?text={NAME}",
        "incident-follow-up",
        "events",
        "events?full=true",
        "inbox",
        "papers",
    )
    for path in calls:
        status, said = called(instance, stranger, path)
        assert status == 200, path
        assert reference not in json.dumps(said), path
        assert NAME not in json.dumps(said), path
    for path in (f"incidents/{reference}", f"cases/{reference}/timeline", f"cases/{reference}/files"):
        assert called(instance, stranger, path)[0] == 404, path
    for person, finds in ((instance.person(name="Matias Silva"), True), (stranger, False)):
        known = _seizures(instance, person)
        assert (reference in known) is finds
        _status, counted = called(instance, person, "incident-follow-up")
        assert sum(one["incidents"] for one in counted if one["kind"] == "seizure") == len(known)
    assert not [one for one in instance.mailbox.to(stranger["email"]) if reference in str(one)]


def _seizures(instance: Instance, person: Person) -> set[str]:
    """The seizures that somebody is listed, and that count."""
    _status, page = called(instance, person, "incidents?kind=seizure&limit=100")
    return {one["reference"] for one in page["items"] if one["state"] not in {"draft", "discarded", "retracted"}}
