"""Answers to what cannot be done, as problem documents (RFC 9457) that name the field and the way to mend it."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from penstock.kernel.record import note_access
from penstock.kernel.viewer import Fault, NotVisible, Refused, Viewer

STATUS_OF = {
    "missing_duty": HTTPStatus.FORBIDDEN,
    "faults": HTTPStatus.UNPROCESSABLE_ENTITY,
    "key_too_long": HTTPStatus.BAD_REQUEST,
    "cursor": HTTPStatus.BAD_REQUEST,
    "too_often": HTTPStatus.TOO_MANY_REQUESTS,
    "misshapen": HTTPStatus.UNPROCESSABLE_ENTITY,
    **dict.fromkeys(("not_xml", "not_json", "doctype", "not_utf8", "too_deep"), HTTPStatus.BAD_REQUEST),
    **dict.fromkeys(("oversized", "too_many_parts"), HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    "media_type": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "not_acceptable": HTTPStatus.NOT_ACCEPTABLE,
}


def problem(status: int, code: str, detail: str, faults: Iterable[dict[str, str]] = ()) -> HttpResponse:
    """A problem document."""
    body: dict[str, Any] = {
        "type": f"urn:penstock:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
    }
    if told := list(faults):
        body["faults"] = told
    return JsonResponse(body, status=status, content_type="application/problem+json")


def told(fault: Fault) -> dict[str, str]:
    """A fault as the API tells it."""
    return {"field": fault.field, "code": fault.code, "message": fault.message}


def register(api: NinjaAPI) -> None:
    """Answer every kind of no with a problem document."""

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, no: Refused) -> HttpResponse:
        _note(request, no.code)
        status = STATUS_OF.get(no.code, HTTPStatus.CONFLICT)
        return problem(status, no.code, no.message, [told(fault) for fault in no.faults])

    @api.exception_handler(NotVisible)
    def absent(request: HttpRequest, _no: NotVisible) -> HttpResponse:
        _note(request, "not visible")
        return problem(HTTPStatus.NOT_FOUND, "not_found", "There is nothing here for you.")

    @api.exception_handler(ValidationError)
    def misshapen(_request: HttpRequest, wrong: ValidationError) -> HttpResponse:
        faults = [
            {"field": _field(error), "code": str(error["type"]), "message": str(error["msg"])} for error in wrong.errors
        ]
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "misshapen", "The request is not shaped as documented.", faults)

    @api.exception_handler(AuthenticationError)
    def unknown(_request: HttpRequest, _no: AuthenticationError) -> HttpResponse:
        return problem(HTTPStatus.UNAUTHORIZED, "no_token", "Give a valid bearer token in the Authorization header.")

    @api.exception_handler(HttpError)
    def plain(_request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(error.status_code, "bad_request", str(error))


def _field(error: dict[str, Any]) -> str:
    """The last name on the way to what is wrong."""
    return str(next((part for part in reversed(error.get("loc", ())) if isinstance(part, str)), ""))


def _note(request: HttpRequest, why: str) -> None:
    viewer = getattr(request, "auth", None)
    if isinstance(viewer, Viewer):
        note_access(viewer, f"{request.method} {request.path}", why)
