"""What a program may rely on: keys done once, pages by cursor, and refusals that name the field."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from tests.api.caller import Caller, shipment

CallerOf = Callable[[str], Caller]


def test_a_call_repeated_with_its_key_is_done_once_and_answered_alike(asha: Caller):
    key, body = str(uuid4()), shipment(reference="KEY-1")
    first, second = asha.post("/notices", body, key=key), asha.post("/notices", body, key=key)
    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    assert len(asha.get("/notices", text="KEY-1").json()["items"]) == 1


def test_a_key_used_for_another_body_is_refused(asha: Caller):
    key = str(uuid4())
    asha.post("/notices", shipment(reference="KEY-2"), key=key)
    answer = asha.post("/notices", shipment(reference="KEY-3"), key=key)
    assert (answer.status_code, answer.json()["code"]) == (409, "key_reused")


def test_a_refused_call_does_not_use_up_its_key(asha: Caller):
    reference = asha.done("/notices", shipment(reference="KEY-4", quantity=""))["reference"]
    key = str(uuid4())
    assert asha.post(f"/notices/{reference}/submit", key=key).status_code == 422
    asha.done(f"/notices/{reference}/edit", shipment(reference="KEY-4"))
    assert asha.post(f"/notices/{reference}/submit", key=key).status_code == 200


def test_faults_name_every_field_at_once(asha: Caller):
    body = shipment(reference="", cas_number="67-64-2", unit="barrel", dispatch_on="2027-02-30", exporter_country="NL")
    reference = asha.done("/notices", body)["reference"]
    answer = asha.post(f"/notices/{reference}/submit")
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert {(fault["field"], fault["code"]) for fault in answer.json()["faults"]} == {
        ("reference", "missing_reference"),
        ("cas_number", "cas_check_digit"),
        ("unit", "unknown_unit"),
        ("dispatch_on", "impossible_date"),
        ("exporter_country", "not_yours"),
    }


def test_nothing_entered_in_a_draft_is_lost(asha: Caller):
    body = shipment(reference="LOSSLESS", quantity="about five", unit="casks", dispatch_on="next spring")
    reference = asha.done("/notices", body)["reference"]
    content = asha.get(f"/notices/{reference}").json()["content"]
    assert {name: content[name] for name in ("quantity", "unit", "dispatch_on")} == {
        "quantity": "about five",
        "unit": "casks",
        "dispatch_on": "next spring",
    }


def test_a_name_that_is_not_documented_is_refused(asha: Caller):
    answer = asha.post("/notices", {**shipment(), "quantitty": "5"})
    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json()["faults"]] == ["quantitty"]


def test_a_list_is_read_by_cursor_without_gap_or_repetition(asha: Caller):
    for number in range(5):
        asha.done("/notices", shipment(reference=f"PAGE-{number}"))
    seen, cursor = [], ""
    while True:
        page = asha.get("/notices", limit=2, cursor=cursor).json()
        seen += [one["reference"] for one in page["items"]]
        if not (cursor := page["next"] or ""):
            break
    whole = [one["reference"] for one in asha.get("/notices", limit=200).json()["items"]]
    assert seen == whole
    assert len(set(seen)) == len(seen)


def test_a_list_since_an_instant_holds_what_changed_since(asha: Caller):
    asha.done("/notices", shipment(reference="BEFORE"))
    newest = asha.get("/notices", limit=1).json()["items"][0]["updated_at"]
    after = asha.done("/notices", shipment(reference="AFTER"))["reference"]
    changed = asha.get("/notices", updated_since=newest).json()["items"]
    assert changed[0]["reference"] == after
    assert len(changed) == 2


def test_no_token_and_a_wrong_token_are_told_alike(caller: CallerOf):
    answers = [caller(token).get("/notices") for token in ("none", "pst_wrong")]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert answers[0].json() == answers[1].json()


def test_a_clerk_without_the_duty_is_told_which(caller: CallerOf):
    answer = caller("Priya Nair").get("/notices")
    assert (answer.status_code, answer.json()["code"]) == (403, "missing_duty")
    assert "read cases" in answer.json()["detail"]


@pytest.mark.parametrize("cursor", ["x", "2026~y", "~", "2026-01-01~00000000-0000-0000-0000-000000000000"])
def test_a_broken_cursor_is_an_answer(asha: Caller, cursor: str):
    assert asha.get("/notices", cursor=cursor).status_code in {200, 400, 404}


def test_files_are_judged_by_content_and_given_back_whole(asha: Caller):
    reference = asha.done("/notices", shipment(reference="FILES"))["reference"]
    path = f"/cases/{reference}/files"
    refused = asha.http.post(path, files={"file": ("permit.pdf", b"MZ\x90\x00\x03 not a permit")})
    assert (refused.status_code, refused.json()["code"]) == (409, "file_type")
    content = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
    kept = asha.http.post(path, files={"file": ("../../permit.pdf", content)}).json()
    assert (kept["name"], kept["media_type"]) == ("permit.pdf", "application/pdf")
    assert asha.get(f"{path}/{kept['id']}").content == content
