"""Alerts through the doors: the API for systems, and pages without any script."""

import json

import pytest

from penstock.alerts.models import Alert
from penstock.incidents.sharing.rules import set_rule
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from tests.alerts.house import acknowledged, corrected, drafted, for_industry, released, words
from tests.visitors import Caller, browsing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static")]


def test_a_system_sends_and_another_acknowledges_each_once_for_its_key(cast):
    ours, theirs = Caller(cast.exporter_head), Caller(cast.third_officer)
    made = ours.post("alerts", words(), **{"Idempotency-Key": "alert-7"})
    assert made.status_code == 201
    reference = made.json()["reference"]
    assert ours.post("alerts", words(), **{"Idempotency-Key": "alert-7"}).json()["reference"] == reference
    assert theirs.get("alerts")["items"] == []
    assert ours.post(f"alerts/{reference}/release").json()["state"] == "released"
    assert [one["reference"] for one in theirs.get("alerts?waiting=true")["items"]] == [reference]
    done = theirs.post(f"alerts/{reference}/acknowledge").json()
    assert [(one["country"], one["acknowledged_edition"]) for one in done["recipients"]] == [("KE", 1)]
    assert theirs.get("alerts?waiting=true")["items"] == []
    passing = {"sort": "agency", "name": "Harbour Watch", "passed_on": "2026-03-01"}
    assert theirs.post(f"alerts/{reference}/pass", passing).json()["passings"][0]["name"] == "Harbour Watch"
    told = {one["country"]: one for one in ours.get(f"alerts/{reference}")["recipients"]}
    assert (told["KE"]["acknowledged_by"], told["KE"]["passed"], told["EG"]["passed"]) == ("Third Officer", 1, 0)
    assert "Harbour" not in json.dumps(told)
    assert ours.post(f"alerts/{reference}/correct", words(action="Stop it.")).json()["edition"] == 2
    assert [one["reference"] for one in theirs.get("alerts?waiting=true")["items"]] == [reference]


def test_the_editions_are_compared_for_those_who_were_sent_both(cast):
    alert = released(cast.exporter_head, shared_with="countries", shared_countries=["KE"], action="Hold paint.")
    for one in ("Hold drums.", "Hold cans."):
        alert = corrected(cast.exporter_head, alert, shared_countries=["KE", "CL"], action=one)
    acknowledged(cast.third_officer, alert)

    def page(actor, asked=""):
        return browsing(actor).get(f"/alerts/{alert.reference}/{asked}").content.decode()

    both = page(cast.third_officer)
    assert "Edition 3 against edition 2" in both
    assert "Hold drums." in both
    assert "Hold paint." not in both
    assert "Hold paint." in page(cast.third_officer, "?compare=1..2")
    later = page(cast.importer_officer, "?compare=1..2")
    assert "Edition 3 against edition 2" in later, "the first edition was not theirs"
    assert "Hold paint." not in later


def test_a_fault_names_its_field_and_a_field_that_is_unknown_is_refused(cast):
    ours = Caller(cast.exporter_head)
    made = ours.post("alerts", words(action="", expires_on="soon")).json()
    assert made["content"]["expires_on"] == "soon"
    refused = ours.post(f"alerts/{made['reference']}/release")
    assert refused.status_code == 422
    assert {one["field"] for one in refused.json()["faults"]} == {"action", "expires_on"}
    assert ours.post("alerts", {"colour": "red"}).status_code == 422
    # A field of the full alert is unknown where companies read.
    assert ours.post("industry-alerts", for_industry(route=["IN"])).status_code == 422


def test_a_page_without_scripts_keeps_what_was_entered_and_says_how_to_mend_it(cast):
    browser = browsing(cast.exporter_head)
    entered = {**words(), "expires_on": "next week", "go": "release", "route": "IN XQ"}
    made = browser.post("/alerts/new/", entered)
    assert made.status_code == 302
    refused = browser.get(made.headers["Location"])
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "next week" in page
    assert "IN XQ" in page
    assert "YYYY-MM-DD" in page
    assert "is no country code" in page
    mended = {**entered, "expires_on": words()["expires_on"], "route": "IN", "substances": "Acetone; Exemplin"}
    edit = made.headers["Location"].replace("/release/", "/edit/")
    assert browser.post(edit, mended).status_code == 302
    last_look = browser.get(made.headers["Location"]).content.decode()
    assert "Thirdland Authority" in last_look
    assert "Who will see this" in last_look
    with acting(SYSTEM):
        assert Alert.objects.get().state == "draft"
    assert browser.post(made.headers["Location"]).status_code == 302
    with acting(SYSTEM):
        assert Alert.objects.get().state == "released"


def test_two_people_sign_on_pages(cast):
    with acting(cast.third_head.viewer) as viewer:
        set_rule(viewer=viewer, two=True)
    alert = drafted(cast.third_head)
    first, second = browsing(cast.third_head), browsing(cast.third_officer)
    first.post(f"/alerts/{alert.reference}/release/")
    own = first.get(f"/alerts/{alert.reference}/signature/").content.decode()
    assert "Take it back" in own
    assert "Confirm and release" not in own
    assert "Alerts that wait for a second signature" in second.get("/").content.decode()
    second.post(f"/alerts/{alert.reference}/signature/", {"act": "confirm"})
    with acting(SYSTEM):
        assert Alert.objects.get().state == "released"


@pytest.mark.parametrize(
    ("query", "hits"),
    [("text=solvent", 1), ("text=aceton", 1), ("text=nothing", 0), ("state=released", 1), ("state=draft", 0),
     ("waiting=1", 1), ("text=alert-2026", 1)],
)  # fmt: skip
def test_filters(query, hits, cast):
    released(cast.exporter_head)
    assert len(Caller(cast.third_officer).get(f"alerts?{query}")["items"]) == hits
    page = browsing(cast.third_officer).get(f"/alerts/?{query}")
    assert (b"NL-ALERT" in page.content) == bool(hits)


def test_trusted_companies_on_the_page(cast):
    browser = browsing(cast.exporter_head)
    company = str(cast.clerk.office.pk)
    refused = browser.post("/alerts/trusted/", {"company": company, "note": ""})
    assert refused.status_code == 422
    assert browser.post("/alerts/trusted/", {"company": company, "note": "Checked"}).status_code == 302
    assert "Polder Solvents" in browser.get("/alerts/trusted/").content.decode()
    assert browser.post("/alerts/trusted/", {"end": company}).status_code == 302
    assert browser.post("/alerts/trusted/", {"end": company}).status_code == 404
    assert browser.post("/alerts/trusted/", {"end": "nobody"}).status_code == 404
