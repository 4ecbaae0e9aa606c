"""One delivery over the wire: no redirect, no proxy, no body read, and an end to it whatever the other side does."""

import http.client
import logging
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass

from penstock import __version__
from penstock.exchange.webhooks.addresses import Target, Unfit, resolved, target_of

logger = logging.getLogger(__name__)
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


def post(url: str, headers: Mapping[str, str], body: bytes) -> Answer:
    """Deliver a body once; whatever goes wrong is an answer, never an exception."""
    try:
        target = target_of(url)
        addresses = resolved(target)
    except Unfit as unfit:
        return Answer(0, str(unfit))
    told = {"Content-Type": "application/json", "User-Agent": f"Penstock/{__version__}", "Connection": "close"}
    answer = Answer(0, "")
    for address in addresses:
        connection = (_Secure if target.is_secure else _Plain)(target, address)
        try:
            return _exchange(connection, target.path, {**told, **headers}, body)
        except ssl.SSLCertVerificationError as error:
            return Answer(0, f"The certificate is not good: {error.verify_message}.")
        except TimeoutError:
            answer = Answer(0, "No answer in time.")
        except (OSError, ValueError, http.client.HTTPException) as error:
            answer = Answer(0, f"No answer: {type(error).__name__}.")
    return answer


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
