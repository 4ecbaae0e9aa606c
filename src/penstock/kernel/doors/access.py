"""What opens an operation of the API, and how a repeated call is answered as before."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.http import HttpRequest
from ninja import UploadedFile
from ninja.responses import Response

from penstock.kernel.crashes import crash_point
from penstock.kernel.delivery.inbox import Answered, once
from penstock.kernel.routes import SIGNED_IN
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import Refused, Viewer

Operation = TypeVar("Operation", bound=Callable[..., Any])
LONGEST_KEY = 200


def viewer_in(request: HttpRequest) -> Viewer:
    """The viewer that the token made."""
    return cast("Viewer", request.auth)  # type: ignore[attr-defined]


def opened_by(duty: str) -> Callable[[Operation], Operation]:
    """Declare the duty that opens an operation, and run it in a transaction that shows only the viewer's rows."""

    def declare(operation: Operation) -> Operation:
        @wraps(operation)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            viewer = viewer_in(request)
            if duty != SIGNED_IN:
                viewer.needs(duty)
            with acting(viewer):
                answer = operation(request, *args, **kwargs)
                crash_point("before_commit_of_act")
            crash_point("after_act_before_answer")
            return answer

        opened.duty = duty  # type: ignore[attr-defined]
        return cast("Operation", opened)

    return declare


def uploaded(file: UploadedFile, *beside: str) -> bytes:
    """What an upload says whenever it is repeated; its body is written otherwise each time."""
    content = hashlib.sha256()
    for chunk in file.chunks():
        content.update(chunk)
    return "\n".join((content.hexdigest(), file.name or "", *beside)).encode()


def answer_once(request: HttpRequest, act: Callable[[], Answered], *, said: bytes | None = None) -> Response:
    """Do what was called for, once for each `Idempotency-Key` of an organisation; without a key, each time.

    `said` stands for the body where that is an upload.
    """
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > LONGEST_KEY:
        raise Refused("key_too_long", f"An Idempotency-Key has at most {LONGEST_KEY} characters.")
    if not key:
        status, answer = act()
    else:
        called = f"{request.method} {request.path}\n".encode() + (request.body if said is None else said)
        status, answer = once(viewer_in(request), key, called, act)
    return Response(answer, status=status)
