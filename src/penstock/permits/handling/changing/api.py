"""Operations on changes of permits: beginning a variation, and extending many at once."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Response

from penstock.cases.steps.api import entered
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, body_of
from penstock.parties.duties import APPLY_FOR_PERMITS, SIGN_PERMITS
from penstock.permits.fields import EXTENSION
from penstock.permits.handling.changing import services

router = Router(tags=["permits"])


class BegunShape(Schema):
    """The draft of an application for a change."""

    reference: str
    replaces: str


class ExtendedShape(Schema):
    """A permit that was to be extended; an empty reason says that it was."""

    reference: str
    reason: str


class ExtendMany(body_of(EXTENSION, strict=True)):  # type: ignore[misc]
    """Which permits to extend, until when, and why."""

    permits: list[str]


@router.post("/permits/{reference}/change", response={201: BegunShape, **PROBLEMS}, summary="Apply for a change")
@opened_by(APPLY_FOR_PERMITS)
def begin_change(request: HttpRequest, reference: str) -> Response:
    """Draft an application for a change of a permit, filled in from it."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        made = services.begin_change(viewer=viewer, reference=reference)
        return 201, {"reference": made.reference, "replaces": reference}

    return answer_once(request, act)


@router.post("/permit-extensions", response={200: list[ExtendedShape], **PROBLEMS}, summary="Extend several permits")
@opened_by(SIGN_PERMITS)
def extend_permits(request: HttpRequest, body: ExtendMany) -> Response:
    """Extend permits to one day for one reason; each is extended, or it is said why not."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        raw = entered(body)
        done = services.extend_many(viewer=viewer, references=raw.pop("permits"), raw=raw)
        return 200, [{"reference": one.reference, "reason": one.reason} for one in done]

    return answer_once(request, act)
