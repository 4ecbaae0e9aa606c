"""Operations on partnership: associations, agreements, their parties and signatures, assessments and reviews."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Response

from penstock.cases.steps.api import Act, Acts
from penstock.industry.partnership import queries, services
from penstock.industry.partnership.fields import AGREEMENT, ASSOCIATION, ENDED, PAPER, PARTY, REVIEWED
from penstock.industry.partnership.models import Agreement, Association
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, Body, body_of
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import JOIN_PARTNERSHIP, KEEP_PARTNERSHIP

router = Router(tags=["partnership with industry"])
KeptAssociation = body_of(ASSOCIATION, strict=True)
NewAgreement = body_of(AGREEMENT, strict=True)
SignedPaper = body_of(PAPER, strict=True)


class AssociationShape(Schema):
    """An association of one's country."""

    name: str
    content: dict[str, Any]


class PartnerShape(Schema):
    """A party to an agreement, and its signature."""

    id: UUID
    name: str
    contact: str
    signed_on: date | None
    signed_by: str
    paper: str


class AssessmentShape(Schema):
    """How a party says it keeps the practices."""

    party: str
    made_at: datetime
    content: dict[str, Any]


class AgreementShape(Schema):
    """An agreement as lists give it; `stands` is `waits for signatures`, `in force` or `ended`."""

    id: UUID
    kind: str
    title: str
    office: str
    stands: str
    review_on: date
    ended_on: date | None


class AgreementDetail(AgreementShape):
    """An agreement with its text, practices, parties, and the assessments that the viewer may see."""

    content: dict[str, Any]
    practices: dict[str, str]
    parties: list[PartnerShape]
    assessments: list[AssessmentShape]


class Assessed(Body):
    """How one's own organisation keeps the practices: `kept_` and `shown_` for each of their codes."""

    answers: dict[str, str]


def _brief(viewer: Viewer, row: Agreement) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "kind": row.kind,
        "title": row.title,
        "office": row.office.name,
        "stands": queries.stands(row, queries.partners(viewer, row)),
        "review_on": row.review_on.isoformat(),
        "ended_on": row.ended_on.isoformat() if row.ended_on else None,
    }


def _whole(viewer: Viewer, row: Agreement) -> dict[str, Any]:
    named = ("name", "contact", "signed_by", "paper")
    return {
        **_brief(viewer, row),
        "content": row.content,
        "practices": row.practices,
        "parties": [
            {
                "id": str(one.pk),
                **{name: getattr(one, name) for name in named},
                "signed_on": one.signed_on.isoformat() if one.signed_on else None,
            }
            for one in queries.partners(viewer, row)
        ],
        "assessments": [
            {"party": one.partner.name, "made_at": one.made_at.isoformat(), "content": one.content}
            for one in queries.assessments(viewer, row)
        ],
    }


def _association(row: Association) -> dict[str, Any]:
    return {"name": row.name, "content": row.content}


@router.get("/industry/associations", response={200: list[AssociationShape], **PROBLEMS}, summary="Associations")
@opened_by(KEEP_PARTNERSHIP)
def list_associations(request: HttpRequest) -> list[dict[str, Any]]:
    """The associations of one's country."""
    return [_association(one) for one in queries.associations(viewer_in(request))]


@router.post("/industry/associations", response={200: AssociationShape, **PROBLEMS}, summary="Enter an association")
@opened_by(KEEP_PARTNERSHIP)
def keep_association(request: HttpRequest, body: KeptAssociation) -> Response:  # type: ignore[valid-type]
    """Enter an association, or change the one of this name."""
    raw = body.model_dump(exclude_none=True)  # type: ignore[attr-defined]

    def act() -> tuple[int, Any]:
        return 200, _association(services.keep_association(viewer=viewer_in(request), raw=raw))

    return answer_once(request, act)


@router.get("/industry/agreements", response={200: list[AgreementShape], **PROBLEMS}, summary="Agreements")
@opened_by(JOIN_PARTNERSHIP)
def list_agreements(request: HttpRequest) -> list[dict[str, Any]]:
    """The agreements that one's organisation is a party to."""
    viewer = viewer_in(request)
    return [_brief(viewer, one) for one in queries.agreements(viewer)]


@router.post("/industry/agreements", response={201: AgreementDetail, **PROBLEMS}, summary="Draft an agreement")
@opened_by(KEEP_PARTNERSHIP)
def draft_agreement(request: HttpRequest, body: NewAgreement) -> Response:  # type: ignore[valid-type]
    """Draft an agreement of one's office, which is its first party."""
    viewer = viewer_in(request)
    raw = body.model_dump(exclude_none=True)  # type: ignore[attr-defined]

    def act() -> tuple[int, Any]:
        made = services.draft(viewer=viewer, raw=raw)
        return 201, _whole(viewer, queries.agreement(viewer, made.pk))

    return answer_once(request, act)


@router.get("/industry/agreements/{agreement_id}", response={200: AgreementDetail, **PROBLEMS}, summary="One agreement")
@opened_by(JOIN_PARTNERSHIP)
def read_agreement(request: HttpRequest, agreement_id: UUID) -> dict[str, Any]:
    """One agreement."""
    viewer = viewer_in(request)
    return _whole(viewer, queries.agreement(viewer, agreement_id))


def found(viewer: Viewer, agreement_id: UUID) -> Agreement:
    """The agreement that an operation names."""
    return queries.agreement(viewer, agreement_id)


def _saying(act: Callable[..., Any]) -> Act:
    return lambda viewer, one, raw: act(viewer=viewer, agreement_id=one.pk, raw=raw)


ON_AGREEMENT = Acts(
    router=router,
    path="/industry/agreements/{agreement_id}",
    name="agreement_with_industry",
    shape=AgreementDetail,
    find=found,
    whole=_whole,
    is_read_again=True,
)
for _verb, _act, _summary, _form in (
    ("change", services.rewrite, "Change an agreement that nobody has signed", AGREEMENT),
    ("party", services.name_party, "Name a party", PARTY),
    ("review", services.review, "Review an agreement", REVIEWED),
    ("end", services.end, "End an agreement", ENDED),
):
    ON_AGREEMENT.add(
        _verb,
        _saying(_act),
        duty=KEEP_PARTNERSHIP,
        summary=_summary,
        body=body_of(_form, strict=True),
    )
ON_AGREEMENT.add(
    "sign",
    lambda viewer, one, _raw: services.sign(viewer=viewer, agreement_id=one.pk),
    duty=JOIN_PARTNERSHIP,
    summary="Sign for one's own organisation",
)
ON_AGREEMENT.add(
    "assess",
    lambda viewer, one, raw: services.assess(viewer=viewer, agreement_id=one.pk, raw=raw["answers"]),
    duty=JOIN_PARTNERSHIP,
    summary="Say how one's own organisation keeps the practices",
    body=Assessed,
)


@router.post(
    "/industry/agreements/{agreement_id}/paper/{partner_id}",
    response={200: AgreementDetail, **PROBLEMS},
    summary="Enter a signature on paper",
)
@opened_by(KEEP_PARTNERSHIP)
def enter_signature_on_paper(request: HttpRequest, agreement_id: UUID, partner_id: UUID, body: SignedPaper) -> Response:  # type: ignore[valid-type]
    """Enter the signature of a party that signed on paper."""
    viewer = viewer_in(request)
    raw = body.model_dump(exclude_none=True)  # type: ignore[attr-defined]

    def act() -> tuple[int, Any]:
        services.enter_paper(viewer=viewer, agreement_id=agreement_id, partner_id=partner_id, raw=raw)
        return 200, _whole(viewer, queries.agreement(viewer, agreement_id))

    return answer_once(request, act)
