"""A system of somebody else's on the loopback that takes webhooks, or does not."""

import json
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Delivery:
    """One delivery as it came in."""

    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def message(self) -> dict[str, Any]:
        return json.loads(self.body)


class Receiver:
    """Keeps what is delivered; answers with `statuses` in turn, then with `status`; `before` is called first."""

    def __init__(self, status: int = 204, statuses: list[int] | None = None) -> None:
        self.status, self.statuses = status, list(statuses or ())
        self.before: Callable[[Delivery], object] = lambda _delivery: None
        self.extra: dict[str, str] = {}
        self._arrived: list[Delivery] = []
        self._arrival = threading.Condition()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                delivery = Delivery({name.lower(): value for name, value in self.headers.items()}, body)
                outer.before(delivery)
                status = outer._take(delivery)
                self.send_response(status)
                for name, value in outer.extra.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook"

    def _take(self, delivery: Delivery) -> int:
        with self._arrival:
            self._arrived.append(delivery)
            self._arrival.notify_all()
            return self.statuses.pop(0) if self.statuses else self.status

    @property
    def deliveries(self) -> list[Delivery]:
        with self._arrival:
            return list(self._arrived)

    @property
    def types(self) -> list[str]:
        return [one.message["type"] for one in self.deliveries]

    def wait_for(self, count: int, seconds: float = 90) -> list[Delivery]:
        """The first so many deliveries, waiting for them."""
        with self._arrival:
            enough = self._arrival.wait_for(lambda: len(self._arrived) >= count, seconds)
            assert enough, f"{len(self._arrived)} of {count} came: {[one.id for one in self._arrived]}"
            return list(self._arrived)

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
