"""Incidents through the doors: the API for systems, and pages without any script."""

import pytest

from penstock.incidents.sharing.rules import set_rule
from penstock.kernel.rowsecurity import acting
from tests.incidents.house import facts, released
from tests.visitors import Caller, browsing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static")]


def test_a_system_reports_releases_amends_and_others_follow_by_the_cursor(cast):
    ours, theirs = Caller(cast.exporter_head), Caller(cast.importer_officer)
    key = {"Idempotency-Key": "seizure-7"}
    made = ours.post("incidents", facts(), **key)
    assert made.status_code == 201
    assert ours.post("incidents", facts(), **key).json()["reference"] == made.json()["reference"]
    reference = made.json()["reference"]
    assert theirs.get("incidents")["items"] == []
    assert ours.post(f"incidents/{reference}/release").json()["state"] == "released"
    read = theirs.get(f"incidents/{reference}")
    assert (read["substances"], read["marking"], read["content"]["place"]) == (["acetone"], "AMBER", "Rotterdam")
    assert "Importland Authority" in ours.get(f"incidents/{reference}")["read_by"]
    body = {**facts(), "place": "Moerdijk", "containers": ["CSQU3054383"]}
    assert ours.post(f"incidents/{reference}/amend", body).json()["edition"] == 2
    more = [released(cast.exporter_head, place=f"p{n}").reference for n in range(4)]
    found, cursor = [], ""
    while cursor is not None:
        page = theirs.get(f"incidents?limit=2&cursor={cursor.replace('+', '%2B')}")
        found += [one["reference"] for one in page["items"]]
        cursor = page["next"]
    assert found == [*reversed(more), reference]


def test_a_fault_names_its_line_and_a_field_that_is_unknown_is_refused(cast):
    ours = Caller(cast.exporter_head)
    lines = [{"named": "Acetone"}, {"named": "Toluene", "quantity": "many", "unit": "kg"}]
    made = ours.post("incidents", facts(substances=lines)).json()
    assert made["content"]["substances"][1]["quantity"] == "many"
    refused = ours.post(f"incidents/{made['reference']}/release")
    assert refused.status_code == 422
    assert [(one["field"], one["code"]) for one in refused.json()["faults"]] == [
        ("substances-1-quantity", "not_a_number")
    ]
    assert ours.post("incidents", {"colour": "red"}).status_code == 422
    assert ours.post("incidents", facts(substances=[{"colour": "red"}])).status_code == 422


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("kind=seizure", 1),
        ("kind=theft", 0),
        ("domain=precursors", 1),
        ("substance=acetone", 1),
        ("substance=toluene", 0),
        ("country=NL", 1),
        ("country=IN", 1),
        ("country=EG", 0),
        ("text=rotterd", 1),
        ("text=67-64-1", 0),
        ("text=aceton", 1),
        ("text=nothing", 0),
        ("state=released", 1),
        ("updated_since=2999-01-01T00:00:00Z", 0),
    ],
)
def test_filters(query, hits, cast):
    released(cast.exporter_head, origin_country="IN", origin_certainty="suspected")
    assert len(Caller(cast.importer_officer).get(f"incidents?{query}")["items"]) == hits
    if "since" not in query:
        page = browsing(cast.importer_officer).get(f"/incidents/?{query}")
        assert (b"NL-INC" in page.content) == bool(hits)


def test_a_page_without_scripts_keeps_what_was_entered_and_says_how_to_mend_it(cast):
    browser = browsing(cast.exporter_head)
    entered = {**facts(), "substances-0-named": "Acetone", "substances-0-quantity": "lots", "go": "release"}
    del entered["substances"]
    made = browser.post("/incidents/new/", entered)
    assert made.status_code == 302
    refused = browser.get(made.headers["Location"])
    assert refused.status_code == 422
    assert "lots" in refused.content.decode()
    assert "is not a number" in refused.content.decode()
    edit = made.headers["Location"].replace("/release/", "/edit/")
    mended = {**entered, "substances-0-quantity": "5", "substances-0-unit": "kg", "substances-²-named": "x"}
    assert browser.post(edit, mended).status_code == 302
    last_look = browser.get(made.headers["Location"]).content.decode()
    assert "Who will see this" in last_look
    assert "Importland Authority" in last_look
    assert browser.post(made.headers["Location"]).status_code == 302


def test_two_signatures_on_pages(cast):
    with acting(cast.third_head.viewer) as viewer:
        set_rule(viewer=viewer, two=True)
    first, second = browsing(cast.third_head), browsing(cast.third_officer)
    reference = Caller(cast.third_head).post("incidents", facts(country="KE")).json()["reference"]
    page = f"/incidents/{reference}/"
    assert "Propose the release" in first.get(f"{page}release/").content.decode()
    first.post(f"{page}release/")
    assert reference in second.get("/").content.decode()
    assert "Confirm and release" not in first.get(f"{page}signature/").content.decode()
    assert "Confirm and release" in second.get(f"{page}signature/").content.decode()
    assert browsing(cast.importer_officer).get(page).status_code == 404
    second.post(f"{page}signature/", {"act": "confirm"})
    assert browsing(cast.importer_officer).get(page).status_code == 200


def test_names_on_pages(cast):
    incident = released(cast.exporter_head)
    browser, page = browsing(cast.exporter_officer), f"/incidents/{incident.reference}/"
    assert browser.post(f"{page}names/", {"role": "suspect"}).status_code == 422
    given = {"role": "suspect", "being": "person", "name": "Zqsomebodyqz", "given_to": "ourselves"}
    assert browser.post(f"{page}names/", given).status_code == 302
    assert "Zqsomebodyqz" in browser.get(page).content.decode()
    assert "Zqsomebodyqz" not in browsing(cast.importer_officer).get(page).content.decode()


def test_the_rule_is_read_and_set(cast):
    head = Caller(cast.third_head)
    assert head.get("incident-rule") == {"two": False}
    assert head.post("incident-rule", {"two": True}).json() == {"two": True}
    assert Caller(cast.exporter_officer).get("incident-rule") == {"two": False}
    assert Caller(cast.exporter_officer).post("incident-rule", {"two": True}).status_code == 403


def test_the_page_on_follow_up_counts(cast):
    incident = released(cast.exporter_head)
    Caller(cast.exporter_head).post(f"incidents/{incident.reference}/follow", {"origin_identified": "done"})
    (row,) = Caller(cast.importer_officer).get("incident-follow-up")
    assert (row["kind"], row["incidents"], row["steps"]["origin_identified"]) == ("seizure", 1, 1)
    assert "100 %" in browsing(cast.importer_officer).get("/incidents/follow-up/").content.decode()
