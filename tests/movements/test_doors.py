"""Movements through the doors: two programs, and two officers with a browser."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.api.caller import Caller, shipment
from tests.harness.browser import accessible
from tests.web.test_routes import sign_in


def in_days(days: int) -> str:
    return (today() + timedelta(days=days)).isoformat()


def today() -> date:
    return datetime.now(UTC).date()


@pytest.fixture
def caller(module_instance):
    tokens = {person["name"]: person["api_token"] for person in module_instance.people}
    made = []

    def call(name):
        made.append(Caller(module_instance.base_url, tokens[name]))
        return made[-1]

    yield call
    for one in made:
        one.http.close()


def a_released_notice(caller, **changes) -> str:
    asha, camila = caller("Asha Verma"), caller("Camila Rojas")
    frame = {"span": "6 months", "dispatch_on": in_days(10), "last_dispatch_on": in_days(150)}
    body = shipment(**{**frame, "reference": "MOVE-1", **changes})
    reference = asha.done("/notices", body)["reference"]
    asha.done(f"/notices/{reference}/submit")
    camila.done(f"/notices/{reference}/clear", {})
    asha.done(f"/notices/{reference}/release", {})
    return reference


def test_two_programs_send_and_receive_a_part(caller, module_instance):
    asha, camila = caller("Asha Verma"), caller("Camila Rojas")
    notice = a_released_notice(caller)
    plan = {"planned_on": in_days(20), "quantity": "5000", "unit": "kg"}
    path = f"/notices/{notice}/movements"
    key = "plan-1"
    first, again = (asha.post(path, plan, key=f"{key}-{notice}") for _ in range(2))
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    movement = f"/movements/{first.json()['reference']}"
    assert camila.get(path).json()["balance"] | {"returned": "0"} == {
        "unit": "kg",
        "ceiling": "18000",
        "moved": "0",
        "planned": "5000",
        "given_back": "0",
        "untouched": "13000",
        "left": "13000",
        "returned": "0",
        "base_factor": None,
        "base_of": "",
    }
    beyond = asha.post(path, {**plan, "quantity": "13000.5"})
    assert beyond.status_code == 422
    [fault] = beyond.json()["faults"]
    assert (fault["field"], fault["code"]) == ("quantity", "beyond_the_balance")
    assert "13000 kg are left" in fault["message"]
    left = asha.done(f"{movement}/dispatch", {"dispatched_on": in_days(0), "quantity": "5000", "unit": "kg"})
    assert (left["state"], left["owed_by"]) == ("dispatched", "Exercise Precursor Office, Santiago")
    module_instance.mailbox.wait_for("camila.rojas", f"Dispatched: {left['reference']}")
    short = {"arrived_on": in_days(0), "quantity": "4.9", "unit": "t"}
    unexplained = camila.post(f"{movement}/arrive", short)
    assert unexplained.json()["faults"][0]["code"] == "difference_unexplained"
    came = camila.done(f"{movement}/arrive", {**short, "remarks": "A drum was empty."})
    assert (came["state"], came["difference"], came["difference_unit"]) == ("arrived", "-100", "kg")
    assert caller("Sanne de Wit").get(movement).status_code == 404
    feed = [one["type"] for one in asha.get("/events", kinds="movement", limit=200).json()["items"]]
    assert feed[-3:] == ["movement.planned", "movement.dispatched", "movement.arrived"]
    assert first.json()["reference"] not in str(camila.get("/inbox").json()), "movements have lists of their own"


def test_both_sides_with_a_browser(caller, module_instance, pages):
    pages.allow("422")
    notice = a_released_notice(caller, reference="MOVE-2")
    exporter = pages.open(module_instance.base_url)
    sign_in(exporter, module_instance, "Asha Verma")
    exporter.goto(f"/notices/{notice}/")
    expect(exporter.locator("#movements")).to_contain_text("are left")
    accessible(exporter)
    exporter.get_by_role("link", name="Plan a dispatch").click()
    exporter.get_by_label("Planned date of dispatch").fill(in_days(20))
    exporter.get_by_label("Quantity").fill("19000")
    exporter.get_by_label("Remarks").fill("With the second carrier")
    exporter.get_by_role("button", name="Plan the dispatch").click()
    expect(exporter.get_by_role("alert")).to_contain_text("Only 18000 kg are left of the 18000 kg of this notice")
    expect(exporter.get_by_label("Remarks")).to_have_value("With the second carrier")
    accessible(exporter)
    exporter.get_by_label("Quantity").fill("6000")
    exporter.get_by_role("button", name="Plan the dispatch").click()
    expect(exporter.locator("main")).to_contain_text("is planned")
    accessible(exporter)
    exporter.get_by_role("link", name="Record the dispatch").click()
    expect(exporter.get_by_label("Quantity")).to_have_value("6000")
    exporter.get_by_label("Date of dispatch").fill(in_days(0))
    accessible(exporter)
    exporter.get_by_role("button", name="Record the dispatch").click()
    expect(exporter.locator("main")).to_contain_text("Dispatched, arrival not confirmed")
    reference = exporter.url.rstrip("/").rpartition("/")[2]

    importer = pages.open(module_instance.base_url, scripts=False, width=390)
    sign_in(importer, module_instance, "Camila Rojas")
    importer.goto(f"/cases/{reference}/")  # the link that the mail carries
    importer.get_by_role("link", name="Confirm the arrival").click()
    importer.get_by_label("Date of arrival").fill(in_days(0))
    importer.get_by_label("Quantity received").fill("6100")
    importer.get_by_label("Remarks").fill("Weighed twice")
    importer.get_by_role("button", name="Confirm the arrival").click()
    expect(importer.locator("main")).to_contain_text("Surplus of 100 kg")
    phone = pages.open(module_instance.base_url, width=390)
    sign_in(phone, module_instance, "Camila Rojas")
    for path, text in ((f"/movements/{reference}/", "Surplus of 100 kg"), ("/movements/", reference)):
        phone.goto(path)
        expect(phone.locator("main")).to_contain_text(text)
        accessible(phone)
    response = importer.request.get("/movements/sheet/")
    lines = list(csv.DictReader(io.StringIO(response.text())))
    mine = next(line for line in lines if line["reference"] == reference)
    assert (mine["quantity"], mine["arrived_quantity"], mine["difference"]) == ("6000", "6100", "100")
