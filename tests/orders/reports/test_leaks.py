"""Warned companies cannot tell who reported: every door is walked as their people, and what identifies is hunted."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client

from penstock.alerts.onward.services import take_onward
from penstock.alerts.services import take_step as take_alert_step
from penstock.alerts.trusted.services import trust
from penstock.cases.models import Link
from penstock.incidents.services import take_step as take_incident_step
from penstock.kernel.models import Event, Outgoing
from penstock.kernel.routes import routes
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible
from penstock.orders.reports import services
from penstock.orders.reports.triage import offered
from penstock.parties.duties import COMPLIANCE, FOCAL_HEAD, REPORTS_DESK
from tests.architecture.test_doors import entrances
from tests.isolation.visiting import API, FILLING, addresses
from tests.orders.reports.house import a_company, hired, suspicious, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static")]
MARKERS = {
    "company": "zqreportercompanyqz",
    "site": "zqreportersiteqz",
    "person": "zqreporterpersonqz",
    "contact": "zqreportercontactqz",
    "licence": "zqlicencenumberqz",
    "order": "zqordernumberqz",
    "product": "zqbrandedproductqz",
    "words": "zqownwordsqz",
    "file": "zqfilenameqz",
    "party": "zqotherpartyqz",
    "police": "zqpolicefileqz",
    "answer": "zqansweredqz",
}
DAY = "2026-02-17"
FEWEST_DOORS = 100
PUBLIC = {"/openapi.json"}
"""The contract, which is the same for everybody."""
WRITTEN = {
    "text": "Companies are asked to look at new buyers.",
    "action": "Report what fits.",
    "urgency": "soon",
    "certainty": "observed",
}


@pytest.fixture
def house(cast):
    """A reporter, a warned company that reads and reports itself, and an officer who triages and warns."""
    reporter = hired(MARKERS["person"], a_company(MARKERS["company"], "NL", MARKERS["site"]))
    warned = hired("Warned Clerk", a_company("Warned Ltd", "NL"), COMPLIANCE)
    officer = hired("Triage Officer", cast.exporter_officer.office, FOCAL_HEAD | REPORTS_DESK)
    with acting(officer.viewer) as viewer:
        trust(viewer=viewer, raw={"company": str(warned.office.pk), "note": "Checked"})
    return reporter, warned, officer


def reported(reporter, officer):
    """A report with a marker in every place that could lead to its reporter, worked on by the office."""
    raw = suspicious(
        product=f"{MARKERS['product']} acetic anhydride",
        cas_number="108-24-7",
        happened_on=DAY,
        aware_on=DAY,
        order_reference=MARKERS["order"],
        party_name=MARKERS["party"],
        party_numbers=MARKERS["licence"],
        party_said=MARKERS["words"],
        explanation=MARKERS["words"],
        more_goods=MARKERS["product"],
        contact_name=MARKERS["person"],
        contact_reach=MARKERS["contact"],
        police_on=DAY,
        police_at=MARKERS["police"],
    )
    with acting(reporter.viewer) as viewer:
        draft = services.draft_report(viewer=viewer, raw=raw)
        services.give_paper(
            viewer=viewer, report_id=draft.pk, name=f"{MARKERS['file']}.txt", chunks=[MARKERS["words"].encode()]
        )
    report = take(reporter, draft, "send")
    take(officer, report, "acknowledge", words="Read.")
    take(officer, report, "ask", question="Where?")
    return take(reporter, report, "supply", answer=MARKERS["answer"])


def warned_of(officer, report):
    """The office warns the trusted companies, and releases an incident and a special alert made of the report."""
    with acting(officer.viewer) as viewer:
        alert = take_onward(viewer=viewer, report_id=report.pk, way="warn")
        raw = {**alert.content, **WRITTEN}
        alert = take_alert_step(viewer=viewer, alert=alert, verb="edit", raw=raw)
        alert = take_alert_step(viewer=viewer, alert=alert, verb="release")
        incident = take_onward(viewer=viewer, report_id=report.pk, way="refer")
        raw = {**incident.content, "shared_with": "everybody", "summary": "An order was suspicious."}
        incident = take_incident_step(viewer=viewer, incident_id=incident.pk, verb="edit", raw=raw)
        incident = take_incident_step(viewer=viewer, incident_id=incident.pk, verb="release")
        full = take_onward(viewer=viewer, report_id=report.pk, way="alert")
        raw = {**full.content, **WRITTEN, "shared_with": "everybody"}
        full = take_alert_step(viewer=viewer, alert=full, verb="edit", raw=raw)
        full = take_alert_step(viewer=viewer, alert=full, verb="release")
    return alert, incident, full


def walked(who, references, *, only=("",)) -> Iterator[tuple[str, str]]:
    """Every door that can be opened, page or operation, for each reference; with what it answers.

    Of the pages of steps one is walked for each kind of case: all of them show the same of it. `only` narrows the walk.
    """
    client = Client()
    client.force_login(who.person)
    seen = set()
    for address in addresses(routes_alone()):
        if address.method != "GET" or "logout" in address.path or address.path in PUBLIC:
            continue
        if not any(one in address.path for one in only):
            continue
        for reference in references if "{reference}" in address.path else [""]:
            filled = {**FILLING, "reference": reference, "verb": "edit", "way": "warn", "shape": "report", "code": "NL"}
            path = address.path.removeprefix("page ").format_map(Missing(filled))
            path = (API if address.is_api else "") + path
            if path in seen:
                continue
            seen.add(path)
            headers = {"Authorization": f"Bearer {who.token}"} if address.is_api else {}
            savepoint = transaction.savepoint()
            answer = client.get(path, headers=headers)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            transaction.savepoint_rollback(savepoint)
            yield path, body.decode(errors="replace") + str(answer.headers)


def routes_alone():
    """Each route once, and of a step's route one verb."""
    return [(name.replace("<slug:verb>", "edit"), view) for name, view in entrances(routes())]


class Missing(dict):
    """What an address names besides: ids that are nobody's."""

    def __missing__(self, key):
        return "00000000-0000-0000-0000-000000000001"


def found(who, references, hunted, *, only=("",)) -> set[tuple[str, str]]:
    """The doors at which something that identifies is met, and what."""
    return {(path, one) for path, text in walked(who, references, only=only) for one in hunted if one in text}


def letters_to(who) -> str:
    with acting(SYSTEM):
        rows = Outgoing.objects.filter(payload__organisation=str(who.office.pk))
        return str([one.payload for one in rows])


def acts_seen(who) -> str:
    with acting(who.viewer) as viewer:
        rows = Event.objects.visible_to(viewer).values_list("name", "data", "person_name", "organisation_name")
        return str(list(rows))


def test_warned_companies_find_nothing_of_the_reporter(house):
    reporter, warned, officer = house
    # What is public of a company, such as its name in a directory, says nothing of a report: it stands there before.
    before = found(warned, ["none"], MARKERS.values())
    report = reported(reporter, officer)
    alert, incident, full = warned_of(officer, report)
    references = [alert.reference, incident.reference, full.reference, report.reference]
    hunted = [*MARKERS.values(), DAY]
    doors = list(walked(warned, references))
    assert len(doors) >= FEWEST_DOORS
    read = [path for path, text in doors if "Suspicious enquiries about Acetic anhydride" in text]
    assert f"/industry-alerts/{alert.reference}/" in read, "the warning itself is read"
    met = {(path, one) for path, text in doors for one in hunted if one in text} - before
    # A page that is asked for by the report's number answers as to any number that is nobody's.
    assert not met
    assert not [path for path, text in doors if report.reference in text and report.reference not in path]
    for told in (letters_to(warned), acts_seen(warned)):
        assert not [one for one in (*hunted, report.reference) if one in told]
    with acting(warned.viewer) as viewer:
        assert not Link.objects.visible_to(viewer).exists()
        with pytest.raises(NotVisible):
            services.take_step(viewer=viewer, report_id=report.pk, verb="add", raw={"words": "x"})


def test_nor_do_those_who_read_the_incident_and_the_alert_abroad(house, cast):
    reporter, _warned, officer = house
    report = reported(reporter, officer)
    _alert, incident, full = warned_of(officer, report)
    references = [incident.reference, full.reference, report.reference]
    abroad = cast.third_officer
    hunted = [one for one in MARKERS.values() if one not in {MARKERS["company"], MARKERS["site"]}]
    doors = list(walked(abroad, references))
    assert f"/incidents/{incident.reference}/" in [path for path, text in doors if incident.reference in text]
    assert not {(path, one) for path, text in doors for one in hunted if one in text}
    assert not [path for path, text in doors if MARKERS["company"] in text and incident.reference in text]
    with acting(abroad.viewer) as viewer:
        assert not Link.objects.visible_to(viewer).filter(kind="made of a report").exists()


def test_the_office_sees_that_the_two_belong_together(house):
    reporter, _warned, officer = house
    report = reported(reporter, officer)
    alert, _incident, _full = warned_of(officer, report)
    with acting(officer.viewer) as viewer:
        assert Link.objects.visible_to(viewer).filter(one=report.pk, other=alert.pk).exists()


@pytest.mark.parametrize("marker", ["company", "words"])
def test_a_planted_leak_is_found(house, monkeypatch, marker):
    """The control: were one word of the report in the material, the same walk would meet it."""
    reporter, warned, officer = house
    report = reported(reporter, officer)
    leak = f"Seen by {MARKERS[marker]}"
    monkeypatch.setattr(offered.Material, "headline", property(lambda _material: leak))
    alert, _incident, _full = warned_of(officer, report)
    met = found(warned, [alert.reference, report.reference], MARKERS.values(), only=("/industry-alerts", "/suspicious"))
    assert (f"/industry-alerts/{alert.reference}/", MARKERS[marker]) in met
