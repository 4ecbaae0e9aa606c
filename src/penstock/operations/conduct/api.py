"""Operations of the API on operations; the steps are generated from the workflow's table."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Response

from penstock.cases.secrecy.sight import content_for
from penstock.cases.services import note_read
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, body_of
from penstock.kernel.viewer import Viewer
from penstock.kernel.workflow import Step, open_steps
from penstock.operations.conduct import gathering, queries, returns, services
from penstock.operations.conduct.fields import PLAN, RETURN
from penstock.operations.conduct.states import OPERATIONS
from penstock.operations.models import Operation
from penstock.parties.duties import KEEP_PROJECTS, READ_INCIDENTS, TAKE_PART

router = Router(tags=["operations"])
PlanBody = body_of(PLAN, strict=True)
ReturnBody = body_of(RETURN, strict=True)


class OperationBrief(Schema):
    """An operation as the list gives it."""

    reference: str
    name: str
    state: str
    led_by: str
    from_on: date | None
    until_on: date | None


class OfficeStanding(Schema):
    """How an office stands with its daily returns."""

    office: str
    in_time: int
    late: int
    missing: list[date]


class ReturnShape(Schema):
    """A daily return; `incidents` are those of them that the viewer sees."""

    office: str
    day: date
    edition: int
    content: dict[str, Any]
    incidents: list[str]


class FiguresShape(Schema):
    """Counts over the incidents that the viewer sees of an operation; amounts are text."""

    incidents: int
    kinds: dict[str, int]
    lanes: dict[str, int]
    kilograms: dict[str, str]
    litres: dict[str, str]


class OperationShape(OperationBrief):
    """An operation with its plan, who takes part, the newest returns, the report if it is out, and the steps open."""

    plan: dict[str, Any]
    standings: list[OfficeStanding]
    returns: list[ReturnShape]
    report: dict[str, Any] | None
    figures_of_report: dict[str, Any] | None
    steps: list[str]


class BoardShape(Schema):
    """What the viewer sees gathered: figures, the newest incidents, and the newest notices."""

    figures: FiguresShape
    incidents: list[str]
    notices: list[str]


def _brief(operation: Operation) -> dict[str, Any]:
    return {
        "reference": operation.reference,
        "name": operation.title,
        "state": operation.state,
        "led_by": operation.opener.name,
        "from_on": operation.from_on and operation.from_on.isoformat(),
        "until_on": operation.until_on and operation.until_on.isoformat(),
    }


def _whole(viewer: Viewer, operation: Operation) -> dict[str, Any]:
    report = queries.report_of(viewer, operation)
    return {
        **_brief(operation),
        "plan": content_for(viewer, operation),
        "standings": [
            {
                "office": one.office.name,
                "in_time": one.handed,
                "late": one.late,
                "missing": [day.isoformat() for day in one.missing],
            }
            for one in queries.standings(viewer, operation)
        ],
        "returns": [
            {
                "office": one.organisation.name,
                "day": one.day.isoformat(),
                "edition": one.edition,
                "content": one.content,
                "incidents": named,
            }
            for one, named in queries.returns_of(viewer, operation)
        ],
        "report": report and report.content,
        "figures_of_report": report and report.figures,
        "steps": [step.verb for step, reason in open_steps(OPERATIONS, operation, viewer) if reason is None],
    }


@router.get("/operations", response={200: list[OperationBrief], **PROBLEMS}, summary="List operations")
@opened_by(READ_INCIDENTS)
def list_operations(request: HttpRequest) -> list[dict[str, Any]]:
    """The operations that one's organisation leads or takes part in."""
    return [_brief(one) for one in queries.operations(viewer_in(request))]


@router.post("/operations", response={201: OperationShape, **PROBLEMS}, summary="Plan an operation")
@opened_by(KEEP_PROJECTS)
def plan_operation(request: HttpRequest, body: PlanBody) -> Response:  # type: ignore[valid-type]
    """Plan an operation; nobody else knows of it until somebody is taken in."""
    viewer, raw = viewer_in(request), dict(body.model_dump(exclude_none=True))  # type: ignore[attr-defined]

    def act() -> tuple[int, Any]:
        return 201, _whole(viewer, services.plan_operation(viewer=viewer, raw=raw))

    return answer_once(request, act)


@router.get("/operations/{reference}", response={200: OperationShape, **PROBLEMS}, summary="Read an operation")
@opened_by(READ_INCIDENTS)
def read_operation(request: HttpRequest, reference: str) -> dict[str, Any]:
    """An operation; the first reading by each person is shown to everyone in it."""
    viewer = viewer_in(request)
    operation = queries.operation_by_reference(viewer, reference)
    note_read(viewer=viewer, case=operation)
    return _whole(viewer, operation)


@router.get("/operations/{reference}/board", response={200: BoardShape, **PROBLEMS}, summary="Read a board")
@opened_by(READ_INCIDENTS)
def read_board(request: HttpRequest, reference: str) -> dict[str, Any]:
    """What is gathered, counted over what the viewer sees."""
    viewer = viewer_in(request)
    found = queries.board(viewer, queries.operation_by_reference(viewer, reference))
    return {
        "figures": gathering.kept(found.figures),
        "incidents": [one.reference for one in found.incidents],
        "notices": [one.reference for one in found.notices],
    }


@router.post("/operations/{reference}/returns", response={201: None, **PROBLEMS}, summary="Hand in a daily return")
@opened_by(TAKE_PART)
def hand_in(request: HttpRequest, reference: str, body: ReturnBody) -> Response:  # type: ignore[valid-type]
    """Hand in the return of a day, or correct it by handing it in again."""
    viewer, raw = viewer_in(request), dict(body.model_dump(exclude_none=True))  # type: ignore[attr-defined]

    def act() -> tuple[int, Any]:
        returns.hand_in(viewer=viewer, reference=reference, raw=raw)
        return 201, None

    return answer_once(request, act)


def _step_operation(step: Step) -> Callable[..., Any]:
    """The operation that takes one step of the workflow."""

    def take(request: HttpRequest, reference: str, raw: dict[str, Any]) -> Response:
        viewer = viewer_in(request)

        def act() -> tuple[int, Any]:
            operation = queries.operation_by_reference(viewer, reference)
            taken = services.take_step(viewer=viewer, operation_id=operation.pk, verb=step.verb, raw=raw)
            return 200, _whole(viewer, taken)

        return answer_once(request, act)

    if step.form is None:

        def without_body(request: HttpRequest, reference: str) -> Response:
            return take(request, reference, {})

        return without_body

    def with_body(request: HttpRequest, reference: str, body: Any) -> Response:
        return take(request, reference, dict(body.model_dump(exclude_none=True)))

    with_body.__annotations__["body"] = body_of(step.form, strict=True)
    return with_body


def _signature_operation(name: str, act_of: Callable[..., Operation]) -> Callable[..., Any]:
    """The operation that confirms or declines a first signature."""

    def sign(request: HttpRequest, reference: str) -> Response:
        viewer = viewer_in(request)

        def act() -> tuple[int, Any]:
            operation = queries.operation_by_reference(viewer, reference)
            return 200, _whole(viewer, act_of(viewer=viewer, operation_id=operation.pk))

        return answer_once(request, act)

    sign.__doc__ = f"{name.capitalize()} the release of the report that somebody else proposed."
    return sign


def _add_steps() -> None:
    found = [(step.verb, step.label, step.duty, _step_operation(step)) for step in OPERATIONS.steps]
    found.append(
        ("confirm", "Give the second signature", KEEP_PROJECTS, _signature_operation("confirm", services.confirm_step))
    )
    found.append(
        (
            "decline",
            "Decline the first signature",
            KEEP_PROJECTS,
            _signature_operation("decline", services.decline_step),
        )
    )
    for verb, label, duty, operation in found:
        operation.__name__ = f"operation_{verb}"
        operation.__doc__ = operation.__doc__ or f"{label}."
        router.add_api_operation(
            f"/operations/{{reference}}/{verb}",
            ["POST"],
            opened_by(duty)(operation),
            response={200: OperationShape, **PROBLEMS},
            summary=label,
            operation_id=f"operation_{verb}",
        )


_add_steps()
