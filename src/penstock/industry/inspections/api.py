"""Operations on inspections; the steps are generated from the workflow's table."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from ninja.responses import Response
from pydantic import Field

from penstock.cases.services import note_read
from penstock.cases.sheets.bodies import step_body
from penstock.cases.steps.api import Acts, entered
from penstock.industry.inspections import queries, services
from penstock.industry.inspections.fields import PLAN
from penstock.industry.inspections.shapes import InspectionDetail, InspectionShape, brief, whole
from penstock.industry.inspections.states import INSPECTIONS
from penstock.industry.licences.queries import licence_by_reference
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, body_of
from penstock.parties.duties import INSPECT, READ_LICENCES

router = Router(tags=["licensing of industry"])
LONGEST_PAGE = 200
Plan = body_of(PLAN, strict=True)


class WantedInspections(Schema):
    """What a list of inspections is narrowed to, and the page of it; `late` is "yes" where an action is overdue."""

    text: str = ""
    state: str = ""
    late: str = ""
    cursor: str = ""
    limit: int = Field(queries.PAGE, ge=1, le=LONGEST_PAGE)


class InspectionPage(Schema):
    """A page of inspections; `next` is the cursor of the following one, null on the last."""

    items: list[InspectionShape]
    next: str | None


@router.get("/inspections", response={200: InspectionPage, **PROBLEMS}, summary="List inspections")
@opened_by(READ_LICENCES)
def list_inspections(request: HttpRequest, wanted: Query[WantedInspections]) -> dict[str, Any]:
    """List the inspections this viewer may see, newest change first."""
    narrowed = queries.Filter(**wanted.model_dump(exclude={"cursor", "limit"}))
    page = queries.inspections(viewer_in(request), narrowed, cursor=wanted.cursor, limit=wanted.limit)
    return {"items": [brief(one) for one in page.inspections], "next": page.next or None}


@router.post(
    "/licences/{reference}/inspections",
    response={201: InspectionDetail, **PROBLEMS},
    summary="Plan an inspection under a licence",
)
@opened_by(INSPECT)
def plan_inspection(request: HttpRequest, reference: str, body: Plan) -> Response:  # type: ignore[valid-type]
    """Plan a visit to a site; the company is told now, or not before it was held."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        held = licence_by_reference(viewer, reference)
        made = services.plan_inspection(viewer=viewer, licence_id=held.pk, raw=entered(body))
        return 201, whole(viewer, queries.inspection_by_reference(viewer, made.reference))

    return answer_once(request, act)


@router.get("/inspections/{reference}", response={200: InspectionDetail, **PROBLEMS}, summary="Read an inspection")
@opened_by(READ_LICENCES)
def read_inspection(request: HttpRequest, reference: str) -> dict[str, Any]:
    """Read an inspection with its findings."""
    viewer = viewer_in(request)
    inspection = queries.inspection_by_reference(viewer, reference)
    note_read(viewer=viewer, case=inspection)
    return whole(viewer, inspection)


ON_INSPECTION = Acts(
    router=router,
    path="/inspections/{reference}",
    name="inspection",
    shape=InspectionDetail,
    find=queries.inspection_by_reference,
    whole=whole,
    is_read_again=True,
)
ON_INSPECTION.add_steps(
    INSPECTIONS.steps,
    lambda viewer, one, verb, raw: services.take_step(viewer=viewer, inspection_id=one.pk, verb=verb, raw=raw),
    body=lambda step: step_body(step, name="Inspection" + step.verb.capitalize()),
)
