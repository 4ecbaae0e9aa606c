"""A seizure that is typed on a phone: what its stories do alike, whoever it is released to."""

import json
import urllib.request
from typing import Any

from playwright.sync_api import expect

from tests.harness.instance import Instance, Person
from tests.stories.hands import Thumb

FEWER_THAN = 25
NAME = "Kaliumzqpermanganateqz"


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


def fits(thumb: Thumb) -> None:
    """Nothing of the page stands beside the screen."""
    assert thumb.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "it scrolls sideways"


def typed(thumb: Thumb) -> None:
    """The minimum facts, but for the unit and for whom it is."""
    thumb.go("o", "Incidents")
    thumb.arrive("Every incident that you may see")
    thumb.follow("Report an incident")
    thumb.arrive("The minimum facts")
    fits(thumb)
    thumb.choose("Kind of incident", "Seizure")
    thumb.fill("Place", "Rotterdam")
    thumb.fill("Substance", NAME)
    thumb.fill("Quantity", "1250")


def released(thumb: Thumb, *reasons: str) -> str:
    """The last look, at who will see it and why, and the release; answers the reference."""
    thumb.press("Check and release")
    for text in ("Who will see this", "Exercise Police Chemicals Unit, Valparaiso", *reasons):
        thumb.arrive(text)
    expect(thumb.page.locator("main")).not_to_contain_text("Exercise Port Control Unit")
    thumb.press("Release")
    thumb.arrive("The incident is released.")
    return thumb.page.url.rstrip("/").rpartition("/")[2]


def seizures(instance: Instance, person: Person) -> set[str]:
    """The seizures that somebody is listed and that count: no more are counted for them."""
    _status, page = called(instance, person, "incidents?kind=seizure&limit=100")
    known = {one["reference"] for one in page["items"] if one["state"] not in {"draft", "discarded", "retracted"}}
    _status, counted = called(instance, person, "incident-follow-up")
    assert sum(one["incidents"] for one in counted if one["kind"] == "seizure") == len(known)
    return known
