"""Live updates: a nudge for whom it concerns, when the act commits, without a word of what happened."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import psycopg
import pytest
from django.db import transaction
from playwright.sync_api import expect

from penstock.kernel import record
from penstock.kernel.rowsecurity import acting
from tests.api.caller import Caller, shipment
from tests.cast import a_draft, a_sent_notice, the_cast
from tests.harness.browser import Pages
from tests.harness.instance import Instance
from tests.web.test_routes import sign_in


@pytest.fixture(scope="module")
def house(databases) -> Iterator[Instance]:
    """A running house with the process for live updates, which looks at sessions every second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PENSTOCK_LIVE_SECONDS", "1")
        with Instance(databases, is_live=True) as running:
            yield running


class TestTheNotification:
    """What PostgreSQL tells its listeners, asked of PostgreSQL."""

    @staticmethod
    def told(committed, act):
        with psycopg.connect(committed.application, autocommit=True) as listening:
            listening.execute("LISTEN penstock")
            act()
            return [one.payload for one in listening.notifies(timeout=1)]

    def test_it_names_those_who_may_see_the_act_and_nothing_else(self, committed):
        cast = the_cast()
        payloads = self.told(committed, lambda: a_sent_notice(cast.exporter_officer))
        told = [set(one.partition(" ")[2].split(",")) for one in payloads]
        ours = {str(actor.office.pk) for actor in (cast.exporter_officer, cast.importer_officer)}
        assert told == [{str(cast.exporter_officer.office.pk)}, ours | {str(cast.secretariat_officer.office.pk)}]
        assert all(one.partition(" ")[0].isdigit() for one in payloads)

    def test_what_is_rolled_back_tells_nobody(self, committed):
        cast = the_cast()

        def act():
            with transaction.atomic():
                a_draft(cast.exporter_officer)
                transaction.set_rollback(True)

        assert self.told(committed, act) == []

    def test_many_acts_at_once_tell_each_organisation_once(self, committed):
        cast = the_cast()
        viewer, third = cast.exporter_officer.viewer, cast.third_officer.office.pk
        acts = [
            record.Act(
                name="notice.sent", case_id=None, viewer=viewer, audience=[viewer.organisation_id, third], data={}
            )
            for _ in range(500)
        ]

        def act():
            with acting(viewer):
                record.append_many(acts)

        (payload,) = self.told(committed, act)
        assert set(payload.partition(" ")[2].split(",")) == {str(viewer.organisation_id), str(third)}


def cookies(house: Instance, name: str) -> dict[str, str]:
    """A session, as a browser has it after signing in."""
    person = house.person(name=name)
    with httpx.Client(base_url=house.base_url, follow_redirects=True) as client:
        client.get("/accounts/login/")
        entered = {"login": person["email"], "password": person["password"]}
        client.post("/accounts/login/", data=entered | {"csrfmiddlewaretoken": client.cookies["csrftoken"]})
        return {"sessionid": client.cookies["sessionid"]}


class Stream:
    """Reads one stream in a thread."""

    def __init__(self, answer: httpx.Response) -> None:
        self.status = answer.status_code
        self.lines: list[str] = []
        self.ended = False
        self._news = threading.Condition()
        self._answer = answer
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        try:
            for line in self._answer.iter_lines():
                with self._news:
                    self.lines.append(line)
                    self._news.notify_all()
        except httpx.HTTPError:
            pass
        with self._news:
            self.ended = True
            self._news.notify_all()

    def wait(self, fits, seconds: float = 90) -> None:
        with self._news:
            assert self._news.wait_for(fits, seconds), self.lines

    def nudges(self) -> int:
        return self.lines.count("event: changed")


@contextmanager
def listening(house: Instance, session: dict[str, str], **headers: str) -> Iterator[Stream]:
    newest = "" if "last-event-id" in headers else f"?after={newest_seq(house)}"
    url = f"http://127.0.0.1:{house.live_port}/live/{newest}"
    with httpx.Client(timeout=120) as client, client.stream("GET", url, cookies=session, headers=headers) as answer:
        yield Stream(answer)


def newest_seq(house: Instance) -> int:
    with house.owner() as connection:
        return connection.execute("SELECT seq FROM kernel_chainhead").fetchone()[0]


def send_notice(house: Instance) -> str:
    asha = Caller(house.base_url, house.person(name="Asha")["api_token"])
    with asha.http:
        reference = asha.done("/notices", shipment(reference="LIVE"))["reference"]
        asha.done(f"/notices/{reference}/submit")
    return reference


def test_those_concerned_are_nudged_and_nobody_else_hears_anything(house):
    theirs, others = cookies(house, "Camila Rojas"), cookies(house, "Sanne de Wit")
    with listening(house, theirs) as importer, listening(house, others) as third:
        importer.wait(lambda: ": here" in importer.lines)
        reference = send_notice(house)
        importer.wait(lambda: importer.nudges() >= 1)
        seen = len(third.lines)
        third.wait(lambda: len(third.lines) > seen + 2)
        assert third.nudges() == 0
        assert {line.partition(":")[0] for line in importer.lines if line} == {"retry", "id", "event", "data", ""}
        assert reference not in " ".join(importer.lines)


def test_a_browser_that_comes_back_is_told_at_once_if_it_missed_something(house):
    session, before = cookies(house, "Camila Rojas"), str(newest_seq(house))
    send_notice(house)
    with listening(house, session, **{"last-event-id": before}) as late:
        late.wait(lambda: late.nudges() == 1)
    with listening(house, session, **{"last-event-id": str(newest_seq(house))}) as uptodate:
        uptodate.wait(lambda: uptodate.lines.count(": here") >= 2)
        assert uptodate.nudges() == 0


def test_without_a_session_there_is_no_stream_and_one_that_ends_takes_it_along(house):
    for session in ({}, {"sessionid": "nonsense"}):
        with listening(house, session) as nobody:
            assert nobody.status == 204
    session = cookies(house, "Karim Saleh")
    with listening(house, session) as stream:
        stream.wait(lambda: ": here" in stream.lines)
        with httpx.Client(base_url=house.base_url, cookies=session, follow_redirects=True) as client:
            token = client.get("/accounts/logout/").text.split('csrfmiddlewaretoken" value="')[1].split('"')[0]
            client.post("/accounts/logout/", data={"csrfmiddlewaretoken": token})
        stream.wait(lambda: stream.ended)


def test_one_person_has_six_streams_and_no_more(house):
    session = cookies(house, "Mona Farouk")
    url = f"http://127.0.0.1:{house.live_port}/live/"
    with httpx.Client(timeout=120, cookies=session) as client:
        opened = []
        try:
            for _ in range(7):
                context = client.stream("GET", url)
                opened.append((context, context.__enter__()))
            assert [answer.status_code for _context, answer in opened] == [200] * 6 + [503]
        finally:
            for context, _answer in opened:
                context.__exit__(None, None, None)


def test_the_inbox_is_shown_anew_without_reload_and_works_without_live_updates(house, pages: Pages):
    pages.allow("ERR_|Failed to load resource")
    page = pages.open(house.base_url)
    sign_in(page, house, "Camila Rojas")
    page.goto("/")
    page.evaluate("() => { window.isStillHere = true; }")
    first = page.locator("#list a[href]").first
    first.focus()
    where = first.get_attribute("href")
    reference = send_notice(house)
    expect(page.locator("#list")).to_contain_text(reference, timeout=60_000)
    assert page.evaluate("() => window.isStillHere"), "the page was not loaded again"
    assert page.evaluate("() => document.activeElement.getAttribute('href')") == where, "the focus stayed"
    house.live.kill()
    page.goto("/")
    expect(page.locator("#list")).to_contain_text(reference)
    house.start_live()
    later = send_notice(house)
    expect(page.locator("#list")).to_contain_text(later, timeout=60_000)
