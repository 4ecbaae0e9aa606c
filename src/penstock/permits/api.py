"""Operations on permits; the steps are generated from the workflow's table."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from penstock.cases.services import note_read
from penstock.cases.steps.api import Acts
from penstock.kernel.doors.access import opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS
from penstock.parties.duties import READ_PERMITS
from penstock.permits import queries, services
from penstock.permits.shapes import PermitDetail, PermitShape, brief, whole
from penstock.permits.states import PERMITS

router = Router(tags=["permits"])
LONGEST_PAGE = 200


class WantedPermits(Schema):
    """What a list of permits is narrowed to, and the page of it."""

    text: str = ""
    paper: str = ""
    state: str = ""
    substance: str = ""
    country: str = ""
    cursor: str = ""
    limit: int = Field(queries.PAGE, ge=1, le=LONGEST_PAGE)


class PermitPage(Schema):
    """A page of permits; `next` is the cursor of the following one, null on the last."""

    items: list[PermitShape]
    next: str | None


@router.get("/permits", response={200: PermitPage, **PROBLEMS}, summary="List permits, newest change first")
@opened_by(READ_PERMITS)
def list_permits(request: HttpRequest, wanted: Query[WantedPermits]) -> dict[str, Any]:
    """List the permits this viewer may see."""
    narrowed = queries.Filter(**wanted.model_dump(exclude={"cursor", "limit"}))
    page = queries.permits(viewer_in(request), narrowed, cursor=wanted.cursor, limit=wanted.limit)
    return {"items": [brief(one) for one in page.permits], "next": page.next or None}


@router.get("/permits/{reference}", response={200: PermitDetail, **PROBLEMS}, summary="Read a permit")
@opened_by(READ_PERMITS)
def read_permit(request: HttpRequest, reference: str) -> dict[str, Any]:
    """Read a permit; the first reading by each person is shown to everyone on it."""
    viewer = viewer_in(request)
    permit = queries.permit_by_reference(viewer, reference)
    note_read(viewer=viewer, case=permit)
    return whole(viewer, permit)


ON_PERMIT = Acts(
    router=router,
    path="/permits/{reference}",
    name="permit",
    shape=PermitDetail,
    find=queries.permit_by_reference,
    whole=whole,
)
ON_PERMIT.add_steps(
    PERMITS.steps,
    lambda viewer, one, verb, raw: services.take_step(viewer=viewer, permit_id=one.pk, verb=verb, raw=raw),
)
ON_PERMIT.add_signatures(
    confirm=lambda viewer, one: services.confirm_step(viewer=viewer, permit_id=one.pk),
    decline=lambda viewer, one: services.decline_step(viewer=viewer, permit_id=one.pk),
    duty=READ_PERMITS,
)
