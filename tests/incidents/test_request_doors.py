"""Requests through the doors: what systems and pages do with them, and what others must never learn by any door."""

import json

import pytest
from django.test import Client

from penstock.kernel.models import Outgoing
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from tests.incidents.asking import BACKTRACKED, CONTACTED, questions, sent, take, together
from tests.incidents.house import released
from tests.visitors import Caller, browsing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static")]
HIDDEN_WORD = "zqincidentqz"


def everything_seen(actor, reference):
    """All that every door of a request shows to somebody, as one text."""
    client, browser = Client(headers={"Authorization": f"Bearer {actor.token}"}), browsing(actor)
    calls = [f"requests/{reference}", "requests", "events?full=true", "events", f"cases/{reference}/timeline"]
    calls += [f"cases/{reference}/files", f"cases/{reference}/holder", "incidents"]
    pages = [f"/requests/{reference}/", "/requests/", "/requests/?which=overdue", "/", f"/search/?q={reference}"]
    pages += [f"/requests/{reference}/answer/", f"/cases/{reference}/", "/agenda/", "/incidents/"]
    answers = [client.get(f"/api/v1/{one}") for one in calls] + [browser.get(one) for one in pages]
    return "\n".join(one.content.decode() + str(one.headers) for one in answers)


def test_a_system_asks_several_offices_exactly_once_and_each_answers_for_itself(cast):
    ours, theirs, third = (Caller(one) for one in (cast.exporter_head, cast.importer_officer, cast.third_officer))
    body = questions(cast.importer_officer, cast.third_officer)
    made = ours.post("requests", body, **{"Idempotency-Key": "ask-7"})
    assert made.status_code == 201
    again = ours.post("requests", body, **{"Idempotency-Key": "ask-7"})
    assert again.json()["reference"] == made.json()["reference"]
    reference = made.json()["reference"]
    assert theirs.get("requests")["items"] == []
    key = {"Idempotency-Key": "send-7"}
    for _twice in range(2):
        gone = ours.post(f"requests/{reference}/send", {}, **key)
        assert gone.status_code == 200, gone.content
    assert len(gone.json()["asked_together"]) == 1
    assert len(ours.get("requests?which=asked")["items"]) == 2
    (got,) = theirs.get("requests?which=to answer")["items"]
    assert (got["overdue"], got["waits_for"]) == (False, "Importland Authority")
    read = theirs.get(f"requests/{got['reference']}")
    assert read["asked_together"] == []
    assert read["content"]["known"] == "Eighty drums, blue lids."
    (other,) = third.get("requests")["items"]
    assert theirs.client.get(f"/api/v1/requests/{other['reference']}").status_code == 404
    assert theirs.post(f"requests/{got['reference']}/answer", {"answer": "One buyer."}).json()["state"] == "answered"
    assert third.post(f"requests/{other['reference']}/refuse", {"reason": "not known"}).json()["state"] == "unable"
    closed = ours.post(f"requests/{got['reference']}/close", {"outcome": "seized", "note": "Forty drums."})
    assert closed.json()["outcome"] == "seized"
    turn = theirs.get(f"requests/{got['reference']}")["turns"][-1]
    assert turn["data"] == {"outcome": "seized", "note": "Forty drums."}
    names = [one["type"] for one in ours.get("events?full=true")["items"] if "request" in one["type"]]
    assert {"request.sent", "request.answered", "request.refused", "request.closed"} <= set(names)


def test_a_fault_names_its_field_and_what_is_unknown_is_refused(cast):
    ours, theirs = Caller(cast.exporter_head), Caller(cast.importer_officer)
    made = ours.post("requests", questions(cast.importer_officer, days="many")).json()
    refused = ours.post(f"requests/{made['reference']}/send")
    assert refused.status_code == 422
    assert [(one["field"], one["code"]) for one in refused.json()["faults"]] == [("days", "not_a_number")]
    assert ours.post("requests", {**questions(cast.importer_officer), "colour": "red"}).status_code == 422
    assert ours.post("requests", {**questions(cast.importer_officer), "incident": "NL-INC-1-1"}).status_code == 404
    request = sent(cast.exporter_head, cast.importer_officer)
    refused = theirs.post(f"requests/{request.reference}/answer", {"answer": "Yes.", "contact_name": "Jo"})
    assert [(one["field"], one["code"]) for one in refused.json()["faults"]] == [("contact_name", "not_asked")]
    assert theirs.post(f"requests/{request.reference}/supply", {"supplied": "x"}).status_code == 409


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("which=to answer", 1),
        ("which=asked", 0),
        ("which=overdue", 0),
        ("which=mine", 0),
        ("sort=backtracking", 1),
        ("sort=information", 0),
        ("state=sent", 1),
        ("state=closed", 0),
        ("text=drums", 1),
        ("text=EX-77", 0),
    ],
)
def test_filters(query, hits, cast):
    sent(cast.exporter_head, cast.importer_officer, **BACKTRACKED)
    assert len(Caller(cast.importer_officer).get(f"requests?{query}")["items"]) == hits
    assert (b"NL-REQ-" in browsing(cast.importer_officer).get(f"/requests/?{query}").content) == bool(hits)


def test_what_is_asked_about_an_incident_shows_nothing_of_it_to_who_does_not_see_it(cast):
    incident = released(cast.exporter_head, place=HIDDEN_WORD, shared_with="countries", shared_countries=["KE"])
    request = sent(cast.exporter_head, cast.importer_officer, cast.third_officer, about=incident)
    of_country = {one.counterpart.government_id: one for one in together(cast.exporter_head, request)}
    take(cast.importer_officer, of_country["CL"], "take")
    told = everything_seen(cast.importer_officer, of_country["CL"].reference)
    assert "Eighty drums" in told
    for hidden in (HIDDEN_WORD, incident.reference, str(incident.pk), of_country["KE"].reference, "Thirdland"):
        assert hidden not in told.replace("Thirdland Authority</option>", ""), hidden
    # The control: the office that sees the incident is led to it by the same doors.
    seeing = everything_seen(cast.third_officer, of_country["KE"].reference)
    assert incident.reference in seeing
    assert of_country["CL"].reference not in seeing
    page = browsing(cast.exporter_head).get(f"/incidents/{incident.reference}/").content.decode()
    assert of_country["CL"].reference in page
    assert of_country["KE"].reference in page
    assert "Ask about this" in page
    other = browsing(cast.third_officer).get(f"/incidents/{incident.reference}/").content.decode()
    assert of_country["CL"].reference not in other


def test_third_parties_find_nothing_by_any_door_and_the_sides_do(cast):
    request = sent(cast.exporter_head, cast.importer_officer, subject=HIDDEN_WORD, known=HIDDEN_WORD)
    take(cast.importer_officer, request, "answer_part", answer=HIDDEN_WORD)
    for actor in (cast.third_officer, cast.fourth_officer, cast.secretariat_officer, cast.importer_head):
        told = everything_seen(actor, "NL-REQ-0") + everything_seen(actor, request.reference)
        assert HIDDEN_WORD not in told, actor.key
    assert HIDDEN_WORD in everything_seen(cast.importer_officer, request.reference), "the control"
    with acting(SYSTEM):
        assert HIDDEN_WORD not in json.dumps(list(Outgoing.objects.values_list("payload", flat=True)))


def test_a_contact_is_found_by_no_door_of_a_colleague_without_the_duty(cast):
    raw = {**CONTACTED, "contact_name": HIDDEN_WORD}
    contact = sent(cast.secretariat_officer, cast.exporter_head, **raw)
    told = everything_seen(cast.exporter_officer, contact.reference)
    assert HIDDEN_WORD not in told
    assert Caller(cast.exporter_officer).get("requests")["items"] == []
    assert b"SEC-REQ-" not in browsing(cast.exporter_officer).get("/requests/").content
    with_duty = everything_seen(cast.exporter_head, contact.reference)
    assert HIDDEN_WORD in with_duty, "the control"
    reached = {"contact_name": "Duty officer", "contact_reach": "+31 0 1"}
    answered = Caller(cast.exporter_head).post(f"requests/{contact.reference}/answer", reached)
    assert answered.json()["state"] == "answered"
    # Nothing is asked back in writing: there is no such step.
    refused = Caller(cast.exporter_head).post(f"requests/{contact.reference}/ask_back", {"question": "At nine?"})
    assert refused.json()["code"] == "unknown_verb"
    for what, words in (("comments", "text"), ("enquiries", "question")):
        refused = Caller(cast.exporter_head).post(f"cases/{contact.reference}/{what}", {words: HIDDEN_WORD})
        assert (refused.status_code, refused.json()["code"]) == (409, "nothing_written"), what
    assert b"Comment" not in browsing(cast.exporter_head).get(f"/requests/{contact.reference}/").content


def test_a_page_without_scripts_keeps_what_was_entered_and_says_how_to_mend_it(cast):
    browser = browsing(cast.exporter_head)
    assert "Request for backtracking" in browser.get("/requests/new/").content.decode()
    entered = {**questions(cast.importer_officer, **BACKTRACKED), "days": "soon", "go": "send"}
    made = browser.post("/requests/new/", entered)
    assert made.status_code == 302
    refused = browser.get(made.headers["Location"])
    assert refused.status_code == 422
    assert "soon" in refused.content.decode()
    assert "is not a number" in refused.content.decode()
    edit = made.headers["Location"].replace("/send/", "/edit/")
    assert browser.post(edit, {**entered, "days": "7"}).status_code == 302
    last_look = browser.get(made.headers["Location"]).content.decode()
    assert "to answer by" in last_look
    assert browser.post(made.headers["Location"]).status_code == 302
    (reference,) = (one["reference"] for one in Caller(cast.importer_officer).get("requests")["items"])
    theirs = browsing(cast.importer_officer)
    assert "Requests to answer" in theirs.get("/").content.decode()
    empty = theirs.post(f"/requests/{reference}/answer/", {"answer": "", "first_consignee": "Pinturas SpA"})
    assert empty.status_code == 422
    assert "Pinturas SpA" in empty.content.decode()
    assert theirs.post(f"/requests/{reference}/nonsense/").status_code == 404
    assert theirs.get(f"/requests/{reference}/close/").status_code == 409
    assert browsing(cast.importer_head).get(f"/requests/{reference}/").status_code == 404
