"""Operations on applications for licences; the steps are generated from the workflow's table."""

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
from penstock.industry.applications import queries, services
from penstock.industry.applications.fields import APPLICATION
from penstock.industry.applications.models import LicenceApplication
from penstock.industry.applications.states import APPLICATIONS
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import APPLY_FOR_LICENCES, READ_LICENCES

router = Router(tags=["licensing of industry"])
LONGEST_PAGE = 200
Draft = sheet_body(APPLICATION, strict=False, name="LicenceApplication")


class LicenceApplicationStep(OpenStep):
    """A step that may be taken from here, or the reason against it."""


class LicenceApplicationProposal(FirstSignature):
    """A grant that waits for its second signature."""


class LicenceApplicationShape(Schema):
    """An application as lists give it; `licence` is the number of what was granted on it."""

    reference: str
    state: str
    title: str
    asked: str
    document: str
    substances: list[str]
    applicant: str
    authority: str | None
    due_on: date | None
    days_left: int | None
    waits_for: str | None
    concerns: str | None
    licence: str | None
    updated_at: datetime


class LicenceApplicationDetail(LicenceApplicationShape):
    """An application with its content and what may be done."""

    content: dict[str, Any]
    edition: int
    steps: list[LicenceApplicationStep]
    proposal: LicenceApplicationProposal | None


class WantedLicenceApplications(Schema):
    """What a list of applications is narrowed to, and the page of it; `owed` is "us" for what waits for us."""

    text: str = ""
    asked: str = ""
    state: str = ""
    substance: str = ""
    owed: str = ""
    cursor: str = ""
    limit: int = Field(queries.PAGE, ge=1, le=LONGEST_PAGE)


class LicenceApplicationPage(Schema):
    """A page of applications; `next` is the cursor of the following one, null on the last."""

    items: list[LicenceApplicationShape]
    next: str | None


def brief(application: LicenceApplication) -> dict[str, Any]:
    """An application as lists give it."""
    return {
        "reference": application.reference,
        "state": application.state,
        "title": application.title,
        "asked": application.asked,
        "document": application.document,
        "substances": application.substances,
        "applicant": application.applicant_name or application.opener.name,
        "authority": application.counterpart.name if application.counterpart else None,
        "due_on": application.due_on and application.due_on.isoformat(),
        "days_left": application.days_left,
        "waits_for": application.waits_for.name if application.waits_for else None,
        "concerns": application.concerns.reference if application.concerns else None,
        "licence": application.granted_as.reference if application.granted_as else None,
        "updated_at": application.updated_at.isoformat(),
    }


def whole(viewer: Viewer, application: LicenceApplication) -> dict[str, Any]:
    """An application with everything that the viewer may read of it."""
    return {
        **brief(application),
        "content": content_for(viewer, application),
        "edition": application.edition,
        "steps": told_steps(APPLICATIONS, application, viewer),
        "proposal": told_signature(application, viewer),
    }


@router.get(
    "/licence-applications",
    response={200: LicenceApplicationPage, **PROBLEMS},
    summary="List applications for licences",
)
@opened_by(READ_LICENCES)
def list_licence_applications(request: HttpRequest, wanted: Query[WantedLicenceApplications]) -> dict[str, Any]:
    """List the applications this viewer may see, newest change first."""
    narrowed = queries.Filter(**wanted.model_dump(exclude={"cursor", "limit"}))
    page = queries.applications(viewer_in(request), narrowed, cursor=wanted.cursor, limit=wanted.limit)
    return {"items": [brief(one) for one in page.applications], "next": page.next or None}


@router.post(
    "/licence-applications",
    response={201: LicenceApplicationDetail, **PROBLEMS},
    summary="Draft an application for a licence",
)
@opened_by(APPLY_FOR_LICENCES)
def draft_licence_application(request: HttpRequest, body: Draft) -> Response:  # type: ignore[valid-type]
    """Begin an application from whatever is known; nobody else sees it yet."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        made = services.draft_application(viewer=viewer, raw=entered(body))
        return 201, whole(viewer, queries.application_by_reference(viewer, made.reference))

    return answer_once(request, act)


@router.get(
    "/licence-applications/{reference}",
    response={200: LicenceApplicationDetail, **PROBLEMS},
    summary="Read an application for a licence",
)
@opened_by(READ_LICENCES)
def read_licence_application(request: HttpRequest, reference: str) -> dict[str, Any]:
    """Read an application for a licence."""
    viewer = viewer_in(request)
    application = queries.application_by_reference(viewer, reference)
    note_read(viewer=viewer, case=application)
    return whole(viewer, application)


ON_APPLICATION = Acts(
    router=router,
    path="/licence-applications/{reference}",
    name="licence_application",
    shape=LicenceApplicationDetail,
    find=queries.application_by_reference,
    whole=whole,
    is_read_again=True,
)
ON_APPLICATION.add_steps(
    APPLICATIONS.steps,
    lambda viewer, one, verb, raw: services.take_step(viewer=viewer, application_id=one.pk, verb=verb, raw=raw),
    body=lambda step: step_body(step, name="LicenceApplication"),
)
ON_APPLICATION.add_signatures(
    confirm=lambda viewer, one: services.confirm_step(viewer=viewer, application_id=one.pk),
    decline=lambda viewer, one: services.decline_step(viewer=viewer, application_id=one.pk),
    duty=READ_LICENCES,
)
