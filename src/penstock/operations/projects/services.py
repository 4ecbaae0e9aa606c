"""Writes of projects: opening one, inviting offices, and the effect of each step of a seat."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from penstock.kernel import numbers, record, workflow
from penstock.kernel.clock import today
from penstock.kernel.delivery.outbox import send
from penstock.kernel.viewer import Fault, NotVisible, Viewer
from penstock.kernel.workflow import Effect, Taking, refused_for
from penstock.operations.models import Project, Seat
from penstock.operations.projects.fields import INVITATION, PROJECT
from penstock.operations.projects.states import OVER, SEATS
from penstock.parties.circles.queries import focal_points
from penstock.parties.circles.services import join, leave, open_circle
from penstock.parties.duties import KEEP_PROJECTS, TAKE_PART
from penstock.parties.models import Organisation

SEATS.model = Seat
SERIES = "PRJ"
LETTERS = {
    "propose": (KEEP_PROJECTS, "Focal point proposed:", "An office proposed its focal point for a project."),
    "accept": (TAKE_PART, "In the project:", "Your office was taken into a project: it sees what is released to it."),
    "return": (TAKE_PART, "Another focal point wanted:", "You are asked for another focal point in a project."),
    "decline": (KEEP_PROJECTS, "Invitation declined:", "An office declined to take part in a project."),
    "withdraw": (KEEP_PROJECTS, "Left the project:", "An office left a project."),
    "end": (TAKE_PART, "Part in a project ended:", "Your office no longer takes part in a project."),
}


def open_project(*, viewer: Viewer, raw: Mapping[str, Any]) -> Project:
    """Open a project, or a task force of one; Refused with every fault."""
    viewer.needs(KEEP_PROJECTS)
    reading = PROJECT.read(raw, strict=True)
    values = reading.values
    parent = Project.objects.visible_to(viewer).filter(reference=(values["part_of"] or "").upper()).first()
    faults = list(reading.faults)
    if values["part_of"] and (parent is None or parent.keeper_id != viewer.organisation_id):
        text = "There is no project '{given}' of yours: write its reference, such as PRJ-0001."
        faults.append(Fault("part_of", "unknown_project", text, {"given": values["part_of"]}))
    if faults:
        raise refused_for(faults)
    with transaction.atomic():
        circle = open_circle(viewer=viewer, of="project", name=values["name"], duty=KEEP_PROJECTS)
        project = Project(
            reference=f"{SERIES}-{numbers.take(SERIES):04d}",
            name=circle.name,
            purpose=values["purpose"],
            part_of=parent,
            keeper_id=viewer.organisation_id,
            circle=circle,
            opened_by=viewer.name,
            audience=[viewer.organisation_id, circle.pk],
        )
        project.save(force_insert=True)
        act = record.Act(
            name="project.opened",
            case_id=project.pk,
            viewer=viewer,
            audience=project.audience,
            data={"reference": project.reference, **reading.kept},
            duty=KEEP_PROJECTS,
        )
        record.append(act)
    return project


def invite(*, viewer: Viewer, reference: str, raw: Mapping[str, Any]) -> Seat:
    """Invite an office by its id or name; Refused for who reads no incidents, or is invited or in it already."""
    viewer.needs(KEEP_PROJECTS)
    with transaction.atomic():
        project = _kept(viewer, reference)
        office = _office(raw)
        if Seat.objects.visible_to(viewer).filter(project=project, organisation=office).exclude(state__in=OVER):
            text = "{given} is invited already, or takes part."
            raise refused_for([Fault("office", "invited_already", text, {"given": office.name})])
        seat = Seat(project=project, of=project.reference, keeper_id=project.keeper_id, organisation=office)
        seat.audience = [office.pk, project.keeper_id]
        workflow.begin(SEATS, seat).save(force_insert=True)
        told = {"project": project.reference, "organisation": office.name}
        act = record.Act(
            name="seat.invited",
            case_id=seat.pk,
            viewer=viewer,
            audience=seat.audience,
            data=told,
            duty=KEEP_PROJECTS,
        )
        record.append(act)
        _tell(
            project.reference, office.pk, TAKE_PART, "Invitation to a project:", "Your office is invited to a project."
        )
    return seat


def _kept(viewer: Viewer, reference: str) -> Project:
    """A project of the viewer's own keeping, locked; NotVisible for any other."""
    rows = Project.objects.visible_to(viewer).filter(reference=reference, keeper=viewer.organisation_id)
    project = rows.select_for_update().first()
    if project is None:
        raise NotVisible
    return project


def _office(raw: Mapping[str, Any]) -> Organisation:
    reading = INVITATION.read(raw, strict=True)
    if reading.faults:
        raise refused_for(reading.faults)
    given = str(reading.values["office"])
    found = [one for one in focal_points() if given.casefold() in {str(one.pk), one.name.casefold()}]
    if len(found) != 1 or found[0].kind == "secretariat":
        text = "'{given}' is no office here in which somebody reads incidents."
        raise refused_for([Fault("office", "no_focal_point", text, {"given": given})])
    return found[0]


def take_step(*, viewer: Viewer, seat_id: UUID, verb: str, raw: Mapping[str, Any] | None = None) -> Seat:
    """Take a step of a seat's workflow; NotVisible or Refused where it may not be."""
    taken: Seat = workflow.advance(SEATS, seat_id, verb, viewer, raw)
    return taken


def _effect(taking: Taking) -> Effect:
    taking.case.told = dict(taking.kept)
    return Effect(data={"project": taking.case.of, **taking.kept})


def _desk(taking: Taking) -> Effect:
    taking.case.desk = taking.values["desk"]
    return _effect(taking)


SEATS.effect("propose")(_desk)
SEATS.effect("change")(_desk)
SEATS.effect("return")(_effect)


@SEATS.effect("accept")
def _accept(taking: Taking) -> Effect:
    """From today on it sees what is released to the project, and all in it see its desk."""
    seat = taking.case
    project = Project.objects.visible_to(taking.viewer).get(pk=seat.project_id)
    office = Organisation.objects.get(pk=seat.organisation_id)
    join(viewer=taking.viewer, circle_id=project.circle_id, organisation=office, duty=KEEP_PROJECTS)
    seat.audience = [seat.organisation_id, seat.keeper_id, project.circle_id]
    return Effect(data={"project": project.reference, "on": today().isoformat()})


SEATS.effect("decline")(_effect)


@SEATS.effect("withdraw")
def _withdraw(taking: Taking) -> Effect:
    return _out(taking, TAKE_PART)


@SEATS.effect("end")
def _end(taking: Taking) -> Effect:
    return _out(taking, KEEP_PROJECTS) if taking.case.state == "seated" else _effect(taking)


def _out(taking: Taking, duty: str) -> Effect:
    """It leaves the circle at once: of the project it sees no more than its own seat."""
    seat = taking.case
    project = Project.objects.visible_to(taking.viewer).get(pk=seat.project_id)
    office = Organisation.objects.get(pk=seat.organisation_id)
    leave(viewer=taking.viewer, circle_id=project.circle_id, organisation=office, duty=duty)
    seat.audience = [seat.organisation_id, seat.keeper_id]
    return _effect(taking)


@SEATS.guard("propose")
def _invited(seat: Seat, viewer: Viewer) -> str | None:
    del viewer
    gone = not focal_points().filter(pk=seat.organisation_id).exists()
    return "Nobody in this office reads incidents today." if gone else None


def tell_of(taking: Taking) -> None:
    """Tell the other side of a step."""
    seat, verb = taking.case, taking.step.verb
    if verb not in LETTERS:
        return
    duty, subject, body = LETTERS[verb]
    _tell(seat.of, seat.keeper_id if duty == KEEP_PROJECTS else seat.organisation_id, duty, subject, body)


def _tell(reference: str, to: UUID, duty: str, subject: str, body: str) -> None:
    """A letter names neither the project nor anybody in it."""
    link = f"{settings.BASE_URL}/projects/{reference}/"
    letter = {"organisation": str(to), "duty": duty, "subject": f"{subject} {reference}", "body": f"{body}\n\n{link}\n"}
    send("announcement", letter)


SEATS.tell = tell_of
