"""Operations on consultations; the steps are generated from the workflow's table."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Response

from penstock.cases.steps.api import Act, Acts, OpenStep, told_steps
from penstock.industry.consultations import queries, replying, services
from penstock.industry.consultations.fields import CONSULTATION, PASSED_ON, REPLY, SHARING
from penstock.industry.consultations.models import Consultation, ConsultationSummary, Reply
from penstock.industry.consultations.states import CONSULTATIONS
from penstock.industry.consultations.summing import summarised
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, body_of
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import JOIN_PARTNERSHIP, KEEP_PARTNERSHIP, READ_CASES

router = Router(tags=["partnership with industry"])
NewConsultation = body_of(CONSULTATION, strict=False)
NewReply = body_of(REPLY, strict=True)
NewReplyDraft = body_of(REPLY, strict=False)
ReceivedReply = body_of(PASSED_ON, strict=True)
SharedSummary = body_of(SHARING, strict=True)


class ConsultationStep(OpenStep):
    """A step that may be taken from here, or the reason against it."""


class ConsultationShape(Schema):
    """A consultation as lists give it."""

    reference: str
    state: str
    substance: str
    office: str
    due_on: date | None
    opened_on: date | None
    closed_on: date | None


class ConsultedShape(Schema):
    """A company that is asked, and when it replied in its own name."""

    company: str
    answered_on: date | None


class ReplyShape(Schema):
    """A reply; without a company it came through an association."""

    company: str | None
    through: str
    given_on: date | None
    is_passed_on: bool
    content: dict[str, Any]


class ConsultationDetail(ConsultationShape):
    """A consultation with what the viewer may see of who is asked and of what was replied."""

    content: dict[str, Any]
    channels: list[str]
    conclusion: str
    asked: list[ConsultedShape]
    own: ReplyShape | None
    replies: list[ReplyShape]
    summary: dict[str, Any] | None
    steps: list[ConsultationStep]


class SharedConsultation(Schema):
    """A summary that an authority shares: no name, and no figure of fewer than five companies."""

    country: str
    reference: str
    substance: str
    note: str
    made_at: datetime
    content: dict[str, Any]


def brief(row: Consultation) -> dict[str, Any]:
    """A consultation as lists give it."""
    days = {name: getattr(row, name) for name in ("due_on", "opened_on", "closed_on")}
    told = {name: day.isoformat() if day else None for name, day in days.items()}
    return {"reference": row.reference, "state": row.state, "substance": row.title, "office": row.office.name, **told}


def _reply(one: Reply) -> dict[str, Any]:
    return {
        "company": one.organisation.name if one.organisation else None,
        "through": one.through,
        "given_on": one.given_on.isoformat() if one.given_on else None,
        "is_passed_on": bool(one.became_id),
        "content": one.content,
    }


def whole(viewer: Viewer, row: Consultation) -> dict[str, Any]:
    """A consultation with everything that the viewer may see of it."""
    is_office = row.office_id == viewer.organisation_id
    given = queries.replies(viewer, row) if is_office else []
    own = None if is_office else queries.own_reply(viewer, row)
    asked = queries.consulted(viewer, row)
    return {
        **brief(row),
        "content": services.asked_content(viewer, row),
        "channels": row.channels,
        "conclusion": row.conclusion,
        "asked": [
            {"company": one.organisation.name, "answered_on": one.answered_on.isoformat() if one.answered_on else None}
            for one in asked
        ],
        "own": _reply(own) if own else None,
        "replies": [_reply(one) for one in given],
        "summary": summarised(one.content for one in given) if given else None,
        "steps": told_steps(CONSULTATIONS, row, viewer),
    }


def _shared(one: ConsultationSummary) -> dict[str, Any]:
    told = {"country": one.government_id, "reference": one.reference, "substance": one.title, "note": one.note}
    return {**told, "made_at": one.made_at.isoformat(), "content": one.content}


@router.get("/industry/consultations", response={200: list[ConsultationShape], **PROBLEMS}, summary="Consultations")
@opened_by(JOIN_PARTNERSHIP)
def list_consultations(request: HttpRequest) -> list[dict[str, Any]]:
    """The consultations of one's office, or those in which one's company is asked."""
    return [brief(one) for one in queries.consultations(viewer_in(request))]


@router.post("/industry/consultations", response={201: ConsultationDetail, **PROBLEMS}, summary="Draft a consultation")
@opened_by(KEEP_PARTNERSHIP)
def draft_consultation(request: HttpRequest, body: NewConsultation) -> Response:  # type: ignore[valid-type]
    """Draft a consultation; nobody else sees it until it is asked."""
    viewer = viewer_in(request)
    raw = body.model_dump(exclude_none=True)  # type: ignore[attr-defined]

    def act() -> tuple[int, Any]:
        made = services.draft_consultation(viewer=viewer, raw=raw)
        return 201, whole(viewer, queries.consultation_by_reference(viewer, made.reference))

    return answer_once(request, act)


@router.get(
    "/industry/consultations/shared",
    response={200: list[SharedConsultation], **PROBLEMS},
    summary="Summaries that authorities share",
)
@opened_by(READ_CASES)
def list_shared_consultations(request: HttpRequest) -> list[dict[str, Any]]:
    """The summaries of consultations that are shared with the viewer."""
    return [_shared(one) for one in queries.summaries(viewer_in(request))]


@router.get(
    "/industry/consultations/{reference}", response={200: ConsultationDetail, **PROBLEMS}, summary="One consultation"
)
@opened_by(JOIN_PARTNERSHIP)
def read_consultation(request: HttpRequest, reference: str) -> dict[str, Any]:
    """One consultation, as far as the viewer may see it."""
    viewer = viewer_in(request)
    return whole(viewer, queries.consultation_by_reference(viewer, reference))


def _saying(act: Callable[..., Any]) -> Act:
    return lambda viewer, one, raw: act(viewer=viewer, consultation_id=one.pk, raw=raw)


def _plainly(act: Callable[..., Any]) -> Act:
    return lambda viewer, one, _raw: act(viewer=viewer, consultation_id=one.pk)


ON_CONSULTATION = Acts(
    router=router,
    path="/industry/consultations/{reference}",
    name="consultation",
    shape=ConsultationDetail,
    find=queries.consultation_by_reference,
    whole=whole,
    is_read_again=True,
)
ON_CONSULTATION.add_steps(
    CONSULTATIONS.steps,
    lambda viewer, one, verb, raw: services.take_step(viewer=viewer, consultation_id=one.pk, verb=verb, raw=raw),
)
for _verb, _act, _duty, _summary, _body in (
    ("reply", replying.reply, JOIN_PARTNERSHIP, "Reply for one's own company", NewReply),
    ("draft", replying.keep_draft, JOIN_PARTNERSHIP, "Keep a draft of one's reply", NewReplyDraft),
    ("received", services.receive, KEEP_PARTNERSHIP, "Key in a reply that an association passed on", ReceivedReply),
    ("share", services.share, KEEP_PARTNERSHIP, "Share the summary with the secretariat", SharedSummary),
):
    ON_CONSULTATION.add(
        _verb,
        _saying(_act),
        duty=_duty,
        summary=_summary,
        body=_body,
    )
for _verb, _plain, _duty, _summary in (
    ("unused", replying.reply_unused, JOIN_PARTNERSHIP, "Say that one does not make, trade or use it"),
    ("unshare", services.unshare, KEEP_PARTNERSHIP, "Share the summary no more"),
):
    ON_CONSULTATION.add(
        _verb,
        _plainly(_plain),
        duty=_duty,
        summary=_summary,
    )
