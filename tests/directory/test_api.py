"""The directory through the API: what is entered comes back, and a call repeated with its key is done once."""

import pytest
from django.conf import settings
from django.test import Client

from penstock.kernel import clock
from tests.cast import the_cast
from tests.directory.house import AUTHORITY, DAY, FOCAL

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    # The server of static files wants its folder to be there, though nobody asks it for anything here.
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    return the_cast()


def calls(actor, key=""):
    headers = {"Authorization": f"Bearer {actor.token}"} | ({"Idempotency-Key": key} if key else {})
    return Client(headers=headers)


def post(actor, path, body, key=""):
    return calls(actor, key).post(f"/api/v1{path}", body, content_type="application/json")


def test_an_entry_comes_back_as_it_was_entered(cast):
    office = str(cast.exporter_officer.office.id)
    body = {"kind": "authority", "authority": office, "content": {**AUTHORITY, "languages": ["nl", "en"]}}
    first, again = (post(cast.exporter_head, "/directory/NL/entries", body, "a key") for _ in range(2))
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert first.status_code == 201
    answer = calls(cast.importer_officer).get("/api/v1/directory/entries?country=NL&competence=1988 licensing")
    (one,) = answer.json()
    assert one == first.json()
    assert one["content"]["zone"] == "Europe/Amsterdam"
    corrected = post(
        cast.exporter_head,
        f"/directory/entries/{one['id']}/correct",
        {"content": {**one["content"], "hours": "Always"}},
    )
    assert (corrected.json()["edition"], corrected.json()["content"]["hours"]) == (2, "Always")


def test_faults_name_their_field(cast):
    body = {"kind": "focal point", "content": {**FOCAL, "email": "nobody", "role": ""}}
    answer = post(cast.exporter_head, "/directory/NL/entries", body)
    assert answer.status_code == 422
    assert {fault["field"] for fault in answer.json()["faults"]} == {"email", "role"}


def test_a_calendar_is_read_as_its_country_corrected_it(cast):
    year = clock.today().year
    holiday = f"{year}-12-25"
    before = calls(cast.importer_officer).get("/api/v1/directory/NL/calendar").json()
    assert {"day": holiday, "closed": True, "source": ""}.items() <= next(
        d for d in before if d["day"] == holiday
    ).items()
    for day, offices in ((holiday, "open"), (f"{year}-12-22", "closed")):
        body = {**DAY, "day": day, "offices": offices}
        assert post(cast.exporter_head, "/directory/NL/calendar", body).status_code == 201
    after = {one["day"]: one for one in calls(cast.importer_officer).get("/api/v1/directory/NL/calendar").json()}
    assert (after[holiday]["closed"], after[f"{year}-12-22"]["closed"]) == (False, True)
    assert after[holiday]["source"] == DAY["source"]


def test_a_delegation_is_made_listed_and_ended(cast):
    day = clock.today().isoformat()
    body = {"taker": "importer_head@cast.example", "from_on": day, "until_on": day, "duties": ["answer notices"]}
    made = post(cast.importer_officer, "/delegations", body)
    assert made.status_code == 201
    for actor in (cast.importer_officer, cast.importer_head):
        assert calls(actor).get("/api/v1/delegations").json() == [made.json()]
    assert calls(cast.importer_second).get("/api/v1/delegations").json() == []
    assert post(cast.importer_head, f"/delegations/{made.json()['id']}/end", {}).status_code == 200
    assert calls(cast.importer_officer).get("/api/v1/delegations").json() == []
