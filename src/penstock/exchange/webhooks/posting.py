"""One delivery or fetch over the wire: no redirect, no proxy, and an end to it whatever the other side does.

Of the answer to a delivery no body is read; what is fetched is read up to a limit.
"""

import dataclasses
import http.client
import logging
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from penstock import __version__
from penstock.exchange.webhooks.addresses import Target, Unfit, resolved, target_of

logger = logging.getLogger(__name__)
Said = TypeVar("Said")
ALWAYS = {"User-Agent": f"Penstock/{__version__}", "Connection": "close"}
SECONDS_OF_SILENCE = 5.0
SECONDS_IN_ALL = 12.0


@dataclass(frozen=True, slots=True)
class Answer:
    """How a delivery went: the status, 0 where there was none, in words that tell nothing of the other side's body."""

    status: int
    said: str

    @property
    def is_taken(self) -> bool:
        """Whether the other side took it: any status of 2xx."""
        return 200 <= self.status < 300  # noqa: PLR2004 - as HTTP numbers success

    @property
    def is_gone(self) -> bool:
        """Whether the other side wants no more (410)."""
        return self.status == http.client.GONE


class _Plain(http.client.HTTPConnection):
    """A connection to an address that was judged before."""

    def __init__(self, target: Target, address: str) -> None:
        """Speak to `target` at `address`."""
        super().__init__(target.host, target.port, timeout=SECONDS_OF_SILENCE)
        self.address = address

    def connect(self) -> None:
        """Connect to the judged address, whatever the name resolves to by now."""
        self.sock = socket.create_connection((self.address, self.port), self.timeout)

    def cut(self) -> None:
        """End it now, from another thread."""
        if self.sock:
            try:
                self.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                logger.debug("the connection had ended by itself")


class _Secure(_Plain):
    """The same under TLS, with the certificate checked for the name."""

    default_port = 443

    def connect(self) -> None:
        """Connect, and see that the other side is who the name says."""
        super().connect()
        # The handshake comes after, so that `cut` reaches it too.
        self.sock = ssl.create_default_context().wrap_socket(
            self.sock, server_hostname=self.host, do_handshake_on_connect=False
        )
        self.sock.do_handshake()


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was fetched: the status, 0 where there was none, in words; headers by small names, and the whole body."""

    status: int
    said: str
    headers: Mapping[str, str] = dataclasses.field(default_factory=dict)
    body: bytes = b""


def post(url: str, headers: Mapping[str, str], body: bytes) -> Answer:
    """Deliver a body once; whatever goes wrong is an answer, never an exception."""
    told = {"Content-Type": "application/json", **headers}
    found = _through(url, lambda connection, path: _exchange(connection, path, {**ALWAYS, **told}, body))
    return found if isinstance(found, Answer) else Answer(0, found)


def fetch(url: str, headers: Mapping[str, str], most: int) -> Fetched:
    """Fetch what is at an address once, at most so many bytes of it; whatever goes wrong is an answer."""
    found = _through(url, lambda connection, path: _fetched(connection, path, {**ALWAYS, **headers}, most))
    return found if isinstance(found, Fetched) else Fetched(0, found)


def _through(url: str, use: Callable[[_Plain, str], Said]) -> Said | str:
    """Use a connection to the first judged address that answers; or why there was none."""
    try:
        target = target_of(url)
        addresses = resolved(target)
    except Unfit as unfit:
        return str(unfit)
    why = ""
    for address in addresses:
        connection = (_Secure if target.is_secure else _Plain)(target, address)
        try:
            return use(connection, target.path)
        except ssl.SSLCertVerificationError as error:
            return f"The certificate is not good: {error.verify_message}."
        except TimeoutError:
            why = "No answer in time."
        except (OSError, ValueError, http.client.HTTPException) as error:
            why = f"No answer: {type(error).__name__}."
    return why


def _fetched(connection: _Plain, path: str, headers: Mapping[str, str], most: int) -> Fetched:
    """Ask and read to the end, or to where it is too much; a side that drips its answer is cut off."""
    watch = threading.Timer(SECONDS_IN_ALL, connection.cut)
    watch.daemon = True
    watch.start()
    try:
        connection.request("GET", path, headers=dict(headers))
        answer = connection.getresponse()
        body = answer.read(most + 1)
        if len(body) > most:
            return Fetched(0, f"The answer is longer than {most} bytes.")
        told = {name.lower(): value for name, value in answer.getheaders()}
        return Fetched(answer.status, f"{answer.status}", told, body)
    finally:
        watch.cancel()
        connection.close()


def _exchange(connection: _Plain, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
    """Send and wait for the status line; a side that drips its answer is cut off."""
    watch = threading.Timer(SECONDS_IN_ALL, connection.cut)
    watch.daemon = True
    watch.start()
    try:
        connection.request("POST", path, body, dict(headers))
        status = connection.getresponse().status
        is_redirect = 300 <= status < 400  # noqa: PLR2004 - as HTTP numbers redirections
        return Answer(status, f"{status}" + (", a redirection, which is not followed" if is_redirect else ""))
    finally:
        watch.cancel()
        connection.close()
