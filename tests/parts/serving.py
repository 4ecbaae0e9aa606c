"""A server on the loopback that sends example pages under the real content policy."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import django_htmx

STATIC = Path(__file__).parents[2] / "src/penstock/kernel/static"
HTMX = Path(django_htmx.__file__).parent / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


class _Handler(SimpleHTTPRequestHandler):
    """Gives pages from the site's folder and static files from where they lie."""

    def translate_path(self, path: str) -> str:
        """Static files are those of the kernel, and htmx is that of its wheel."""
        path = path.partition("?")[0]
        if path.startswith("/static/django_htmx/"):
            return str(HTMX / path.removeprefix("/static/"))
        if path.startswith("/static/"):
            return str(STATIC / path.removeprefix("/static/"))
        return super().translate_path(path)

    def guess_type(self, path: str) -> str:  # type: ignore[override]
        """Pieces for htmx have no ending and are HTML."""
        return super().guess_type(path) if Path(path).suffix else "text/html"

    def end_headers(self) -> None:
        """Add what the product's door adds."""
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def do_POST(self) -> None:
        """Take any form."""
        self.send_response(HTTPStatus.NO_CONTENT)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address under which the pages of `folder` are served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
