"""A person's agenda: deadlines by a secret address, and one digest a day in the person's own time."""

import threading
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as house
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from hypothesis import given
from hypothesis import strategies as some

from penstock.exchange.agenda import chores, icalendar, services
from penstock.exchange.agenda.services import next_time
from penstock.exchange.models import DigestPlan
from penstock.kernel import clock
from penstock.kernel.models import Outgoing
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Refused
from penstock.parties.services import deactivate, end_duties
from tests.cast import a_draft, a_proposed_objection, a_sent_notice, the_cast

ZONES = ("Europe/Berlin", "America/Santiago", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kolkata", "Pacific/Apia")
WEEK = "mon tue wed thu fri sat sun"


class TestTheHour:
    @pytest.mark.parametrize("hour", [0, 1, 2, 3, 8, 23])
    @pytest.mark.parametrize("zone", ZONES)
    def test_it_comes_once_on_each_day_over_two_years_of_changing_clocks(self, zone, hour):
        there, at, found = ZoneInfo(zone), datetime(2025, 12, 31, tzinfo=UTC), []
        while at < datetime(2028, 1, 1, tzinfo=UTC):
            at = next_time(hour, list(range(7)), zone, after=at)
            found.append(at.astimezone(there))
        days = [one.date() for one in found]
        assert all(later - sooner == timedelta(days=1) for sooner, later in pairwise(days))
        for one in found:
            wall = one.hour + one.minute / 60
            left_out = datetime.combine(one.date(), datetime.min.time().replace(hour=hour), there)
            exists = left_out.astimezone(UTC).astimezone(there).replace(tzinfo=None) == left_out.replace(tzinfo=None)
            assert wall == hour if exists else hour < wall <= hour + 1

    @given(
        hour=some.integers(0, 23),
        weekdays=some.sets(some.integers(0, 6), min_size=1),
        after=some.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=some.just(UTC)),  # noqa: DTZ001
    )
    def test_it_is_the_next_of_the_weekdays(self, hour, weekdays, after):
        at = next_time(hour, sorted(weekdays), "Asia/Kolkata", after=after)
        there = at.astimezone(ZoneInfo("Asia/Kolkata"))
        assert after < at <= after + timedelta(days=7, hours=1)
        assert (there.weekday() in weekdays, there.hour) == (True, hour)
        between = [at - timedelta(days=n) for n in range(1, 8) if at - timedelta(days=n) > after]
        assert not [one for one in between if one.astimezone(ZoneInfo("Asia/Kolkata")).weekday() in weekdays]


def plan(actor, hour="08", zone="Asia/Kolkata", weekdays=WEEK):
    with acting(actor.viewer) as viewer:
        return services.plan_digest(viewer=viewer, raw={"hour": hour, "zone": zone, "weekdays": weekdays})


def digests():
    with acting(SYSTEM):
        rows = Outgoing.objects.filter(topic="mail", payload__subject__startswith="Penstock:").order_by("created_at")
        return [row.payload for row in rows]


@pytest.fixture
def tomorrow():
    return clock.now() + timedelta(days=1)


@pytest.mark.django_db
class TestTheDigest:
    def test_it_says_what_waits_by_reference_and_day_and_no_more(self, cast, tomorrow):
        plan(cast.importer_officer)
        told = {"remarks": "zqremarkqz", "importer_name": "zqnameqz"}
        answer = a_sent_notice(cast.exporter_officer, **told)
        a_proposed_objection(cast, reference="EX-2", **told)
        with clock.at(tomorrow):
            chores.send_digests()
        (mail,) = digests()
        assert mail["to"] == "importer_officer@cast.example"
        assert f"{answer.reference}  by {answer.due_on}" in mail["body"]
        assert "zq" not in mail["subject"] + mail["body"]

    def test_nothing_comes_when_nothing_waits_or_for_another_office(self, cast, tomorrow):
        plan(cast.importer_officer)
        plan(cast.exporter_officer)
        a_sent_notice(cast.third_officer, "EG")
        a_draft(cast.exporter_officer)
        with clock.at(tomorrow):
            assert chores.send_digests() == 2
        assert digests() == []

    def test_once_a_day_and_once_after_days_without_a_worker(self, cast, tomorrow):
        plan(cast.importer_officer)
        a_sent_notice(cast.exporter_officer)
        for minutes in (0, 1, 60):
            with clock.at(tomorrow + timedelta(minutes=minutes)):
                chores.send_digests()
        came = len(digests())
        assert 1 <= came <= 2, "an hour may hold the next day's"
        with clock.at(tomorrow + timedelta(days=4)):
            chores.send_digests()
            chores.send_digests()
        assert len(digests()) == came + 1

    @pytest.mark.parametrize("loss", ["duties", "person"])
    def test_whoever_may_no_longer_read_gets_none(self, loss, cast, tomorrow):
        plan(cast.importer_officer)
        a_sent_notice(cast.exporter_officer)
        with acting(SYSTEM):
            if loss == "duties":
                end_duties(viewer=SYSTEM, person=cast.importer_officer.person, on=clock.today())
            else:
                deactivate(viewer=SYSTEM, person=cast.importer_officer.person)
        with clock.at(tomorrow):
            assert chores.send_digests() == 1
        assert digests() == []

    def test_it_ends(self, cast, tomorrow):
        plan(cast.importer_officer)
        a_sent_notice(cast.exporter_officer)
        with acting(cast.importer_officer.viewer) as viewer:
            services.end_digest(viewer=viewer)
        with clock.at(tomorrow):
            assert chores.send_digests() == 0

    def test_a_zone_that_is_none_is_said(self, cast):
        with pytest.raises(Refused) as no:
            plan(cast.importer_officer, zone="Mars/Olympus")
        assert [fault.code for fault in no.value.faults] == ["unknown_zone"]


class TestTwoWorkers:
    def both(self):
        threads = [threading.Thread(target=self._work) for _ in range(2)]
        for one in threads:
            one.start()
        for one in threads:
            one.join(30)

    @staticmethod
    def _work():
        try:
            chores.send_digests()
        finally:
            connection.close()

    @pytest.fixture
    def _due(self, committed):  # noqa: ARG002  commits are real
        cast = the_cast()
        a_sent_notice(cast.exporter_officer)
        plan(cast.importer_officer)
        with acting(SYSTEM):
            DigestPlan.objects.update(next_at=clock.now() - timedelta(hours=1))

    @pytest.mark.usefixtures("_due")
    def test_send_one(self):
        self.both()
        assert len(digests()) == 1

    @pytest.mark.usefixtures("_due")
    def test_without_the_lock_send_two(self, monkeypatch):
        both, whole = threading.Barrier(2, timeout=60), chores.viewer_for

        def meet(person):
            both.wait()
            return whole(person)

        monkeypatch.setattr(chores, "viewer_for", meet)
        monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_: rows)
        monkeypatch.setattr(DigestPlan, "save", lambda *_, **__: None)
        monkeypatch.setattr(chores, "AT_ONCE", 1)
        self.both()
        assert len(digests()) == 2


def read(content):
    """The properties of each event, by a reader of our own: unfold, split, unescape."""
    text = content.decode()
    assert text.endswith("END:VCALENDAR\r\n")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    events, inside = [], False
    for line in text.replace("\r\n ", "").split("\r\n"):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
            inside = True
        elif line == "END:VEVENT":
            inside = False
        elif inside:
            events[-1][name.split(";")[0]] = (
                value.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
            )
    return events


@given(some.text(some.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\\"), max_size=200))
def test_any_text_survives_folding_and_escaping(text):
    one = icalendar.Deadline(
        uid="a", on=date(2026, 12, 31), summary=text, url="https://a/", changed_at=datetime.now(UTC), revision=1
    )
    assert read(icalendar.calendar(text, [one]))[0]["SUMMARY"] == text


@pytest.mark.django_db
class TestTheCalendar:
    @pytest.fixture(autouse=True)
    def _folder(self):
        house.STATIC_ROOT.mkdir(parents=True, exist_ok=True)

    @staticmethod
    def subscribe(actor):
        with acting(actor.viewer) as viewer:
            return f"/calendar/{services.make_address(viewer=viewer)}/deadlines.ics"

    def test_it_holds_the_deadlines_of_ones_office_and_nothing_else(self, cast):
        ours = a_sent_notice(cast.exporter_officer, remarks="zqremarkqz", importer_name="zqnameqz")
        a_sent_notice(cast.third_officer, "EG")
        a_draft(cast.exporter_officer)
        for actor, word in ((cast.importer_officer, "Answer due"), (cast.exporter_officer, "Answer awaited")):
            answer = Client().get(self.subscribe(actor))
            assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
            (event,) = read(answer.content)
            assert event["SUMMARY"] == f"{word}: {ours.reference}"
            assert event["DTSTART"] == f"{ours.due_on:%Y%m%d}"
            assert b"zq" not in answer.content

    def test_a_new_address_ends_the_former_and_a_revoked_one_opens_nothing(self, cast):
        former, latter = self.subscribe(cast.importer_officer), self.subscribe(cast.importer_officer)
        assert [Client().get(one).status_code for one in (former, latter)] == [404, 200]
        with acting(cast.importer_officer.viewer) as viewer:
            services.revoke_address(viewer=viewer)
        assert Client().get(latter).status_code == 404

    def test_it_ends_with_the_persons_duties(self, cast):
        address = self.subscribe(cast.importer_officer)
        with acting(SYSTEM):
            end_duties(viewer=SYSTEM, person=cast.importer_officer.person, on=clock.today())
        assert Client().get(address).status_code == 404

    def test_signed_in_as_another_it_still_shows_what_its_owner_sees(self, cast):
        a_sent_notice(cast.exporter_officer)
        client, address = Client(), self.subscribe(cast.importer_officer)
        client.force_login(cast.third_officer.person)
        assert len(read(client.get(address).content)) == 1
