"""Sources: page after page of another's server comes into the inbox, once, and no server leads us in circles."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from penstock.exchange.taxii.inbox import sources
from penstock.exchange.taxii.models import Posted, Source
from penstock.kernel import clock
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import NotVisible, Refused
from penstock.parties.models import DutyHeld
from tests.exchange.taxii.house import MEDIA_TYPE, fetched

pytestmark = pytest.mark.django_db
TOKEN = "a token of theirs"  # noqa: S105  it exists in tests alone


def thing(number):
    return {
        "type": "report",
        "spec_version": "2.1",
        "id": f"report--00000000-0000-4000-8000-{number:012d}",
        "created": "2026-01-01T00:00:00.000Z",
        "modified": "2026-01-01T00:00:00.000Z",
        "name": f"Report {number}",
    }


def added(number):
    return f"2026-01-01T00:00:{number:02d}.000000Z"


class Server:
    """Somebody's TAXII collection on the loopback; `how` is what it is like."""

    def __init__(self, how: str = "good") -> None:
        self.objects = [thing(number) for number in range(7)]
        self.how, self.asked = how, []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
                outer.asked.append({**query, "authorization": self.headers.get("Authorization", "")})
                status, told, headers = outer.answer(query)
                body = told if isinstance(told, bytes) else json.dumps(told).encode()
                self.send_response(status)
                for name, value in {**headers, "Content-Type": MEDIA_TYPE, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/taxii/collections/one/"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def answer(self, query):
        if self.how == "broken":
            return 200, b"<html>", {}
        if self.how == "closed":
            return 401, {}, {}
        if self.how == "huge":
            return 200, b" " * (sources.LARGEST_PAGE + 2), {}
        after = query.get("added_after", "")
        left = [number for number in range(len(self.objects)) if not after or added(number) > after]
        if "next" in query:
            left = [number for number in left if number > int(query["next"])]
        some = left[:3]
        if self.how == "circles":
            some, left = [0, 1], [0, 1, 2]
        if not some:
            return 200, {}, {}
        told = {"objects": [self.objects[number] for number in some], "more": len(left) > len(some)}
        if told["more"] and self.how != "no place":
            told["next"] = str(some[-1])
        return 200, told, {"X-TAXII-Date-Added-Last": added(some[-1])}

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def server() -> Iterator[object]:
    running = []

    def make(how="good"):
        running.append(Server(how))
        return running[-1]

    yield make
    for one in running:
        one.close()


@pytest.fixture
def keeper(cast):
    """Exportland's head, who connects systems."""
    assert DutyHeld.objects.filter(person=cast.exporter_head.person, duty="connect systems").exists()
    return cast.exporter_head


def add(by, url, **more):
    with acting(by.viewer) as viewer:
        return sources.add(viewer=viewer, raw={"label": "Theirs", "url": url, **more})


def fetch_all():
    while sources.fetch_one():
        pass


def later():
    return clock.at(clock.now() + timedelta(hours=7))


@pytest.mark.parametrize("how", ["good", "no place"])
def test_every_page_comes_once_and_later_only_what_is_new(cast, keeper, server, how):
    there = server(how)
    source = add(keeper, there.url, secret=TOKEN)
    fetch_all()
    assert fetched(keeper, "inbox") == there.objects
    assert {one["authorization"] for one in there.asked} == {f"Bearer {TOKEN}"}
    there.objects.append(thing(7))
    with later():
        fetch_all()
        assert there.asked[-1]["added_after"] == added(6)
        assert len(fetched(keeper, "inbox")) == 8
    with acting(keeper.viewer) as viewer:
        row = Source.objects.visible_to(viewer).get(pk=source.pk)
        assert (row.taken, row.last_answer, row.attempts) == (8, "", 0)
        assert TOKEN not in row.secret
    assert fetched(cast.third_officer, "inbox") == []


def test_a_server_that_leads_in_circles_is_left(keeper, server):
    there = server("circles")
    add(keeper, there.url, username="us", secret=TOKEN)
    fetch_all()
    assert len(there.asked) < sources.MOST_PAGES
    assert there.asked[0]["authorization"].startswith("Basic ")
    with acting(keeper.viewer) as viewer:
        assert "circles" in Source.objects.visible_to(viewer).get().last_answer
        assert Posted.objects.visible_to(viewer).count() == 2


@pytest.mark.parametrize(("how", "said"), [("broken", "envelope"), ("closed", "401"), ("huge", "longer")])
def test_what_goes_wrong_is_said_and_tried_again_later(keeper, server, how, said):
    there = server(how)
    add(keeper, there.url)
    fetch_all()
    with acting(keeper.viewer) as viewer:
        row = Source.objects.visible_to(viewer).get()
        assert said in row.last_answer
        assert row.due_at > clock.now()
        assert not Posted.objects.visible_to(viewer).exists()


def test_our_own_network_is_never_fetched(keeper, settings, server):
    there = server()
    add(keeper, there.url)
    settings.WEBHOOKS_TO_LOOPBACK = False
    fetch_all()
    assert not there.asked
    for url in ("https://127.0.0.1/x/", "http://public.example/x/", "https://169.254.169.254/x/", "https://[::1]/"):
        with pytest.raises(Refused):
            add(keeper, url)


def test_a_stopped_source_is_not_fetched_and_only_its_own_organisation_keeps_it(cast, keeper, server):
    there = server()
    source = add(keeper, there.url)
    with acting(cast.third_head.viewer) as viewer, pytest.raises(NotVisible):
        sources.stop(viewer=viewer, source_id=source.pk)
    with acting(keeper.viewer) as viewer:
        sources.stop(viewer=viewer, source_id=source.pk)
    fetch_all()
    assert not there.asked
    with acting(keeper.viewer) as viewer:
        sources.resume(viewer=viewer, source_id=source.pk)
    fetch_all()
    assert there.asked
    with acting(keeper.viewer) as viewer:
        sources.remove(viewer=viewer, source_id=source.pk)
        assert not sources.sources(viewer)
    assert len(fetched(keeper, "inbox")) == 7, "what was fetched stays"


def test_the_page_keeps_what_was_entered_but_the_secret(client, keeper, static_folder):  # noqa: ARG001
    client.force_login(keeper.person)
    answer = client.post("/taxii/sources/", {"label": "Theirs", "url": "ftp://x", "secret": TOKEN})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "ftp://x" in page
    assert "https://" in page
    assert TOKEN not in page
    assert client.post("/taxii/sources/", {"label": "Theirs", "url": "https://x.example/c/"}).status_code == 302
    assert "https://x.example/c/" in client.get("/taxii/sources/").content.decode()
