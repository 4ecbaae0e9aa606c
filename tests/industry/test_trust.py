"""Trust: by which evidence, granted by whom, shown to whom, ended when; and nothing in the house asks it."""

from datetime import timedelta

import pytest

from penstock.industry.conduct.queries import Conduct, Owed
from penstock.industry.contacts.chores import remind_of_contacts
from penstock.industry.trust import criteria, queries, services
from penstock.industry.trust.chores import expire_trust
from penstock.kernel import clock
from penstock.kernel.clock import now, today
from penstock.kernel.models import Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import NotVisible, Refused
from tests.architecture.house import python_files
from tests.cast import Cast, the_cast
from tests.industry.house import a_visit, inspected, our_licence, planned, stepped
from tests.industry.rooms import a_judgement, asked_for_trust, confirmed, contact_named, in_days, trusted, vetted

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """The cast."""
    return the_cast()


def codes(no: pytest.ExceptionInfo[Refused]) -> set[tuple[str, str]]:
    return {(one.field, one.code) for one in no.value.faults}


def test_the_house_gathers_evidence_from_its_own_rows(cast: Cast):
    row = asked_for_trust(cast.clerk)
    with acting(cast.exporter_officer.viewer) as viewer:
        bare = queries.evidence(viewer, row)
    assert {one["stands"] for one in bare.values()} == {criteria.UNKNOWN}
    held = our_licence(cast)
    inspected(cast.exporter_officer, planned(cast.exporter_officer, held), "hold", **a_visit())
    contact_named(cast.clerk)
    with acting(cast.exporter_officer.viewer) as viewer:
        found = queries.evidence(viewer, row)
    assert (found["licence"]["stands"], found["contact"]["stands"]) == (criteria.MET, criteria.MET)
    assert found["inspections"]["stands"] == criteria.OPEN
    assert found["licence"]["lines"][0].startswith(held.reference)
    stepped(cast.exporter_head, held, "suspend", reason="The book is missing.")
    with acting(cast.exporter_officer.viewer) as viewer:
        assert queries.evidence(viewer, row)["licence"]["stands"] == criteria.OPEN
    with pytest.raises(Refused) as no:
        vetted(cast.exporter_officer, row, "judge", **a_judgement())
    against = {("note_licence", "against_the_evidence"), ("note_inspections", "against_the_evidence")}
    assert codes(no) == against


def test_a_return_missed_or_late_stands_against():
    due = today() - timedelta(days=30)
    for filed, stands in ((due, criteria.MET), (due + timedelta(days=1), criteria.OPEN), (None, criteria.OPEN)):
        known = Conduct(returns=[Owed("NL-LIC-1", due.year, due, filed)])
        assert criteria.returns(known, None, today()).stands == stands


def test_trust_needs_a_judgement_and_two_persons(cast: Cast):
    row = asked_for_trust(cast.clerk)
    officer, head = cast.exporter_officer, cast.exporter_head
    with pytest.raises(Refused) as no:
        vetted(officer, row, "grant", until_on=in_days(300))
    assert "Judge the criteria first" in no.value.message
    with pytest.raises(Refused) as no:
        vetted(officer, row, "judge", **a_judgement(verdict_people="not"))
    assert codes(no) == {("note_people", "missing_reason")}
    vetted(officer, row, "judge", **a_judgement(verdict_people="not", note_people="Its owner is not known."))
    with pytest.raises(Refused) as no:
        vetted(officer, row, "grant", until_on=in_days(300))
    assert "not met" in no.value.message
    vetted(officer, row, "judge", **a_judgement())
    with pytest.raises(Refused) as no:
        vetted(officer, row, "grant", until_on=in_days(4 * 366))
    assert codes(no) == {("until_on", "too_far")}
    vetted(officer, row, "grant", until_on=in_days(300))
    with pytest.raises(Refused) as no:
        confirmed(officer, row)
    assert no.value.code == "same_person"
    assert confirmed(head, row).state == "granted"


def test_a_grant_does_not_outlive_its_evidence(cast: Cast):
    row, held = asked_for_trust(cast.clerk), our_licence(cast)
    vetted(cast.exporter_officer, row, "judge", **a_judgement())
    vetted(cast.exporter_officer, row, "grant", until_on=in_days(300))
    stepped(cast.exporter_head, held, "suspend", reason="The book is missing.")
    with pytest.raises(Refused) as no:
        confirmed(cast.exporter_head, row)
    assert "evidence has changed" in no.value.message
    note = {"verdict_licence": "part", "note_licence": "Suspended for a day, over a book that was found."}
    vetted(cast.exporter_officer, row, "judge", **a_judgement(**note))
    with pytest.raises(Refused) as no:
        confirmed(cast.exporter_head, row)
    assert no.value.code == "changed_since"


def test_what_officers_judge_is_not_the_companys_to_read(cast: Cast):
    row = asked_for_trust(cast.clerk)
    heard = "A neighbour complained."
    vetted(cast.exporter_officer, row, "judge", **a_judgement(note_people=heard))
    with acting(cast.clerk.viewer) as viewer:
        assert not queries.judgements(viewer, row)
        acts = Event.objects.visible_to(viewer).filter(case_id=row.pk)
        assert "trust.judged" in [one.name for one in acts]
        assert heard not in str([one.data for one in acts])
    with acting(cast.exporter_head.viewer) as viewer:
        assert queries.judgements(viewer, row)[0].content["note_people"] == heard
    for other in (cast.importer_officer, cast.secretariat_officer):
        with acting(other.viewer) as viewer, pytest.raises(NotVisible):
            queries.trusted_by_reference(viewer, row.reference)


def test_trust_is_shown_suspended_reinstated_and_ends_with_its_day(cast: Cast):
    held = our_licence(cast)
    row = trusted(cast.exporter_officer, cast.exporter_head, asked_for_trust(cast.clerk))
    for actor in (cast.clerk, cast.exporter_officer):
        with acting(actor.viewer) as viewer:
            shown = queries.standing_trust(viewer, held.counterpart_id)
            assert shown is not None
            assert shown.state == "granted"
    with pytest.raises(Refused) as no:
        asked_for_trust(cast.clerk)
    assert no.value.code == "vetted_already"
    assert vetted(cast.exporter_officer, row, "suspend", reason="An open question.").reason == "An open question."
    assert vetted(cast.exporter_officer, row, "reinstate", reason="Answered.").reason == ""
    assert expire_trust() == 0
    with clock.at(now() + timedelta(days=302)):
        assert expire_trust() == 1
        with acting(cast.clerk.viewer) as viewer:
            assert queries.trusted_by_reference(viewer, row.reference).state == "expired"
            assert queries.standing_trust(viewer, held.counterpart_id) is None
        assert asked_for_trust(cast.clerk).state == "asked"


def test_an_authority_begins_by_itself_and_a_company_gives_up(cast: Cast):
    with acting(cast.exporter_officer.viewer) as viewer:
        with pytest.raises(Refused) as no:
            services.begin_vetting(viewer=viewer, raw={"company": "nobody", "reason": "It offered help."})
        assert codes(no) == {("company", "unknown_choice")}
        company = str(cast.clerk.office.pk)
        row = services.begin_vetting(viewer=viewer, raw={"company": company, "reason": "It offered help."})
    with pytest.raises(Refused):
        vetted(cast.exporter_officer, row, "give_up")
    assert vetted(cast.clerk, row, "give_up").state == "given up"
    with acting(cast.exporter_officer.viewer) as viewer, pytest.raises(NotVisible):
        services.ask_for_trust(viewer=viewer, raw={"reason": "We ask.", "contact": "Desk"})


def test_a_contact_nobody_checks_for_a_year_is_asked_about_once_a_month(cast: Cast):
    contact_named(cast.clerk)
    assert remind_of_contacts() == 0
    with clock.at(now() + timedelta(days=366)):
        assert (remind_of_contacts(), remind_of_contacts()) == (1, 0)


READERS = {"industry/trust", "industry/api.py", "industry/apps.py", "industry/urls.py"}


def test_nothing_in_the_house_decides_by_trust():
    """Only the room itself knows it: what issues permits, licences and orders cannot ask."""
    asking = [
        one.path
        for one in python_files()
        if "penstock.industry.trust" in one.text and not any(one.path.startswith(known) for known in READERS)
    ]
    assert not asking
