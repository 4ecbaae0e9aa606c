"""Operations on who holds a case for one's own organisation."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Response
from pydantic import Field

from penstock.cases.assignments import services
from penstock.cases.assignments.queries import assignment_of, may_hold
from penstock.cases.models import Case
from penstock.cases.queries import case_by_reference
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, Body
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import READ_CASES

router = Router(tags=["cases"])


class PersonShape(Schema):
    """Somebody of one's own organisation."""

    id: UUID
    name: str


class HolderShape(Schema):
    """Who holds a case for one's own organisation, since when and by whom, and to whom it may be given."""

    holder: PersonShape | None
    given_by: str
    given_at: datetime | None
    may_hold: list[PersonShape]


class HolderBody(Body):
    """Who is to hold a case, null for nobody; `seen` is the id of who held it when one looked, empty for nobody."""

    holder: UUID | None
    seen: str | None = Field(None, max_length=40)


def _told(viewer: Viewer, case: Case) -> dict[str, Any]:
    row = assignment_of(viewer, case)
    person = row.person if row else None
    return {
        "holder": {"id": str(person.pk), "name": person.name} if person else None,
        "given_by": row.given_by if row else "",
        "given_at": row.given_at.isoformat() if row else None,
        "may_hold": [{"id": str(one.pk), "name": one.name} for one in may_hold(case, viewer.organisation_id)],
    }


@router.get("/cases/{reference}/holder", response={200: HolderShape, **PROBLEMS}, summary="Read who holds a case")
@opened_by(READ_CASES)
def read_holder(request: HttpRequest, reference: str) -> dict[str, Any]:
    """Who of one's own organisation holds a case; what another organisation says of it is not told."""
    viewer = viewer_in(request)
    return _told(viewer, case_by_reference(viewer, reference))


@router.post("/cases/{reference}/holder", response={200: HolderShape, **PROBLEMS}, summary="Give a case to somebody")
@opened_by(READ_CASES)
def give_case(request: HttpRequest, reference: str, body: HolderBody) -> Response:
    """Take a case, give it to a colleague, or put it down. It orders attention: nobody loses the right to act."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        case = case_by_reference(viewer, reference)
        services.assign(viewer=viewer, case_id=case.pk, to=body.holder, seen=body.seen)
        return 200, _told(viewer, case)

    return answer_once(request, act)
