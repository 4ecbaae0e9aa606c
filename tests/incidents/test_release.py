"""From the minimum facts to the release: what is read of them, whom they reach, and who must sign."""

import pytest

from penstock.cases.services import note_read
from penstock.incidents import queries
from penstock.incidents.models import Finding
from penstock.incidents.sharing.rules import set_rule
from penstock.kernel.models import Event, Outgoing
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from tests.incidents.house import ACETONE, amended, confirm, drafted, facts, released, seen, take

pytestmark = pytest.mark.django_db


def faults_of(refused):
    return {one.code for one in refused.value.faults}


def letters():
    with acting(SYSTEM):
        return [
            (one["organisation"], one["duty"], one["subject"], one["body"])
            for one in Outgoing.objects.filter(topic="announcement").values_list("payload", flat=True)
        ]


def test_the_minimum_facts_are_enough_and_the_substance_is_identified(cast):
    incident = released(cast.exporter_head)
    assert (incident.state, incident.edition, incident.title) == (
        "released",
        1,
        "Seizure: Acetone 1250 kg, Netherlands",
    )
    assert incident.substances == ["acetone"]
    with acting(SYSTEM):
        row = Finding.objects.get(incident=incident)
        assert (row.substance, row.kilograms, row.litres) == ("acetone", 1250, None)


def test_mass_and_volume_and_pieces_stay_apart(cast):
    lines = [
        ACETONE,
        {"named": "108-88-3", "quantity": "2", "unit": "m3"},
        {"named": "x", "quantity": "5", "unit": "tablets"},
    ]
    incident = released(cast.exporter_head, substances=lines, equipment=[{"sort": "tablet press", "number": "2"}])
    with acting(SYSTEM):
        rows = list(Finding.objects.filter(incident=incident).values_list("substance", "kilograms", "litres", "sort"))
    assert rows == [
        ("acetone", 1250, None, "substance"),
        ("toluene", None, 2000, "substance"),
        ("", None, None, "substance"),
        ("", None, None, "tablet press"),
    ]


def test_a_draft_is_kept_whatever_is_wrong_with_it_and_every_fault_is_told_at_once(cast):
    draft = drafted(cast.exporter_head, happened_on="tomorrow", latitude="95", containers="CSQU3054384", substances=[])
    assert draft.content["happened_on"] == "tomorrow"
    with pytest.raises(Refused) as refused:
        take(cast.exporter_head, draft, "release")
    assert faults_of(refused) >= {"date_format", "degrees", "container_check_digit", "nothing_found"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"happened_on": "2999-01-01"}, "future_date"),
        ({"latitude": "51.9"}, "half_a_point"),
        ({"origin_country": "CL"}, "certainty_missing"),
        ({"origin_country": "CL", "origin_certainty": "unknown"}, "certainty_unknown"),
        ({"transit_certainty": "suspected"}, "leg_missing"),
        ({"air_waybill": "020-12345674"}, "waybill_check_digit"),
        ({"shared_with": "countries"}, "missing_countries"),
        ({"shared_countries": ["CL"]}, "countries_beside"),
        ({"shared_with": "countries", "shared_countries": ["FJ"]}, "no_focal_point"),
        ({"marking": "RED"}, "marking_too_narrow"),
        ({"substances": [{"named": "Acetone", "quantity": "5"}]}, "missing_unit"),
        ({"substances": [{"quantity": "5", "unit": "kg"}]}, "missing_substance"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(changes, code, cast):
    draft = drafted(cast.exporter_head, **changes)
    with pytest.raises(Refused) as refused:
        take(cast.exporter_head, draft, "release")
    assert faults_of(refused) == {code}


def test_a_site_may_be_told_in_words(cast):
    assert (
        released(cast.exporter_head, kind="laboratory", substances=[], summary="A site was found.").state == "released"
    )


def test_everybody_reaches_every_focal_point_and_nobody_else(cast):
    reference = released(cast.exporter_head).reference
    for who in (cast.importer_officer, cast.third_officer, cast.fourth_officer, cast.secretariat_officer):
        assert reference in seen(who)
    # Of the same organisations, but no focal points.
    for who in (cast.importer_head, cast.secretariat_second, cast.clerk, cast.expired):
        assert not seen(who)


def test_countries_named_reach_them_and_the_secretariat(cast):
    reference = released(cast.exporter_head, shared_with="countries", shared_countries=["CL"]).reference
    assert reference in seen(cast.importer_officer) & seen(cast.secretariat_officer)
    assert not seen(cast.third_officer) | seen(cast.fourth_officer)


def test_the_secretariat_alone(cast):
    reference = released(cast.exporter_head, shared_with="secretariat", marking="RED").reference
    assert seen(cast.secretariat_officer) == seen(cast.exporter_officer) == {reference}
    assert not seen(cast.importer_officer)


def test_a_draft_is_seen_by_its_own_side_alone(cast):
    drafted(cast.exporter_officer)
    assert not seen(cast.importer_officer) | seen(cast.secretariat_officer)


def test_letters_go_to_whom_it_is_released_and_tell_nothing_of_it(cast):
    incident = released(cast.exporter_head, shared_with="countries", shared_countries=["CL"])
    told = letters()
    assert {one[0] for one in told} == {str(cast.importer_officer.office.pk), str(cast.secretariat_officer.office.pk)}
    for _to, duty, subject, body in told:
        assert (duty, subject) == ("read incidents", f"Incident: {incident.reference}")
        assert "TLP:AMBER" in body
        assert "cetone" not in body + subject


def test_one_officer_may_not_release_without_the_duty(cast):
    draft = drafted(cast.exporter_officer)
    with pytest.raises(Refused, match="release incidents"):
        take(cast.exporter_officer, draft, "release")


def test_where_two_release_one_is_not_enough(cast):
    head, officer = cast.third_head, cast.third_officer
    with acting(head.viewer) as viewer:
        set_rule(viewer=viewer, two=True)
    draft = drafted(head)
    with pytest.raises(Refused, match="two people"):
        take(head, draft, "release")
    take(head, draft, "propose")
    assert not seen(cast.importer_officer)
    with pytest.raises(Refused) as refused:
        confirm(head, draft)
    assert refused.value.code == "same_person"
    assert confirm(officer, draft).state == "released"
    assert draft.reference in seen(cast.importer_officer)


def test_an_edit_voids_the_first_signature(cast):
    with acting(cast.third_head.viewer) as viewer:
        set_rule(viewer=viewer, two=True)
    draft = take(cast.third_head, drafted(cast.third_head), "propose")
    take(cast.third_officer, draft, "edit", **facts(place="Mombasa"))
    with pytest.raises(Refused) as refused:
        confirm(cast.third_officer, draft)
    assert refused.value.code == "changed_since"


def test_the_rule_of_one_organisation_is_not_that_of_another(cast):
    with acting(cast.third_head.viewer) as viewer:
        set_rule(viewer=viewer, two=True)
    assert released(cast.exporter_head).state == "released"
    with acting(cast.exporter_officer.viewer) as viewer, pytest.raises(Refused):
        set_rule(viewer=viewer, two=False)


def test_each_change_is_an_edition_that_is_kept_and_told_to_those_who_read_it(cast):
    incident = released(cast.exporter_head)
    with acting(cast.importer_officer.viewer) as viewer:
        from_list = queries.waiting(viewer).unread
        assert [one.reference for one in from_list] == [incident.reference]
        note_read(viewer=viewer, case=incident)
        assert not queries.waiting(viewer).unread
    before = len(letters())
    incident = amended(cast.exporter_head, incident, place="Moerdijk", substances=[{**ACETONE, "purity": "98"}])
    assert [one[2] for one in letters()[before:]] == [f"Incident amended: {incident.reference}"]
    assert letters()[before][0] == str(cast.importer_officer.office.pk)
    with acting(cast.importer_officer.viewer) as viewer:
        assert [one.edition for one in queries.waiting(viewer).unread] == [2]
    with acting(SYSTEM):
        act = Event.objects.filter(name="incident.amended").get()
    assert act.data["changed"] == ["place", "substances-0-purity"]
    assert act.data["content"]["place"] == "Moerdijk"


def test_an_amendment_lets_more_in_and_nobody_out(cast):
    incident = released(cast.exporter_head, shared_with="countries", shared_countries=["CL"])
    before = len(letters())
    amended(cast.exporter_head, incident, shared_countries=["EG"])
    assert incident.reference in seen(cast.fourth_officer) & seen(cast.importer_officer)
    assert not seen(cast.third_officer)
    assert [one[0] for one in letters()[before:]] == [str(cast.fourth_officer.office.pk)]


def test_an_amendment_of_nothing_and_one_with_faults_are_refused(cast):
    incident = released(cast.exporter_head)
    with pytest.raises(Refused, match="Nothing was changed"):
        amended(cast.exporter_head, incident)
    with pytest.raises(Refused):
        amended(cast.exporter_head, incident, happened_on="")
    with pytest.raises(Refused):
        amended(cast.third_head, incident, place="Elsewhere")


def test_what_is_retracted_says_so_to_those_who_saw_it(cast):
    incident = released(cast.exporter_head)
    assert take(cast.exporter_head, incident, "retract", note="It was another substance.").state == "retracted"
    assert incident.reference in seen(cast.importer_officer)
    with pytest.raises(Refused):
        amended(cast.exporter_head, incident, place="Elsewhere")


def test_what_is_not_seen_is_not_there(cast):
    draft = drafted(cast.exporter_head)
    with acting(cast.importer_officer.viewer) as viewer, pytest.raises(NotVisible):
        queries.incident_by_reference(viewer, draft.reference)
