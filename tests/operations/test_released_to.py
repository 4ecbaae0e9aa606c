"""An incident that is released to a project: who sees it, and what nobody outside learns of either."""

import pytest

from penstock.cases.queries import editions, who_sees
from penstock.incidents.intake import messages, releasing
from penstock.incidents.models import Incident
from penstock.incidents.sharing.audience import circle_fits
from penstock.kernel.models import Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Refused
from tests.incidents.house import amended, drafted, released
from tests.incidents.house import seen as incidents_seen
from tests.incidents.house import take as take_step
from tests.operations.house import NAME, opened, seated, take

TO_IT = {"shared_with": "circle", "shared_circle": NAME}


@pytest.fixture
def project(cast):
    """A task force of Exportland and Thirdland, kept by the secretariat."""
    found = opened(cast.secretariat_officer)
    seated(cast.secretariat_officer, found, cast.exporter_head)
    found.third = seated(cast.secretariat_officer, found, cast.third_head)
    return found


def test_those_in_it_see_it_and_nobody_else(cast, project):
    incident = released(cast.exporter_head, **TO_IT)
    for actor in (cast.exporter_officer, cast.third_officer, cast.secretariat_officer):
        assert incident.reference in incidents_seen(actor)
    for actor in (cast.importer_officer, cast.fourth_officer):
        assert incident.reference not in incidents_seen(actor)
        with acting(actor.viewer) as viewer:
            assert not Event.objects.visible_to(viewer).filter(data__icontains=NAME).exists()
    with acting(SYSTEM):
        assert project.circle_id in incident.audience
        assert {one.name for one in who_sees(incident)} == {
            "Exportland Authority",
            "Thirdland Authority",
            "The Secretariat",
        }


def test_who_joins_later_sees_it_and_who_leaves_does_not(cast, project):
    incident = released(cast.exporter_head, **TO_IT)
    take(cast.third_head, project.third, "withdraw")
    assert incident.reference not in incidents_seen(cast.third_head)
    seated(cast.secretariat_officer, project, cast.third_head)
    assert incident.reference in incidents_seen(cast.third_head)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"shared_circle": ""}, "missing_circle"),
        ({"shared_circle": "Task force of others"}, "not_in_circle"),
        ({"shared_with": "everybody"}, "circle_beside"),
        ({"marking": "RED"}, "marking_too_narrow"),
        ({"shared_countries": ["CL"]}, "countries_beside"),
    ],
)
def test_what_cannot_be_released_to_it_is_refused(cast, project, changes, code):  # noqa: ARG001
    with pytest.raises(Refused) as no:
        released(cast.exporter_head, **{**TO_IT, **changes})
    assert code in [fault.code for fault in no.value.faults]


def test_one_that_exists_is_refused_to_outsiders_like_one_that_does_not(cast, project):  # noqa: ARG001
    for by in (cast.fourth_officer, cast.importer_officer):
        said = []
        for name in (NAME, "No such task force"):
            with acting(by.viewer):
                faults = circle_fits(by.office, {**TO_IT, "shared_circle": name})
            said.append([fault.message.replace(name, "...") for fault in faults])
        assert said[0] == said[1]
        assert said[0]


def test_an_amendment_does_not_tell_others_of_the_project(cast, project):  # noqa: ARG001
    incident = released(cast.exporter_head, shared_with="countries", shared_countries=["CL"])
    with pytest.raises(Refused) as no:
        amended(cast.exporter_head, incident, shared_countries=[], **TO_IT)
    assert [fault.code for fault in no.value.faults] == ["seen_by_others"]


def test_who_is_let_in_later_does_not_learn_of_the_project(cast, project):  # noqa: ARG001
    incident = released(cast.exporter_head, **TO_IT)
    wider = amended(cast.exporter_head, incident, shared_with="everybody", shared_circle="")
    with acting(cast.importer_officer.viewer) as viewer:
        seen = Incident.objects.visible_to(viewer).get(pk=wider.pk)
        told = str(editions(viewer, seen)) + str(
            [event.data for event in Event.objects.visible_to(viewer).filter(case_id=wider.pk)]
        )
    assert wider.reference in incidents_seen(cast.importer_officer)
    assert NAME not in told
    assert "shared_circle" not in told.replace("'shared_circle': None", "")


def test_what_was_released_to_it_can_be_amended_after_leaving(cast, project):
    incident = released(cast.third_head, **TO_IT)
    take(cast.third_head, project.third, "withdraw")
    after = amended(cast.third_head, incident, place="Elsewhere")
    assert after.edition == 2
    assert project.circle_id in after.audience
    with pytest.raises(Refused):
        released(cast.third_head, **TO_IT)


def test_a_message_of_many_goes_to_it_as_well(cast, project):
    file = b"Date,Country,Place,Substance\n2025-01-05,NL,Here,Acetone\n"
    with acting(cast.exporter_head.viewer) as viewer:
        sharing = {**TO_IT, "marking": "AMBER"}
        message = messages.take_in(viewer=viewer, name="a.csv", chunks=[file], sharing=sharing)
        with pytest.raises(Refused):
            messages.share(viewer=viewer, reference=message.reference, sharing={**sharing, "shared_circle": "Another"})
    releasing.read_waiting()
    with acting(cast.exporter_head.viewer) as viewer:
        messages.ask_to_release(viewer=viewer, reference=message.reference)
    releasing.release_waiting()
    with acting(SYSTEM):
        assert project.circle_id in Incident.objects.get(message=message).audience
    assert len(incidents_seen(cast.third_head)) == 1
    assert not incidents_seen(cast.importer_officer)


def test_the_record_of_a_draft_tells_nobody(cast, project):  # noqa: ARG001
    incident = drafted(cast.exporter_head, **TO_IT)
    take_step(cast.exporter_head, incident, "discard")
    assert incident.reference not in incidents_seen(cast.third_head)
