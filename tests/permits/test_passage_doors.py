"""Passages through the doors: the pages that customs and officers use, and the operations of systems."""

import re

import pytest
from django.conf import settings

from penstock.kernel.clock import today
from tests.cast import Cast, the_cast
from tests.permits.crossing import announced, both_papers, crossed, customs_of, fresh_passage, goods, sent_off
from tests.permits.house import MORPHINE, need, stepped
from tests.visitors import Caller, browsing

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    found = the_cast()
    need("CL", MORPHINE, "100")
    return found


@pytest.fixture
def papers(cast):
    return both_papers(cast, "10")


def shown(answer, status=200):
    """The text of a page, in one line."""
    assert answer.status_code == status, answer.content.decode()[:2000]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_company_announces_customs_record_and_the_other_authority_endorses(cast, papers):
    leaving, arriving = customs_of(cast.exporter_head), customs_of(cast.importer_head)
    _first, second = papers
    company = browsing(cast.clerk)
    assert "Announce goods" in shown(company.get(f"/permits/{second.reference}/"))
    day = today().isoformat()
    new = f"/permits/{second.reference}/passages/new/"
    assert "Morphine, in kg" in shown(company.get(new))
    made = company.post(new, {"goods-0-quantity": "5", "planned_on": day, "place": "NLRTM"})
    assert made.status_code == 302
    one = made.headers["Location"]
    at_exit = browsing(leaving)
    assert at_exit.get("/").headers["Location"] == "/passages/expected/"
    assert "To leave" in shown(at_exit.get("/passages/expected/"))
    assert 'value="5"' in at_exit.get(f"{one}steps/leave/").content.decode()
    assert at_exit.post(f"{one}steps/leave/", {"goods-0-quantity": "5", "left_on": day}).status_code == 302
    at_entry = browsing(arriving)
    assert "To arrive" in shown(at_entry.get("/passages/expected/"))
    assert at_entry.post(f"{one}steps/arrive/", {"goods-0-quantity": "4.9", "arrived_on": day}).status_code == 302
    officer = browsing(cast.importer_officer)
    assert "Passages to endorse" in shown(officer.get("/"))
    assert officer.post(f"{one}steps/endorse/", {"goods-0-quantity": "4.9", "imported_on": day}).status_code == 302
    head = browsing(cast.exporter_head)
    assert "sign what is agreed" in shown(head.get("/"))
    page = shown(head.get(one))
    assert "The figures differ" in page
    assert page.count("differs") >= 2
    sent = {"goods-0-quantity": "4.9", "reason": "The scales here were wrong."}
    assert head.post(f"{one}steps/reconcile/", sent).status_code == 302
    assert "Reconciled" in shown(officer.get(one))


def test_the_page_says_hold_when_a_permit_is_stopped_under_way(cast, papers):
    arriving = customs_of(cast.importer_head)
    _first, second = papers
    passage = sent_off(cast, second, "5")
    stepped(cast.exporter_head, second, "suspend", reason="Doubts.")
    for actor in (arriving, cast.importer_officer, cast.clerk):
        assert "HOLD" in shown(browsing(actor).get(f"/passages/{passage.reference}/"))
    assert "Do not let these goods pass" in shown(browsing(arriving).get("/passages/expected/"))
    held = browsing(cast.importer_officer).get(f"/passages/{passage.reference}/steps/endorse/")
    assert held.status_code == 409


def test_what_is_wrong_is_said_at_its_field_and_nothing_entered_is_lost(cast, papers):
    _first, second = papers
    company = browsing(cast.clerk)
    new = f"/permits/{second.reference}/passages/new/"
    answer = company.post(new, {"goods-0-quantity": "11", "planned_on": today().isoformat(), "document": "CMR-7"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The permit leaves 1 kg of Morphine less than this" in page
    assert 'value="11"' in page
    assert 'value="CMR-7"' in page
    assert 'href="#id_goods-0-quantity"' in page
    empty = company.post(new, {"planned_on": today().isoformat()})
    assert "Enter the quantity of at least one substance" in shown(empty, 422)
    odd = company.post(new, {"goods-0-quantity": "much", "planned_on": "soon"})
    assert 'value="much"' in odd.content.decode()
    assert odd.status_code == 422


def test_a_line_that_is_left_empty_is_asked_for(cast):
    _first, second = both_papers(cast, "10", "4", substance=MORPHINE)
    passage = announced(cast.clerk, second, "5", "2")
    officer = browsing(cast.exporter_officer)
    step = f"/passages/{passage.reference}/steps/note_leaving/"
    answer = officer.post(step, {"goods-0-quantity": "5", "left_on": today().isoformat()})
    assert "Missing: Morphine" in shown(answer, 422)
    both = {"goods-0-quantity": "5", "goods-1-quantity": "2", "left_on": today().isoformat()}
    assert officer.post(step, both).status_code == 302
    assert fresh_passage(passage).state == "left"


def test_systems_announce_record_and_endorse(cast, papers):
    leaving = customs_of(cast.exporter_head)
    _first, second = papers
    company, customs, officer = (Caller(one) for one in (cast.clerk, leaving, cast.importer_officer))
    day, key = today().isoformat(), {"Idempotency-Key": "truck-1"}
    body = {"planned_on": day, "goods": goods("5")}
    made = company.post(f"permits/{second.reference}/passages", body, **key)
    assert made.status_code == 201, made.content
    again = company.post(f"permits/{second.reference}/passages", body, **key)
    assert again.json()["reference"] == made.json()["reference"]
    one = made.json()["reference"]
    assert [each["reference"] for each in customs.get("passages/expected")["leaving"]] == [one]
    left = customs.post(f"passages/{one}/leave", {"left_on": day, "goods": goods("5"), "seal": "S-1"})
    assert left.json()["goods"][0]["left"] == "5"
    assert [each["reference"] for each in officer.get("passages?owed=us")["items"]] == [one]
    wrong = officer.post(f"passages/{one}/endorse", {"imported_on": day, "goods": goods("5", "1")})
    assert wrong.status_code == 422
    done = officer.post(f"passages/{one}/endorse", {"imported_on": day, "goods": goods("5")})
    assert done.json()["state"] == "endorsed", done.content
    assert [each["state"] for each in officer.get(f"permits/{second.reference}/passages")] == ["endorsed"]


def test_a_head_names_the_office_at_the_border_and_nobody_of_another_country(cast):
    customs = customs_of(cast.exporter_head)
    head = browsing(cast.exporter_head)
    page = head.get("/passages/office/").content.decode()
    assert customs.office.name in page
    assert cast.importer_head.office.name not in page
    assert head.post("/passages/office/", {"office": str(cast.importer_head.office.pk)}).status_code == 422
    assert head.post("/passages/office/", {"office": ""}).status_code == 302
    assert browsing(cast.exporter_officer).get("/passages/office/").status_code == 404


def test_others_find_no_passage_by_any_door(cast, papers):
    other = customs_of(cast.third_head)
    _first, second = papers
    passage = announced(cast.clerk, second, "5", document="zqsealqz")
    crossed(cast.exporter_officer, passage, "note_leaving", "5")
    for actor in (other, cast.third_head, cast.fourth_officer):
        page, system = browsing(actor), Caller(actor)
        for path in (f"/passages/{passage.reference}/", f"/permits/{second.reference}/"):
            assert page.get(path).status_code == 404
        for path in ("/passages/", f"/cases/{passage.reference}/", "/permits/"):
            assert passage.reference not in page.get(path, follow=True).content.decode().replace(path, "")
        assert system.client.get(f"/api/v1/passages/{passage.reference}").status_code == 404
        assert system.get("passages")["items"] == []
