"""A duty withdrawn, or a person shut out, counts from the next request on: in sessions, tokens and waiting files."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from penstock.kernel import clock
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.notices.models import Batch, Notice
from penstock.notices.shipments import batches
from penstock.parties.services import deactivate, end_duties
from tests.cast import a_sent_notice, the_cast
from tests.isolation.fences import second_fence_off
from tests.isolation.world import a_batch

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    return the_cast()


def lose_duties(person):
    with acting(SYSTEM):
        end_duties(viewer=SYSTEM, person=person, on=clock.today())


def be_shut_out(person):
    with acting(SYSTEM):
        deactivate(viewer=SYSTEM, person=person)


@pytest.mark.parametrize(("loss", "page", "call"), [(lose_duties, 404, 403), (be_shut_out, 302, 401)])
def test_an_open_session_and_a_token_lose_it_at_once(loss, page, call, cast):
    actor, notice = cast.importer_officer, a_sent_notice(cast.exporter_officer)
    browser, program = Client(), Client(headers={"Authorization": f"Bearer {actor.token}"})
    browser.force_login(actor.person)
    addresses = (browser, f"/notices/{notice.reference}/"), (program, f"/api/v1/notices/{notice.reference}")
    assert [client.get(address).status_code for client, address in addresses] == [200, 200]
    loss(actor.person)
    assert [client.get(address).status_code for client, address in addresses] == [page, call]


@pytest.mark.parametrize("loss", [lose_duties, be_shut_out])
def test_a_file_that_waits_to_be_lodged_is_not_lodged(loss, cast):
    actor = cast.exporter_officer
    batch_id = a_batch(actor, "waiting")
    with acting(actor.viewer) as viewer:
        batches.ask_to_lodge(viewer=viewer, batch_id=batch_id)
    loss(actor.person)
    batches.lodge_waiting()
    with acting(SYSTEM):
        batch = Batch.objects.get(pk=batch_id)
        assert (batch.lodged_at, Notice.objects.count()) == (None, 0)
    assert "duty" in batch.failure


def test_a_file_is_lodged_for_whoever_keeps_the_duty(cast):
    actor = cast.exporter_officer
    batch_id = a_batch(actor, "waiting")
    with acting(actor.viewer) as viewer:
        batches.ask_to_lodge(viewer=viewer, batch_id=batch_id)
    batches.lodge_waiting()
    with acting(SYSTEM):
        assert Batch.objects.get(pk=batch_id).lodged_at
        assert Notice.objects.count() == 1


def test_another_office_cannot_lodge_a_file_even_where_the_policies_are_off(cast, monkeypatch):
    batch_id = a_batch(cast.exporter_officer, "waiting")
    other = cast.third_officer.viewer
    with second_fence_off(monkeypatch), acting(other):
        assert batches.lodge(viewer=other, batch_id=batch_id) == 0


def test_duties_given_and_taken_on_one_day_are_gone_and_do_not_come_back(cast):
    actor = cast.starting_tomorrow
    lose_duties(actor.person)
    for days in (0, 1, 30):
        with clock.at(clock.now() + timedelta(days=days)):
            assert not actor.viewer.duties


def test_duties_that_would_have_ended_later_end_now(cast):
    actor = cast.importer_officer
    with acting(SYSTEM):
        end_duties(viewer=SYSTEM, person=actor.person, on=clock.today() + timedelta(days=90))
    assert actor.viewer.duties
    lose_duties(actor.person)
    assert not actor.viewer.duties
