"""Operations on projects and on the seats in them; the steps are generated from the workflow's table."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Response

from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, body_of
from penstock.kernel.viewer import Viewer
from penstock.kernel.workflow import Step, open_steps
from penstock.operations.models import Project, Seat
from penstock.operations.projects import queries, services
from penstock.operations.projects.fields import INVITATION, PROJECT
from penstock.operations.projects.states import SEATS
from penstock.parties.duties import KEEP_PROJECTS, READ_INCIDENTS

router = Router(tags=["projects"])
ProjectBody = body_of(PROJECT, strict=True)
InvitationBody = body_of(INVITATION, strict=True)


class SeatShape(Schema):
    """An office's part in a project, and what the viewer may do with it."""

    id: UUID
    office: str
    state: str
    desk: str
    steps: list[str]


class ProjectBrief(Schema):
    """A project as the list gives it; `task_force_of` is the reference of another that the viewer sees too."""

    reference: str
    name: str
    purpose: str
    kept_by: str
    task_force_of: str | None


class ProjectShape(ProjectBrief):
    """A project with the seats that the viewer sees, and the newest incidents that were released to it."""

    seats: list[SeatShape]
    incidents: list[str]


def _brief(viewer: Viewer, project: Project) -> dict[str, Any]:
    parent = queries.parent_of(viewer, project)
    return {
        "reference": project.reference,
        "name": project.name,
        "purpose": project.purpose,
        "kept_by": project.keeper.name,
        "task_force_of": parent and parent.reference,
    }


def _seat(viewer: Viewer, seat: Seat) -> dict[str, Any]:
    return {
        "id": str(seat.pk),
        "office": seat.organisation.name,
        "state": seat.state,
        "desk": seat.desk,
        "steps": [step.verb for step, reason in open_steps(SEATS, seat, viewer) if reason is None],
    }


def _whole(viewer: Viewer, project: Project) -> dict[str, Any]:
    is_in = project.circle_id in viewer.circles
    return {
        **_brief(viewer, project),
        "seats": [_seat(viewer, one) for one in queries.seats(viewer, project)],
        "incidents": [one.reference for one in queries.released_to(viewer, project.circle_id)] if is_in else [],
    }


@router.get("/projects", response={200: list[ProjectBrief], **PROBLEMS}, summary="List projects")
@opened_by(READ_INCIDENTS)
def list_projects(request: HttpRequest) -> list[dict[str, Any]]:
    """The projects that one's organisation keeps, takes part in or is invited to."""
    viewer = viewer_in(request)
    return [_brief(viewer, one.project) for one in queries.projects(viewer)]


@router.post("/projects", response={201: ProjectShape, **PROBLEMS}, summary="Open a project")
@opened_by(KEEP_PROJECTS)
def open_project(request: HttpRequest, body: ProjectBody) -> Response:  # type: ignore[valid-type]
    """Open a project or a task force; nobody else knows of it until somebody is invited."""
    viewer, raw = viewer_in(request), dict(body.model_dump(exclude_none=True))  # type: ignore[attr-defined]

    def act() -> tuple[int, Any]:
        return 201, _whole(viewer, services.open_project(viewer=viewer, raw=raw))

    return answer_once(request, act)


@router.get("/projects/{reference}", response={200: ProjectShape, **PROBLEMS}, summary="Read a project")
@opened_by(READ_INCIDENTS)
def read_project(request: HttpRequest, reference: str) -> dict[str, Any]:
    """A project with its seats."""
    viewer = viewer_in(request)
    return _whole(viewer, queries.project_by_reference(viewer, reference))


@router.post("/projects/{reference}/seats", response={201: SeatShape, **PROBLEMS}, summary="Invite an office")
@opened_by(KEEP_PROJECTS)
def invite(request: HttpRequest, reference: str, body: InvitationBody) -> Response:  # type: ignore[valid-type]
    """Invite an office by its name to a project of one's own keeping."""
    viewer, raw = viewer_in(request), dict(body.model_dump(exclude_none=True))  # type: ignore[attr-defined]

    def act() -> tuple[int, Any]:
        return 201, _seat(viewer, services.invite(viewer=viewer, reference=reference, raw=raw))

    return answer_once(request, act)


def _step_operation(step: Step) -> Callable[..., Any]:
    """The operation that takes one step of a seat."""

    def take(request: HttpRequest, reference: str, seat_id: UUID, raw: dict[str, Any]) -> Response:
        viewer = viewer_in(request)

        def act() -> tuple[int, Any]:
            seat = queries.seat(viewer, reference, seat_id)
            return 200, _seat(viewer, services.take_step(viewer=viewer, seat_id=seat.pk, verb=step.verb, raw=raw))

        return answer_once(request, act)

    if step.form is None:

        def without_body(request: HttpRequest, reference: str, seat_id: UUID) -> Response:
            return take(request, reference, seat_id, {})

        return without_body

    def with_body(request: HttpRequest, reference: str, seat_id: UUID, body: Any) -> Response:
        return take(request, reference, seat_id, dict(body.model_dump(exclude_none=True)))

    with_body.__annotations__["body"] = body_of(step.form, strict=True)
    return with_body


for _step in SEATS.steps:
    _operation = _step_operation(_step)
    _operation.__name__ = f"seat_{_step.verb}"
    _operation.__doc__ = f"{_step.label}: from {', '.join(_step.from_)} to {_step.to}, by the {_step.side}."
    router.add_api_operation(
        f"/projects/{{reference}}/seats/{{seat_id}}/{_step.verb}",
        ["POST"],
        opened_by(_step.duty)(_operation),
        response={200: SeatShape, **PROBLEMS},
        summary=_step.label,
        operation_id=f"seat_{_step.verb}",
    )
