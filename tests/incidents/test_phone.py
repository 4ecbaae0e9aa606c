"""A seizure typed on the screen of a phone: from sign-in to its release, what reaches whom, and what reaches nobody."""

import json

from playwright.sync_api import expect

from tests.harness.browser import Pages
from tests.harness.instance import Instance, Person
from tests.incidents.phone import FEWER_THAN, NAME, called, released, seizures, typed
from tests.stories.hands import Mouse, Thumb


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
    typed(thumb)
    thumb.choose("Released to", "The focal points of countries named")
    thumb.fill("Countries", "CL")
    thumb.press("Check and release")
    thumb.arrive("Unit is missing")
    thumb.choose("Unit", "kg")
    return released(thumb)


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
        assert (reference in seizures(instance, person)) is finds
    assert not [one for one in instance.mailbox.to(stranger["email"]) if reference in str(one)]
