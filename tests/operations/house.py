"""How the stories of projects are told: one is opened, offices are invited, and take part."""

from typing import Any

from penstock.kernel.rowsecurity import acting
from penstock.operations.models import Project, Seat
from penstock.operations.projects import services
from tests.cast import Actor

NAME = "Task force zqtolueneqz"


def opened(by: Actor, name: str = NAME, **changes: Any) -> Project:
    """Somebody opens a project."""
    raw = {"name": name, "purpose": "To find out where it comes from.", **changes}
    with acting(by.viewer) as viewer:
        return services.open_project(viewer=viewer, raw=raw)


def invited(by: Actor, project: Project, office: Actor) -> Seat:
    """Somebody invites an office."""
    with acting(by.viewer) as viewer:
        return services.invite(viewer=viewer, reference=project.reference, raw={"office": office.office.name})


def take(by: Actor, seat: Seat, verb: str, **entered: Any) -> Seat:
    """Somebody takes a step of a seat."""
    with acting(by.viewer) as viewer:
        return services.take_step(viewer=viewer, seat_id=seat.pk, verb=verb, raw=entered)


def seated(by: Actor, project: Project, office: Actor) -> Seat:
    """An office is invited, names its desk, and is taken in."""
    seat = take(office, invited(by, project, office), "propose", desk=f"Desk of {office.office.name}")
    return take(by, seat, "accept")


def seen(by: Actor) -> set[str]:
    """The references of the projects that somebody sees."""
    with acting(by.viewer) as viewer:
        found = set(Project.objects.visible_to(viewer).values_list("reference", flat=True))
        assert found == set(Project.objects.values_list("reference", flat=True)), "the two fences differ"
        return found
