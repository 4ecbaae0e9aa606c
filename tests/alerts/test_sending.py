"""From the draft to the end of an alert: what is read of it, whom it reaches, who must sign, and what they hear."""

from datetime import timedelta

import pytest

from penstock.alerts import chores
from penstock.alerts.models import Alert
from penstock.incidents.sharing.rules import set_rule
from penstock.kernel import clock
from penstock.kernel.clock import now, today
from penstock.kernel.models import Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Refused
from penstock.parties.circles.models import Circle, Membership
from penstock.parties.services import add_person
from tests.alerts.house import acknowledged, corrected, drafted, letters, released, rows, seen, take
from tests.monday import MONDAY_MORNING

pytestmark = pytest.mark.django_db


def a_circle(*members):
    with acting(SYSTEM):
        circle = Circle.objects.create(of="task force", name="Task force seven")
        for one in members:
            Membership.objects.create(circle=circle, organisation=one.office, from_on=today(), set_by="the test")
    return str(circle.pk)


def test_an_alert_to_all_reaches_every_focal_point_once_and_nobody_else(cast):
    alert = released(cast.exporter_head)
    others = {one.office.pk for one in (cast.importer_officer, cast.third_officer, cast.fourth_officer)}
    others.add(cast.secretariat_officer.office.pk)
    assert set(rows(alert)) == others
    told = letters()
    assert sorted(one[0] for one in told) == sorted(map(str, others))
    for who in (cast.importer_officer, cast.third_officer, cast.fourth_officer, cast.secretariat_officer):
        assert seen(who) == {alert.reference}
    for who in (cast.importer_head, cast.secretariat_second, cast.clerk, cast.expired):
        assert not seen(who)
    for _to, duty, subject, body in told:
        assert (duty, subject) == ("read incidents", f"Special alert: {alert.reference}")
        assert "TLP:AMBER" in body
        assert f"/alerts/{alert.reference}/" in body
        assert "cetone" not in body + subject
        assert alert.title not in body + subject


def test_what_is_kept_stands_in_columns_and_the_number_in_a_series_of_the_year(cast):
    first, second = drafted(cast.secretariat_officer), drafted(cast.secretariat_officer)
    national = drafted(cast.exporter_head)
    assert [first.reference, second.reference] == ["SEC-ALERT-2026-000001", "SEC-ALERT-2026-000002"]
    assert national.reference == "NL-ALERT-2026-000001"
    assert first.substances == ["acetone", "Exemplin"]
    assert (first.title, first.urgency, first.indicators) == (
        "A new solvent on an old road",
        "soon",
        ["chemical", "route"],
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"headline": ""}, "missing_headline"),
        ({"indicators": []}, "missing_indicators"),
        ({"action": ""}, "missing_action"),
        ({"expires_on": "2026-03-02"}, "already_over"),
        ({"expires_on": "2027-12-31"}, "too_long_in_force"),
        ({"shared_with": "countries"}, "missing_countries"),
        ({"shared_countries": ["CL"]}, "countries_beside"),
        ({"shared_with": "countries", "shared_countries": ["FJ"]}, "no_focal_point"),
        ({"shared_with": "circle"}, "missing_circle"),
        ({"shared_with": "circle", "shared_circle": "seven"}, "unknown_circle"),
        ({"marking": "RED"}, "marking_too_narrow"),
        ({"shared_circle": "00000000-0000-0000-0000-000000000007"}, "circle_beside"),
        ({"shared_with": "circle", "shared_circle": "00000000-0000-0000-0000-000000000007"}, "not_your_circle"),
    ],
)
def test_what_does_not_fit_is_refused_by_name_and_kept(changes, code, cast):
    draft = drafted(cast.exporter_head, **changes)
    with pytest.raises(Refused) as refused:
        take(cast.exporter_head, draft, "release")
    assert code in {one.code for one in refused.value.faults}
    for name, value in changes.items():
        assert draft.content[name] in (value, None) or not value
    assert not seen(cast.importer_officer)


def test_countries_named_reach_them_and_the_secretariat(cast):
    alert = released(cast.exporter_head, shared_with="countries", shared_countries=["CL"], marking="RED")
    assert alert.reference in seen(cast.importer_officer) & seen(cast.secretariat_officer)
    assert not seen(cast.third_officer) | seen(cast.fourth_officer)


def test_a_circle_of_the_sender_reaches_its_members(cast):
    circle = a_circle(cast.exporter_head, cast.third_head)
    alert = released(cast.exporter_head, shared_with="circle", shared_circle=circle)
    assert alert.reference in seen(cast.third_officer) & seen(cast.secretariat_officer)
    assert not seen(cast.importer_officer) | seen(cast.fourth_officer)
    with pytest.raises(Refused) as refused:
        released(cast.secretariat_officer, shared_with="circle", shared_circle=circle)
    assert refused.value.faults[0].code == "not_your_circle"


def test_a_circle_with_a_company_in_it_gets_no_full_alert(cast):
    circle = a_circle(cast.exporter_head, cast.clerk)
    with pytest.raises(Refused) as refused:
        released(cast.exporter_head, shared_with="circle", shared_circle=circle)
    assert refused.value.faults[0].code == "company_in_circle"


def test_where_two_release_one_is_not_enough(cast):
    with acting(cast.third_head.viewer) as viewer:
        set_rule(viewer=viewer, two=True)
    draft = drafted(cast.third_head)
    with pytest.raises(Refused, match="two people"):
        take(cast.third_head, draft, "release")
    take(cast.third_head, draft, "propose")
    assert not seen(cast.importer_officer)
    assert not [one for one in letters() if one[0] != str(cast.third_head.office.pk)]


def test_a_correction_is_told_to_all_and_asks_to_be_acknowledged_anew(cast):
    alert = released(cast.exporter_head, shared_with="countries", shared_countries=["CL"])
    acknowledged(cast.importer_officer, alert)
    before = len(letters())
    alert = corrected(cast.exporter_head, alert, action="Stop it.", shared_countries=["CL", "EG"])
    told = {(one[0], one[2].partition(":")[0]) for one in letters()[before:]}
    office = {key: str(getattr(cast, key).office.pk) for key in ("importer_officer", "fourth_officer")}
    assert (office["importer_officer"], "Special alert corrected") in told
    assert (office["fourth_officer"], "Special alert") in told
    row = rows(alert)[cast.importer_officer.office.pk]
    assert (row.acknowledged_edition, row.told_edition, alert.edition) == (1, 2, 2)
    assert row.remind_on is not None
    with pytest.raises(Refused, match="Nothing was changed"):
        corrected(cast.exporter_head, alert)


def test_a_retraction_is_told_to_all_who_received_it(cast):
    alert = released(cast.exporter_head)
    before = len(letters())
    take(cast.exporter_head, alert, "retract", note="It was another substance.")
    assert {one[2] for one in letters()[before:]} == {f"Special alert RETRACTED: {alert.reference}"}
    assert len(letters()) - before == len(rows(alert)) == 4
    with pytest.raises(Refused) as refused:
        acknowledged(cast.importer_officer, alert)
    assert refused.value.code == "not_in_force"
    with clock.at(MONDAY_MORNING + timedelta(days=100)):
        assert chores.remind() == 0
        assert chores.expire_overdue() == 0


def test_it_expires_when_its_last_day_has_ended_everywhere_and_not_before(cast):
    alert = released(cast.exporter_head, expires_on="2026-03-20")
    with clock.at(MONDAY_MORNING.replace(day=21, hour=11)):
        assert chores.expire_overdue() == 0
    before = len(letters())
    with clock.at(MONDAY_MORNING.replace(day=21, hour=13)):
        assert chores.expire_overdue() == 1
        assert chores.expire_overdue() == 0
    assert {one[2] for one in letters()[before:]} == {f"Special alert expired: {alert.reference}"}
    with acting(SYSTEM):
        assert Alert.objects.get(pk=alert.pk).state == "expired"


def test_those_who_are_silent_are_reminded_on_working_days_and_the_others_not(cast):
    alert = released(cast.exporter_head, urgency="now", shared_with="countries", shared_countries=["CL", "EG"])
    acknowledged(cast.importer_officer, alert)
    silent = {cast.fourth_officer.office.pk, cast.secretariat_officer.office.pk}
    days = {}
    for number in range(12):
        with clock.at(MONDAY_MORNING + timedelta(days=number)):
            before = len(letters())
            chores.remind()
            assert chores.remind() == 0  # the same day, nobody twice
            for to, _duty, subject, _body in letters()[before:]:
                assert subject == f"Special alert, not acknowledged: {alert.reference}"
                days.setdefault(to, []).append(now().strftime("%a"))
    assert set(days) == {str(one) for one in silent}
    # Egypt works from Sunday to Thursday, the secretariat from Monday to Friday.
    assert days[str(cast.fourth_officer.office.pk)] == ["Tue", "Wed", "Mon"]
    assert days[str(cast.secretariat_officer.office.pk)] == ["Tue", "Wed", "Mon"]
    with acting(SYSTEM):
        assert Event.objects.filter(name="alert.reminded").count() == 6


def test_whoever_becomes_a_focal_point_later_is_told_once(cast):
    alert = released(cast.exporter_head)
    with acting(SYSTEM):
        fiji = cast.importer_head.office.__class__.objects.create(
            kind="authority", name="Fijian Police", government_id="FJ"
        )
        duties = ["read cases", "read incidents"]
        add_person(viewer=SYSTEM, organisation=fiji, name="N", email="n@fj.example", password=None, duties=duties,
                   on=today())  # fmt: skip
    before = len(letters())
    assert chores.tell_newcomers() == 1
    assert chores.tell_newcomers() == 0
    assert [(one[0], one[2]) for one in letters()[before:]] == [(str(fiji.pk), f"Special alert: {alert.reference}")]


def test_only_the_sender_steps_and_only_with_the_duty(cast):
    alert = released(cast.exporter_head)
    for who in (cast.third_head, cast.exporter_officer):
        with pytest.raises(Refused):
            take(who, alert, "retract", note="No.")
    with pytest.raises(Refused, match="send alerts"):
        drafted(cast.exporter_officer)
