"""The first administrator of a country: asked for by anybody, confirmed by two people of the secretariat."""

import pytest
from django.core import mail

from penstock.kernel.delivery.outbox import relay_one
from penstock.kernel.models import Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from penstock.parties.directory import candidacies, queries
from penstock.parties.directory.candidacies import MOST_WAITING
from penstock.parties.directory.models import Candidacy
from penstock.parties.duties import ADMINISTER, ADMINISTRATOR
from penstock.parties.models import Government, Person
from penstock.parties.queries import viewer_for
from tests.cast import the_cast
from tests.directory.house import CHECKED, REQUESTED

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return the_cast()


def propose(by, case, **changes):
    with acting(by.viewer) as viewer:
        raw = {**CHECKED, **changes}
        return candidacies.take_step(viewer=viewer, candidacy_id=case.pk, verb="appoint", raw=raw)


def sign(by, case, *, agrees=True):
    with acting(by.viewer) as viewer:
        return candidacies.sign(viewer=viewer, candidacy_id=case.pk, agrees=agrees)


def test_two_people_of_the_secretariat_make_an_administrator(cast):
    case = candidacies.request_administration(country="FJ", raw=REQUESTED)
    propose(cast.secretariat_officer, case)
    assert not Person.objects.filter(email="sera@authority.example").exists()
    with pytest.raises(Refused) as no:
        sign(cast.secretariat_officer, case)
    assert no.value.code == "same_person"
    assert sign(cast.secretariat_second, case).state == "confirmed"
    person = Person.objects.select_related("organisation").get(email="sera@authority.example")
    assert viewer_for(person).duties == ADMINISTRATOR
    assert person.organisation.name == "Fijian Example Authority"
    assert Government.objects.get(code="FJ").counterpart == person.organisation
    mail.outbox.clear()
    while relay_one():
        pass
    assert ("sera@authority.example", "Your account") in {(one.to[0], one.subject) for one in mail.outbox}
    with acting(cast.secretariat_officer.viewer) as viewer:
        told = list(Event.objects.visible_to(viewer).filter(case_id=case.pk))
    assert [one.name for one in told] == [
        "candidacy.requested",
        "candidacy.confirmed.proposed",
        "candidacy.confirmed",
    ]
    assert told[-1].data["spoke_to"] == "The director general"
    assert told[-1].data["way"] == "call"


@pytest.mark.parametrize("missing", ["way", "source", "spoke_to", "on"])
def test_a_check_says_how_when_and_with_whom(missing, cast):
    case = candidacies.request_administration(country="FJ", raw=REQUESTED)
    with pytest.raises(Refused) as no:
        propose(cast.secretariat_officer, case, **{missing: ""})
    assert [fault.field for fault in no.value.faults] == [missing]


def test_a_check_is_not_made_tomorrow(cast):
    case = candidacies.request_administration(country="FJ", raw=REQUESTED)
    with pytest.raises(Refused) as no:
        propose(cast.secretariat_officer, case, on="2999-01-01")
    assert no.value.faults[0].code == "in_the_future"


@pytest.mark.parametrize("by", ["exporter_head", "clerk", "importer_officer"])
def test_nobody_but_the_secretariat_knows_of_it(by, cast):
    case = candidacies.request_administration(country="FJ", raw=REQUESTED)
    actor = cast.everybody[by]
    with acting(actor.viewer) as viewer:
        assert queries.candidacies(viewer) == []
        assert not Candidacy.objects.exists(), "the policy alone"
        with pytest.raises(NotVisible):
            queries.candidacy(viewer, case.pk)
    with pytest.raises(NotVisible):
        propose(actor, case)


def test_a_country_with_an_administrator_has_its_first(cast):  # noqa: ARG001 - the country's people must be there
    with pytest.raises(Refused) as no:
        candidacies.request_administration(country="NL", raw=REQUESTED)
    assert no.value.code == "has_administrator"


def test_of_two_candidates_one_is_the_first(cast):
    first, second = (
        candidacies.request_administration(country="FJ", raw={**REQUESTED, "email": f"{n}@authority.example"})
        for n in range(2)
    )
    propose(cast.secretariat_officer, second)
    propose(cast.secretariat_officer, first)
    sign(cast.secretariat_second, first)
    with pytest.raises(Refused, match="has an administrator"):
        sign(cast.secretariat_second, second)


def test_the_open_page_cannot_be_flooded(cast):  # noqa: ARG001 - the secretariat must be there
    for _ in range(MOST_WAITING):
        candidacies.request_administration(country="FJ", raw=REQUESTED)
    with pytest.raises(Refused) as no:
        candidacies.request_administration(country="FJ", raw=REQUESTED)
    assert no.value.code == "too_many"


def test_turned_down_makes_nobody(cast):
    case = candidacies.request_administration(country="FJ", raw=REQUESTED)
    with acting(cast.secretariat_officer.viewer) as viewer:
        raw = {"reason": "The ministry knows nobody of this name."}
        candidacies.take_step(viewer=viewer, candidacy_id=case.pk, verb="refuse", raw=raw)
    assert not Person.objects.filter(email=REQUESTED["email"]).exists()
    with acting(SYSTEM):
        assert Candidacy.objects.get(pk=case.pk).state == "turned down"
        assert not queries.administrators("FJ")


def test_an_officer_of_the_secretariat_without_the_duty_cannot(cast):
    case = candidacies.request_administration(country="FJ", raw=REQUESTED)
    viewer = cast.secretariat_officer.viewer
    assert viewer.has(ADMINISTER)
    lesser = type(viewer)(
        person_id=viewer.person_id,
        organisation_id=viewer.organisation_id,
        name=viewer.name,
        organisation_name=viewer.organisation_name,
        duties=viewer.duties - {ADMINISTER},
    )
    with acting(lesser), pytest.raises(Refused) as no:
        candidacies.take_step(viewer=lesser, candidacy_id=case.pk, verb="appoint", raw=CHECKED)
    assert no.value.code == "missing_duty"
