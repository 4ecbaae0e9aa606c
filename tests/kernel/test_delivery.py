"""Outbox and inbox: written with the act, delivered until it worked, and the effect once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction

from penstock.kernel import clock
from penstock.kernel.delivery import outbox
from penstock.kernel.delivery.inbox import once
from penstock.kernel.models import Incoming, Outgoing
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Refused
from tests.cast import a_draft, a_sent_notice, the_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return the_cast()


def waiting() -> list[Outgoing]:
    with acting(SYSTEM):
        return list(Outgoing.objects.filter(delivered_at__isnull=True))


def deliver_all() -> None:
    while outbox.relay_one():
        pass


def test_what_is_rolled_back_sends_nothing(cast):
    with transaction.atomic():
        a_sent_notice(cast.exporter_officer)
        assert waiting()
        transaction.set_rollback(True)
    assert not waiting()


def test_whoever_answers_is_told_by_mail_and_nobody_else(cast):
    a_sent_notice(cast.exporter_officer, remarks="zqsecretqz")
    deliver_all()
    told = sorted(one.to[0] for one in mail.outbox)
    assert told == [f"{key}@cast.example" for key in ("importer_head", "importer_officer", "importer_second")]
    assert not [one for one in mail.outbox if "zqsecretqz" in one.subject + one.body], "no details leave by mail"
    assert len({one.extra_headers["Message-ID"] for one in mail.outbox}) == 3


def test_a_delivery_that_fails_waits_longer_each_time_and_is_made_in_the_end(cast, monkeypatch):
    def broken(_id, _payload):
        raise ConnectionRefusedError

    a_sent_notice(cast.exporter_officer)
    start, waits = clock.now(), []
    with monkeypatch.context() as patch:
        patch.setitem(outbox.HANDLERS, "announcement", broken)
        moment = start
        for _attempt in range(12):
            with clock.at(moment):
                assert outbox.relay_one()
                assert not outbox.relay_one(), "it is not tried again at once"
                message = waiting()[0]
            waits.append(message.due_at - moment)
            moment = message.due_at
    assert waits == sorted(waits)
    assert waits[-1] <= timedelta(minutes=15)
    assert "ConnectionRefusedError" in message.last_error
    with clock.at(moment):
        assert outbox.relay_one()
    assert not [one for one in waiting() if one.topic == "announcement"]


def test_a_broken_message_does_not_hold_up_the_next(cast, monkeypatch):
    reached = []
    monkeypatch.setitem(outbox.HANDLERS, "good", lambda _id, _payload: reached.append("good"))
    with acting(cast.exporter_officer.viewer):
        outbox.send("nobody handles this", {})
        outbox.send("good", {})
    deliver_all()
    assert reached == ["good"]
    assert [one.topic for one in waiting()] == ["nobody handles this"]


def test_a_repeated_call_is_answered_as_before_and_does_nothing(cast):
    effects = []

    def act():
        effects.append(a_draft(cast.exporter_officer).reference)
        return 201, {"reference": effects[-1]}

    viewer = cast.exporter_officer.viewer
    with acting(viewer):
        first, again = (once(viewer, "key", b"body", act) for _ in range(2))
    assert first == again == (201, {"reference": effects[0]})
    assert len(effects) == 1


def test_a_key_used_for_something_else_is_refused(cast):
    viewer = cast.exporter_officer.viewer
    with acting(viewer):
        once(viewer, "key", b"body", lambda: (200, 1))
        with pytest.raises(Refused) as no:
            once(viewer, "key", b"another body", lambda: (200, 2))
    assert no.value.code == "key_reused"


def test_the_same_key_of_two_offices_are_two(cast):
    answers = []
    for actor in (cast.exporter_officer, cast.importer_officer):
        viewer = actor.viewer
        with acting(viewer):
            answers.append(once(viewer, "key", b"body", lambda name=actor.key: (200, name))[1])
    assert answers == ["exporter_officer", "importer_officer"]


def test_a_refused_act_leaves_its_key_free(cast):
    viewer = cast.exporter_officer.viewer

    def refuse():
        raise Refused("not_now", "Not now.")

    with acting(viewer):
        with pytest.raises(Refused, match="Not now"):
            once(viewer, "key", b"body", refuse)
        assert not Incoming.objects.exists()
        assert once(viewer, "key", b"body", lambda: (200, "now")) == (200, "now")
