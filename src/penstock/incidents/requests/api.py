"""Operations on requests; the steps are generated from the workflows' tables."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from ninja.responses import Response
from pydantic import Field, create_model

from penstock.cases.secrecy.sight import content_for
from penstock.cases.services import note_read
from penstock.incidents.queries import incident_by_reference
from penstock.incidents.requests import fields, queries, services
from penstock.incidents.requests.models import Request
from penstock.incidents.requests.states import CONTACTS, FLOWS, REQUESTS
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, Body, body_of
from penstock.kernel.forms.specification import Form
from penstock.kernel.viewer import Viewer
from penstock.kernel.workflow import Step, open_signature, open_steps
from penstock.parties.duties import READ_INCIDENTS

router = Router(tags=["requests"])
LONGEST_PAGE = 200


def _draft_body() -> type[Body]:
    """What is asked, and the reference of the incident it stands on."""
    told = Field(None, title="Incident", description="The incident it stands on, for the asking side alone")
    return create_model("RequestToDraft", __base__=body_of(fields.REQUEST, strict=False), incident=(str | None, told))


Draft = _draft_body()


class RequestStep(Schema):
    """A step that may be taken from here, or the reason against it."""

    verb: str
    label: str
    needs_second: bool
    reason: str | None


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


class RequestProposal(Schema):
    """A sending that waits for its second signature."""

    verb: str
    by: str
    at: datetime


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
    proposal, incident = open_signature(case, viewer), queries.incident_of(viewer, case)
    return {
        **brief(case),
        "content": content_for(viewer, case),
        "turns": case.turns,
        "reason": case.reason,
        "outcome": case.outcome,
        "incident": incident.reference if incident else "",
        "asked_together": [one.reference for one in queries.asked_together(viewer, case)],
        "steps": [
            {
                "verb": step.verb,
                "label": step.label,
                "needs_second": step.second,
                "reason": reason.message if reason else None,
            }
            for step, reason in open_steps(FLOWS[case.kind], case, viewer)
        ],
        "proposal": proposal
        and {"verb": proposal.verb, "by": proposal.person_name, "at": proposal.signed_at.isoformat()},
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
        raw = _entered(body)
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


def _entered(body: Any) -> dict[str, Any]:
    return dict(body.model_dump(exclude_none=True)) if body is not None else {}


def _any_form(verb: str) -> Form | None:
    """What a step asks for of either kind: a name that its kind does not know is refused when it is taken."""
    sections = {
        section.title: section
        for flow in (CONTACTS, REQUESTS)
        for one in flow.steps
        if one.verb == verb and one.form
        for section in one.form.sections
    }
    return (
        Form(name=f"request {verb.replace('_', ' ')} entered", sections=tuple(sections.values())) if sections else None
    )


def _step_operation(step: Step) -> Callable[..., Any]:
    """The operation that takes one step of the workflow of the request's kind."""

    def take(request: HttpRequest, reference: str, raw: dict[str, Any]) -> Response:
        viewer = viewer_in(request)

        def act() -> tuple[int, Any]:
            case = queries.request_by_reference(viewer, reference)
            taken = services.take_step(viewer=viewer, request_id=case.pk, verb=step.verb, raw=raw)
            return 200, whole(viewer, taken)

        return answer_once(request, act)

    form = _any_form(step.verb)
    if form is None:

        def without_body(request: HttpRequest, reference: str) -> Response:
            return take(request, reference, {})

        return without_body

    def with_body(request: HttpRequest, reference: str, body: Any) -> Response:
        return take(request, reference, _entered(body))

    with_body.__annotations__["body"] = body_of(form, strict=False)
    return with_body


def _signature_operation(name: str, act_of: Callable[..., Request]) -> Callable[..., Any]:
    """The operation that confirms or declines a first signature."""

    def sign(request: HttpRequest, reference: str) -> Response:
        viewer = viewer_in(request)

        def act() -> tuple[int, Any]:
            case = queries.request_by_reference(viewer, reference)
            return 200, whole(viewer, act_of(viewer=viewer, request_id=case.pk))

        return answer_once(request, act)

    sign.__name__ = f"request_{name}"
    return sign


def _add(name: str, operation: Callable[..., Any], summary: str) -> None:
    router.add_api_operation(
        f"/requests/{{reference}}/{name}",
        ["POST"],
        opened_by(READ_INCIDENTS)(operation),
        response={200: RequestDetail, **PROBLEMS},
        summary=summary,
        operation_id=f"request_{name}",
    )


def _add_steps() -> None:
    # The door asks for the duty to read: which duty a step needs depends on the kind, and the workflow asks for it.
    for step in REQUESTS.steps:
        operation = _step_operation(step)
        operation.__name__ = f"request_{step.verb}"
        operation.__doc__ = f"{step.label}: from {', '.join(step.from_)} to {step.to}, by the {step.side}."
        _add(step.verb, operation, step.label + (" (first of two signatures)" if step.second else ""))
    _add("confirm", _signature_operation("confirm", services.confirm_step), "Give the second signature")
    _add("decline", _signature_operation("decline", services.decline_step), "Decline the first signature")


_add_steps()
