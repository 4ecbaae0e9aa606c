"""Operations on notices to platforms; the steps are generated from the workflow's table."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from ninja.responses import Response
from pydantic import Field

from penstock.cases import queries as case_queries
from penstock.cases.secrecy.sight import content_for
from penstock.cases.services import note_read
from penstock.cases.sheets.bodies import sheet_body, step_body
from penstock.cases.steps.api import Acts, OpenStep, entered, told_steps
from penstock.industry.platforms.asking import links, queries, services
from penstock.industry.platforms.asking.fields import LINK, NOTICE
from penstock.industry.platforms.asking.models import PlatformNotice
from penstock.industry.platforms.asking.states import PLATFORM_NOTICES
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, body_of
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import WORK_WITH_PLATFORMS

router = Router(tags=["platforms"])
LONGEST_PAGE = 200
Draft = sheet_body(NOTICE, strict=False, name="NewPlatformNotice")
NewLink = body_of(LINK, strict=True)


class WantedNotices(Schema):
    """What a list of notices to platforms is narrowed to, and the page of it; `late` is "yes" for those overdue."""

    text: str = ""
    state: str = ""
    outcome: str = ""
    late: str = ""
    cursor: str = ""
    limit: int = Field(queries.PAGE, ge=1, le=LONGEST_PAGE)


class PlatformNoticeStep(OpenStep):
    """A step that may be taken from here, or the reason against it."""


class PlatformNoticeShape(Schema):
    """A notice to a platform as lists give it; `outcome` is what the platform did."""

    reference: str
    state: str
    title: str
    platform: str
    outcome: str
    sent_at: datetime | None
    acknowledged_at: datetime | None
    answered_at: datetime | None
    due_on: date | None
    updated_at: datetime


class PlatformNoticeDetail(PlatformNoticeShape):
    """A notice with what it says, what was answered, and what may be done; `link_until` where a link is good."""

    content: dict[str, Any]
    answer: dict[str, Any]
    link_until: date | None
    audience: list[str]
    steps: list[PlatformNoticeStep]


class PlatformNoticePage(Schema):
    """A page of notices; `next` is the cursor of the following one, null on the last."""

    items: list[PlatformNoticeShape]
    next: str | None


class LinkShape(Schema):
    """A link by which a platform answers, told this once, and the last day it is good."""

    link: str
    until: date


class MeasuredShape(Schema):
    """What the notices to one platform led to; `days` is the middle of the days to the first answer."""

    platform: str
    sent: int
    acknowledged: int
    acted: int
    partly: int
    refused: int
    late: int
    days: float | None


def brief(one: PlatformNotice) -> dict[str, Any]:
    """A notice as lists give it."""
    same = PlatformNoticeShape.model_fields.keys() - {"platform"}
    return {name: getattr(one, name) for name in same} | {"platform": one.platform.name}


def whole(viewer: Viewer, one: PlatformNotice) -> dict[str, Any]:
    """A notice with everything that the viewer may read of it."""
    return {
        **brief(one),
        "content": content_for(viewer, one),
        "answer": one.answer,
        "link_until": one.link_until if one.link_digest else None,
        "audience": [each.name for each in case_queries.who_sees(one)],
        "steps": told_steps(PLATFORM_NOTICES, one, viewer),
    }


@router.get("/platform-notices", response={200: PlatformNoticePage, **PROBLEMS}, summary="List notices to platforms")
@opened_by(WORK_WITH_PLATFORMS)
def list_platform_notices(request: HttpRequest, wanted: Query[WantedNotices]) -> dict[str, Any]:
    """List the office's notices to platforms, newest change first."""
    narrowed = queries.Filter(**wanted.model_dump(exclude={"cursor", "limit"}))
    page = queries.notices(viewer_in(request), narrowed, cursor=wanted.cursor, limit=wanted.limit)
    return {"items": [brief(one) for one in page.notices], "next": page.next or None}


@router.get("/platform-measures", response={200: list[MeasuredShape], **PROBLEMS}, summary="How platforms answer")
@opened_by(WORK_WITH_PLATFORMS)
def platform_measures(request: HttpRequest) -> list[dict[str, Any]]:
    """Say for each platform how many notices it got, what it did, and how long it took."""
    names = MeasuredShape.model_fields.keys() - {"platform"}
    found = queries.measured(viewer_in(request))
    return [{name: getattr(one, name) for name in names} | {"platform": one.platform.name} for one in found]


@router.post(
    "/platforms/{platform_id}/notices",
    response={201: PlatformNoticeDetail, **PROBLEMS},
    summary="Draft a notice to a platform",
)
@opened_by(WORK_WITH_PLATFORMS)
def draft_platform_notice(request: HttpRequest, platform_id: UUID, body: Draft) -> Response:  # type: ignore[valid-type]
    """Draft a notice; nothing is asked of the platform before it is sent."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        made = services.draft_notice(viewer=viewer, platform_id=platform_id, raw=entered(body))
        return 201, whole(viewer, queries.notice_by_reference(viewer, made.reference))

    return answer_once(request, act)


@router.get("/platform-notices/{reference}", response={200: PlatformNoticeDetail, **PROBLEMS}, summary="Read a notice")
@opened_by(WORK_WITH_PLATFORMS)
def read_platform_notice(request: HttpRequest, reference: str) -> dict[str, Any]:
    """Read a notice to a platform with its answer."""
    viewer = viewer_in(request)
    one = queries.notice_by_reference(viewer, reference)
    note_read(viewer=viewer, case=one)
    return whole(viewer, one)


@router.post(
    "/platform-notices/{reference}/link", response={201: LinkShape, **PROBLEMS}, summary="Make a link for the answer"
)
@opened_by(WORK_WITH_PLATFORMS)
def link_platform_notice(request: HttpRequest, reference: str, body: NewLink) -> Response:  # type: ignore[valid-type]
    """Make the link. It takes no `Idempotency-Key`: the answer holds a secret, which is kept nowhere."""
    viewer = viewer_in(request)
    one = queries.notice_by_reference(viewer, reference)
    made, link = links.make_link(viewer=viewer, notice_id=one.pk, raw=entered(body))
    return Response({"link": link, "until": made.link_until}, status=201)


ON_NOTICE = Acts(
    router=router,
    path="/platform-notices/{reference}",
    name="platform_notice",
    shape=PlatformNoticeDetail,
    find=queries.notice_by_reference,
    whole=whole,
    is_read_again=True,
)
ON_NOTICE.add_steps(
    [one for one in PLATFORM_NOTICES.steps if one.verb != "link"],
    lambda viewer, one, verb, raw: services.take_step(viewer=viewer, notice_id=one.pk, verb=verb, raw=raw),
    body=lambda step: step_body(step, name="PlatformNotice" + step.verb.capitalize()),
)
