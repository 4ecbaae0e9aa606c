"""The pages and operations of the work inside an authority, as people and their systems go through them."""

import pytest

from penstock.kernel.rowsecurity import acting
from penstock.permits.applications.models import Application
from penstock.permits.handling.advice.models import Advice
from penstock.permits.handling.routing import queries
from tests.cast import Actor, Cast, the_cast
from tests.permits.doors import call, go, said
from tests.permits.house import an_export, applied, in_days
from tests.permits.office import a_queue, advised, an_agency, some_rules, used

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return the_cast()


@pytest.fixture
def police(cast: Cast) -> Actor:  # noqa: ARG001 - its country must be there first
    return an_agency("NL", "Exportland Police")


def lodged(cast: Cast) -> Application:
    """Exportland's company applies."""
    return applied(cast.clerk, an_export("OUT-1", cited_issuer="Ministry of Health", cited_on="2026-01-05"))


@pytest.fixture
def texts() -> list[str]:
    """What must stand nowhere that the applicant reads."""
    return ["zqquestion", "zqreasons", "zqqueue", "zqflag", "zqoverruled"]


def test_two_agencies_advise_and_the_head_goes_against_one(cast: Cast, police: Actor, texts: list[str]) -> None:
    customs, officer, head = an_agency("NL", "Exportland Customs"), cast.exporter_officer, cast.exporter_head
    a_queue(head, "zqqueue", officer)
    used(head, {"name": "Flagged", "flags": "zqflag"})
    application = lodged(cast)
    page = f"/applications/{application.reference}/"
    ask = f"/handling/applications/{application.reference}/advice/"
    assert "Exportland Customs" in said(go(officer, ask))
    wrong = go(officer, ask, {"agencies": [str(police.office.pk)], "question": "zqquestion", "due_on": ""})
    assert wrong.status_code == 422
    assert "zqquestion" in said(wrong)
    assert f'value="{police.office.pk}" checked' in said(wrong)
    sent = {"agencies": [str(police.office.pk), str(customs.office.pk)], "question": "zqquestion"}
    asked_page = go(officer, ask, {**sent, "due_on": in_days(9).isoformat()})
    assert "Advice awaited: 2" in said(asked_page)
    with acting(police.viewer) as viewer:
        own = Advice.objects.visible_to(viewer).get()
    assert own.reference in said(go(police, "/handling/advice/"))
    step = f"/handling/advice/{own.reference}/answer/"
    half = go(police, step, {"verdict": "conditions", "reasons": "zqreasons"})
    assert half.status_code == 422
    assert "under which conditions" in said(half)
    given = go(police, step, {"verdict": "against", "reasons": "zqreasons"})
    assert "zqreasons" in said(given)
    assert "Against: 1" in said(go(officer, page))
    assert "zqreasons" not in said(go(customs, page))
    assert "zqquestion" in said(go(customs, page))
    overrule = f"/handling/advice/{own.reference}/overrule/"
    assert "zqoverruled" in said(go(head, overrule, {"note": "zqoverruled"}))
    assert "zqoverruled" in said(go(police, f"/handling/advice/{own.reference}/"))
    shown = said(go(cast.clerk, page))
    assert "Exportland Police" in shown, "the applicant sees who reads its application"
    assert not [one for one in texts if one in shown]
    for path in (f"/handling/advice/{own.reference}/", ask, "/handling/", "/handling/queues/", "/handling/rules/"):
        assert go(cast.clerk, path).status_code in {403, 404}, path


def test_a_head_writes_rules_tries_them_and_uses_them(cast: Cast, police: Actor) -> None:
    head, officer = cast.exporter_head, cast.exporter_officer
    assert "The queue General is kept" in said(go(head, "/handling/queues/new/", {"name": "General"}))
    kept = go(head, "/handling/queues/new/", {"name": "Drugs", "members": [str(officer.viewer.person_id)]})
    assert "Exporter Officer" in said(kept)
    again = go(head, "/handling/queues/new/", {"name": "Drugs"})
    assert again.status_code == 422
    assert "queue of this name already" in said(again)
    application = lodged(cast)
    assert "Routing rules no. 1" in said(go(head, "/handling/rules/", {}))
    with acting(head.viewer) as viewer:
        drugs = next(str(one.pk) for one in queries.queues(viewer) if one.name == "Drugs")
    wrong = go(head, "/handling/rules/1/rules/0/", {"rules-0-name": "Narcotics", "rules-0-regimes": ["narcotic"]})
    assert wrong.status_code == 422
    assert "This rule does nothing" in said(wrong)
    assert 'value="Narcotics"' in said(wrong)
    rule = {"rules-0-name": "Narcotics", "rules-0-regimes": ["narcotic"], "rules-0-queue": drugs}
    more = {"rules-0-agencies": [str(police.office.pk)], "rules-0-question": "Known?", "rules-0-days": "5"}
    assert "Kind of law" in said(go(head, "/handling/rules/1/rules/0/", {**rule, **more}))
    second = {"rules-1-name": "Second", "rules-1-flags": "second; flag"}
    assert "2. Second" in said(go(head, "/handling/rules/1/rules/1/", second))
    moved = said(go(head, "/handling/rules/1/rules/1/order/", {"act": "up"}))
    assert "1. Second" in moved
    late = go(head, "/handling/rules/1/rules/1/order/", {"act": "up", "seen": "1"})
    assert "changed these rules meanwhile" in said(late)
    tried = said(go(head, "/handling/rules/1/simulation/?last=5"))
    assert "1 of 1 would go another way" in tried
    assert "Drugs (Narcotics)" in tried
    assert "No application of this number" in said(go(head, "/handling/rules/1/simulation/?reference=XX"))
    assert "Done: Use these rules" in said(go(head, "/handling/rules/1/steps/use/", {}))
    other = lodged(cast)
    work = said(go(officer, "/handling/"))
    assert other.reference in work
    assert application.reference not in work
    assert "The rule “Narcotics” put it here (rules no. 1)" in work
    assert "0 of 1 agencies have advised" in work
    assert application.reference in said(go(officer, "/handling/?of=all"))
    place = f"/handling/applications/{application.reference}/queue/"
    assert "It lies in Drugs now" in said(go(officer, place, {"queue": drugs, "note": "Ours."}))
    nothing = go(officer, place, {"queue": drugs})
    assert nothing.status_code == 422
    assert "It lies there already" in said(nothing)


def test_systems_do_the_same(cast: Cast, police: Actor) -> None:
    head, officer = cast.exporter_head, cast.exporter_officer
    queue = call(head, "post", "/handling/queues", {"name": "General", "members": [str(officer.viewer.person_id)]})
    assert queue.status_code == 201
    assert call(officer, "post", "/handling/queues", {"name": "Another"}).status_code == 403
    application = lodged(cast)
    assert call(head, "post", "/handling/rules", {}).json()["number"] == 1
    rules = {"rules": [{"name": "All", "flags": ["seen"], "queue": queue.json()["id"]}]}
    assert call(head, "post", "/handling/rules/1/write", rules).json()["faults"] == []
    found = call(head, "get", "/handling/rules/1/simulation?last=5").json()
    assert found["trials"][0]["differs"] == ["flags"]
    assert call(head, "post", "/handling/rules/1/use").json()["state"] == "used"
    assert call(head, "post", "/handling/rules/1/write", rules).status_code == 409
    assert [one["reference"] for one in call(officer, "get", "/handling/work").json()] == [application.reference]
    body = {"agencies": [str(police.office.pk)], "question": "Known?", "due_on": in_days(5).isoformat()}
    made = call(officer, "post", f"/applications/{application.reference}/advice", body)
    assert made.status_code == 201
    reference = made.json()[0]["reference"]
    assert call(cast.clerk, "get", f"/advice/{reference}").status_code == 404
    assert call(cast.clerk, "get", f"/applications/{application.reference}/advice").json() == []
    (advice,) = call(officer, "get", "/advice").json()["awaited"]
    assert advice["agency"] == "Exportland Police"
    moved = call(officer, "post", f"/advice/{reference}/move", {"due_on": in_days(12).isoformat()})
    assert moved.json()["due_on"] == in_days(12).isoformat()
    with acting(police.viewer) as viewer:
        advised(police, Advice.objects.visible_to(viewer).get())
    assert call(officer, "get", f"/advice/{reference}").json()["verdict"] == "no objection"
    other = {"queue": "", "note": ""}
    assert call(officer, "post", f"/applications/{application.reference}/queue", other).status_code == 422


def test_a_draft_whose_queue_was_closed_says_so_before_it_is_used(cast: Cast) -> None:
    head = cast.exporter_head
    a_queue(head, "General")
    gone = a_queue(head, "Gone")
    some_rules(head, {"name": "To it", "queue": str(gone.pk)})
    go(head, f"/handling/queues/{gone.pk}/", {"name": "Gone", "is_closed": "yes"})
    assert "must be mended" in said(go(head, "/handling/rules/1/"))
    refused = go(head, "/handling/rules/1/steps/use/", {})
    assert refused.status_code == 422
    assert "Rule 1" in said(refused)
