"""Operations on advice; the steps are generated from the workflow's table."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Response

from penstock.cases.steps.api import Acts, OpenStep, entered, told_steps
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, body_of
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import HANDLE_PERMITS, READ_PERMITS
from penstock.permits.applications.queries import application_by_reference
from penstock.permits.handling.advice import queries, services
from penstock.permits.handling.advice.fields import ASKING
from penstock.permits.handling.advice.models import Advice
from penstock.permits.handling.advice.states import ADVICE

router = Router(tags=["advice on applications"])
AskBody = body_of(ASKING, strict=True)


class AdviceStep(OpenStep):
    """A step that may be taken from here, or the reason against it."""


class AdviceShape(Schema):
    """What an agency was asked and answered; it is never told to the applicant."""

    reference: str
    application: str
    state: str
    office: str
    agency: str
    question: str
    due_on: date
    is_overdue: bool
    verdict: str | None
    content: dict[str, Any]
    edition: int | None
    given_by: str
    given_at: datetime | None
    note: str
    steps: list[AdviceStep]


class AdviceDesk(Schema):
    """One's advice: what is to be given, what is awaited, and what is over."""

    to_give: list[AdviceShape]
    awaited: list[AdviceShape]
    over: list[AdviceShape]


def whole(viewer: Viewer, advice: Advice) -> dict[str, Any]:
    """An advice as the viewer may read it."""
    return {
        "reference": advice.reference,
        "application": advice.case.reference,
        "state": advice.state,
        "office": advice.office.name,
        "agency": advice.agency.name,
        "question": advice.question,
        "due_on": advice.due_on.isoformat(),
        "is_overdue": queries.is_overdue(advice),
        "verdict": advice.verdict or None,
        "content": advice.content,
        "edition": advice.edition,
        "given_by": advice.given_by,
        "given_at": advice.given_at and advice.given_at.isoformat(),
        "note": advice.note,
        "steps": told_steps(ADVICE, advice, viewer),
    }


@router.get("/advice", response={200: AdviceDesk, **PROBLEMS}, summary="List advice")
@opened_by(READ_PERMITS)
def list_advice(request: HttpRequest) -> dict[str, Any]:
    """List what one's agency is asked, what it awaits of others, and what is over."""
    viewer = viewer_in(request)
    found = queries.desk(viewer)
    parts = {"to_give": found.to_give, "awaited": found.awaited, "over": found.over}
    return {name: [whole(viewer, one) for one in rows] for name, rows in parts.items()}


@router.get("/advice/{reference}", response={200: AdviceShape, **PROBLEMS}, summary="Read an advice")
@opened_by(READ_PERMITS)
def read_advice(request: HttpRequest, reference: str) -> dict[str, Any]:
    """Read what an agency was asked and answered."""
    viewer = viewer_in(request)
    return whole(viewer, queries.advice_by_reference(viewer, reference))


@router.get(
    "/applications/{reference}/advice", response={200: list[AdviceShape], **PROBLEMS}, summary="Read all advice"
)
@opened_by(READ_PERMITS)
def read_advice_on(request: HttpRequest, reference: str) -> list[dict[str, Any]]:
    """Read the advice on an application that one may see: for the applicant there is none."""
    viewer = viewer_in(request)
    application = application_by_reference(viewer, reference)
    return [whole(viewer, one) for one in queries.advice_on(viewer, application)]


@router.post("/applications/{reference}/advice", response={201: list[AdviceShape], **PROBLEMS}, summary="Ask agencies")
@opened_by(HANDLE_PERMITS)
def ask_advice(request: HttpRequest, reference: str, body: AskBody) -> Response:  # type: ignore[valid-type]
    """Ask agencies of one's country (by id) about an application; each reads it from now on."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        application = application_by_reference(viewer, reference)
        rows = services.ask(viewer=viewer, application_id=application.pk, raw=entered(body))
        return 201, [whole(viewer, one) for one in rows]

    return answer_once(request, act)


Acts(
    router=router,
    path="/advice/{reference}",
    name="advice",
    shape=AdviceShape,
    find=queries.advice_by_reference,
    whole=whole,
).add_steps(
    ADVICE.steps,
    lambda viewer, one, verb, raw: services.take_step(viewer=viewer, advice_id=one.pk, verb=verb, raw=raw),
)
