"""An operation from its plan to its report: who sees it, what is counted for whom, and what is asked of whom."""

from datetime import timedelta

import pytest

from penstock.kernel import clock
from penstock.kernel.clock import now, today
from penstock.kernel.models import Event, Outgoing
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from penstock.operations.conduct import queries, returns, services
from penstock.operations.models import ClosingReport, DailyReturn, NamedIncident
from penstock.parties.directory.models import Entry
from tests.incidents.house import released
from tests.operations.house import (
    OPERATION_NAME,
    handed_in,
    operations_seen,
    planned,
    running,
    second_keeper,
    step,
)

WORDS = {"summary": "What was done.", "findings": "What zqfoundqz was."}


@pytest.fixture
def operation(cast):
    """A running operation of Exportland and Thirdland, led by the secretariat."""
    return running(cast.secretariat_officer, cast.exporter_head, cast.third_head)


def board_of(actor, operation):
    with acting(actor.viewer) as viewer:
        return queries.board(viewer, operation)


def told_to(actor):
    with acting(SYSTEM):
        rows = Outgoing.objects.filter(topic="announcement", payload__organisation=str(actor.office.pk))
        return [row.payload["subject"].split(":")[0] for row in rows]


def test_those_in_it_see_it_and_nobody_else_learns_of_it(cast, operation):
    for actor in (cast.exporter_officer, cast.third_officer, cast.secretariat_officer):
        assert operations_seen(actor) == {operation.reference}
    for actor in (cast.importer_officer, cast.fourth_officer, cast.clerk):
        assert not operations_seen(actor)
        with acting(actor.viewer) as viewer:
            seen = Event.objects.visible_to(viewer)
            assert not seen.filter(data__icontains="lantern").exists()
            assert not seen.filter(name__startswith="operation.").exists()
            with pytest.raises(NotVisible):
                queries.operation_by_reference(viewer, operation.reference)
    assert "Operation started" in told_to(cast.exporter_head)
    assert not [one for one in told_to(cast.importer_officer) if "peration" in one]


def test_a_plan_says_three_to_five_substances_and_days_in_order(cast):
    for changes, code in (
        ({"substances": "Acetone; Toluene"}, "how_many"),
        ({"until_on": (today() - timedelta(days=1)).isoformat()}, "before_start"),
        ({"lanes": "NL-XX"}, "unknown_country"),
        ({"name": ""}, "missing_name"),
    ):
        with pytest.raises(Refused) as no:
            planned(cast.secretariat_officer, **changes)
        assert [fault.code for fault in no.value.faults] == [code]


def test_nobody_starts_alone_and_the_name_stays(cast):
    operation = planned(cast.secretariat_officer)
    with pytest.raises(Refused) as no:
        step(cast.secretariat_officer, operation, "start")
    assert no.value.code == "not_now"
    with pytest.raises(Refused) as no:
        step(cast.secretariat_officer, operation, "plan", **{**operation.content, "name": "Another"})
    assert [fault.code for fault in no.value.faults] == ["name_stays"]
    step(cast.secretariat_officer, operation, "plan", **{**operation.content, "objective": "Another"})


def test_the_board_counts_what_each_sees_anyway(cast, operation):
    to_all = released(cast.exporter_head)
    narrow = released(cast.third_head, country="KE", shared_with="countries", shared_countries=["EG"])
    to_it = released(cast.third_head, country="KE", shared_with="circle", shared_circle=OPERATION_NAME)
    seen = {key: {one.pk for one in board_of(cast.everybody[key], operation).incidents} for key in
            ("exporter_head", "third_head", "secretariat_officer")}  # fmt: skip
    assert seen["exporter_head"] == {to_all.pk, to_it.pk}
    assert seen["third_head"] == {to_all.pk, narrow.pk, to_it.pk}
    assert seen["secretariat_officer"] == {to_all.pk, narrow.pk, to_it.pk}
    assert board_of(cast.exporter_head, operation).figures.incidents == 2
    assert board_of(cast.third_head, operation).figures.incidents == 3
    assert {name: int(n) for name, n in board_of(cast.exporter_head, operation).figures.kilograms.items()} == {
        "Acetone": 2500
    }


def test_the_plans_filters_mean_what_they_say(cast):
    operation = running(
        cast.secretariat_officer, cast.exporter_head, kinds=["seizure"], lanes="NL-CL", concealment=["in container"]
    )
    fits = {
        "departure_country": "NL",
        "departure_certainty": "known",
        "destination_country": "CL",
        "destination_certainty": "known",
        "concealment": ["in container", "relabelled"],
    }
    found = released(cast.exporter_head, **fits)
    for changes in (
        {"kind": "theft"},
        {"destination_country": "KE"},
        {"concealment": ["relabelled"]},
        {"substances": [{"named": "Ephedrine", "quantity": "1", "unit": "kg"}]},
        {"happened_on": (today() - timedelta(days=1)).isoformat()},
    ):
        released(cast.exporter_head, **fits | changes)
    seen = board_of(cast.exporter_head, operation)
    assert [one.pk for one in seen.incidents] == [found.pk]
    assert seen.figures.lanes == {"NL-CL": 1}
    assert seen.figures.kinds == {"seizure": 1}


def test_who_is_taken_out_sees_no_more(cast, operation):
    incident = released(cast.third_head, shared_with="circle", shared_circle=OPERATION_NAME)
    step(cast.secretariat_officer, operation, "dismiss", office=cast.exporter_head.office.name, note="It asked for it.")
    assert not operations_seen(cast.exporter_head)
    with acting(cast.exporter_head.viewer) as viewer:
        assert not Event.objects.visible_to(viewer).filter(case_id__in=[operation.pk, incident.pk]).exists()
        assert not DailyReturn.objects.visible_to(viewer).exists()
    with pytest.raises(NotVisible):
        handed_in(cast.exporter_head, operation)
    assert operations_seen(cast.third_head) == {operation.reference}


def test_a_return_is_seen_by_all_and_names_incidents_to_those_alone_who_see_them(cast, operation):
    narrow = released(cast.third_head, country="KE", shared_with="countries", shared_countries=["EG"])
    handed_in(cast.third_head, operation, seizures="1", incidents=narrow.reference.lower(), note="One.")
    for key, named in (("third_officer", [narrow.reference]), ("exporter_head", [])):
        with acting(cast.everybody[key].viewer) as viewer:
            [(row, shown)] = queries.returns_of(viewer, operation)
            assert (row.content["seizures"], shown) == ("1", named)
            assert NamedIncident.objects.count() == len(named), "the policy alone"
            told = Event.objects.visible_to(viewer).filter(case_id=operation.pk, name="operation.returned")
            assert narrow.reference not in str([one.data for one in told])


def test_a_return_is_corrected_by_handing_it_in_again(cast, operation):
    handed_in(cast.exporter_head, operation)
    row = handed_in(cast.exporter_head, operation, stopped="2")
    assert (row.edition, row.content) == (2, {"stopped": "2"})
    with acting(SYSTEM):
        assert DailyReturn.objects.count() == 1
        assert Event.objects.filter(name="operation.returned").count() == 2


@pytest.mark.parametrize(
    ("entered", "code"),
    [
        ({"nothing": ""}, "nothing_said"),
        ({"nothing": "yes", "seizures": "1"}, "nothing_and_something"),
        ({"seizures": "1.5", "stopped": "1"}, "not_whole"),
        ({"seizures": "-1", "stopped": "1"}, "too_small"),
        ({"seizures": "1", "incidents": "NL-INC-2026-999999"}, "unknown_incident"),
        ({"nothing": "yes", "day": "2026-03-01"}, "outside_period"),
    ],
)
def test_what_is_no_return_is_refused(cast, operation, entered, code):
    with pytest.raises(Refused) as no:
        handed_in(cast.exporter_head, operation, **entered)
    assert [fault.code for fault in no.value.faults] == [code]


def test_an_incident_that_one_does_not_see_cannot_be_named(cast, operation):
    foreign = released(cast.third_head, country="KE", shared_with="secretariat")
    said = []
    for reference in (foreign.reference, "KE-INC-2026-999999"):
        with pytest.raises(Refused) as no:
            handed_in(cast.exporter_head, operation, seizures="1", incidents=reference)
        said.append(no.value.faults[0].message.replace(reference, "..."))
    assert said[0] == said[1]


def in_zone(actor, zone):
    with acting(SYSTEM):
        Entry.objects.create(
            kind="authority", government_id=actor.office.government_id, organisation=actor.office,
            name=actor.office.name, content={"zone": zone}, verified_on=today(),
        )  # fmt: skip


def test_returns_are_late_by_the_clock_of_the_office(cast, operation):
    """Noon of Tuesday comes to Auckland on Monday evening in UTC, and to Honolulu on Tuesday night."""
    in_zone(cast.exporter_head, "Pacific/Auckland")
    in_zone(cast.third_head, "Pacific/Honolulu")
    monday = today()
    tuesday_in_utc = now().replace(hour=0, minute=30) + timedelta(days=1)
    with clock.at(tuesday_in_utc):
        for by in (cast.exporter_head, cast.third_head):
            handed_in(by, operation, day=monday.isoformat(), nothing="yes")
        with acting(cast.exporter_head.viewer) as viewer:
            found = {one.office.pk: one for one in queries.standings(viewer, operation)}
    late, in_time = found[cast.exporter_head.office.pk], found[cast.third_head.office.pk]
    assert (late.handed, late.late, late.missing) == (0, 1, [])
    assert (in_time.handed, in_time.late, in_time.missing) == (1, 0, [])


def test_who_has_not_reported_is_reminded_once_for_each_day(cast, operation):
    handed_in(cast.exporter_head, operation)
    with clock.at(now() + timedelta(hours=30)):
        assert returns.remind() == 1
        assert returns.remind() == 0
    assert told_to(cast.third_head).count("Daily return missing") == 1
    assert "Daily return missing" not in told_to(cast.exporter_head)
    with clock.at(now() + timedelta(hours=54)):
        assert returns.remind() == 2
    step(cast.secretariat_officer, operation, "end")
    with clock.at(now() + timedelta(hours=78)):
        assert returns.remind() == 0, "it does not run any more"


def test_a_reminder_does_not_stand_in_the_way_of_the_return(cast, operation):
    with clock.at(now() + timedelta(hours=30)):
        assert returns.remind() == 2
        day = (today() - timedelta(days=1)).isoformat()
        row = handed_in(cast.exporter_head, operation, day=day, nothing="yes")
        assert row.handed_at
        with acting(cast.exporter_head.viewer) as viewer:
            found = {one.office.pk: one for one in queries.standings(viewer, operation)}
    assert found[cast.exporter_head.office.pk].late == 1
    assert found[cast.third_head.office.pk].missing == [today()]


def test_the_report_counts_what_all_see_and_is_released_by_two(cast, operation):
    released(cast.exporter_head)
    released(cast.third_head, country="KE", shared_with="countries", shared_countries=["EG"])
    released(cast.third_head, country="KE", shared_with="circle", shared_circle=OPERATION_NAME)
    keeper, second = cast.secretariat_officer, second_keeper(cast)
    step(keeper, operation, "end")
    with pytest.raises(Refused) as no:
        step(keeper, operation, "close")
    assert no.value.code == "not_now", "a person writes before it is released"
    step(keeper, operation, "write", **WORDS)
    step(keeper, operation, "close")
    for actor in (cast.exporter_head, cast.third_head):
        assert report_seen(actor, operation) is None
        with acting(actor.viewer) as viewer:
            assert "zqfoundqz" not in str([one.data for one in Event.objects.visible_to(viewer)])
    with acting(keeper.viewer) as viewer, pytest.raises(Refused) as no:
        services.confirm_step(viewer=viewer, operation_id=operation.pk)
    assert no.value.code == "same_person"
    with acting(second.viewer) as viewer:
        closed = services.confirm_step(viewer=viewer, operation_id=operation.pk)
    assert closed.state == "closed"
    report = report_seen(cast.third_officer, operation)
    assert report.content["findings"] == WORDS["findings"]
    assert report.figures["incidents"] == 2, "the narrow one is none of it"
    assert report.figures["kilograms"] == {"Acetone": "2500"}
    assert {one["office"]: one["missing"] for one in report.figures["returns"]} == {
        "Exportland Authority": 0,
        "Thirdland Authority": 0,
    }
    assert report_seen(cast.importer_officer, operation) is None
    assert "Closing report" in told_to(cast.exporter_head)


def report_seen(actor, operation):
    with acting(actor.viewer) as viewer:
        found = queries.report_of(viewer, operation)
        assert bool(found) == ClosingReport.objects.filter(pk=operation.pk).exists(), "the two fences differ"
        return found


def test_an_edit_voids_the_first_signature(cast, operation):
    keeper, second = cast.secretariat_officer, second_keeper(cast)
    step(keeper, operation, "end")
    step(keeper, operation, "write", **WORDS)
    step(keeper, operation, "close")
    step(keeper, operation, "write", **WORDS | {"findings": "Something else."})
    with acting(second.viewer) as viewer, pytest.raises(Refused) as no:
        services.confirm_step(viewer=viewer, operation_id=operation.pk)
    assert no.value.code == "changed_since"
