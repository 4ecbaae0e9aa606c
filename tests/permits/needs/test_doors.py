"""Needs and availability at the doors: pages without scripts, wrong input, and programs."""

import pytest

from penstock.kernel.clock import today
from tests.cast import Cast, the_cast
from tests.permits.needs.desk import a_figure, account, an_estimate, reported, stated
from tests.visitors import Caller, browsing

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return the_cast()


def test_a_head_states_on_a_page_and_reads_the_balance(cast: Cast) -> None:
    browser = browsing(cast.importer_head)
    wrong = browser.post("/balances/state/", an_estimate(consumption="a lot", source=""))
    page = wrong.content.decode()
    assert wrong.status_code == 422
    assert "a lot" in page
    assert 'href="#id_consumption"' in page
    assert 'href="#id_source"' in page
    kept = browser.post("/balances/state/", an_estimate(), follow=True)
    assert kept.redirect_chain == [(f"/balances/CL/morphine/{today().year}/kg/", 302)]
    page = kept.content.decode()
    assert "55 kg left" in page
    assert '<svg viewBox="0 0 640' in page
    assert "Form B of the year" in page


def test_a_balance_says_how_complete_it_is_and_what_is_wanting(cast: Cast) -> None:
    reported(cast.importer_head, a_figure("imported", "2"))
    page = browsing(cast.importer_officer).get(f"/balances/CL/morphine/{today().year}/kg/").content.decode()
    assert "No estimate is entered" in page
    assert "0 % of what arrived" in page
    assert "It cannot be reckoned yet" in page


def test_a_worksheet_is_carried_into_a_statement(cast: Cast) -> None:
    browser = browsing(cast.importer_head)
    filled = {
        "substance": "morphine", "year": "2027", "margin": "", "conditions-0-named": "Cancer",
        "conditions-0-people": "3500", "conditions-0-share": "60", "conditions-0-dose": "100",
        "conditions-0-days": "100",
    }  # fmt: skip
    page = browser.post("/balances/guides/morbidity/", filled).content.decode()
    assert "Morphine, 2027: 21 kg" in page
    address = page.split("/balances/state/?")[1].split('"')[0].replace("&amp;", "&")
    form = browser.get(f"/balances/state/?{address}").content.decode()
    assert 'name="consumption" value="21"' in form.replace("  ", " ")
    wrong = browser.post("/balances/guides/morbidity/", {**filled, "conditions-0-share": "160"})
    assert wrong.status_code == 422
    assert 'href="#id_conditions-0-share"' in wrong.content.decode()
    assert (
        "Carry it into a statement"
        not in browsing(cast.importer_officer).post("/balances/guides/morbidity/", filled).content.decode()
    )


def test_the_question_before_a_shipment_is_answered_on_the_page(cast: Cast) -> None:
    stated(cast.importer_head, an_estimate())
    raw = {"country": "CL", "substance": "morphine", "quantity": "500", "unit": "kg", "year": str(today().year)}
    page = browsing(cast.exporter_officer).post("/balances/ship/", raw).content.decode()
    assert "It is more than what is left of the estimates of Chile" in page
    assert "55" not in page.split("<main")[1].split("banner-body")[1].split("</div>")[0]


def test_availability_is_drawn_and_has_a_table_behind_it(cast: Cast) -> None:
    head = browsing(cast.importer_head)
    figures = {"country": "CL", "year": "2024", "as_of": "2025-03-01", "source": "Form C"}
    for kind, more in (("consumption", {"substance": "Morphine", "kilograms": "75"}), ("population", {"people": "0"})):
        answer = head.post(f"/availability/enter/{kind}/", {**figures, **more})
        assert answer.status_code == (302 if kind == "consumption" else 422)
    head.post("/availability/enter/population/", {**figures, "people": "10000000"})
    page = browsing(cast.third_officer).get("/availability/?year=2024").content.decode()
    assert "chart-circle" in page
    assert "205.48" in page
    trend = browsing(cast.third_officer).get("/availability/CL/").content.decode()
    assert "chart-line" in trend
    assert "75" in trend
    assert browsing(cast.third_officer).get("/availability/QQ/").status_code == 404


def test_programs_state_read_and_ask(cast: Cast) -> None:
    head = Caller(cast.importer_head)
    made = head.post("balances/statements", an_estimate(), **{"Idempotency-Key": "1"})
    again = head.post("balances/statements", an_estimate(), **{"Idempotency-Key": "1"})
    assert (made.status_code, again.status_code, made.json()) == (201, 201, again.json())
    assert account().granted == 55
    head.post("balances/figures", a_figure("made", "3"))
    found = head.get(f"balances/CL/morphine/{today().year}")
    assert (found["granted"], found["made"], found["left"]) == ("55", "3", "52")
    assert found["completeness"] == {"seen": "0", "from_papers": "3", "awaiting": "0", "percent": "0"}
    assert found["mass_balance"]["difference"] is None
    asked = Caller(cast.exporter_officer).post(
        "balances/ship", {"country": "CL", "substance": "morphine", "quantity": "5", "unit": "kg",
                          "year": str(today().year)}
    )  # fmt: skip
    assert asked.json()["answer"] == "yes"
    assert set(asked.json()) == {"answer", "reason"}
