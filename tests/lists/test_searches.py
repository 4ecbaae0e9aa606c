"""Saved searches: the question is kept and asked anew, by each with their own eyes."""

from datetime import timedelta

import pytest
from django.core import mail

from penstock.cases.lists import queries, services
from penstock.cases.lists.models import SavedSearch
from penstock.cases.lists.queries import MOST_COUNTED
from penstock.exchange.agenda import chores
from penstock.exchange.agenda import services as agenda
from penstock.kernel import clock
from penstock.kernel.delivery import outbox
from penstock.kernel.models import Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible
from penstock.notices.lists import register
from tests.cast import a_sent_notice, take
from tests.lists.house import SECRET, SENT, at_the_page, kept, several
from tests.tracks.house import refused

ENOUGH = 120
"""Seconds: whatever the machine has to do, three counts are done by then."""


def hits(by, row):
    with acting(by.viewer) as viewer:
        return queries.counts(viewer, [row], seconds=ENOUGH)[row.pk]


def seen_by(actor, of="notices"):
    with acting(actor.viewer) as viewer:
        return [one.name for one in queries.searches(viewer, of)]


class TestKeeping:
    def test_it_is_asked_anew_each_time(self, cast):
        row = kept(cast.importer_officer)
        assert hits(cast.importer_officer, row) == (0, False)
        one, two = several(cast.exporter_officer, 2)
        assert hits(cast.importer_officer, row) == (2, False)
        take(cast.importer_officer, one, "clear")
        assert hits(cast.importer_officer, row) == (1, False)
        assert two.reference in at_the_page(cast.importer_officer).get(f"/notices/?{row.query}").text

    def test_it_is_on_the_record_without_what_was_asked(self, cast):
        row = kept(cast.importer_officer, "Of Quimicos", "text=Quimicos")
        with acting(SYSTEM):
            event = Event.objects.get(name="list.search_saved")
        assert event.data == {"list": "notices", "search": str(row.pk), "shared": "no"}
        assert event.audience == [cast.importer_officer.office.pk]

    def test_a_name_is_needed_and_taken_once(self, cast):
        kept(cast.importer_officer, "Sent")
        with refused("missing_name"):
            kept(cast.importer_officer, "  ")
        with refused("name_taken"):
            kept(cast.importer_officer, "SENT")
        assert kept(cast.importer_second, "Sent").name == "Sent"

    def test_it_narrows_by_what_there_is(self, cast):
        with refused("nothing_narrowed"):
            kept(cast.importer_officer, query="")
        with refused("unknown_filter"):
            kept(cast.importer_officer, query="state=nonsense")
        with refused("unknown_filter"):
            kept(cast.importer_officer, query="state=sent&colour=red")
        with pytest.raises(NotVisible):
            kept(cast.importer_officer, of="nonsense")

    def test_a_person_keeps_so_many_and_no_more(self, cast, monkeypatch):
        monkeypatch.setattr(services, "MOST_SEARCHES", 2)
        kept(cast.importer_officer, "One")
        kept(cast.importer_officer, "Two")
        with refused("too_many"):
            kept(cast.importer_officer, "Three")


class TestSharing:
    def test_what_is_not_shared_is_ones_own(self, cast):
        row = kept(cast.importer_officer)
        assert seen_by(cast.importer_officer) == ["Sent"]
        assert seen_by(cast.importer_second) == seen_by(cast.exporter_officer) == []
        with acting(cast.importer_second.viewer) as viewer, pytest.raises(NotVisible):
            queries.search(viewer, row.pk)

    def test_what_is_shared_is_run_by_colleagues_and_changed_by_none(self, cast):
        row = kept(cast.importer_officer, shared="yes")
        assert seen_by(cast.importer_second) == ["Sent"]
        assert seen_by(cast.exporter_officer) == []
        with acting(cast.importer_second.viewer) as viewer:
            with pytest.raises(NotVisible):
                services.change_search(viewer=viewer, search_id=row.pk, raw={"name": "Mine"})
            with pytest.raises(NotVisible):
                services.remove_search(viewer=viewer, search_id=row.pk)
        assert at_the_page(cast.importer_second).get(f"/lists/searches/{row.pk}/").status_code == 404

    def test_each_sees_their_own_hits(self, cast):
        """A search for what is secret finds nothing for those it is kept from, though its words are before them."""
        a_sent_notice(cast.exporter_officer, **SECRET)
        row = kept(cast.importer_officer, "Importer", "text=Quimicos", shared="yes")
        assert hits(cast.importer_officer, row) == (1, False)
        assert hits(cast.third_officer, row) == (0, False)


class TestCounting:
    def test_it_stops_at_a_bound(self, cast, monkeypatch):
        monkeypatch.setattr(queries, "MOST_COUNTED", 2)
        several(cast.exporter_officer, 3)
        assert hits(cast.importer_officer, kept(cast.importer_officer)) == (2, True)
        assert MOST_COUNTED == 99

    def test_what_takes_too_long_is_left_out_and_the_page_goes_on(self, cast, monkeypatch):
        """The database cuts the count off; nothing else of the transaction is lost."""
        row = kept(cast.importer_officer)
        found = register.NOTICE_LIST

        def slow(viewer, values):
            return found.narrowed(viewer, values).extra(where=["pg_sleep(30) IS NULL"])

        several(cast.exporter_officer, 1)
        with acting(cast.importer_officer.viewer) as viewer:
            monkeypatch.setattr(queries, "list_named", lambda _name: _with(found, slow))
            assert queries.counts(viewer, [row], seconds=0.2) == {}
            monkeypatch.undo()
            assert queries.counts(viewer, [row], seconds=ENOUGH) == {row.pk: (1, False)}

    def test_without_time_nothing_is_counted(self, cast):
        row = kept(cast.importer_officer)
        with acting(cast.importer_officer.viewer) as viewer:
            assert queries.counts(viewer, [row], seconds=0) == {}


def _with(found, narrowed):
    return type(found)(
        name=found.name, label=found.label, route=found.route, narrowed=narrowed, order=found.order,
        filters=found.filters,
    )  # fmt: skip


def the_search():
    """The one search there is, as it stands."""
    with acting(SYSTEM):
        return SavedSearch.objects.get()


def _asks_for(row, query):
    with acting(SYSTEM):
        SavedSearch.objects.filter(pk=row.pk).update(query=query)


class TestWhatIsNoMore:
    def test_a_filter_that_is_gone_is_said_and_the_rest_still_narrows(self, cast):
        row = kept(cast.importer_officer, query="state=sent&track=statutory")
        _asks_for(row, "state=sent&colour=red&track=gone")
        client = at_the_page(cast.importer_officer)
        page = client.get("/notices/?state=sent&colour=red&track=gone").text
        assert "not narrowed by “colour: red”" in page
        assert "not narrowed by “Track: gone”" in page
        assert "colour: red" in client.get("/lists/searches/").text
        assert queries.asked_by(the_search()).values == {"state": "sent"}

    def test_a_program_is_told_and_not_answered_with_a_wider_list(self, cast):
        row = kept(cast.importer_officer)
        _asks_for(row, "state=vanished")
        headers = {"Authorization": f"Bearer {cast.importer_officer.token}"}
        answer = at_the_page(cast.importer_officer).get("/api/v1/notices?saved=Sent", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (409, "filter_gone")


class TestPages:
    def test_narrow_keep_rename_and_remove(self, cast):
        several(cast.exporter_officer, 1)
        client = at_the_page(cast.importer_officer)
        assert "/lists/notices/searches/?state=sent" in client.get(f"/notices/?{SENT}").text
        answer = client.post(f"/lists/notices/searches/?{SENT}", {"name": "New ones", "shared": "no", "told": "no"})
        assert answer.headers["Location"] == f"/notices/?{SENT}"
        assert "New ones" in client.get("/notices/").text
        row = the_search()
        again = client.post(f"/lists/notices/searches/?{SENT}", {"name": "new ones"})
        assert again.status_code == 422
        assert "You have a search called" in again.text
        client.post(f"/lists/searches/{row.pk}/", {"name": "Fresh", "shared": "yes", "told": "yes"})
        row = the_search()
        assert (row.name, row.is_shared, row.told_until is not None) == ("Fresh", True, True)
        client.post(f"/lists/searches/{row.pk}/", {"act": "remove"})
        with acting(SYSTEM):
            assert not SavedSearch.objects.exists()

    def test_what_was_entered_comes_back_with_the_fault(self, cast):
        client = at_the_page(cast.importer_officer)
        answer = client.post(f"/lists/notices/searches/?{SENT}", {"name": "", "shared": "yes", "told": "perhaps"})
        assert answer.status_code == 422
        assert "Name is missing" in answer.text
        assert '<option value="yes" selected' in answer.text

    def test_the_sitting_keeps_searches_of_its_own(self, cast):
        several(cast.exporter_officer, 1)
        kept(cast.importer_officer, "From Exportland", "exporting=NL", "answers")
        page = at_the_page(cast.importer_officer).get("/notices/answers/?exporting=NL").text
        assert "From Exportland" in page
        assert seen_by(cast.importer_officer) == []


def test_by_the_api(cast):
    one, _two = several(cast.exporter_officer, 2)
    take(cast.importer_officer, one, "clear")
    client = at_the_page(cast.importer_officer)
    call = {"headers": {"Authorization": f"Bearer {cast.importer_officer.token}"}, "content_type": "application/json"}
    body = {"name": "Answered", "filters": {"state": "no objection"}}
    made = client.post("/api/v1/searches", body, **call)
    assert made.status_code == 201
    assert client.post("/api/v1/searches", body, **call).json()["faults"][0]["code"] == "name_taken"
    (listed,) = client.get("/api/v1/searches", **call).json()
    assert (listed["name"], listed["filters"]) == ("Answered", {"state": "no objection"})
    found = client.get("/api/v1/notices?saved=answered", **call).json()["items"]
    assert [each["reference"] for each in found] == [one.reference]
    assert client.get("/api/v1/notices?saved=answered&state=sent", **call).json()["items"][0]["state"] == "sent"
    assert client.get("/api/v1/notices?saved=nothing", **call).status_code == 404
    assert client.delete(f"/api/v1/searches/{listed['id']}", **call).status_code == 204
    assert client.get("/api/v1/searches", **call).json() == []


def after(**passed):
    """So much later."""
    return clock.at(clock.now() + timedelta(**passed))


class TestDigest:
    @pytest.fixture
    def told(self, cast):
        """The exporting officer has a digest, and a search of what was answered."""
        with acting(cast.exporter_officer.viewer) as viewer:
            agenda.plan_digest(viewer=viewer, raw={"hour": "08", "weekdays": "mon tue wed thu fri", "zone": "UTC"})
        return kept(cast.exporter_officer, "Answered", "state=no objection", told="yes")

    @staticmethod
    def _mails():
        mail.outbox.clear()
        chores.send_digests()
        while outbox.relay_one():
            pass
        return [one.body for one in mail.outbox if "in your search" in one.body]

    @pytest.mark.usefixtures("told")
    def test_new_hits_are_told_once(self, cast):
        with after(hours=1):
            one, _two = several(cast.exporter_officer, 2)
            take(cast.importer_officer, one, "clear")
        with after(days=1):
            (first,) = self._mails()
        assert "New in your search “Answered” (1)" in first
        assert one.reference in first
        assert "Quimicos" not in first
        with after(days=2):
            assert not self._mails()

    @pytest.mark.usefixtures("told")
    def test_what_may_still_be_going_on_is_told_the_next_time(self, cast):
        """An act is dated when it begins: one that a digest overtook would else be told by none."""
        with after(hours=23, minutes=59, seconds=30):
            take(cast.importer_officer, several(cast.exporter_officer, 1)[0], "clear")
        with after(days=1):
            assert not self._mails()
        with after(days=2):
            assert "Answered" in self._mails()[0]

    def test_a_search_that_is_not_to_be_told_is_not(self, cast, told):
        with acting(cast.exporter_officer.viewer) as viewer:
            services.change_search(viewer=viewer, search_id=told.pk, raw={"name": "Answered", "told": "no"})
        with after(hours=1):
            take(cast.importer_officer, several(cast.exporter_officer, 1)[0], "clear")
        with after(days=1):
            assert not self._mails()

    def test_what_is_hidden_is_no_new_hit(self, cast):
        """A copied authority is told of no hit on what is kept from it."""
        with acting(cast.third_officer.viewer) as viewer:
            agenda.plan_digest(viewer=viewer, raw={"hour": "08", "weekdays": "mon tue wed thu fri", "zone": "UTC"})
        kept(cast.third_officer, "Secret words", "text=Quimicos", told="yes")
        kept(cast.third_officer, "Sent here", "state=sent", told="yes")
        with after(hours=1):
            notice = a_sent_notice(cast.exporter_officer, **SECRET)
        with after(days=1):
            (body,) = self._mails()
        assert "Sent here" in body
        assert notice.reference in body
        assert "Secret words" not in body
