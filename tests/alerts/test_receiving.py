"""Acknowledging an alert, passing it on inside the country, and who learns of either."""

import pytest

from penstock.alerts import queries
from penstock.alerts.models import Passing, Recipient
from penstock.cases import services as case_services
from penstock.cases.models import Attachment
from penstock.kernel.models import Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from tests.alerts.house import acknowledged, an_industry_alert, drafted, passed, released, rows
from tests.directory.house import PNG

pytestmark = pytest.mark.django_db


def waiting(who):
    with acting(who.viewer) as viewer:
        return [one.reference for one in queries.waiting(viewer).to_acknowledge]


def test_an_acknowledgement_is_of_a_person_at_a_time_and_once_for_the_organisation(cast):
    alert = released(cast.exporter_head)
    assert waiting(cast.third_head) == waiting(cast.third_officer) == [alert.reference]
    acknowledged(cast.third_officer, alert)
    row = acknowledged(cast.third_head, alert)
    assert (row.acknowledged_by, row.acknowledged_edition, row.remind_on) == ("Third Officer", 1, None)
    assert not waiting(cast.third_head)
    assert waiting(cast.fourth_officer) == [alert.reference]
    with acting(SYSTEM):
        act = Event.objects.get(name="alert.acknowledged")
    assert set(act.audience) == {cast.third_officer.office.pk, cast.exporter_head.office.pk}


def test_the_sender_sees_all_and_the_others_their_own(cast):
    alert = released(cast.exporter_head)
    acknowledged(cast.third_officer, alert)
    with acting(cast.exporter_officer.viewer) as viewer:
        told = {one.organisation.name: one.acknowledged_by for one in queries.recipients(viewer, alert)}
        assert queries.silent(viewer, alert) == 3
    assert told == {
        "Thirdland Authority": "Third Officer",
        "Importland Authority": "",
        "Fourthland Authority": "",
        "The Secretariat": "",
    }
    with acting(cast.fourth_officer.viewer) as viewer:
        assert [one.organisation.name for one in queries.recipients(viewer, alert)] == ["Fourthland Authority"]


def test_who_does_not_receive_it_cannot_acknowledge_it(cast):
    alert = released(cast.exporter_head, shared_with="countries", shared_countries=["CL"])
    with pytest.raises(NotVisible):
        acknowledged(cast.third_officer, alert)
    with pytest.raises(Refused) as refused:
        acknowledged(cast.exporter_officer, alert)
    assert refused.value.code == "own_alert"
    with pytest.raises(NotVisible):
        acknowledged(cast.importer_officer, drafted(cast.exporter_head))


def test_passing_on_is_kept_for_ones_own_and_counted_for_the_sender(cast):
    alert = released(cast.exporter_head)
    passing = passed(cast.third_officer, alert, name="thirdland authority", note="At the meeting")
    assert (passing.name, passing.to_id, passing.edition) == ("Thirdland Authority", cast.third_officer.office.pk, 1)
    assert passed(cast.third_officer, alert).to_id is None
    assert rows(alert)[cast.third_officer.office.pk].passed == 2
    with acting(cast.exporter_head.viewer) as viewer:
        assert not Passing.objects.all()
        assert not queries.passings(viewer, alert)
        row = Recipient.objects.visible_to(viewer).get(organisation=cast.third_officer.office)
        assert row.passed == 2
        assert not Event.objects.visible_to(viewer).filter(name="alert.passed_on")
    with acting(cast.third_head.viewer) as viewer:
        assert len(queries.passings(viewer, alert)) == 2


@pytest.mark.parametrize("marking", ["RED", "AMBER+STRICT"])
def test_a_marking_that_keeps_it_within_the_authority_is_kept(marking, cast):
    alert = released(cast.exporter_head, shared_with="countries", shared_countries=["KE"], marking=marking)
    with pytest.raises(Refused) as refused:
        passed(cast.third_officer, alert)
    assert refused.value.code == "marking"


def test_a_full_alert_is_passed_to_no_company_and_the_one_for_industry_may_be(cast):
    alert = released(cast.exporter_head)
    with pytest.raises(Refused) as refused:
        passed(cast.third_officer, alert, sort="company", name="Savanna Paints")
    assert refused.value.code == "not_for_industry"
    safe = an_industry_alert(cast)
    assert passed(cast.clerk, safe, sort="company", name="A subsidiary").made_by == "Clerk"


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"name": ""}, "missing_name"), ({"passed_on": "2999-01-01"}, "future_date"), ({"sort": "x"}, "unknown_choice")],
)
def test_what_does_not_fit_is_refused_by_name(changes, code, cast):
    alert = released(cast.exporter_head)
    with pytest.raises(Refused) as refused:
        passed(cast.third_officer, alert, **changes)
    assert [one.code for one in refused.value.faults] == [code]


def test_files_are_the_senders_and_pictures_lose_their_metadata(cast):
    alert = released(cast.exporter_head)
    with acting(cast.exporter_head.viewer) as viewer:
        case_services.attach(viewer=viewer, case_id=alert.pk, name="drum.png", chunks=[PNG])
        kept = Attachment.objects.visible_to(viewer).get(case=alert)
        assert kept.media_type == "image/png"
    with acting(cast.third_officer.viewer) as viewer, pytest.raises(Refused) as refused:
        case_services.attach(viewer=viewer, case_id=alert.pk, name="more.png", chunks=[PNG])
    assert refused.value.code == "senders_files"
