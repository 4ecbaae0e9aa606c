"""Webhooks: what an organisation may see is told, in order, at least once and under one id, and nothing else is."""

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.test import override_settings

from penstock.cases.services import comment
from penstock.exchange.messages import events_after, messages_of
from penstock.exchange.models import Endpoint
from penstock.exchange.webhooks import couriers, services
from penstock.exchange.webhooks.signing import secret_of, signature
from penstock.kernel import clock
from penstock.kernel.delivery import outbox
from penstock.kernel.models import Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from tests.cast import OBJECTION, a_draft, a_sent_notice, take
from tests.exchange.conftest import deliver_all, register

pytestmark = pytest.mark.django_db


def state_of(endpoint):
    with acting(SYSTEM):
        return Endpoint.objects.get(pk=endpoint.pk)


class TestWhatIsTold:
    def test_each_side_is_told_of_what_it_may_see_in_the_order_of_the_record(self, cast, receiver):
        sides = {key: receiver() for key in ("exporter_head", "importer_head", "third_head")}
        for key, one in sides.items():
            register(cast.everybody[key], one.url)
        notice = a_sent_notice(cast.exporter_officer)
        take(cast.importer_officer, notice, "object", **OBJECTION)
        deliver_all()
        assert sides["exporter_head"].types == ["notice.drafted", "notice.sent"]
        assert sides["importer_head"].types == ["notice.sent", "notice.objection.proposed"]
        assert sides["third_head"].types == []
        first = sides["importer_head"].deliveries[0].message
        assert first["data"]["reference"] == notice.reference
        assert first["data"]["link"].endswith(f"/cases/{notice.reference}/")

    def test_what_happened_before_and_what_is_on_no_case_is_not_told(self, cast, receiver):
        there = receiver()
        a_sent_notice(cast.exporter_officer)
        register(cast.exporter_head, there.url)
        deliver_all()
        assert there.deliveries == []

    def test_nothing_of_the_content_leaves(self, cast, receiver):
        brief, full = receiver(), receiver()
        register(cast.importer_head, brief.url)
        register(cast.importer_head, full.url, body="full")
        told = {"importer_name": "zqnameqz", "remarks": "zqremarkqz", "consignee_name": "zqthirdqz"}
        notice = a_sent_notice(cast.exporter_officer, **told)
        take(cast.importer_officer, notice, "ask", question="zqquestionqz")
        deliver_all()
        bodies = [b"".join(one.body for one in there.deliveries) for there in (brief, full)]
        assert b"zq" not in bodies[0]
        assert bodies[1].count(b"zq") == 1
        asked, step = (one.message for one in full.deliveries[-2:])
        assert (asked["type"], asked["data"]["reference"]) == ("enquiry.asked", notice.reference)
        assert asked["data"]["details"]["question"] == "zqquestionqz"
        # Everybody on the case is told of the step, so it does not repeat what only the two sides say to each other.
        assert step["data"]["details"] == {"from": "sent", "to": "questioned", "enquiry": "1"}

    def test_a_proposal_and_a_word_within_the_house_stay_within(self, cast, receiver):
        ours, theirs = receiver(), receiver()
        notice = a_sent_notice(cast.exporter_officer)
        register(cast.importer_head, ours.url, body="full")
        register(cast.exporter_head, theirs.url, body="full")
        take(cast.importer_officer, notice, "object", **OBJECTION)
        with acting(cast.importer_officer.viewer) as viewer:
            comment(viewer=viewer, case_id=notice.pk, text="Only among us.", within=True)
        deliver_all()
        assert ours.types == ["notice.objection.proposed", "case.commented"]
        assert ours.deliveries[0].message["data"]["details"]["explanation"] == OBJECTION["explanation"]
        assert theirs.types == []

    def test_only_the_kinds_asked_for(self, cast, receiver):
        there = receiver()
        register(cast.exporter_head, there.url, kinds="notice.sent notice.no_objection")
        notice = a_sent_notice(cast.exporter_officer)
        take(cast.importer_officer, notice, "ask", question="Which works?")
        deliver_all()
        assert there.types == ["notice.sent"]

    def test_the_feed_gives_the_same_ids_and_bodies(self, cast, receiver):
        there = receiver()
        register(cast.importer_head, there.url, body="full")
        notice = a_sent_notice(cast.exporter_officer)
        take(cast.importer_officer, notice, "clear")
        deliver_all()
        with acting(cast.importer_officer.viewer) as viewer:
            fed = list(messages_of(viewer, events_after(viewer, 0), full=True))
        assert [json.loads(couriers.body_of(one)) for one in fed] == [one.message for one in there.deliveries]
        assert [one["id"] for one in fed] == [one.id for one in there.deliveries]


class TestWhenItFails:
    def test_it_is_tried_again_later_and_later_and_nothing_is_skipped(self, cast, receiver):
        there = receiver(statuses=[500, 404, 302])
        there.extra = {"Location": "http://127.0.0.1:1/elsewhere"}
        endpoint = register(cast.exporter_head, there.url)
        a_sent_notice(cast.exporter_officer)
        moment, waits = clock.now(), []
        for _attempt in range(3):
            with clock.at(moment):
                deliver_all()
                waits.append(state_of(endpoint).due_at - moment)
                moment = state_of(endpoint).due_at
        assert waits == [timedelta(seconds=5), timedelta(seconds=15), timedelta(seconds=45)]
        assert "302" in state_of(endpoint).last_answer
        with clock.at(moment):
            deliver_all()
        ids = [one.id for one in there.deliveries]
        assert ids[:4] == [ids[0]] * 4
        assert len(set(ids)) == 2
        assert len({one.body for one in there.deliveries[:4]}) == 1, "the same bytes each time"
        assert len({one.headers["webhook-timestamp"] for one in there.deliveries[:4]}) == 4
        assert (state_of(endpoint).attempts, state_of(endpoint).failing_since) == (0, None)

    def test_a_delivery_that_nobody_noted_is_made_again_under_the_same_id(self, cast, receiver, monkeypatch):
        there = receiver()
        register(cast.exporter_head, there.url)
        a_draft(cast.exporter_officer)

        def killed(*_):
            raise SystemExit

        with monkeypatch.context() as patch:
            patch.setattr(couriers, "_taken", killed)
            with pytest.raises(SystemExit):
                couriers.deliver_one()
        deliver_all()
        first, again = there.deliveries
        assert first.id == again.id
        assert first.body == again.body

    def test_after_five_days_it_is_stopped_the_keepers_are_told_and_it_goes_on_where_it_stopped(self, cast, receiver):
        there = receiver(status=503)
        endpoint = register(cast.exporter_head, there.url)
        notice = a_sent_notice(cast.exporter_officer)
        start = moment = clock.now()
        while not state_of(endpoint).stopped_at:
            with clock.at(moment):
                deliver_all()
            moment = max(state_of(endpoint).due_at, moment)
        assert timedelta(days=5) <= state_of(endpoint).stopped_at - start <= timedelta(days=5, hours=3)
        with clock.at(moment):
            while outbox.relay_one():
                pass
        letters = [one for one in mail.outbox if "Stopped" in one.subject]
        assert [one.to for one in letters] == [["exporter_head@cast.example"]]
        assert notice.reference not in letters[0].body
        with acting(cast.exporter_head.viewer) as viewer:
            assert Event.objects.visible_to(viewer).filter(name="webhook.stopped").count() == 1
        there.status = 204
        with clock.at(moment + timedelta(days=3)):
            deliver_all()
            assert set(there.types) == {"notice.drafted"}, "a stopped one is left alone"
            with acting(cast.exporter_head.viewer) as viewer:
                services.resume(viewer=viewer, endpoint_id=endpoint.pk)
            deliver_all()
        assert there.types[-2:] == ["notice.drafted", "notice.sent"]

    def test_one_that_is_gone_is_stopped_at_once(self, cast, receiver):
        endpoint = register(cast.exporter_head, receiver(status=410).url)
        a_draft(cast.exporter_officer)
        deliver_all()
        assert "410" in state_of(endpoint).stopped_because

    def test_resumed_from_now_it_leaves_out_what_happened_meanwhile(self, cast, receiver):
        there = receiver()
        endpoint = register(cast.exporter_head, there.url)
        with acting(cast.exporter_head.viewer) as viewer:
            services.stop(viewer=viewer, endpoint_id=endpoint.pk)
        a_draft(cast.exporter_officer)
        with acting(cast.exporter_head.viewer) as viewer:
            services.resume(viewer=viewer, endpoint_id=endpoint.pk, from_now=True)
        a_sent_notice(cast.exporter_officer)
        deliver_all()
        assert there.types == ["notice.drafted", "notice.sent"]

    def test_a_fault_of_our_own_puts_off_one_endpoint_and_no_other(self, cast, receiver, monkeypatch):
        bad, good = receiver(), receiver()
        first = register(cast.exporter_head, bad.url)
        register(cast.importer_head, good.url)
        whole = couriers._post

        def broken(endpoint, message):
            if endpoint.pk == first.pk:
                raise LookupError
            return whole(endpoint, message)

        monkeypatch.setattr(couriers, "_post", broken)
        a_sent_notice(cast.exporter_officer)
        deliver_all()
        assert good.types == ["notice.sent"]
        assert state_of(first).attempts == 1


class TestSecrets:
    def test_two_secrets_sign_for_a_day_after_a_rotation_and_one_after_that(self, cast, receiver):
        there = receiver()
        endpoint = register(cast.exporter_head, there.url)
        with acting(cast.exporter_head.viewer) as viewer:
            old = services.secret(viewer=viewer, endpoint_id=endpoint.pk)
            services.rotate(viewer=viewer, endpoint_id=endpoint.pk)
            new = services.secret(viewer=viewer, endpoint_id=endpoint.pk)
        assert old != new
        a_draft(cast.exporter_officer)
        deliver_all()
        with clock.at(clock.now() + timedelta(hours=25)):
            a_draft(cast.exporter_officer)
            deliver_all()
        signed = [set(one.headers["webhook-signature"].split()) for one in there.deliveries]
        for one, secrets in zip(there.deliveries, ([old, new], [new]), strict=True):
            seconds = int(one.headers["webhook-timestamp"])
            assert {signature(secret, one.id, seconds, one.body) for secret in secrets} == signed.pop(0)

    def test_replaced_at_once_the_former_one_signs_nothing_more(self, cast, receiver):
        there = receiver()
        endpoint = register(cast.exporter_head, there.url)
        with acting(cast.exporter_head.viewer) as viewer:
            services.rotate(viewer=viewer, endpoint_id=endpoint.pk, at_once=True)
        a_draft(cast.exporter_officer)
        deliver_all()
        assert len(there.deliveries[0].headers["webhook-signature"].split()) == 1

    def test_a_secret_is_nowhere_in_the_database_and_another_on_another_instance(self, cast):
        endpoint = register(cast.exporter_head, "https://hooks.example/1")
        kept = json.dumps({name: str(value) for name, value in vars(state_of(endpoint)).items()})
        secret = secret_of(endpoint.pk, 1)
        assert secret.removeprefix("whsec_") not in kept
        with override_settings(SECRET_KEY=str(endpoint.pk)):
            assert secret_of(endpoint.pk, 1) != secret

    def test_the_worked_example_of_the_specification(self):
        secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
        signed = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
        assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


class TestWhoKeepsThem:
    def test_it_needs_the_duty(self, cast):
        with pytest.raises(Refused) as no:
            register(cast.exporter_officer, "https://hooks.example/1")
        assert no.value.code == "missing_duty"

    @pytest.mark.parametrize("verb", ["rotate", "ask_test", "stop", "resume", "remove", "secret"])
    def test_another_organisation_finds_nothing(self, verb, cast):
        endpoint = register(cast.exporter_head, "https://hooks.example/1")
        with acting(cast.importer_head.viewer) as viewer, pytest.raises(NotVisible):
            getattr(services, verb)(viewer=viewer, endpoint_id=endpoint.pk)

    @pytest.mark.parametrize(
        ("entered", "code"),
        [
            ({"url": "https://10.0.0.1/"}, "unfit_address"),
            ({"url": "ftp://hooks.example/"}, "unfit_address"),
            ({"url": ""}, "missing_url"),
            ({"label": ""}, "missing_label"),
            ({"kinds": "notice.sent; 1=1"}, "event_name"),
        ],
    )
    def test_what_is_wrong_is_said_field_by_field(self, entered, code, cast):
        with pytest.raises(Refused) as no:
            register(cast.exporter_head, **{"url": "https://hooks.example/1", **entered})
        assert code in {fault.code for fault in no.value.faults}

    def test_one_address_once_and_no_more_than_ten(self, cast):
        for number in range(10):
            register(cast.exporter_head, f"https://hooks.example/{number}")
        with pytest.raises(Refused) as no:
            register(cast.exporter_head, "https://hooks.example/10")
        assert no.value.code == "too_many"

    def test_a_test_message_is_sent_once_whatever_is_answered(self, cast, receiver):
        there = receiver(status=500)
        endpoint = register(cast.exporter_head, there.url)
        with acting(cast.exporter_head.viewer) as viewer:
            services.ask_test(viewer=viewer, endpoint_id=endpoint.pk)
        deliver_all()
        assert there.types == ["penstock.test"]
        assert (state_of(endpoint).test_answer, state_of(endpoint).attempts) == ("500", 0)
