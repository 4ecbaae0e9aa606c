"""Operations of the API on operations; the steps are generated from the workflow's table."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from penstock.cases.secrecy.sight import content_for
from penstock.cases.services import note_read
from penstock.cases.steps.api import Acts
from penstock.kernel.doors.access import opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS
from penstock.kernel.viewer import Viewer
from penstock.operations.conduct import gathering, queries, returns, services
from penstock.operations.conduct.fields import LEAVING, PLAN, RETURN
from penstock.operations.conduct.states import OPERATIONS
from penstock.operations.doors.stepping import add_act, verbs_open
from penstock.operations.models import Operation
from penstock.parties.duties import KEEP_PROJECTS, READ_INCIDENTS, TAKE_PART

router = Router(tags=["operations"])


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
        "steps": verbs_open(OPERATIONS, operation, viewer),
    }


@router.get("/operations", response={200: list[OperationBrief], **PROBLEMS}, summary="List operations")
@opened_by(READ_INCIDENTS)
def list_operations(request: HttpRequest) -> list[dict[str, Any]]:
    """The operations that one's organisation leads or takes part in."""
    return [_brief(one) for one in queries.operations(viewer_in(request))]


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


def _plan(viewer: Viewer, raw: dict[str, Any]) -> dict[str, Any]:
    return _whole(viewer, services.plan_operation(viewer=viewer, raw=raw))


def _hand_in(viewer: Viewer, raw: dict[str, Any], reference: str) -> None:
    returns.hand_in(viewer=viewer, reference=reference, raw=raw)


def _leave(viewer: Viewer, raw: dict[str, Any], reference: str) -> None:
    services.leave_operation(viewer=viewer, reference=reference, raw=raw)


ONE = "/operations/{reference}"
add_act(
    router,
    "/operations",
    _plan,
    duty=KEEP_PROJECTS,
    name="operation_new",
    label="Plan an operation",
    about="Plan an operation; nobody else knows of it until somebody is taken in.",
    shape=OperationShape,
    form=PLAN,
    names={},
    status=201,
)
add_act(
    router,
    f"{ONE}/returns",
    _hand_in,
    duty=TAKE_PART,
    name="operation_return",
    label="Hand in a daily return",
    about="Hand in the return of a day, or correct it by handing it in again.",
    shape=None,
    form=RETURN,
    status=201,
)
add_act(
    router,
    f"{ONE}/leave",
    _leave,
    duty=TAKE_PART,
    name="operation_leave",
    label="Leave an operation",
    about="Leave an operation that another leads: from now on it is not shown to one's organisation any more.",
    shape=None,
    form=LEAVING,
)
ON_OPERATION = Acts(
    router=router,
    path=ONE,
    name="operation",
    shape=OperationShape,
    find=queries.operation_by_reference,
    whole=_whole,
)
ON_OPERATION.add_steps(
    OPERATIONS.steps,
    lambda viewer, one, verb, raw: services.take_step(viewer=viewer, operation_id=one.pk, verb=verb, raw=raw),
)
ON_OPERATION.add_signatures(
    confirm=lambda viewer, one: services.confirm_step(viewer=viewer, operation_id=one.pk),
    decline=lambda viewer, one: services.decline_step(viewer=viewer, operation_id=one.pk),
    duty=KEEP_PROJECTS,
)
