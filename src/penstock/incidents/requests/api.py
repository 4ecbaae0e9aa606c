"""Operations on requests; the steps are generated from the workflows' tables."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from ninja.responses import Response
from pydantic import Field, create_model

from penstock.cases.secrecy.sight import content_for
from penstock.cases.services import note_read
from penstock.cases.steps.api import Acts, FirstSignature, OpenStep, entered, told_signature, told_steps
from penstock.incidents.queries import incident_by_reference
from penstock.incidents.requests import fields, queries, services
from penstock.incidents.requests.models import Request
from penstock.incidents.requests.states import CONTACTS, FLOWS, REQUESTS
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, Body, body_of
from penstock.kernel.forms.specification import Form
from penstock.kernel.viewer import Viewer
from penstock.kernel.workflow import Step
from penstock.parties.duties import READ_INCIDENTS

router = Router(tags=["requests"])
LONGEST_PAGE = 200


def _draft_body() -> type[Body]:
    """What is asked, and the reference of the incident it stands on."""
    told = Field(None, title="Incident", description="The incident it stands on, for the asking side alone")
    return create_model("RequestToDraft", __base__=body_of(fields.REQUEST, strict=False), incident=(str | None, told))


Draft = _draft_body()


class RequestStep(OpenStep):
    """A step that may be taken from here, or the reason against it."""


class RequestShape(Schema):
    """A request as lists give it; `waits_for` owes what comes next, an answer by `due_on` if it is the asked side."""

    reference: str
    sort: str
    state: str
    title: str
    asked_by: str
    asked: str
    waits_for: str
    due_on: date | None
    days_left: int | None
    overdue: bool
    answered_in_part: bool
    marking: str
    sent_at: datetime | None
    updated_at: datetime


class Turn(Schema):
    """What was said with a step: what was entered, by its names."""

    verb: str
    at: datetime
    person: str
    organisation: str
    data: dict[str, Any]


class RequestProposal(FirstSignature):
    """A sending that waits for its second signature."""


class RequestDetail(RequestShape):
    """A request with all that was said, and what may be done.

    `incident` is told to whoever sees that incident too; `asked_together` to the asking side alone.
    """

    content: dict[str, Any]
    turns: list[Turn]
    reason: str
    outcome: str
    incident: str
    asked_together: list[str]
    steps: list[RequestStep]
    proposal: RequestProposal | None


class WantedRequests(Schema):
    """What a list of requests is narrowed to, and the page of it; `which`: to answer, asked, mine or overdue."""

    text: str = ""
    sort: str = ""
    state: str = ""
    which: str = ""
    cursor: str = ""
    limit: int = Field(queries.PAGE, ge=1, le=LONGEST_PAGE)


class RequestPage(Schema):
    """A page of requests; `next` is the cursor of the following one, null on the last."""

    items: list[RequestShape]
    next: str | None


def brief(case: Request) -> dict[str, Any]:
    """A request as lists give it."""
    return {
        "reference": case.reference,
        "sort": case.sort,
        "state": case.state,
        "title": case.title,
        "asked_by": case.opener.name,
        "asked": case.counterpart.name if case.counterpart else "",
        "waits_for": case.waits_for.name if case.waits_for else "",
        "due_on": case.due_on and case.due_on.isoformat(),
        "days_left": case.days_left,
        "overdue": queries.is_overdue(case),
        "answered_in_part": case.parts > 0,
        "marking": case.marking,
        "sent_at": case.sent_at and case.sent_at.isoformat(),
        "updated_at": case.updated_at.isoformat(),
    }


def whole(viewer: Viewer, case: Request) -> dict[str, Any]:
    """A request with everything that the viewer may read of it."""
    incident = queries.incident_of(viewer, case)
    return {
        **brief(case),
        "content": content_for(viewer, case),
        "turns": case.turns,
        "reason": case.reason,
        "outcome": case.outcome,
        "incident": incident.reference if incident else "",
        "asked_together": [one.reference for one in queries.asked_together(viewer, case)],
        "steps": told_steps(FLOWS[case.kind], case, viewer),
        "proposal": told_signature(case, viewer),
    }


@router.get("/requests", response={200: RequestPage, **PROBLEMS}, summary="List requests, newest change first")
@opened_by(READ_INCIDENTS)
def list_requests(request: HttpRequest, wanted: Query[WantedRequests]) -> dict[str, Any]:
    """List the requests that this viewer's office asks or is asked."""
    narrowed = queries.Filter(**wanted.model_dump(exclude={"cursor", "limit"}))
    page = queries.requests(viewer_in(request), narrowed, cursor=wanted.cursor, limit=wanted.limit)
    return {"items": [brief(one) for one in page.requests], "next": page.next or None}


@router.post("/requests", response={201: RequestDetail, **PROBLEMS}, summary="Draft a request")
@opened_by(READ_INCIDENTS)
def draft_request(request: HttpRequest, body: Draft) -> Response:  # type: ignore[valid-type]
    """Begin a request to one or several offices from whatever is known; nothing is sent yet."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        raw = entered(body)
        reference = raw.pop("incident", "")
        about = incident_by_reference(viewer, str(reference)) if reference else None
        case = services.draft_request(viewer=viewer, raw=raw, about=about)
        return 201, whole(viewer, case)

    return answer_once(request, act)


@router.get("/requests/{reference}", response={200: RequestDetail, **PROBLEMS}, summary="Read a request")
@opened_by(READ_INCIDENTS)
def read_request(request: HttpRequest, reference: str) -> dict[str, Any]:
    """Read a request; the first reading by each person is shown to both sides."""
    viewer = viewer_in(request)
    case = queries.request_by_reference(viewer, reference)
    note_read(viewer=viewer, case=case)
    return whole(viewer, case)


def _asked(step: Step) -> Any:
    """What a step asks for of either kind: a name that its kind does not know is refused when it is taken."""
    sections = {
        section.title: section
        for flow in (CONTACTS, REQUESTS)
        for one in flow.steps
        if one.verb == step.verb and one.form
        for section in one.form.sections
    }
    if not sections:
        return None
    name = f"request {step.verb.replace('_', ' ')} entered"
    return body_of(Form(name=name, sections=tuple(sections.values())), strict=False)


ON_REQUEST = Acts(
    router=router,
    path="/requests/{reference}",
    name="request",
    shape=RequestDetail,
    find=queries.request_by_reference,
    whole=whole,
)
# The door asks for the duty to read: which duty a step needs depends on the kind, and the workflow asks for it.
ON_REQUEST.add_steps(
    REQUESTS.steps,
    lambda viewer, case, verb, raw: services.take_step(viewer=viewer, request_id=case.pk, verb=verb, raw=raw),
    body=_asked,
    duty=READ_INCIDENTS,
)
ON_REQUEST.add_signatures(
    confirm=lambda viewer, case: services.confirm_step(viewer=viewer, request_id=case.pk),
    decline=lambda viewer, case: services.decline_step(viewer=viewer, request_id=case.pk),
    duty=READ_INCIDENTS,
)
