"""What stands before every page: the content policy, the viewer with a transaction, and the answers to a no."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import resolve
from django.utils.http import urlencode

from penstock.kernel.record import note_access
from penstock.kernel.routes import ANYBODY, SIGNED_IN, duty_of
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import NotVisible, Refused, Viewer
from penstock.parties.queries import viewer_for

Answer = Callable[[HttpRequest], HttpResponseBase]

# Live updates may come from an origin of their own.
TOLD_BY = " ".join(["'self'", *([settings.LIVE_URL] if "://" in settings.LIVE_URL else [])])
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    f" connect-src {TOLD_BY}; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


def content_policy(get_response: Answer) -> Answer:
    """Send the strict content policy with every answer, and keep pages out of shared caches."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response

    return answer


class acting_viewer:  # noqa: N801 - Django calls it like a function
    """Make the viewer, ask the route for its duty, and run the view in a transaction that shows only their rows.

    The API, TAXII and MISP make their own viewer from a token and are let through.
    """

    def __init__(self, get_response: Answer) -> None:
        """Stand before `get_response`."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request."""
        if request.path_info.startswith(("/api/", "/taxii2/", "/misp/")):
            return self.get_response(request)
        request.viewer = viewer_for(request.user) if request.user.is_authenticated else None  # type: ignore[attr-defined]
        viewer: Viewer | None = request.viewer  # type: ignore[attr-defined]
        duty = duty_of(resolve(request.path_info).func) if _is_route(request) else None
        if viewer is None and duty not in {ANYBODY, None}:
            return redirect(f"/accounts/login/?{urlencode({'next': request.get_full_path()})}")
        if viewer and duty not in {ANYBODY, SIGNED_IN, None} and not viewer.has(str(duty)):
            return _no(request, viewer, 404, "missing duty")
        return self._answer(request, viewer)

    def _answer(self, request: HttpRequest, viewer: Viewer | None) -> HttpResponseBase:
        if viewer is None:
            return self.get_response(request)
        try:
            with acting(viewer):
                response = self.get_response(request)
                if isinstance(response, HttpResponse) and request.__dict__.get("turned_down"):
                    raise request.turned_down  # type: ignore[attr-defined]
                if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                    transaction.set_rollback(True)
                return response
        except NotVisible:
            return _no(request, viewer, 404, "not visible")
        except Refused as no:
            note_access(viewer, f"{request.method} {request.path}", no.code)
            return render(request, "refused.html", {"refusal": no}, status=409)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Carry a no past Django's handler to where the transaction is rolled back."""
        if isinstance(exception, NotVisible | Refused):
            request.turned_down = exception  # type: ignore[attr-defined]
            return HttpResponse(status=409)
        return None


def _is_route(request: HttpRequest) -> bool:
    return not request.path_info.startswith("/static/")


def _no(request: HttpRequest, viewer: Viewer, status: int, why: str) -> HttpResponse:
    """The same page for what is absent and what may not be seen, and a line in the access log."""
    note_access(viewer, f"{request.method} {request.path}", why)
    return render(request, "404.html", status=status)
