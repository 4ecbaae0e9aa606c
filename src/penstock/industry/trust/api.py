"""Operations on trust; the steps are generated from the workflow's table."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Response

from penstock.cases.steps.api import Acts, FirstSignature, OpenStep, told_signature, told_steps
from penstock.industry.trust import queries, services
from penstock.industry.trust.fields import ASKING, BEGINNING
from penstock.industry.trust.models import TrustedPartner
from penstock.industry.trust.states import TRUST
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, body_of
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import JOIN_PARTNERSHIP, KEEP_PARTNERSHIP

router = Router(tags=["partnership with industry"])
AskedTrust = body_of(ASKING, strict=True)
BegunVetting = body_of(BEGINNING, strict=True)


class TrustStep(OpenStep):
    """A step that may be taken from here, or the reason against it."""


class TrustProposal(FirstSignature):
    """A grant that waits for its second signature."""


class TrustShape(Schema):
    """A vetting as lists give it."""

    reference: str
    state: str
    company: str
    office: str
    granted_on: date | None
    until_on: date | None


class JudgementShape(Schema):
    """How the criteria were judged, on which evidence."""

    by: str
    at: datetime
    content: dict[str, Any]
    evidence: dict[str, Any]


class TrustDetail(TrustShape):
    """A vetting with everything that the viewer may see of it; evidence and judgements are for the authority."""

    asked_by_company: bool
    content: dict[str, Any]
    reason: str
    evidence: dict[str, Any]
    judgements: list[JudgementShape]
    steps: list[TrustStep]
    proposal: TrustProposal | None


def brief(row: TrustedPartner) -> dict[str, Any]:
    """A vetting as lists give it."""
    return {
        "reference": row.reference,
        "state": row.state,
        "company": row.company.name,
        "office": row.office.name,
        "granted_on": row.granted_on.isoformat() if row.granted_on else None,
        "until_on": row.until_on.isoformat() if row.until_on else None,
    }


def whole(viewer: Viewer, row: TrustedPartner) -> dict[str, Any]:
    """A vetting with everything that the viewer may see of it."""
    is_office = row.office_id == viewer.organisation_id
    return {
        **brief(row),
        "asked_by_company": row.asked_by_company,
        "content": row.content,
        "reason": row.reason,
        "evidence": queries.evidence(viewer, row) if is_office else {},
        "judgements": [
            {"by": one.person_name, "at": one.made_at.isoformat(), "content": one.content, "evidence": one.evidence}
            for one in queries.judgements(viewer, row)
        ],
        "steps": told_steps(TRUST, row, viewer),
        "proposal": told_signature(row, viewer),
    }


@router.get("/industry/trusted", response={200: list[TrustShape], **PROBLEMS}, summary="Trusted partners and vettings")
@opened_by(JOIN_PARTNERSHIP)
def list_trusted_partners(request: HttpRequest) -> list[dict[str, Any]]:
    """The vettings of one's office or company."""
    return [brief(one) for one in queries.trusted_partners(viewer_in(request))]


@router.post("/industry/trusted/ask", response={201: TrustDetail, **PROBLEMS}, summary="Ask to be a trusted partner")
@opened_by(JOIN_PARTNERSHIP)
def ask_for_trust(request: HttpRequest, body: AskedTrust) -> Response:  # type: ignore[valid-type]
    """Ask one's authority to be vetted."""
    viewer = viewer_in(request)
    raw = body.model_dump(exclude_none=True)  # type: ignore[attr-defined]
    return answer_once(request, lambda: (201, whole(viewer, services.ask_for_trust(viewer=viewer, raw=raw))))


@router.post("/industry/trusted/vet", response={201: TrustDetail, **PROBLEMS}, summary="Begin to vet a company")
@opened_by(KEEP_PARTNERSHIP)
def begin_vetting(request: HttpRequest, body: BegunVetting) -> Response:  # type: ignore[valid-type]
    """Begin to vet a company of one's country."""
    viewer = viewer_in(request)
    raw = body.model_dump(exclude_none=True)  # type: ignore[attr-defined]
    return answer_once(request, lambda: (201, whole(viewer, services.begin_vetting(viewer=viewer, raw=raw))))


@router.get("/industry/trusted/{reference}", response={200: TrustDetail, **PROBLEMS}, summary="One vetting")
@opened_by(JOIN_PARTNERSHIP)
def read_trusted_partner(request: HttpRequest, reference: str) -> dict[str, Any]:
    """One vetting, as far as the viewer may see it."""
    viewer = viewer_in(request)
    return whole(viewer, queries.trusted_by_reference(viewer, reference))


ON_TRUST = Acts(
    router=router,
    path="/industry/trusted/{reference}",
    name="trust",
    shape=TrustDetail,
    find=queries.trusted_by_reference,
    whole=whole,
    is_read_again=True,
)
ON_TRUST.add_steps(
    TRUST.steps, lambda viewer, one, verb, raw: services.take_step(viewer=viewer, trusted_id=one.pk, verb=verb, raw=raw)
)
ON_TRUST.add_signatures(
    confirm=lambda viewer, one: services.confirm_step(viewer=viewer, trusted_id=one.pk),
    decline=lambda viewer, one: services.decline_step(viewer=viewer, trusted_id=one.pk),
    duty=KEEP_PARTNERSHIP,
)
