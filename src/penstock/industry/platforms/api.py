"""Operations on platforms and the checks of their policies."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from ninja.responses import Response

from penstock.industry.platforms import queries, services
from penstock.industry.platforms.fields import PLATFORM, gaps_in
from penstock.industry.platforms.models import Platform, PolicyCheck
from penstock.industry.platforms.posting import questions_for
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, Body, body_of
from penstock.parties.duties import WORK_WITH_PLATFORMS

router = Router(tags=["platforms"])
Profile = body_of(PLATFORM, strict=True)


class WantedPlatforms(Schema):
    """What the list of platforms is narrowed to; `due` is "yes" for policies that are to be looked at."""

    text: str = ""
    kind: str = ""
    due: str = ""


class PlatformShape(Schema):
    """A platform with its profile; `next_on` is the day on which its policy is to be looked at again."""

    id: UUID
    name: str
    kind: str
    seat: str
    edition: int
    next_on: date | None
    content: dict[str, Any]


class QuestionShape(Schema):
    """What the policy of a platform should say: asked by its code, with its basis."""

    code: str
    name: str
    text: str
    basis: str


class Answers(Body):
    """A check of a policy: for each question its verdict and the passage; then when it was read, and is again."""

    answers: dict[str, str]
    read_on: date
    edition_of: str = ""
    next_on: date | None = None


class CheckShape(Schema):
    """A check of a policy; `gaps` are the questions to which it has no whole answer."""

    edition: int
    kind: str
    made_at: datetime
    content: dict[str, Any]
    gaps: list[str]


def _told(one: Platform) -> dict[str, Any]:
    return {name: getattr(one, name) for name in PlatformShape.model_fields}


def _checked(one: PolicyCheck) -> dict[str, Any]:
    gaps = [name for name, _verdict in gaps_in(one.kind, one.content)]
    return {"edition": one.edition, "kind": one.kind, "made_at": one.made_at, "content": one.content, "gaps": gaps}


def _entered(body: Schema) -> dict[str, Any]:
    return body.model_dump(exclude_unset=True)


@router.get("/platforms", response={200: list[PlatformShape], **PROBLEMS}, summary="List platforms")
@opened_by(WORK_WITH_PLATFORMS)
def list_platforms(request: HttpRequest, wanted: Query[WantedPlatforms]) -> list[dict[str, Any]]:
    """List the platforms of one's country, by name."""
    rows = queries.platforms(viewer_in(request), queries.Wanted(**wanted.model_dump()))
    return [_told(one) for one in rows[: queries.PAGE]]


@router.post("/platforms", response={201: PlatformShape, **PROBLEMS}, summary="Enter a platform")
@opened_by(WORK_WITH_PLATFORMS)
def enter_platform(request: HttpRequest, body: Profile) -> Response:  # type: ignore[valid-type]
    """Enter a platform that is found in one's country or used by its people."""
    viewer = viewer_in(request)
    return answer_once(request, lambda: (201, _told(services.enter(viewer=viewer, raw=_entered(body)))))


@router.get("/platforms/{platform_id}", response={200: PlatformShape, **PROBLEMS}, summary="Read a platform")
@opened_by(WORK_WITH_PLATFORMS)
def read_platform(request: HttpRequest, platform_id: UUID) -> dict[str, Any]:
    """Read the profile of a platform."""
    return _told(queries.platform(viewer_in(request), platform_id))


@router.post("/platforms/{platform_id}", response={200: PlatformShape, **PROBLEMS}, summary="Change a platform")
@opened_by(WORK_WITH_PLATFORMS)
def change_platform(request: HttpRequest, platform_id: UUID, body: Profile) -> Response:  # type: ignore[valid-type]
    """Change the profile of a platform."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        return 200, _told(services.change(viewer=viewer, platform_id=platform_id, raw=_entered(body)))

    return answer_once(request, act)


@router.get(
    "/platforms/{platform_id}/questions",
    response={200: list[QuestionShape], **PROBLEMS},
    summary="What a policy should say",
)
@opened_by(WORK_WITH_PLATFORMS)
def list_questions(request: HttpRequest, platform_id: UUID) -> list[dict[str, Any]]:
    """List what the policy of this platform should say, by its kind."""
    row = queries.platform(viewer_in(request), platform_id)
    asked = questions_for(row.kind)
    return [{"code": one.code, "name": one.name, "text": one.text, "basis": one.source} for one in asked]


@router.get("/platforms/{platform_id}/checks", response={200: list[CheckShape], **PROBLEMS}, summary="Policy checks")
@opened_by(WORK_WITH_PLATFORMS)
def list_checks(request: HttpRequest, platform_id: UUID) -> list[dict[str, Any]]:
    """List the checks of a platform's policy, the newest first."""
    viewer = viewer_in(request)
    return [_checked(one) for one in queries.checks(viewer, queries.platform(viewer, platform_id))]


@router.post("/platforms/{platform_id}/checks", response={201: CheckShape, **PROBLEMS}, summary="Check a policy")
@opened_by(WORK_WITH_PLATFORMS)
def check_policy(request: HttpRequest, platform_id: UUID, body: Answers) -> Response:
    """Write what the policy says: a verdict for each question, and the passage under its code with `_passage`."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        about = {name: value for name, value in body.model_dump(mode="json").items() if name != "answers" and value}
        made = services.check_policy(viewer=viewer, platform_id=platform_id, raw={**body.answers, **about})
        return 201, _checked(made)

    return answer_once(request, act)
