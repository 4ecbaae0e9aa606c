"""`penstock serve`: answer pages and API calls."""

import argparse
import contextlib
import errno
import os
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from http import HTTPStatus

from penstock.commands.running import instance
from penstock.commands.running.processes import Child, interruptible, python, require_alive, watch
from penstock.commands.trouble import Trouble

DEFAULT_PORT = 8000
LAST_PORT = 65535
PATIENCE = 60.0


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the subcommand."""
    text = "answer pages and API calls"
    parser = subparsers.add_parser("serve", help=text, description=text)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", help=f"port to listen on (default: PORT, or {DEFAULT_PORT})")
    parser.add_argument("--live-port", help="port to tell browsers of changes on, beside PENSTOCK_LIVE_URL (none)")
    parser.add_argument("--workers", type=int, default=2, help="processes (default: %(default)s)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until Ctrl-C or SIGTERM."""
    port = chosen_port(args.port)
    require_free(args.host, port)
    with (
        contextlib.suppress(KeyboardInterrupt),
        interruptible(),
        instance.database(),
        contextlib.ExitStack() as running,
    ):
        children = [running.enter_context(web(port, host=args.host, workers=args.workers))]
        if args.live_port:
            children.append(running.enter_context(live(chosen_port(args.live_port), host=args.host)))
        watch(children)
    return 0


def web(port: int, *, host: str = "127.0.0.1", workers: int = 2) -> Child:
    """Start the web server: threads, as our views are synchronous, and a limit to how long an end may take."""
    options = ["--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers)]
    options += ["--blocking-threads", "4", "--workers-kill-timeout", "5", "--log-level", "warning"]
    # A worker that is killed, as by a machine short of memory, must not end the others.
    options += ["--respawn-failed-workers"]
    command = python("granian", *options, "penstock.wsgi:application")
    (instance.var() / "static").mkdir(exist_ok=True)  # WhiteNoise warns where there is none
    return Child("the web server", command, log=instance.var() / "web.log")


def live(port: int, *, host: str = "127.0.0.1") -> Child:
    """Start the process for live updates: one that holds many connections open and does next to nothing for each."""
    options = ["--interface", "asgi", "--host", host, "--port", str(port), "--workers", "1"]
    options += ["--workers-kill-timeout", "2", "--log-level", "warning", "--respawn-failed-workers"]
    command = python("granian", *options, "penstock.asgi:application")
    return Child("the live updates", command, log=instance.var() / "live.log")


def await_answer(base_url: str, children: Sequence[Child]) -> None:
    """Wait until the first page answers; a child that dies meanwhile is trouble."""
    end = time.monotonic() + PATIENCE
    while not _answers(base_url):
        require_alive(children)
        if time.monotonic() > end:
            raise Trouble(f"the first page did not answer in {PATIENCE:.0f} s: {children[-1].last_line()}")
        time.sleep(0.03)


def _answers(url: str) -> bool:
    # A proxy of the environment must not stand between us and our own loopback.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        opener.open(url, timeout=10).close()
    except urllib.error.HTTPError as error:
        return error.code < HTTPStatus.INTERNAL_SERVER_ERROR
    except OSError:
        return False
    return True


def chosen_port(given: str | None = None) -> int:
    """The port to listen on: an option, else PORT, else the usual one."""
    text = given or os.environ.get("PORT") or str(DEFAULT_PORT)
    if not text.isdecimal() or not 0 < int(text) <= LAST_PORT:
        raise Trouble(f"'{text}' is not a port: give a number from 1 to {LAST_PORT}", code=2)
    return int(text)


def require_free(host: str, port: int) -> None:
    """Raise trouble when something already listens; the web server itself would share the port silently."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            reason = "is taken; choose another, as in PORT=8001" if taken else f"cannot be used: {error.strerror}"
            raise Trouble(f"port {port} {reason}") from error


def free_port() -> int:
    """A port of the loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
