"""An office leaves an operation by itself; and what of projects and operations waits for somebody in the inbox."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from penstock.cases.services import note_read
from penstock.kernel import clock
from penstock.kernel.models import Event, Outgoing
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from penstock.operations.conduct import returns, services
from penstock.operations.waiting import waiting
from penstock.parties.circles.queries import members
from tests.operations.house import (
    handed_in,
    invited,
    opened,
    operations_seen,
    running,
    second_keeper,
    step,
    take,
)

TUESDAY_NOON = datetime(2026, 3, 3, 13, tzinfo=UTC)


def left(actor, operation, **entered):
    with acting(actor.viewer) as viewer:
        services.leave_operation(viewer=viewer, reference=operation.reference, raw=entered or {"note": "No people."})


def waits(actor):
    with acting(actor.viewer) as viewer:
        return waiting(viewer)


def told_to(actor):
    with acting(SYSTEM):
        rows = Outgoing.objects.filter(topic="announcement", payload__organisation=str(actor.office.pk))
        return [row.payload["subject"] for row in rows]


def browser(actor):
    found = Client()
    found.force_login(actor.person)
    return found


@pytest.fixture
def operation(cast):
    return running(cast.secretariat_officer, cast.exporter_head, cast.third_head)


def test_an_office_leaves_an_operation_and_learns_no_more(cast, operation):
    left(cast.exporter_head, operation)
    assert not operations_seen(cast.exporter_head)
    assert operations_seen(cast.third_head) == {operation.reference}
    assert told_to(cast.secretariat_officer)[-1] == f"Left the operation: {operation.reference}"
    with acting(cast.third_officer.viewer) as viewer:
        told = Event.objects.visible_to(viewer).get(name="operation.left")
        assert told.data == {"office": "Exportland Authority", "note": "No people."}
    with acting(SYSTEM):
        assert cast.exporter_head.office not in members(operation.circle_id)
    with clock.at(TUESDAY_NOON):
        before = len(told_to(cast.exporter_head))
        returns.remind()
        assert len(told_to(cast.exporter_head)) == before, "no return is owed any more"
        assert told_to(cast.third_head)[-1].startswith("Daily return missing:"), "the control: the others owe theirs"
    step(cast.secretariat_officer, operation, "admit", office="Exportland Authority")
    assert operations_seen(cast.exporter_head) == {operation.reference}


def test_who_leads_it_stays_and_who_is_not_in_it_cannot_leave(cast, operation):
    with pytest.raises(Refused) as no:
        left(cast.secretariat_officer, operation)
    assert no.value.code == "leads_it"
    elsewhere = running(cast.secretariat_officer, cast.third_head, name="Another operation")
    with pytest.raises(NotVisible):
        left(cast.exporter_head, elsewhere)
    with pytest.raises(Refused) as no:
        left(cast.exporter_officer, operation)
    assert no.value.code == "missing_duty"
    with pytest.raises(Refused) as no:
        left(cast.exporter_head, operation, note="")
    assert [one.field for one in no.value.faults] == ["note"]
    step(cast.secretariat_officer, operation, "cancel", note="Over.")
    with pytest.raises(Refused) as no:
        left(cast.exporter_head, operation)
    assert no.value.code == "over"


def test_leaving_is_a_page_that_asks_why(cast, operation, static):  # noqa: ARG001
    own, page = browser(cast.exporter_head), f"/operations/{operation.reference}/"
    assert f"{page}leave/" in own.get(page).content.decode()
    assert own.post(f"{page}leave/", {"note": ""}).status_code == 422
    assert own.post(f"{page}leave/", {"note": "No people."}).headers["Location"] == "/operations/"
    assert own.get(page).status_code == 404
    assert browser(cast.secretariat_officer).get(f"{page}leave/").status_code == 409


def test_an_invitation_waits_in_the_inbox_until_it_is_answered(cast, static):  # noqa: ARG001
    project = opened(cast.secretariat_officer)
    seat = invited(cast.secretariat_officer, project, cast.exporter_head)
    assert waits(cast.exporter_head).invitations == [seat]
    assert f"/projects/{project.reference}/" in browser(cast.exporter_head).get("/").content.decode()
    for other in (cast.exporter_officer, cast.third_head, cast.secretariat_officer):
        assert not waits(other).invitations, "of those alone who answer it"
    take(cast.exporter_head, seat, "propose", desk="A desk")
    assert not waits(cast.exporter_head).invitations


def test_returns_that_are_due_wait_in_the_inbox(cast, operation, static):  # noqa: ARG001
    assert not waits(cast.exporter_head).due
    with clock.at(TUESDAY_NOON):
        due = waits(cast.exporter_head).due
        assert [(one.operation, len(one.standing.missing)) for one in due] == [(operation, 1)]
        assert f"/operations/{operation.reference}/return/" in browser(cast.exporter_head).get("/").content.decode()
        handed_in(cast.exporter_head, operation, day="2026-03-02", nothing="yes")
        assert not waits(cast.exporter_head).due
        assert waits(cast.third_head).due
        for other in (cast.secretariat_officer, cast.importer_officer):
            assert not waits(other).due


def test_a_report_waits_for_its_second_signature_and_then_to_be_read(cast, operation, static):  # noqa: ARG001
    keeper, second = cast.secretariat_officer, second_keeper(cast)
    assert waits(cast.third_head).new == [operation]
    with acting(cast.third_head.viewer) as viewer:
        note_read(viewer=viewer, case=operation)
    assert not waits(cast.third_head).new
    step(keeper, operation, "end")
    step(keeper, operation, "write", summary="Done.", findings="Found zqfoundqz.")
    step(keeper, operation, "close")
    page = f"/operations/{operation.reference}/signature/"
    assert waits(second).to_sign == [operation]
    shown = browser(second).get(page).content.decode()
    assert page in browser(second).get("/").content.decode()
    assert "zqfoundqz" in shown
    assert "Confirm" in shown
    assert "Take it back" in browser(keeper).get(page).content.decode()
    assert not waits(cast.third_head).to_sign
    assert browser(second).post(page, {"act": "confirm"}).status_code == 302
    assert not waits(second).to_sign
    assert waits(cast.third_head).new == [operation], "the report is news to who had read the plan"
    with clock.at(datetime(2026, 3, 2, 13, tzinfo=UTC) + timedelta(days=61)):
        assert not waits(cast.third_head).new
