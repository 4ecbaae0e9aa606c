"""Operations on projects and on the seats in them; the steps are generated from the workflow's table."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from penstock.cases.steps.api import Acts
from penstock.kernel.doors.access import opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS
from penstock.kernel.viewer import Viewer
from penstock.operations.doors.stepping import add_act, verbs_open
from penstock.operations.models import Project, Seat
from penstock.operations.projects import queries, services
from penstock.operations.projects.fields import INVITATION, PROJECT
from penstock.operations.projects.states import SEATS
from penstock.parties.duties import KEEP_PROJECTS, READ_INCIDENTS

router = Router(tags=["projects"])


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
        "steps": verbs_open(SEATS, seat, viewer),
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


@router.get("/projects/{reference}", response={200: ProjectShape, **PROBLEMS}, summary="Read a project")
@opened_by(READ_INCIDENTS)
def read_project(request: HttpRequest, reference: str) -> dict[str, Any]:
    """A project with its seats."""
    viewer = viewer_in(request)
    return _whole(viewer, queries.project_by_reference(viewer, reference))


def _open(viewer: Viewer, raw: dict[str, Any]) -> dict[str, Any]:
    return _whole(viewer, services.open_project(viewer=viewer, raw=raw))


def _invite(viewer: Viewer, raw: dict[str, Any], reference: str) -> dict[str, Any]:
    return _seat(viewer, services.invite(viewer=viewer, reference=reference, raw=raw))


add_act(
    router,
    "/projects",
    _open,
    duty=KEEP_PROJECTS,
    name="project_open",
    label="Open a project",
    about="Open a project or a task force; nobody else knows of it until somebody is invited.",
    shape=ProjectShape,
    form=PROJECT,
    names={},
    status=201,
)
add_act(
    router,
    "/projects/{reference}/seats",
    _invite,
    duty=KEEP_PROJECTS,
    name="project_invite",
    label="Invite an office",
    about="Invite an office by its name to a project of one's own keeping.",
    shape=SeatShape,
    form=INVITATION,
    status=201,
)
ON_SEAT = Acts(
    router=router,
    path="/projects/{reference}/seats/{seat_id}",
    name="seat",
    shape=SeatShape,
    find=queries.seat,
    whole=_seat,
)
ON_SEAT.add_steps(
    SEATS.steps, lambda viewer, seat, verb, raw: services.take_step(viewer=viewer, seat_id=seat.pk, verb=verb, raw=raw)
)
