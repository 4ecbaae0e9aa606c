"""How the stories of projects and operations are told: one is opened, offices are invited, and take part."""

from datetime import timedelta
from typing import Any

from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.operations.conduct import returns
from penstock.operations.conduct import services as conduct
from penstock.operations.models import DailyReturn, Operation, Project, Seat
from penstock.operations.projects import services
from penstock.parties.models import DutyHeld
from tests.cast import Actor, Cast

NAME = "Task force zqtolueneqz"
OPERATION_NAME = "Operation zqlanternqz"


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


def planned(by: Actor, **changes: Any) -> Operation:
    """Somebody plans an operation of the week that begins today."""
    raw = {
        "name": OPERATION_NAME,
        "objective": "To see where it goes.",
        "substances": "Acetone; Toluene; Potassium permanganate",
        "from_on": today().isoformat(),
        "until_on": (today() + timedelta(days=6)).isoformat(),
        **changes,
    }
    with acting(by.viewer) as viewer:
        return conduct.plan_operation(viewer=viewer, raw=raw)


def step(by: Actor, operation: Operation, verb: str, **entered: Any) -> Operation:
    """Somebody takes a step of an operation."""
    with acting(by.viewer) as viewer:
        return conduct.take_step(viewer=viewer, operation_id=operation.pk, verb=verb, raw=entered)


def running(by: Actor, *offices: Actor, **changes: Any) -> Operation:
    """An operation with these offices, from today on."""
    operation = planned(by, **changes)
    for one in offices:
        step(by, operation, "admit", office=one.office.name)
    return step(by, operation, "start")


def handed_in(by: Actor, operation: Operation, **entered: Any) -> DailyReturn:
    """An office hands in its return of today."""
    raw = {"day": today().isoformat(), **(entered or {"nothing": "yes"})}
    with acting(by.viewer) as viewer:
        return returns.hand_in(viewer=viewer, reference=operation.reference, raw=raw)


def second_keeper(cast: Cast) -> Actor:
    """Somebody else of the secretariat who may sign."""
    with acting(SYSTEM):
        for duty in ("keep projects", "read incidents"):
            DutyHeld.objects.create(person=cast.secretariat_second.person, duty=duty, from_on=today())
    return cast.secretariat_second


def operations_seen(by: Actor) -> set[str]:
    """The references of the operations that somebody sees."""
    with acting(by.viewer) as viewer:
        found = set(Operation.objects.visible_to(viewer).values_list("reference", flat=True))
        assert found == set(Operation.objects.values_list("reference", flat=True)), "the two fences differ"
        return found
