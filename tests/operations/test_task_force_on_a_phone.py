"""A seizure typed on a phone and released to a task force: mail, live notice and receipt inside, nothing outside."""

import json
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.harness.browser import Pages
from tests.harness.instance import Instance, Person
from tests.incidents.phone import FEWER_THAN, NAME, called, fits, released, seizures, typed
from tests.stories.hands import Mouse, Thumb

FORCE, PRISM = "Exercise task force on oxidisers", "Exercise Prism"
LISTS = ("incidents", f"incidents?text={NAME}", "incident-follow-up", "events", "events?full=true", "inbox", "projects",
         "messages", "papers", "searches")  # fmt: skip
FOUND_NOTHING = ("/", "/incidents/", "/incidents/?kind=seizure&country=NL", "/incidents/follow-up/", "/projects/",
                 "/incidents/messages/", "/agenda/", "/directory/", "/incidents/new/")  # fmt: skip


@pytest.fixture(scope="module")
def house(databases) -> Iterator[Instance]:
    """A running house with the process for live updates."""
    with Instance(databases, is_live=True) as running:
        yield running


def test_from_sign_in_to_the_task_force_on_a_phone(house: Instance, pages: Pages):
    pages.allow("404|422|ERR_")  # the stranger, a form sent too early, and a page that is left while it listens
    looked: set[str] = set()
    customs, police = house.person(name="Lotte Visser"), house.person(name="Matias Silva")
    listening = Mouse(pages.open(house.base_url), looked)
    listening.sign_in(police)
    listening.page.goto("/")
    listening.page.evaluate("() => { window.isStillHere = true; }")

    thumb = Thumb(pages.open(house.base_url), looked)
    thumb.sign_in(customs)
    reference = _reports(thumb)
    assert thumb.count < FEWER_THAN, thumb.count

    # The live notice: the inbox of the other focal point shows it by itself.
    expect(listening.page.locator("#list")).to_contain_text(reference, timeout=120_000)
    assert listening.page.evaluate("() => window.isStillHere"), "the page was not loaded again"
    told = house.mailbox.wait_for(police["email"], f"Incident: {reference}")
    assert NAME not in str(told)
    assert FORCE not in str(told)
    listening.follow(reference)
    listening.arrive(NAME)
    listening.arrive(FORCE)
    thumb.page.reload()
    thumb.arrive("Matias Silva")  # the receipt
    thumb.page.goto("/projects/PRJ-0002/")
    thumb.arrive(reference)
    fits(thumb)

    # Kenya is invited to the project, and knows nothing of its task force.
    _finds_nothing(house, house.person(name="Amina Barasa"), reference, pages, looked)


def _reports(thumb: Thumb) -> str:
    """The minimum facts, and one fault that is mended on the way."""
    typed(thumb)
    thumb.choose("Unit", "kg")
    thumb.choose("Released to", "A project, task force or operation that you are in")
    thumb.press("Check and release")
    thumb.arrive("Choose the project, task force or operation")
    thumb.choose("Project, task force or operation", FORCE)
    return released(thumb, "takes part in it")


def _finds_nothing(house: Instance, stranger: Person, reference: str, pages: Pages, looked: set[str]) -> None:
    """By page, API, search, count, feed, file, live stream and mail."""
    outside = Mouse(pages.open(house.base_url), looked)
    outside.sign_in(stranger)
    for path in (
        f"/incidents/{reference}/",
        f"/cases/{reference}/",
        "/projects/PRJ-0002/",
        "/projects/PRJ-0002/invite/",
    ):
        answer = outside.page.goto(path)
        assert answer is not None
        assert answer.status == 404, path
    for path in FOUND_NOTHING:
        outside.page.goto(path)
        assert not [one for one in (reference, NAME, FORCE) if one in outside.page.content()], path
    outside.page.goto("/projects/")
    expect(outside.page.locator("main")).to_contain_text(PRISM)  # the control: what it is invited to, it finds
    for path in LISTS:
        status, said = called(house, stranger, path)
        assert status == 200, path
        assert not [one for one in (reference, NAME, FORCE, "PRJ-0002") if one in json.dumps(said)], path
    for path in (
        f"incidents/{reference}",
        f"cases/{reference}/timeline",
        f"cases/{reference}/files",
        "projects/PRJ-0002",
    ):
        assert called(house, stranger, path)[0] == 404, path
    for person, finds in ((house.person(name="Paula Reyes"), True), (stranger, False)):
        assert (reference in seizures(house, person)) is finds
    assert _refused(house, stranger) == _refused(house, stranger, "No such task force")
    assert not [one for one in house.mailbox.to(stranger["email"]) if reference in str(one) or FORCE in str(one)]


def _refused(house: Instance, person: Person, name: str = FORCE) -> str:
    """What somebody is told who would release a message to a project that they are not in."""
    body = {"shared_with": "circle", "shared_circle": name, "marking": "AMBER", "incidents": [{"kind": "seizure"}]}
    request = urllib.request.Request(
        f"{house.base_url}/api/v1/messages",
        data=json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {person['api_token']}", "Content-Type": "application/json"},
    )
    with pytest.raises(urllib.error.HTTPError) as no, urllib.request.urlopen(request, timeout=60):
        pass
    assert no.value.code == 422
    return no.value.read().decode().replace(name, "...")
