"""Operations on leads: reported by anybody, looked up by their code, and worked on by the office."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from ninja.responses import Response
from pydantic import Field

from penstock.cases.printing.asking import asker_of
from penstock.cases.secrecy.sight import content_for
from penstock.cases.services import note_read
from penstock.cases.steps.api import Acts, OpenStep, entered, told_steps
from penstock.industry.platforms.leads import queries, services
from penstock.industry.platforms.leads.fields import LEAD
from penstock.industry.platforms.leads.models import Lead
from penstock.industry.platforms.leads.states import LEADS
from penstock.kernel.doors.access import opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, Body, Problem, body_of
from penstock.kernel.routes import ANYBODY, door
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import WORK_WITH_PLATFORMS

router = Router(tags=["platforms"])
LONGEST_PAGE = 200
NewLead = body_of(LEAD, strict=True)


class WantedLeads(Schema):
    """What a list of leads is narrowed to, and the page of it."""

    text: str = ""
    state: str = ""
    sort: str = ""
    cursor: str = ""
    limit: int = Field(queries.PAGE, ge=1, le=LONGEST_PAGE)


class LeadStep(OpenStep):
    """A step that may be taken from here, or the reason against it."""


class LeadShape(Schema):
    """A lead as lists give it; `substances` are those that a register knows."""

    reference: str
    state: str
    title: str
    sort: str
    signs: list[str]
    substances: list[str]
    sent_at: datetime
    updated_at: datetime


class LeadDetail(LeadShape):
    """A lead with what was reported, what was said since, and what may be done."""

    content: dict[str, Any]
    turns: list[dict[str, Any]]
    steps: list[LeadStep]


class LeadPage(Schema):
    """A page of leads; `next` is the cursor of the following one, null on the last."""

    items: list[LeadShape]
    next: str | None


class Receipt(Schema):
    """Under which number a lead is kept, and the code to find it again, told this once."""

    reference: str
    code: str


class Which(Body):
    """The number of a lead, and its code."""

    reference: str = Field(min_length=1, max_length=60)
    code: str = Field(min_length=1, max_length=60)


class Standing(Schema):
    """How a lead stands, and what was said since; `led_to` is what whoever reported it may be told."""

    state: str
    turns: list[dict[str, Any]]


def brief(one: Lead) -> dict[str, Any]:
    """A lead as lists give it."""
    return {name: getattr(one, name) for name in LeadShape.model_fields}


def whole(viewer: Viewer, one: Lead) -> dict[str, Any]:
    """A lead with everything that the viewer may read of it."""
    return {
        **brief(one),
        "content": content_for(viewer, one),
        "turns": one.turns,
        "steps": told_steps(LEADS, one, viewer),
    }


@router.post(
    "/leads", auth=None, response={201: Receipt, 429: Problem, **PROBLEMS}, summary="Report without an account"
)
@door(ANYBODY)
def report_lead(request: HttpRequest, body: NewLead) -> Response:  # type: ignore[valid-type]
    """Report an offer, an account or a parcel. It takes no `Idempotency-Key`: the code is kept nowhere."""
    row, code = services.report(asker=asker_of(request), raw=entered(body))
    return Response({"reference": row.reference, "code": code}, status=201)


@router.post("/leads/standing", auth=None, response={200: Standing, 429: Problem, **PROBLEMS}, summary="Look after it")
@door(ANYBODY)
def lead_standing(request: HttpRequest, body: Which) -> dict[str, Any]:
    """Look how a lead stands, by its number and its code."""
    row = services.looked_up(asker=asker_of(request), reference=body.reference, code=body.code)
    return {"state": row.state, "turns": row.turns}


@router.get("/leads", response={200: LeadPage, **PROBLEMS}, summary="List leads")
@opened_by(WORK_WITH_PLATFORMS)
def list_leads(request: HttpRequest, wanted: Query[WantedLeads]) -> dict[str, Any]:
    """List the leads of one's office, newest change first."""
    narrowed = queries.Filter(**wanted.model_dump(exclude={"cursor", "limit"}))
    page = queries.leads(viewer_in(request), narrowed, cursor=wanted.cursor, limit=wanted.limit)
    return {"items": [brief(one) for one in page.leads], "next": page.next or None}


@router.get("/leads/{reference}", response={200: LeadDetail, **PROBLEMS}, summary="Read a lead")
@opened_by(WORK_WITH_PLATFORMS)
def read_lead(request: HttpRequest, reference: str) -> dict[str, Any]:
    """Read a lead."""
    viewer = viewer_in(request)
    one = queries.lead_by_reference(viewer, reference)
    note_read(viewer=viewer, case=one)
    return whole(viewer, one)


ON_LEAD = Acts(
    router=router,
    path="/leads/{reference}",
    name="lead",
    shape=LeadDetail,
    find=queries.lead_by_reference,
    whole=whole,
    is_read_again=True,
)
ON_LEAD.add_steps(
    LEADS.steps,
    lambda viewer, one, verb, raw: services.take_step(viewer=viewer, lead_id=one.pk, verb=verb, raw=raw),
)
