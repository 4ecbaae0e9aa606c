"""Links on what is shared: found, explained, accepted or refused, taken back with what they rest on, and capped."""

import pytest

from penstock.cases.queries import timeline
from penstock.incidents.involved.services import change_name, remove_name
from penstock.incidents.linking import pairing, queries
from penstock.incidents.linking.models import CommonMark, FollowedTo, Hint, Mark
from penstock.incidents.linking.pairing import MOST_HOLDERS
from penstock.incidents.models import Incident
from penstock.kernel.models import Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from tests.cast import Actor, Cast
from tests.incidents.house import amended, drafted, released, take
from tests.incidents.links import (
    APART,
    CONTAINER,
    OTHER_CONTAINER,
    accept,
    grounds,
    named,
    refuse,
    suggested,
    work,
)

pytestmark = pytest.mark.usefixtures("django_db_setup")
PLANTED = {
    "container": ({"containers": ["CSQU3054383"]}, {"containers": ["CSQU 305438-3"]}),
    "air waybill": ({"air_waybill": "020-12345675"}, {"air_waybill": "02012345675"}),
    "bill of lading": ({"bill_of_lading": "MAEU 123-456 789"}, {"bill_of_lading": "maeu123456789"}),
    "postal number": ({"postal_number": "RR 123 456 785 NL"}, {"postal_number": "RR123456785NL"}),
    "declaration": ({"declaration": "24NL-000396-A7"}, {"declaration": "24nl000396a7"}),
    "seal": ({"seals": ["H-0451233"]}, {"seals": ["h0451233"]}),
    "vehicle": ({"vehicle": "12-BD-34"}, {"vehicle": "12 bd 34"}),
    "notice": ({"notice": "NL-PEN-2026-000012"}, {"notice": "nl pen 2026 000012"}),
    "own reference": ({"own_reference": "Z/2026/77"}, {"own_reference": "z-2026-77"}),
    "lot": (
        {"substances": [{"named": "Acetone", "lots": ["L 2024/118"]}]},
        {"substances": [{"named": "Toluene"}, {"named": "Ethyl ether", "lots": ["B1", "l2024-118"]}]},
    ),
    "profile": (
        {"substances": [{"named": "Acetone", "profile": "EP-2231"}]},
        {"substances": [{"named": "Toluene", "profile": "ep 2231"}]},
    ),
    "serial": (
        {"substances": [], "equipment": [{"sort": "tablet press", "serial": ["TDP-0091"]}]},
        {"substances": [], "equipment": [{"sort": "punches", "serial": ["tdp0091"]}]},
    ),
}
NAMED = {
    "phone": ({"phone": "+56 2 2345 6789"}, {"phone": "02 2345 6789; 555"}),
    "address": ({"address": "Avenida Ejemplo 100, Santiago"}, {"address": "Santiago, avenida ejemplo 100"}),
    "email": ({"email": "Sales@Polder.example"}, {"email": "sales@polder.example"}),
    "online": ({"online": "https://www.shop.example/polder/"}, {"online": "shop.example/polder"}),
    "number": ({"number": "KVK 3412-7789"}, {"number": "kvk34127789"}),
}


@pytest.mark.parametrize("kind", PLANTED)
def test_a_shared_identifier_is_always_found_whatever_its_spelling(cast: Cast, kind: str) -> None:
    """Of each kind on the sheet, with others between that share nothing."""
    one, other = PLANTED[kind]
    first = released(cast.exporter_head, **one)
    for number in range(3):
        released(cast.third_head, **{**APART, "bill_of_lading": f"XX-{number}00{number}"})
    second = released(cast.exporter_head, **{**APART, **other})
    work()
    for reader, incident, found in (
        (cast.exporter_head, first, second),
        (cast.third_officer, second, first),
    ):
        assert suggested(reader, incident) == {found.reference: [kind]}
    assert grounds(cast.third_officer, first, second)[0].others == 1


@pytest.mark.parametrize("kind", NAMED)
def test_what_names_share_is_found_for_those_to_whom_both_are_given(cast: Cast, kind: str) -> None:
    """Telephone, address and the like of a name are marks for the name's own readers."""
    one, other = NAMED[kind]
    first, second = released(cast.exporter_head), released(cast.exporter_head, **APART)
    named(cast.exporter_head, first, "Polder Trading", **one)
    named(cast.exporter_head, second, "Quimicos del Valle", **other)
    work()
    assert suggested(cast.exporter_officer, first) == {second.reference: [kind]}
    assert suggested(cast.importer_officer, first) == {}


def test_a_name_in_another_form_of_company_is_the_same(cast: Cast) -> None:
    """The legal form and the order of words do not count."""
    first, second = released(cast.exporter_head), released(cast.exporter_head, **APART)
    named(cast.exporter_head, first, "Polder Trading B.V.")
    named(cast.exporter_head, second, "polder trading limited")
    work()
    assert suggested(cast.exporter_head, second) == {first.reference: ["name"]}


@pytest.mark.parametrize("text", ["unknown", "N/A", "0000000", "none", "-", "tbc", "AB1"])
def test_a_placeholder_links_nothing(cast: Cast, text: str) -> None:
    """What many write where they know nothing is no identifier."""
    first = released(cast.exporter_head, bill_of_lading=text, seals=[text])
    released(cast.third_head, **{**APART, "bill_of_lading": text, "seals": [text]})
    work()
    assert suggested(cast.exporter_head, first) == {}


def test_others_number_alike(cast: Cast) -> None:
    """The own reference of one country says nothing of another country's."""
    first = released(cast.exporter_head, own_reference="2026/77")
    released(cast.third_head, **{**APART, "own_reference": "2026/77"})
    work()
    assert suggested(cast.exporter_head, first) == {}


def test_nothing_is_linked_before_the_release_nor_after_the_retraction(cast: Cast) -> None:
    """A draft is in nobody's suggestions, not even its author's; what is retracted leaves before the worker comes."""
    draft = drafted(cast.exporter_head, containers=[CONTAINER])
    other = released(cast.third_head, **{**APART, "containers": [CONTAINER]})
    work()
    assert suggested(cast.third_head, other) == suggested(cast.exporter_head, draft) == {}
    incident = take(cast.exporter_head, draft, "release")
    work()
    assert suggested(cast.third_head, other) == {incident.reference: ["container"]}
    take(cast.exporter_head, incident, "retract", note="An error.")
    assert suggested(cast.third_head, other) == {}
    work()
    with acting(SYSTEM):
        assert not Mark.objects.filter(incident=incident.pk).exists()
        assert not Hint.objects.exists()


def test_an_amendment_takes_a_link_away_and_makes_another(cast: Cast) -> None:
    """The container was another one; what still stands keeps its hint."""
    first = released(cast.exporter_head, containers=[CONTAINER], seals=["H0451233"])
    second = released(cast.third_head, **{**APART, "containers": [CONTAINER], "seals": ["H0451233"]})
    third = released(cast.third_head, **{**APART, "containers": [OTHER_CONTAINER]})
    work()
    with acting(SYSTEM):
        kept = Hint.objects.get(incident=second.pk, mark__kind="seal").pk
    amended(cast.exporter_head, first, containers=[OTHER_CONTAINER])
    work()
    assert suggested(cast.third_head, second) == {first.reference: ["seal"]}
    assert suggested(cast.third_head, third) == {first.reference: ["container"]}
    with acting(SYSTEM):
        assert Hint.objects.get(incident=second.pk).pk == kept


def test_a_name_changed_or_removed_takes_its_hints_along_at_once(cast: Cast) -> None:
    """Even those that whoever removes it does not see: the database does it."""
    first = released(cast.exporter_head, shared_with="countries", shared_countries=["CL"])
    second = released(cast.exporter_head, **APART)
    party = named(cast.exporter_head, first, "Polder Trading", phone="+31 10 234 5678")
    named(cast.exporter_head, second, "Somebody Else", phone="010-2345678")
    work()
    assert suggested(cast.exporter_head, first) == {second.reference: ["phone"]}
    with acting(cast.exporter_head.viewer) as viewer:
        change_name(viewer=viewer, party_id=party.pk, raw={**party.content, "phone": "+31 10 999 8888"})
    assert suggested(cast.exporter_head, first) == {}
    with acting(cast.exporter_head.viewer) as viewer:
        change_name(viewer=viewer, party_id=party.pk, raw={**party.content, "phone": "+31 10 234 5678"})
    work()
    assert suggested(cast.exporter_head, first) == {second.reference: ["phone"]}
    with acting(cast.exporter_head.viewer) as viewer:
        remove_name(viewer=viewer, party_id=party.pk)
    with acting(SYSTEM):
        assert not Hint.objects.exists()
        assert not Mark.objects.filter(incident=first.pk).exists()


def test_accepted_it_is_a_link_for_whoever_sees_both_and_on_the_record_of_either(cast: Cast) -> None:
    """The link says of what; nobody is suggested it any more, and a second answer is refused."""
    first = released(cast.exporter_head, containers=[CONTAINER])
    second = released(cast.third_head, **{**APART, "containers": [CONTAINER]})
    work()
    accept(cast.importer_officer, first, second, "The same load.")
    for reader in (cast.exporter_head, cast.third_officer, cast.fourth_officer):
        assert suggested(reader, first) == suggested(reader, second) == {}
        with acting(reader.viewer) as viewer:
            ((link, other),) = queries.linked(viewer, second)
            assert other.pk == first.pk
            assert link.note == f"The same load.; Container {CONTAINER}"
            acts = {one.name for one in timeline(viewer, first)} & {one.name for one in timeline(viewer, second)}
            assert "incident.link_accepted" in acts
    for answer in (accept, refuse):
        with pytest.raises(Refused) as no:
            answer(cast.exporter_head, first, second)
        assert no.value.code == "answered_already"


def test_refused_it_is_never_suggested_again_to_that_organisation_alone(cast: Cast) -> None:
    """Not when the worker goes round again, nor for another reason; others go on being suggested it."""
    first = released(cast.exporter_head, containers=[CONTAINER])
    second = released(cast.third_head, **{**APART, "containers": [CONTAINER]})
    work()
    refuse(cast.importer_officer, second, first, "The box went round twice.")
    amended(cast.third_head, second, bill_of_lading="MAEU123456789")
    amended(cast.exporter_head, first, bill_of_lading="MAEU123456789")
    work()
    assert suggested(cast.importer_officer, first) == suggested(cast.importer_officer, second) == {}
    assert suggested(cast.exporter_head, first) == {second.reference: ["bill of lading", "container"]}
    with acting(cast.importer_officer.viewer) as viewer:
        assert [one.note for one in queries.answers(viewer, first)] == ["The box went round twice."]
    with acting(SYSTEM):
        acts = Event.objects.filter(name="incident.link_refused")
        assert {tuple(one.audience) for one in acts} == {(cast.importer_officer.office.pk,)}
        assert {one.case_id for one in acts} == {first.pk, second.pk}


def test_a_note_that_is_too_long_names_its_field(cast: Cast) -> None:
    """And nothing was answered."""
    first = released(cast.exporter_head, containers=[CONTAINER])
    second = released(cast.third_head, **{**APART, "containers": [CONTAINER]})
    work()
    with pytest.raises(Refused) as no:
        accept(cast.exporter_head, first, second, "x" * 501)
    assert [one.field for one in no.value.faults] == ["note"]
    assert suggested(cast.exporter_head, first)


def test_without_the_duty_to_report_nothing_is_answered(cast: Cast) -> None:
    """Who has nothing to do with incidents does not even see them."""
    first = released(cast.exporter_head, containers=[CONTAINER])
    second = released(cast.third_head, **{**APART, "containers": [CONTAINER]})
    work()
    with pytest.raises(Refused) as no:
        refuse(cast.importer_head, first, second)
    assert no.value.code == "missing_duty"


def crowd(by: Actor, size: int, **shared: object) -> list[Incident]:
    """So many incidents that share a value and nothing else."""
    return [released(by, **{**APART, **shared}) for _number in range(size)]


def test_a_value_that_too_many_hold_is_marked_and_makes_no_links(cast: Cast) -> None:
    """Three may hold it here; when a fourth does, the hints go, and no later holder makes any."""
    holders = crowd(cast.exporter_head, 3, seals=["SEAL77"])
    work(most=3)
    assert len(suggested(cast.third_head, holders[0])) == 2
    holders += crowd(cast.third_head, 1, seals=["seal 77"])
    work(most=3)
    holders += crowd(cast.third_head, 2, seals=["SEAL-77"])
    work(most=3)
    for one in holders:
        assert suggested(cast.third_head, one) == {}
    with acting(cast.fourth_officer.viewer) as viewer:
        assert [one.kind for one in queries.over_common(viewer, holders[0])] == ["seal"]
    with acting(SYSTEM):
        assert not Hint.objects.exists()
        assert CommonMark.objects.count() == 1


def test_the_cap_is_what_bounds_the_hints(cast: Cast) -> None:
    """The control: without it every pair of holders makes two."""
    holders = crowd(cast.exporter_head, 8, seals=["SEAL77"])
    with acting(SYSTEM):
        FollowedTo.objects.all().delete()
        pairing.link(list(Incident.objects.filter(pk__in=[one.pk for one in holders])), most=10_000)
        assert Hint.objects.count() == 8 * 7
        Mark.objects.all().delete()
        pairing.link(list(Incident.objects.filter(pk__in=[one.pk for one in holders])), most=3)
        assert Hint.objects.count() == 0


def test_own_suggestions_come_in_pages_each_pair_once(cast: Cast) -> None:
    """Seven others share something with two of one's own, which share it among themselves too."""
    own = crowd(cast.exporter_head, 2, seals=["SEAL77"], bill_of_lading="MAEU123456789")
    crowd(cast.third_head, 7, seals=["SEAL77"], bill_of_lading="MAEU123456789")
    work()
    found, cursor = [], ""
    with acting(cast.exporter_officer.viewer) as viewer:
        for _page in range(20):
            page = queries.own_suggestions(viewer, cursor=cursor, limit=4)
            found += [frozenset({one.incident.reference, one.other.reference}) for one in page.suggestions]
            assert all(len(one.grounds) == 2 for one in page.suggestions)
            cursor = page.next
            if not cursor:
                break
    assert len(found) == len(set(found)) == 2 * 7 + 1
    assert all({one.reference for one in own} & pair for pair in found)


def test_a_made_up_cursor_leads_nowhere(cast: Cast) -> None:
    """As what is not there."""
    with acting(cast.exporter_officer.viewer) as viewer, pytest.raises(NotVisible):
        queries.own_suggestions(viewer, cursor="nonsense")


def test_a_broken_incident_does_not_hold_up_the_others(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong with one is written down; the others are linked."""
    read = pairing.marks_of

    def breaking(content, opener, names):
        if content.get("place") == "Broken":
            raise ValueError
        return read(content, opener, names)

    monkeypatch.setattr(pairing, "marks_of", breaking)
    released(cast.exporter_head, place="Broken", containers=[CONTAINER])
    first = released(cast.exporter_head, containers=[CONTAINER])
    second = released(cast.third_head, **{**APART, "containers": [CONTAINER]})
    work()
    assert suggested(cast.exporter_head, first) == {second.reference: ["container"]}
    assert MOST_HOLDERS > 2
