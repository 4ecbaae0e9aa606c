"""A real SMTP server on the loopback that keeps what it receives."""

import asyncio
import threading
import time
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from penstock.commands.serve import free_port


class Mailbox:
    """Every message that the house has sent, in order of arrival."""

    def __init__(self) -> None:
        """Start empty; `open` starts the server."""
        self.host, self.port = "127.0.0.1", free_port()
        self.is_refusing = False
        self.seconds_for_each = 0.0
        self._messages: list[EmailMessage] = []
        self._arrival = threading.Condition()
        self._server = Controller(self, hostname=self.host, port=self.port)

    @property
    def messages(self) -> list[EmailMessage]:
        """What has arrived so far."""
        with self._arrival:
            return list(self._messages)

    def to(self, address: str) -> list[EmailMessage]:
        """What has arrived for one addressee."""
        return [message for message in self.messages if address in str(message["To"])]

    def wait_for(self, address: str = "", subject: str = "", *, seconds: float = 60) -> EmailMessage:
        """The first message whose addressee and subject contain the given text, waiting for it to arrive."""

        def fits(message: EmailMessage) -> bool:
            return address in str(message["To"]) and subject in str(message["Subject"])

        end = time.monotonic() + seconds
        with self._arrival:
            while not (found := [message for message in self._messages if fits(message)]):
                left = end - time.monotonic()
                if left <= 0:
                    arrived = [f"{message['To']}: {message['Subject']}" for message in self._messages]
                    raise AssertionError(
                        f"no mail to '{address}' on '{subject}' within {seconds} s; arrived: {arrived}"
                    )
                self._arrival.wait(left)
        return found[0]

    def clear(self) -> None:
        """Forget what has arrived."""
        with self._arrival:
            self._messages.clear()

    def open(self) -> None:
        """Start receiving."""
        self._server.start()

    def close(self) -> None:
        """Stop receiving, as a mail server that is down."""
        self._server.stop(no_assert=True)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's
        """Keep one message, or put the sender off when told to."""
        if self.is_refusing:
            return "451 try again later"
        await asyncio.sleep(self.seconds_for_each)
        message = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        with self._arrival:
            self._messages.append(message)
            self._arrival.notify_all()
        return "250 kept"
