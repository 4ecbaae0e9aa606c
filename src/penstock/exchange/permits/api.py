"""Operations by which national systems fetch permits as XML or JSON."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from penstock.exchange.papers.api import Asked, answer_as, described
from penstock.exchange.permits.examples import TOLD
from penstock.exchange.permits.shapes import PERMITS
from penstock.exchange.permits.telling import permit_alone, permits_since
from penstock.kernel.doors.access import opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS
from penstock.parties.duties import READ_PERMITS

router = Router(tags=["papers"])


@router.get(
    "/papers/permits",
    response={200: None, **PROBLEMS},
    summary="Fetch the permits to which something happened after an act",
    openapi_extra={"responses": described(PERMITS, TOLD)},
)
@opened_by(READ_PERMITS)
def fetch_permits(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """Permits as they stand, oldest act first; a permit comes again when something else happened to it."""
    return answer_as(request, permits_since(viewer_in(request), asked.since, asked.limit), PERMITS)


@router.get(
    "/papers/permits/{reference}",
    response={200: None, **PROBLEMS},
    summary="Fetch one permit",
    openapi_extra={"responses": described(PERMITS, TOLD)},
)
@opened_by(READ_PERMITS)
def fetch_permit(request: HttpRequest, reference: str) -> HttpResponse:
    """A permit as it stands, as a document of its own."""
    return answer_as(request, permit_alone(viewer_in(request), reference), PERMITS)
