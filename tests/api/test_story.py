"""The main job over the API, with nothing but what `var/demo.json` tells: an address and tokens."""

import csv
import io
from collections.abc import Callable

from tests.api.caller import Caller, shipment
from tests.harness.instance import Instance

CallerOf = Callable[[str], Caller]


def test_two_authorities_exchange_a_notice_and_nobody_else_sees_it(caller: CallerOf, module_instance: Instance):
    asha, camila, diego = caller("Asha Verma"), caller("Camila Rojas"), caller("Diego Fuentes")

    draft = asha.done("/notices", shipment(reference="API-STORY"))
    assert draft["state"] == "draft"
    assert draft["audience"] == ["Exercise Narcotics Bureau, New Delhi"]
    path = f"/notices/{draft['reference']}"
    assert camila.get(path).status_code == 404

    sent = asha.done(f"{path}/submit")
    assert sent["state"] == "sent"
    assert sent["substances"] == ["acetone"]
    assert "Exercise Precursor Office, Santiago" in sent["audience"]
    assert sent["waits_for"] == "Exercise Precursor Office, Santiago"
    module_instance.mailbox.wait_for("camila.rojas", draft["reference"])

    assert caller("Sanne de Wit").get(path).status_code == 404
    assert draft["reference"] in camila.get("/inbox").json()["to_answer"]
    assert camila.get(path).status_code == 200

    asked = camila.done(f"{path}/ask", {"question": "Who is the end user?"})
    assert (asked["state"], asked["due_on"]) == ("questioned", None)
    supplied = asha.done(f"{path}/supply", {"answer": "The importer itself."})
    assert supplied["due_on"] is not None

    objection = {"reason": "above need", "explanation": "Above the yearly need."}
    proposed = camila.done(f"{path}/object", objection)
    assert proposed["state"] == "sent"
    assert proposed["proposal"]["by"] == "Camila Rojas"
    assert asha.get(path).json()["proposal"] is None
    same = camila.post(f"{path}/confirm")
    assert (same.status_code, same.json()["code"]) == (409, "same_person")
    objected = diego.done(f"{path}/confirm")
    assert objected["state"] == "objected"
    module_instance.mailbox.wait_for("asha.verma", f"Objection: {draft['reference']}")

    module_instance.mailbox.wait_for("diego.fuentes", f"For a second signature: {draft['reference']}")
    refused = asha.post(f"{path}/release", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong_state")
    assert camila.post(f"{path}/lift", {"note": "Resolved."}).status_code == 403
    assert diego.done(f"{path}/lift", {"note": "A new estimate came in."})["state"] == "no objection"
    assert asha.done(f"{path}/release", {})["state"] == "released"

    names = [moment["name"] for moment in asha.get(f"/cases/{draft['reference']}/timeline").json()]
    assert [name for name in names if name.startswith("notice.")] == [
        "notice.drafted",
        "notice.sent",
        "notice.information_requested",
        "notice.information_supplied",
        "notice.objection",
        "notice.objection_lifted",
        "notice.released",
    ]
    assert "notice.objection.proposed" in [
        moment["name"] for moment in camila.get(f"/cases/{draft['reference']}/timeline").json()
    ]


def test_the_secretariat_sees_and_comments_and_cannot_answer(caller: CallerOf):
    asha, elena = caller("Asha Verma"), caller("Elena Marin")
    reference = asha.done("/notices", shipment(reference="API-SECRETARIAT"))["reference"]
    asha.done(f"/notices/{reference}/submit")

    assert elena.get(f"/notices/{reference}").json()["state"] == "sent"
    assert elena.done(f"/cases/{reference}/comments", {"text": "Please mind the new list."})["text"]
    refused = elena.post(f"/notices/{reference}/clear", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "other_side")


def test_a_territory_without_a_counterpart_is_handled_by_the_secretariat(caller: CallerOf):
    asha, elena = caller("Asha Verma"), caller("Elena Marin")
    body = shipment(reference="API-FIJI", importer_country="FJ", point_of_entry="FJSUV")
    reference = asha.done("/notices", body)["reference"]
    assert asha.done(f"/notices/{reference}/submit")["waits_for"] == "Exercise Secretariat"
    assert elena.done(f"/notices/{reference}/clear", {})["state"] == "no objection"


def test_a_file_is_handed_in_checked_and_lodged(caller: CallerOf, module_instance: Instance):
    asha, camila = caller("Asha Verma"), caller("Camila Rojas")
    good, bad = shipment(reference="API-F1"), shipment(reference="API-F2", quantity="-5", importer_name="")
    file = io.StringIO()
    table = csv.DictWriter(file, list(good))
    table.writeheader()
    table.writerows([good, bad])
    handed = asha.http.post("/batches", files={"file": ("year.csv", file.getvalue())})
    assert handed.status_code == 202, handed.text
    path = f"/batches/{handed.json()['id']}"

    batch = asha.until(path, "checked_at")
    assert (batch["good"], batch["bad"]) == (1, 1)
    faulty = asha.get(f"{path}/lines", only_bad=True).json()["items"]
    assert [line["line"] for line in faulty] == [3]
    assert {fault["code"] for fault in faulty[0]["faults"]} == {"negative_quantity", "missing_importer"}

    assert camila.get(path).status_code == 404
    assert asha.post(f"{path}/lodge").status_code == 202
    asha.until(path, "lodged_at")
    lodged = asha.get("/notices", text="API-F1").json()["items"]
    assert [one["state"] for one in lodged] == ["sent"]
    assert asha.post(f"{path}/lodge").json()["code"] == "already_lodged"
    module_instance.mailbox.wait_for("camila.rojas", "1 notice")
