"""What stands before every address of TAXII: the token, the media type, the duty, and the answer to a no.

Clients speak HTTP Basic, so a token may stand as its password; the name beside it is not looked at. A session of the
pages opens nothing here.
"""

import base64
import binascii
import json
import re
from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from penstock.exchange.taxii.collections import follows
from penstock.exchange.taxii.inbox.envelopes import Unreadable
from penstock.exchange.taxii.inbox.posting import Full
from penstock.exchange.taxii.keeping import catch_up
from penstock.exchange.taxii.paging import Misasked
from penstock.kernel.crashes import crash_point
from penstock.kernel.record import note_access
from penstock.kernel.routes import door
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import NotVisible, Refused, Viewer
from penstock.parties.queries import viewer_of_token

MEDIA_TYPE = "application/taxii+json;version=2.1"
_OURS = re.compile(r"application/(taxii\+json|\*)(;version=2\.1)?|\*/\*")
_BODY = re.compile(r"application/taxii\+json(;version=2\.1)?")
CHALLENGE = 'Basic realm="TAXII: a token as the password", Bearer'
View = Callable[..., HttpResponse]
NONE: Mapping[str, str] = {}


def answer(body: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] = NONE) -> HttpResponse:
    """A resource of TAXII."""
    return HttpResponse(
        json.dumps(body, ensure_ascii=False), content_type=MEDIA_TYPE, status=status, headers=dict(headers)
    )


def refusal(status: int, said: str, headers: Mapping[str, str] = NONE) -> HttpResponse:
    """An error message as TAXII has it; what may not be seen is answered like what is absent."""
    told = {"title": HTTPStatus(status).phrase, "description": said, "http_status": str(status)}
    return answer(told, status, headers)


def taxii(duty: str, *methods: str) -> Callable[[View], View]:
    """Declare the duty and the methods of an address, and answer every kind of no as TAXII does."""

    def declare(view: View) -> View:
        @door(duty)
        @csrf_exempt
        @wraps(view)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            viewer = viewer_of(request)
            if viewer is None:
                return refusal(401, "Give a valid token.", {"WWW-Authenticate": CHALLENGE})
            if request.method not in methods:
                return refusal(405, "This method is not known here.", {"Allow": ", ".join(methods)})
            if not viewer.has(duty):
                note_access(viewer, f"{request.method} {request.path}", "missing duty")
                return refusal(403, f"This needs the duty '{duty}', which you do not hold.")
            wrong = _media_fault(request)
            return wrong or _answered(view, request, viewer, *args, **kwargs)

        return opened

    return declare


def viewer_of(request: HttpRequest) -> Viewer | None:
    """The viewer behind a bearer token, or behind a token given as the password of HTTP Basic."""
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return viewer_of_token(given.strip())
    if kind.lower() != "basic":
        return None
    try:
        _name, parted, token = base64.b64decode(given, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return viewer_of_token(token) if parted else None


def _media_fault(request: HttpRequest) -> HttpResponse | None:
    wanted = request.headers.get("Accept", "")
    parts = [re.sub(r";q=[0-9.]+", "", one.replace(" ", "")) for one in wanted.split(",")]
    if not any(_OURS.fullmatch(one) for one in parts):
        return refusal(406, f"Accept {MEDIA_TYPE}.")
    if request.method == "POST" and not _BODY.fullmatch(request.headers.get("Content-Type", "").replace(" ", "")):
        return refusal(415, f"Send {MEDIA_TYPE}.")
    return None


def _answered(view: View, request: HttpRequest, viewer: Viewer, *args: Any, **kwargs: Any) -> HttpResponse:
    try:
        followed = catch_up() if request.method == "GET" and follows(viewer, kwargs.get("name", "")) else None
        with acting(viewer):
            response = view(request, viewer, followed, *args, **kwargs)
            crash_point("before_commit_of_act")
    except NotVisible:
        note_access(viewer, f"{request.method} {request.path}", "not visible")
        return refusal(404, "There is nothing here for you.")
    except Misasked as wrong:
        return refusal(400, str(wrong))
    except Full as full:
        note_access(viewer, f"{request.method} {request.path}", "inbox full")
        return refusal(429, str(full))
    except Unreadable as wrong:
        return refusal(422, str(wrong))
    except Refused as no:
        note_access(viewer, f"{request.method} {request.path}", no.code)
        return refusal(409, no.message)
    return response
