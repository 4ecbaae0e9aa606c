"""A mail server for where there is none: it keeps each message as a file and sends nothing anywhere."""

import asyncio
import itertools
import re
import sys
import time
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session


class Keeper:
    """Writes each message to one directory, named by time and addressee."""

    def __init__(self, directory: Path) -> None:
        """Name the directory."""
        directory.mkdir(parents=True, exist_ok=True)
        self._directory = directory
        self._numbers = itertools.count(1)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's
        """Keep one message."""
        addressee = re.sub(r"[^\w.@+-]", "_", envelope.rcpt_tos[0])
        name = f"{time.strftime('%Y%m%dT%H%M%S')}-{next(self._numbers):04}-{addressee}.eml"
        content = envelope.content or b""
        (self._directory / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return "250 kept"


async def serve(port: int, directory: Path) -> None:
    """Receive mail on the loopback until the process ends."""
    keeper = Keeper(directory)
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(keeper), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
