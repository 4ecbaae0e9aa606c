"""Operations on the companies that an authority trusts with alerts for industry."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from ninja.responses import Response

from penstock.alerts.fields import TRUST
from penstock.alerts.trusted.services import end_trust, trust, trusted_companies
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, body_of
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import SEND_ALERTS

router = Router(tags=["alerts"])
Named = body_of(TRUST, strict=True)


class TrustedCompany(Schema):
    """A company that is trusted today, and how many of its people read alerts."""

    id: UUID
    name: str
    since: date
    trusted_by: str
    readers: int


def _all(viewer: Viewer) -> list[dict[str, Any]]:
    return [
        {
            "id": str(one.company.pk),
            "name": one.company.name,
            "since": one.membership.from_on.isoformat(),
            "trusted_by": one.membership.set_by,
            "readers": one.readers,
        }
        for one in trusted_companies(viewer)
    ]


@router.get("/trusted-companies", response={200: list[TrustedCompany], **PROBLEMS}, summary="Trusted companies")
@opened_by(SEND_ALERTS)
def list_trusted(request: HttpRequest) -> list[dict[str, Any]]:
    """List the companies of one's own country that are trusted today."""
    return _all(viewer_in(request))


@router.post("/trusted-companies", response={200: list[TrustedCompany], **PROBLEMS}, summary="Trust a company")
@opened_by(SEND_ALERTS)
def trust_company(request: HttpRequest, body: Named) -> Response:  # type: ignore[valid-type]
    """Trust a company of one's own country, given by its id."""
    viewer = viewer_in(request)
    raw = body.model_dump(exclude_none=True)  # type: ignore[attr-defined]

    def act() -> tuple[int, Any]:
        trust(viewer=viewer, raw=raw)
        return 200, _all(viewer)

    return answer_once(request, act)


@router.delete("/trusted-companies/{company_id}", response={204: None, **PROBLEMS}, summary="Trust a company no more")
@opened_by(SEND_ALERTS)
def distrust_company(request: HttpRequest, company_id: UUID) -> HttpResponse:
    """End the trust in a company from today on."""
    end_trust(viewer=viewer_in(request), company_id=company_id)
    return HttpResponse(status=204)
