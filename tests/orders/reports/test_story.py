"""A report from the company to what it led to, through the services: who reads what, and who hears of nothing."""

import json

import pytest

from penstock.cases import services as case_services
from penstock.cases.assignments.queries import holder_of
from penstock.cases.enquiries import services as enquiries
from penstock.kernel.clock import today
from penstock.kernel.models import Event, Outgoing
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from penstock.orders.reports import queries, services
from penstock.orders.reports.models import Judgement
from penstock.orders.reports.triage.judging import grade
from penstock.parties.duties import CLERK, REPORTS_DESK
from tests.orders.reports.house import a_company, drafted, hired, seen, sent, suspicious, take

pytestmark = pytest.mark.django_db


def test_a_report_is_acknowledged_asked_about_instructed_and_fed_back(cast):
    company, office = cast.clerk, cast.exporter_officer
    report = sent(company)
    assert (report.state, report.counterpart_id, report.waits_for_id) == ("sent", office.office.pk, office.office.pk)
    assert report.substances == ["acetic-anhydride"]
    assert report.signs == ["new customer", "no licence shown", "cash"]
    assert report.due_on is not None, "the office acknowledges within working days"
    report = take(office, report, "take")
    with acting(SYSTEM):
        assert holder_of(report, office.office.pk) == office.person
    report = take(office, report, "acknowledge", words="We read it.", ask="Room 5")
    assert (report.state, report.due_on, bool(report.acknowledged_at)) == ("received", None, True)
    report = take(office, report, "ask", question="Which address did they give?")
    assert report.waits_for_id == company.office.pk
    report = take(company, report, "supply", answer="A parking place.")
    report = take(office, report, "instruct", instruction="hold", words="Until Friday.")
    assert (report.state, report.instruction) == ("received", "hold")
    report = take(office, report, "feedback", led_to="warned")
    report = take(office, report, "close", result="investigation", note="File 77", led_to="helped", words="Thank you.")
    assert (report.state, report.led_to, report.is_open) == ("closed", "helped", False)
    report = take(company, report, "add", words="They wrote again.")
    assert report.state == "closed"
    assert [one["verb"] for one in report.turns] == [
        "acknowledge", "ask", "supply", "instruct", "feedback", "close", "add",
    ]  # fmt: skip


def test_nobody_sees_it_but_those_with_the_duty_on_both_sides(cast):
    report = sent(cast.clerk)
    colleague = hired("A Colleague", cast.clerk.office, CLERK)
    assert seen(cast.clerk) == seen(cast.exporter_officer) == {report.reference}
    others = [colleague, cast.exporter_head, cast.third_officer, cast.importer_officer, cast.secretariat_officer]
    assert [seen(one) for one in others] == [set()] * len(others)
    for one in others:
        with acting(one.viewer) as viewer, pytest.raises(NotVisible):
            services.take_step(viewer=viewer, report_id=report.pk, verb="acknowledge")


def test_a_draft_is_the_companys_alone_and_another_office_of_the_country_gets_nothing(cast):
    draft = drafted(cast.clerk)
    assert seen(cast.exporter_officer) == set()
    with acting(SYSTEM):
        desk = type(cast.exporter_officer.office).objects.create(
            kind="authority", name="Another Desk", government_id="NL"
        )
    other = hired("Somebody Else", desk, REPORTS_DESK)
    report = take(cast.clerk, draft, "send")
    assert report.counterpart_id == cast.exporter_officer.office.pk, "it answers for precursors"
    assert seen(other) == set()


def test_every_fault_is_told_at_once_and_the_draft_keeps_what_was_entered(cast):
    draft = drafted(cast.clerk, aware_on="2020-01-01", explanation="", signs_customer=[], signs_payment=[],
                    party_name="", party_contact="", unit="")  # fmt: skip
    with acting(cast.clerk.viewer), pytest.raises(Refused) as no:
        take(cast.clerk, draft, "send")
    told = {(one.field, one.code) for one in no.value.faults}
    assert told == {
        ("aware_on", "aware_before"),
        ("explanation", "no_reason"),
        ("party_name", "nobody_named"),
        ("unit", "missing_unit"),
    }
    with acting(cast.clerk.viewer) as viewer:
        kept = queries.report_by_reference(viewer, draft.reference)
    assert (kept.state, kept.content["product"], kept.content["quantity"]) == ("draft", "Acetic anhydride", "200")


def test_the_grade_and_what_came_of_it_stay_in_the_office(cast):
    report, office = sent(cast.clerk), cast.exporter_officer
    with acting(office.viewer) as viewer:
        grade(viewer=viewer, report_id=report.pk, raw={"grade": "high", "note": "Known address"})
    report = take(office, report, "acknowledge")
    take(office, report, "close", result="diversion", note="Seized at night", led_to="untold")
    with acting(office.viewer) as viewer:
        assert {one.code for one in queries.judgements_on(viewer, report)} == {"diversion", "high"}
    with acting(cast.clerk.viewer) as viewer:
        assert not Judgement.objects.visible_to(viewer).exists()
        found = queries.report_by_reference(viewer, report.reference)
        acts = list(Event.objects.visible_to(viewer).filter(case_id=report.pk))
        whole = json.dumps([found.content, found.turns, [(one.name, one.data) for one in acts]])
    for inside in ("Known address", "Seized at night", "diversion", "judged"):
        assert inside not in whole
    with acting(cast.clerk.viewer) as viewer, pytest.raises(Refused, match="duty"):
        grade(viewer=viewer, report_id=report.pk, raw={"grade": "low"})


def test_nothing_is_written_beside_it_where_others_could_read(cast):
    report = sent(cast.clerk)
    with acting(cast.exporter_officer.viewer) as viewer:
        with pytest.raises(Refused, match="only those with the duty"):
            case_services.comment(viewer=viewer, case_id=report.pk, text="Look")
        with pytest.raises(Refused, match="only those with the duty"):
            enquiries.ask(viewer=viewer, case_id=report.pk, raw={"question": "Who?"}, of=cast.clerk.office.pk)


def test_mails_say_that_something_waits_and_nothing_else(cast):
    report = sent(cast.clerk)
    take(cast.exporter_officer, report, "ask", question="Which address?")
    with acting(SYSTEM):
        letters = [one.payload for one in Outgoing.objects.filter(topic="announcement")]
    mine = [one for one in letters if report.reference in one["subject"]]
    assert {one["organisation"] for one in mine} == {
        str(cast.exporter_officer.office.pk),
        str(cast.clerk.office.pk),
    }
    assert {one["duty"] for one in mine} == {"read suspicious reports"}
    text = json.dumps(mine)
    for word in ("uspicious report", "cetic", "Polder", "address", "enquiry"):
        assert word not in text.replace("suspicious-reports", "").replace("read suspicious reports", "")


def test_who_may_not_report_does_not_and_without_an_office_the_draft_stays(cast):
    with acting(cast.importer_officer.viewer) as viewer, pytest.raises(Refused, match="duty"):
        services.draft_report(viewer=viewer, raw=suspicious())
    lonely = hired("Lonely Clerk", a_company("Lagoon Labs", "FJ"))
    draft = drafted(lonely)
    with acting(lonely.viewer), pytest.raises(Refused, match="Your draft is kept") as no:
        take(lonely, draft, "send")
    assert no.value.code == "no_office"
    assert seen(lonely) == {draft.reference}


def test_an_office_takes_down_what_is_telephoned(cast):
    report = sent(cast.third_officer, taken_from="Savanna Paints, by telephone")
    assert report.is_keyed_in
    report = take(cast.third_officer, report, "acknowledge")
    assert report.audience == [cast.third_officer.office.pk]
    with acting(SYSTEM):
        assert not Outgoing.objects.filter(payload__subject__contains=report.reference).exists()


def test_what_an_order_knows_begins_a_report_and_what_it_does_not_ask_is_left_aside(cast):
    begun = services.begun_from({"product": "Acetone", "quantity": "5", "unit": "kg", "customer_id": "x"})
    assert begun["product"] == "Acetone"
    assert "customer_id" not in begun
    assert begun["happened_on"] == begun["aware_on"] == today().isoformat()
    with acting(cast.clerk.viewer) as viewer:
        draft = services.draft_report(viewer=viewer, raw=begun)
    assert draft.substances == ["acetone"]


def test_what_reports_led_to_is_counted_for_their_own_company(cast):
    first, second = sent(cast.clerk), sent(cast.clerk, sort="order", became="held")
    drafted(cast.clerk)
    take(cast.exporter_officer, first, "acknowledge")
    take(cast.exporter_officer, first, "feedback", led_to="helped")
    with acting(cast.clerk.viewer) as viewer:
        found = queries.results(viewer)
    assert (found.sent, found.acknowledged, found.unanswered) == (2, 1, 1)
    assert (found.by_sort, found.by_led_to) == ({"enquiry": 1, "order": 1}, {"helped": 1})
    other = hired("Other Clerk", a_company("Other Ltd", "NL"))
    with acting(other.viewer) as viewer:
        assert queries.results(viewer).sent == 0
    assert second.reference != first.reference
