"""What stands before every address of MISP: the token, the size of what is sent, the duty, and the answer to a no.

Clients send their key alone as `Authorization`, without a word before it. A session of the pages opens nothing here.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any, NoReturn

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from penstock.exchange.taxii.keeping import catch_up
from penstock.kernel.crashes import crash_point
from penstock.kernel.record import note_access
from penstock.kernel.routes import door
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import NotVisible, Refused, Viewer
from penstock.parties.queries import viewer_of_token

LARGEST = 2 * 1024 * 1024
View = Callable[..., Any]


class Unreadable(Exception):  # noqa: N818 - it is an answer, not an error
    """Something that was sent and cannot be understood."""


def refusal(request: HttpRequest, status: int, said: str, errors: Iterable[str] = (), **headers: str) -> HttpResponse:
    """A no as MISP says it; what may not be seen is answered like what is absent."""
    body = {"saved": False, "name": said, "message": said, "url": request.path}
    return _written({**body, "errors": list(errors) or [said]}, status, headers)


def _written(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    text = json.dumps(body, ensure_ascii=False)
    return HttpResponse(text, content_type="application/json", status=status, headers=dict(headers or {}))


def misp(duty: str, *methods: str) -> Callable[[View], Callable[..., HttpResponse]]:
    """Declare the duty and the methods of an address; the view gets the viewer and what was sent, and answers JSON."""

    def declare(view: View) -> Callable[..., HttpResponse]:
        @door(duty)
        @csrf_exempt
        @wraps(view)
        def opened(request: HttpRequest, **named: str) -> HttpResponse:
            viewer = viewer_of(request)
            if viewer is None:
                return refusal(request, 401, "Give a valid token as Authorization.", **{"WWW-Authenticate": "Bearer"})
            if request.method not in methods:
                return refusal(request, 405, "This method is not known here.", Allow=", ".join(methods))
            if not viewer.has(duty):
                note_access(viewer, f"{request.method} {request.path}", "missing duty")
                return refusal(request, 403, f"This needs the duty '{duty}', which you do not hold.")
            return _answered(view, request, viewer, **named)

        return opened

    return declare


def viewer_of(request: HttpRequest) -> Viewer | None:
    """The viewer behind the token, given alone, after the word Bearer, or in MISP's own header."""
    given = request.headers.get("X-MISP-AUTH") or request.headers.get("Authorization", "")
    kind, parted, token = given.strip().partition(" ")
    if parted and kind.lower() != "bearer":
        return None
    found = token.strip() if parted else kind
    return viewer_of_token(found) if found else None


def _answered(view: View, request: HttpRequest, viewer: Viewer, **named: str) -> HttpResponse:
    about = f"{request.method} {request.path}"
    try:
        sent = _sent(request)
        catch_up()
        with acting(viewer):
            answer = view(viewer, sent, **named)
            crash_point("before_commit_of_act")
    except NotVisible:
        note_access(viewer, about, "not visible")
        return refusal(request, 404, "There is nothing here for you.")
    except Unreadable as wrong:
        return refusal(request, 400, str(wrong))
    except Refused as no:
        note_access(viewer, about, no.code)
        return refusal(request, 409, no.message, (f"{one.field}: {one.message}" for one in no.faults))
    return _written(answer)


def _sent(request: HttpRequest) -> dict[str, Any]:
    if request.method != "POST":
        return {}
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        message = f"At most {LARGEST} bytes are taken at once."
        raise Unreadable(message)
    try:
        found = json.loads(request.body or b"{}", parse_constant=_no_constant)
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise Unreadable("Send JSON in UTF-8.") from None
    if not isinstance(found, dict | list) or _holds_nul(found):
        raise Unreadable("Send an object of JSON, without the character of no value.")
    return found if isinstance(found, dict) else {}


def _no_constant(name: str) -> NoReturn:
    message = f"{name} is no JSON"
    raise ValueError(message)


def _holds_nul(value: Any) -> bool:
    """Whether a text holds the one character that the database does not keep."""
    return "\\u0000" in json.dumps(value)
