"""The board in a browser: told of what happens it shows it, to those in the operation alone; and its report, by two."""

import json
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from penstock.kernel.clock import today
from tests.harness.browser import Pages
from tests.harness.instance import Instance
from tests.incidents.phone import called
from tests.stories.hands import Mouse

OPERATION = "Exercise Operation Lantern"
WORD = "zqfindingsqz"


@pytest.fixture(scope="module")
def house(databases) -> Iterator[Instance]:
    """A running house with the process for live updates."""
    with Instance(databases, is_live=True) as running:
        yield running


@pytest.fixture(scope="module")
def reference(house: Instance) -> str:
    """The operation of the exercise."""
    [found] = called(house, house.person(name="Lotte Visser"), "operations")[1]
    assert found["name"] == OPERATION
    return str(found["reference"])


def posted(house: Instance, name: str, path: str, body: dict[str, Any]) -> Any:
    """What the API answers to what somebody sends."""
    request = urllib.request.Request(
        f"{house.base_url}/api/v1/{path}",
        data=json.dumps(body).encode(),
        headers={
            "Authorization": f"Bearer {house.person(name=name)['api_token']}",
            "Content-Type": "application/json",
        },
    )
    with urllib.request.urlopen(request, timeout=120) as answer:
        return json.load(answer)


def seized(house: Instance, name: str, **changes: Any) -> str:
    """Somebody releases a seizure."""
    body = {
        "kind": "seizure",
        "domain": "precursors",
        "happened_on": today().isoformat(),
        "country": "NL",
        "marking": "AMBER",
        "substances": [{"named": "Toluene", "quantity": "70", "unit": "kg"}],
        **changes,
    }
    found = str(posted(house, name, "incidents", body)["reference"])
    posted(house, name, f"incidents/{found}/release", {})
    return found


def test_an_operation_from_its_board_to_its_report(house: Instance, pages: Pages, reference: str):
    pages.allow("404|422|ERR_")
    looked: set[str] = set()
    _is_shown_anew_to_those_in_it(house, pages, reference, looked)
    _is_closed_with_a_report_by_two(house, pages, reference, looked)


def _is_shown_anew_to_those_in_it(house: Instance, pages: Pages, reference: str, looked: set[str]) -> None:
    police = Mouse(pages.open(house.base_url), looked)
    police.sign_in(house.person(name="Matias Silva"))
    police.page.goto(f"/operations/{reference}/board/")
    police.arrive("2 incidents")
    police.page.evaluate("() => { window.isStillHere = true; }")
    found = seized(house, "Lotte Visser", shared_with="circle", shared_circle=OPERATION)
    expect(police.page.locator("#list")).to_contain_text(found, timeout=120_000)
    police.arrive("3 incidents")
    day = (today() - timedelta(days=1)).isoformat()
    posted(house, "Bram Mulder", f"operations/{reference}/returns", {"day": day, "nothing": "yes"})
    assert police.page.evaluate("() => window.isStillHere"), "the page was not loaded again"

    # What the other office does not see is none of its count: its board goes on with three.
    narrow = seized(house, "Lotte Visser", shared_with="secretariat")
    own = called(house, house.person(name="Lotte Visser"), f"operations/{reference}/board")[1]
    others = called(house, house.person(name="Paula Reyes"), f"operations/{reference}/board")[1]
    assert (own["figures"]["incidents"], others["figures"]["incidents"]) == (4, 3)
    assert narrow not in json.dumps(others)

    outside = Mouse(pages.open(house.base_url), looked)
    outside.sign_in(house.person(name="Amina Barasa"))
    for path in ("", "board/", "return/", "signature/", "end/"):
        answer = outside.page.goto(f"/operations/{reference}/{path}")
        assert answer is not None
        assert answer.status == 404, path
    for path in ("/operations/", "/incidents/new/", "/incidents/", "/"):
        outside.page.goto(path)
        assert not [one for one in (OPERATION, reference, found) if one in outside.page.content()], path
    for path in ("operations", "incidents", "events?full=true", "inbox", "projects"):
        said = json.dumps(called(house, house.person(name="Amina Barasa"), path)[1])
        assert not [one for one in (OPERATION, reference, found) if one in said], path
    assert called(house, house.person(name="Amina Barasa"), f"operations/{reference}/board")[0] == 404


def _is_closed_with_a_report_by_two(house: Instance, pages: Pages, reference: str, looked: set[str]) -> None:
    keeper, reader = Mouse(pages.open(house.base_url), looked), Mouse(pages.open(house.base_url), looked)
    keeper.sign_in(house.person(name="Nadia Haddad"))
    keeper.page.goto(f"/operations/{reference}/")
    keeper.follow("End it and draft the report")
    keeper.press("End it and draft the report")
    keeper.arrive("Draft of the closing report")
    keeper.follow("Write the report")
    keeper.arrive("What was found")
    keeper.press("Write the report")
    keeper.arrive("What was found is missing")
    keeper.fill("What was found", f"Drums under another name. {WORD}")
    keeper.press("Write the report")
    keeper.arrive(WORD)
    keeper.follow("Release the report")
    keeper.press("Propose the release")
    keeper.arrive("Nadia Haddad proposed: Release the report")
    reader.sign_in(house.person(name="Matias Silva"))
    reader.page.goto(f"/operations/{reference}/")
    reader.arrive("Ended, the report is being written")
    expect(reader.page.locator("main")).not_to_contain_text(WORD)
    second = Mouse(pages.open(house.base_url), looked)
    second.sign_in(house.person(name="Yusuf Demir"))
    second.page.goto(f"/operations/{reference}/signature/")
    second.arrive(WORD)
    second.press("Confirm and release")
    second.arrive("Closed with a report")
    reader.page.reload()
    reader.arrive(WORD)
    reader.arrive("incidents fit the plan and were released to all who took part")
