"""What the house suggests to the secretariat, to whom it says nothing, and what a person makes of it."""

from datetime import timedelta

import pytest

from penstock.alerts import queries
from penstock.alerts.models import Met, Suggestion
from penstock.alerts.suggesting import looking
from penstock.alerts.suggesting.services import dismiss, reasons, take
from penstock.kernel.clock import today
from penstock.kernel.models import Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from tests.incidents.house import released

pytestmark = pytest.mark.django_db


def reported(cast, named="Acetone", days_ago=0, **changes):
    """A seizure in Exportland."""
    day = (today() - timedelta(days=days_ago)).isoformat()
    return released(
        cast.exporter_head, substances=[{"named": named, "quantity": "5", "unit": "kg"}], happened_on=day, **changes
    )


def a_history(cast, **changes):
    """Forty reports of three substances over a year."""
    for number in range(40):
        reported(cast, ("Acetone", "Toluene", "Piperidine")[number % 3], days_ago=30 + 8 * number, **changes)
    assert looking.look() == 40


def suggested(who):
    with acting(who.viewer) as viewer:
        return queries.suggestions(viewer)


def test_a_substance_never_seen_before_is_suggested_once_with_its_evidence(cast):
    a_history(cast)
    assert not suggested(cast.secretariat_officer)
    new = reported(cast, "Exemplin-7")
    again = reported(cast, "EXEMPLIN-7")
    assert looking.look() == 2
    reported(cast, "Exemplin-7")
    assert looking.look() == 1
    (row,) = suggested(cast.secretariat_officer)
    assert (row.kind, row.title, row.state) == (
        "first substance",
        "exemplin-7: reported for the first time",
        "open",
    )
    assert row.evidence["incidents"] == [new.reference, again.reference]
    assert "alone" in " ".join(reasons(row))
    assert looking.look() == 0


def test_where_there_is_no_history_nothing_is_new(cast):
    for number in range(20):
        reported(cast, f"Exemplin-{number}")
    assert looking.look() == 20
    assert not suggested(cast.secretariat_officer)


def test_where_everything_is_new_nothing_is(cast):
    for number in range(45):
        reported(cast, f"Exemplin-{number}")
    looking.look()
    reported(cast, "Exemplin-last")
    looking.look()
    assert not suggested(cast.secretariat_officer)


def test_what_is_old_is_history_though_it_comes_today(cast):
    a_history(cast)
    reported(cast, "Exemplin-7", days_ago=800)
    looking.look()
    reported(cast, "Exemplin-7")
    looking.look()
    assert not suggested(cast.secretariat_officer)


def test_a_lane_of_a_known_substance_is_suggested_and_that_of_a_new_one_told_with_it(cast):
    lane = {"departure_country": "IN", "departure_certainty": "known"}
    lane |= {"destination_country": "NL", "destination_certainty": "known"}
    a_history(cast, **lane)
    other = {**lane, "destination_country": "CL"}
    reported(cast, "Acetone", **other)
    reported(cast, "Exemplin-7", **other)
    looking.look()
    found = {one.kind: one for one in suggested(cast.secretariat_officer)}
    assert {one.title for one in found.values()} == {
        "Acetone: reported for the first time from India to Chile",
        "exemplin-7: reported for the first time",
    }
    assert found["first lane"].evidence["lane"] == ["IN", "CL"]


def test_a_sudden_rise_is_suggested_once_with_what_was_counted(cast):
    a_history(cast)
    for days_ago in (100, 200):
        reported(cast, "Ephedrine", days_ago=days_ago)
    for number in range(6):
        reported(cast, "Ephedrine", days_ago=number)
        reported(cast, "Ephedrine", days_ago=number)  # the same country and day: one report
    for number in range(6, 9):
        reported(cast, "Toluene", days_ago=number)
    looking.look()
    assert looking.count() == 1
    assert looking.count() == 0
    (row,) = [one for one in suggested(cast.secretariat_officer) if one.kind == "rise"]
    assert row.title == "Ephedrine: 6 reports in 28 days"
    told = {name: row.evidence[name] for name in ("now", "before", "all_now", "tried")}
    assert told == {"now": 6, "before": 2, "all_now": 9, "tried": 2}
    assert len(row.evidence["incidents"]) == 12
    reported(cast, "Ephedrine", days_ago=9)
    looking.look()
    assert looking.count() == 0, "it was suggested within these weeks already"


def test_one_haul_entered_as_many_incidents_is_no_rise(cast):
    a_history(cast)
    for days_ago in (100, 200):
        reported(cast, "Ephedrine", days_ago=days_ago)
    for _number in range(12):
        reported(cast, "Ephedrine")
    for number in range(6, 9):
        reported(cast, "Toluene", days_ago=number)
    looking.look()
    assert looking.count() == 0


def test_the_secretariat_alone_sees_what_is_suggested(cast):
    a_history(cast)
    reported(cast, "Exemplin-7")
    looking.look()
    (row,) = suggested(cast.secretariat_officer)
    for who in (cast.exporter_head, cast.third_head, cast.importer_officer, cast.clerk, cast.secretariat_second):
        if who is not cast.secretariat_second:
            assert not suggested(who)
        with acting(who.viewer) as viewer, pytest.raises((NotVisible, Refused)):
            dismiss(viewer=viewer, suggestion_id=row.pk, raw={})
    with acting(cast.third_head.viewer):
        assert not Suggestion.objects.all()
        assert not Met.objects.all()


def test_drafts_and_what_others_keep_are_not_looked_at(cast):
    a_history(cast)
    from_draft = released(cast.exporter_head, substances=[{"named": "Exemplin-8"}], shared_with="secretariat")
    with acting(SYSTEM):
        # As if it had been released to somebody else than the secretariat.
        from_draft.__class__.objects.filter(pk=from_draft.pk).update(audience=[cast.exporter_head.office.pk])
    looking.look()
    assert not suggested(cast.secretariat_officer)


def test_it_is_dismissed_or_taken_into_a_draft_and_remembered(cast):
    a_history(cast)
    for number in (7, 8):
        reported(cast, f"Exemplin-{number}")
    looking.look()
    first, second = suggested(cast.secretariat_officer)
    with acting(cast.secretariat_officer.viewer) as viewer:
        dismiss(viewer=viewer, suggestion_id=first.pk, raw={"note": "A misspelling"})
        alert = take(viewer=viewer, suggestion_id=second.pk)
        with pytest.raises(Refused, match="already decided"):
            take(viewer=viewer, suggestion_id=first.pk)
    rows = {one.pk: one for one in suggested(cast.secretariat_officer)}
    assert (rows[first.pk].state, rows[first.pk].note) == ("dismissed", "A misspelling")
    assert (rows[second.pk].state, rows[second.pk].taken_into) == ("taken", alert.reference)
    assert alert.state == "draft"
    assert (alert.substances, alert.indicators) == (["exemplin-7"], ["chemical"])
    assert not alert.content["text"]
    assert "NL-INC" not in str(alert.content)
    with acting(SYSTEM):
        names = set(Event.objects.filter(name__startswith="alert.suggestion").values_list("name", flat=True))
        assert names == {"alert.suggestion_taken", "alert.suggestion_dismissed"}
