"""The ASGI application of live updates: server-sent events that say `changed`, and nothing of what did.

A stream is opened by the session of a person who may read cases, and ends when that is no longer so. Its ids are links
of the record, so a browser that comes back (Last-Event-ID) is told at once if it missed something.
"""

import asyncio
import contextlib
import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.db import InterfaceError, OperationalError

from penstock.exchange.live.hub import Full, Hub, Listener
from penstock.exchange.live.sessions import THREADS, has_news, session_key, viewer_of_session

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
SECONDS_BETWEEN_LOOKS = float(os.environ.get("PENSTOCK_LIVE_SECONDS", "20"))
SECONDS_AT_LEAST = 0.5
BEGIN = b"retry: 3000\n\n"

hub = Hub()
_tasks: set["asyncio.Task[None]"] = set()


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """Answer one connection of the server, or its beginning and end."""
    if scope["type"] == "lifespan":
        await _live(receive, send)
    elif scope["type"] == "http":
        await _answer(scope, receive, send)


async def _live(receive: Receive, send: Send) -> None:
    """Listen to the database for as long as the process lives."""
    await receive()
    _tasks.add(asyncio.create_task(hub.listen()))
    await send({"type": "lifespan.startup.complete"})
    await receive()
    for one in _tasks:
        one.cancel()
    await send({"type": "lifespan.shutdown.complete"})


async def _answer(scope: Message, receive: Receive, send: Send) -> None:
    """Answer one browser; where the database does not, it is told to come back."""
    try:
        await _open(scope, receive, send)
    except (OperationalError, InterfaceError):
        with contextlib.suppress(RuntimeError):  # the answer may have begun
            await _start(send, 200)
        await send({"type": "http.response.body", "body": BEGIN})


async def _open(scope: Message, receive: Receive, send: Send) -> None:
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    key = session_key(headers.get("cookie", ""))
    viewer = await _asked(viewer_of_session, key)
    if viewer is None or scope["method"] != "GET":
        # 204 tells a browser's EventSource not to come back.
        await _start(send, 204 if scope["method"] == "GET" else 405)
        await send({"type": "http.response.body", "body": b""})
        return
    try:
        with hub.listening(viewer) as listener:
            after = _after(headers.get("last-event-id", ""), scope["query_string"].decode("latin-1"))
            listener.seq = after
            if await _asked(has_news, viewer, after):
                listener.nudge(after)
            await _start(send, 200)
            await _until_gone(receive, _stream(send, listener, key))
    except Full:
        await _start(send, 503)
        await send({"type": "http.response.body", "body": b"too many listen\n"})


async def _stream(send: Send, listener: Listener, key: str) -> None:
    """Say `changed` whenever it is so, and a word now and then to keep the way open, until the session has ended."""
    await _say(send, BEGIN)
    while await _asked(viewer_of_session, key):
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(SECONDS_BETWEEN_LOOKS):
                while True:
                    await listener.changed.wait()
                    await asyncio.sleep(SECONDS_AT_LEAST)  # what comes together is told together
                    listener.changed.clear()
                    await _say(send, f"id: {listener.seq}\nevent: changed\ndata:\n\n".encode())
        await _say(send, b": here\n\n")
    await send({"type": "http.response.body", "body": b""})


async def _until_gone(receive: Receive, stream: Awaitable[None]) -> None:
    """Stream until the browser goes away."""
    streaming = asyncio.ensure_future(stream)
    leaving = asyncio.ensure_future(_gone(receive))
    try:
        done, _waiting = await asyncio.wait({streaming, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if streaming in done:
            streaming.result()
    finally:
        streaming.cancel()
        leaving.cancel()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _asked(question: Callable[..., Any], *about: Any) -> Any:
    return await asyncio.get_running_loop().run_in_executor(THREADS, question, *about)


async def _start(send: Send, status: int) -> None:
    """Headers of every answer; a page of this instance may listen with its session, and nobody else's."""
    headers = {
        "content-type": "text/event-stream",
        "cache-control": "no-store",
        "x-accel-buffering": "no",
        "access-control-allow-origin": settings.BASE_URL.rstrip("/"),
        "access-control-allow-credentials": "true",
        "vary": "Origin, Cookie",
    }
    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": pairs})


async def _say(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


def _after(last_id: str, query: str) -> int:
    """The link of the record after which the listener wants to hear; none that makes sense is the beginning."""
    text = last_id or parse_qs(query).get("after", [""])[0]
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else 0  # noqa: PLR2004 - as a bigint has
