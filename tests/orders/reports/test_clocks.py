"""What law asks of a reporter, from the rows of the packs: to whom, by when, and where that is written."""

from datetime import UTC, datetime, timedelta

import pytest

from penstock.kernel import clock
from penstock.kernel.rowsecurity import acting
from penstock.orders.reports import queries
from penstock.orders.reports.law.clocks import aware_at, dues
from penstock.orders.reports.law.silence import words_for
from penstock.orders.reports.signs.known import groups, labels
from penstock.parties.duties import HEAD, REPORTS_DESK
from tests.orders.reports.house import a_company, a_theft, an_office, drafted, hired, sent, take

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def told(sort, country, substance, other=""):
    with clock.at(NOON):
        return [
            (one.to, one.form, one.due_at and one.due_at - NOON)
            for one in dues(sort, country=country, other=other, substances=[substance], since=NOON)
        ]


@pytest.mark.django_db
def test_each_law_has_its_own_clocks():
    fifteen = datetime(2026, 3, 17, 23, 59, 59, tzinfo=UTC) - NOON
    day, three = timedelta(hours=24), timedelta(hours=72)
    assert told("theft", "CA", "ephedrine") == [("police", "at once", day), ("regulator", "written", three)]
    assert told("loss", "CA", "ephedrine") == [("police", "at once", day), ("regulator", "written", three)]
    assert told("order", "CA", "ephedrine") == [("regulator", "at once", None)]
    assert told("order", "US", "ephedrine") == [("regulator", "at once", None), ("regulator", "written", fifteen)]
    assert told("theft", "US", "ephedrine") == [("regulator", "at once", None), ("regulator", "written", fifteen)]
    assert told("enquiry", "NL", "ephedrine") == [("regulator", "at once", None)]
    assert told("order", "KE", "ephedrine") == [("regulator", "at once", None)], "the Convention alone"
    assert told("order", "NL", "ethylamine") == [], "no list, no duty"


@pytest.mark.django_db
def test_within_the_union_a_sale_is_none_abroad():
    def sources(other):
        with clock.at(NOON):
            return {
                one.source for one in dues("order", country="NL", other=other, substances=["ephedrine"], since=NOON)
            }

    assert sources("DE") == sources("NL") == {"Regulation (EC) No 273/2004, article 8(1)"}
    assert sources("CL") == {"Regulation (EC) No 111/2005, article 9(1)"}


def test_a_day_that_is_past_counts_from_its_beginning():
    with clock.at(NOON):
        assert aware_at(NOON.date()) == NOON
        assert aware_at(NOON.date() - timedelta(days=1)) == datetime(2026, 3, 1, tzinfo=UTC)


def test_what_is_said_of_silence_names_its_source():
    assert [one.verified for one in words_for("CA")] == [True, True]
    assert "86(4)" in words_for("CA")[0].source
    assert [one.verified for one in words_for("KE")] == [False]
    assert all(one.basis for one in groups())
    assert len(labels()) == sum(len(one.signs) for one in groups())


@pytest.mark.django_db
def test_police_and_regulator_are_told_apart_and_each_once(cast):
    assert cast
    officer = hired("Officer Ca", an_office("CA", "Mapleland"), HEAD | REPORTS_DESK)
    clerk = hired("Clerk Ca", a_company("Maple Solvents", "CA"))
    report = sent(clerk, a_theft(product="Ephedrine", party_country=""))
    with acting(clerk.viewer) as viewer:
        rows = {one.to: one for one in queries.owed_on(viewer, report)}
    assert rows["regulator"].done_at is not None, "it was sent in writing"
    assert rows["police"].done_at is None
    report = take(clerk, report, "police", on=NOON.date().isoformat(), told_to="Station 5", file_number="77")
    assert report.state == "sent"
    with acting(officer.viewer) as viewer:
        assert all(one.done_at for one in queries.owed_on(viewer, report))


@pytest.mark.django_db
def test_told_by_voice_first_and_written_by_the_clock_of_law(cast):
    assert cast
    officer = hired("Officer Us", an_office("US", "Eagleland"), HEAD | REPORTS_DESK)
    clerk = hired("Clerk Us", a_company("Eagle Reagents", "US"))
    draft = drafted(clerk, product="Ephedrine", quantity="", unit="", party_country="US")
    today = draft.created_at.date()
    report = take(clerk, draft, "tell", on=today.isoformat(), told_to="Agent 5 on the telephone")
    assert (report.state, report.waits_for_id) == ("told", clerk.office.pk)
    assert report.due_on == today + timedelta(days=15)
    with acting(officer.viewer) as viewer:
        seen = queries.report_by_reference(viewer, report.reference)
        rows = {one.form: one.done_at for one in queries.owed_on(viewer, seen)}
    assert (bool(rows["at once"]), rows["written"]) == (True, None)
    report = take(clerk, report, "edit", **{**report.content, "quantity": "5", "unit": "kg"})
    assert report.state == "told"
    report = take(clerk, report, "send")
    assert (report.state, report.edition) == ("sent", 1)
    with acting(clerk.viewer) as viewer:
        assert all(one.done_at for one in queries.owed_on(viewer, report))
