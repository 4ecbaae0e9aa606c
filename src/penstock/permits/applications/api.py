"""Operations on applications for permits; the steps are generated from the workflow's table."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from ninja.responses import Response
from pydantic import Field

from penstock.cases.secrecy.sight import content_for
from penstock.cases.services import note_read
from penstock.cases.sheets.bodies import sheet_body, step_body
from penstock.cases.steps.api import Acts, FirstSignature, OpenStep, entered, told_signature, told_steps
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, body_of
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import APPLY_FOR_PERMITS, HANDLE_PERMITS, READ_PERMITS
from penstock.permits.applications import queries, services
from penstock.permits.applications.fields import APPLICATION, RECOMMENDATION
from penstock.permits.applications.models import Application, Recommendation
from penstock.permits.applications.states import APPLICATIONS

router = Router(tags=["applications for permits"])
LONGEST_PAGE = 200
Draft = sheet_body(APPLICATION, strict=False, name="PermitApplication")


class ApplicationStep(OpenStep):
    """A step that may be taken from here, or the reason against it."""


class ApplicationProposal(FirstSignature):
    """An issue that waits for its second signature."""


class ApplicationShape(Schema):
    """An application as lists give it."""

    reference: str
    state: str
    title: str
    paper: str
    direction: str
    other_country: str
    substances: list[str]
    applicant: str
    authority: str | None
    due_on: date | None
    waits_for: str | None
    permit: str | None
    updated_at: datetime


class RecommendationShape(Schema):
    """What an officer of one's own office recommended on an edition."""

    verdict: str
    edition: int
    by: str
    at: datetime
    content: dict[str, Any]


class ApplicationDetail(ApplicationShape):
    """An application with its content and what may be done; `recommendations` are told within the authority alone."""

    content: dict[str, Any]
    edition: int
    steps: list[ApplicationStep]
    proposal: ApplicationProposal | None
    recommendations: list[RecommendationShape]


class WantedApplications(Schema):
    """What a list of applications is narrowed to, and the page of it; `owed` is "us" for what waits for us."""

    text: str = ""
    paper: str = ""
    state: str = ""
    substance: str = ""
    owed: str = ""
    cursor: str = ""
    limit: int = Field(queries.PAGE, ge=1, le=LONGEST_PAGE)


class ApplicationPage(Schema):
    """A page of applications; `next` is the cursor of the following one, null on the last."""

    items: list[ApplicationShape]
    next: str | None


def brief(application: Application) -> dict[str, Any]:
    """An application as lists give it."""
    return {
        "reference": application.reference,
        "state": application.state,
        "title": application.title,
        "paper": application.paper,
        "direction": application.direction,
        "other_country": application.other_country,
        "substances": application.substances,
        "applicant": application.opener.name,
        "authority": application.counterpart.name if application.counterpart else None,
        "due_on": application.due_on and application.due_on.isoformat(),
        "waits_for": application.waits_for.name if application.waits_for else None,
        "permit": application.issued_as.reference if application.issued_as else None,
        "updated_at": application.updated_at.isoformat(),
    }


def whole(viewer: Viewer, application: Application) -> dict[str, Any]:
    """An application with everything that the viewer may read of it."""
    return {
        **brief(application),
        "content": content_for(viewer, application),
        "edition": application.edition,
        "steps": told_steps(APPLICATIONS, application, viewer),
        "proposal": told_signature(application, viewer),
        "recommendations": [_told(one) for one in queries.recommendations_on(viewer, application)],
    }


def _told(one: Recommendation) -> dict[str, Any]:
    return {
        "verdict": one.verdict,
        "edition": one.edition,
        "by": one.person_name,
        "at": one.made_at.isoformat(),
        "content": one.content,
    }


@router.get("/applications", response={200: ApplicationPage, **PROBLEMS}, summary="List applications for permits")
@opened_by(READ_PERMITS)
def list_applications(request: HttpRequest, wanted: Query[WantedApplications]) -> dict[str, Any]:
    """List the applications this viewer may see, newest change first."""
    narrowed = queries.Filter(**wanted.model_dump(exclude={"cursor", "limit"}))
    page = queries.applications(viewer_in(request), narrowed, cursor=wanted.cursor, limit=wanted.limit)
    return {"items": [brief(one) for one in page.applications], "next": page.next or None}


@router.post("/applications", response={201: ApplicationDetail, **PROBLEMS}, summary="Draft an application")
@opened_by(APPLY_FOR_PERMITS)
def draft_application(request: HttpRequest, body: Draft) -> Response:  # type: ignore[valid-type]
    """Begin an application from whatever is known; nobody else sees it yet."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        made = services.draft_application(viewer=viewer, raw=entered(body))
        return 201, whole(viewer, queries.application_by_reference(viewer, made.reference))

    return answer_once(request, act)


@router.get("/applications/{reference}", response={200: ApplicationDetail, **PROBLEMS}, summary="Read an application")
@opened_by(READ_PERMITS)
def read_application(request: HttpRequest, reference: str) -> dict[str, Any]:
    """Read an application for a permit."""
    viewer = viewer_in(request)
    application = queries.application_by_reference(viewer, reference)
    note_read(viewer=viewer, case=application)
    return whole(viewer, application)


ON_APPLICATION = Acts(
    router=router,
    path="/applications/{reference}",
    name="application",
    shape=ApplicationDetail,
    find=queries.application_by_reference,
    whole=whole,
    is_read_again=True,
)


def _recommended(viewer: Viewer, application: Application, raw: Any) -> Application:
    services.recommend(viewer=viewer, application_id=application.pk, raw=raw)
    return application


ON_APPLICATION.add(
    "recommend",
    _recommended,
    duty=HANDLE_PERMITS,
    summary="Recommend a decision",
    body=body_of(RECOMMENDATION, strict=True),
    about="Recommend to issue or to refuse; the applicant is not told, and another officer decides.",
)
ON_APPLICATION.add_steps(
    APPLICATIONS.steps,
    lambda viewer, one, verb, raw: services.take_step(viewer=viewer, application_id=one.pk, verb=verb, raw=raw),
    body=lambda step: step_body(step, name="PermitApplication"),
)
ON_APPLICATION.add_signatures(
    confirm=lambda viewer, one: services.confirm_step(viewer=viewer, application_id=one.pk),
    decline=lambda viewer, one: services.decline_step(viewer=viewer, application_id=one.pk),
    duty=READ_PERMITS,
)
