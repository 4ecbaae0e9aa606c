"""Pages of projects: the list, one with its seats, and a page for each step."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.incidents import views as incidents
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.kernel.workflow import Step
from penstock.operations.doors.asking import CONFIRM, Entered, Question, acts, asked, by_id, say_done, step_asked
from penstock.operations.models import Project, Seat
from penstock.operations.projects import queries, services
from penstock.operations.projects.fields import INVITATION, PROJECT
from penstock.operations.projects.states import OVER, SEATS, STATES, TONES
from penstock.parties.directory.fields import FORMS
from penstock.parties.duties import KEEP_PROJECTS, READ_DIRECTORY, READ_INCIDENTS

EITHER = require_http_methods(["GET", "POST"])
GRAVE = {"decline", "withdraw", "end"}
FIRST = {"propose", "accept"}
CONSEQUENCES = {
    "propose": "Whoever keeps the project looks at it; you take part from their acceptance on.",
    "accept": "From now on the office sees whatever is released to the project, also what was released before.",
    "return": "The office is asked by mail for another focal point.",
    "change": "Everyone in the project sees the new desk.",
    "decline": "The invitation is over, and the project is not shown to your office any more.",
    "withdraw": "From now on your office sees nothing that was released to the project alone. Only a new invitation "
    "lets it in again.",
    "end": "From now on the office sees nothing that was released to the project alone.",
}


@require_GET
@door(READ_INCIDENTS)
def project_list(request: HttpRequest) -> HttpResponse:
    """The projects that one's organisation keeps, takes part in or is invited to."""
    viewer = viewer_in(request)
    shown = {
        "rows": [_row(viewer, one) for one in queries.projects(viewer)],
        "columns": [{"label": one} for one in (_("Project"), _("Kept by"), _("Your part"), _("Offices"))],
        "may_open": viewer.has(KEEP_PROJECTS),
        "crumbs": [{"label": _("Incidents"), "url": reverse("incidents")}, {"label": _("Projects")}],
    }
    return render(request, "operations/projects.html", shown)


def _row(viewer: Viewer, listed: queries.Listed) -> dict[str, Any]:
    project, own = listed.project, listed.own
    keeps = project.keeper_id == viewer.organisation_id
    return {
        "name": project.name,
        "hint": f"{project.reference}, {_('task force')}" if project.part_of_id else project.reference,
        "url": reverse("project", args=[project.reference]),
        "keeper": project.keeper.name,
        "badge": {"label": _("Keeps it"), "tone": "info"} if keeps else _badge(own) if own else None,
        # Whoever is only invited learns nothing of the others.
        "taken": str(listed.taken) if keeps or (own and own.state == "seated") else "",
    }


def _badge(seat: Seat) -> dict[str, str]:
    return {"label": _(STATES[seat.state]), "tone": TONES[seat.state]}


@require_GET
@door(READ_INCIDENTS)
def project_page(request: HttpRequest, reference: str) -> HttpResponse:
    """A project: what it is for, who takes part with which desk, and what was released to it."""
    viewer = viewer_in(request)
    project = queries.project_by_reference(viewer, reference)
    found = queries.seats(viewer, project)
    own = next((one for one in found if one.organisation_id == viewer.organisation_id), None)
    is_in = project.circle_id in viewer.circles
    shown = {
        **_frame(project, project.name),
        "crumbs": [*_crumbs(), {"label": reference}],
        "parent": queries.parent_of(viewer, project),
        "badge": _badge(own) if own else None,
        "is_in": is_in,
        "own_acts": _acts(viewer, project, own) if own else [],
        "told": own.told.get("note", "") if own else "",
        "seats": [_seat(viewer, project, one) for one in found],
        "seat_columns": [{"label": one} for one in (_("Office"), _("Desk"), _("State"), _("Steps"))],
        "persons": _persons(viewer, found) if is_in and viewer.has(READ_DIRECTORY) else [],
        "person_columns": [{"label": one} for one in (_("Country"), _("Name"), _("Focal point for"), _("Agency"))],
        "may_invite": project.keeper_id == viewer.organisation_id and viewer.has(KEEP_PROJECTS),
        "rows": incidents.rows(queries.released_to(viewer, project.circle_id)) if is_in else [],
        "columns": incidents.columns(),
    }
    return render(request, "operations/project.html", shown)


def _crumbs() -> list[dict[str, str]]:
    return [
        {"label": _("Incidents"), "url": reverse("incidents")},
        {"label": _("Projects"), "url": reverse("projects")},
    ]


def _frame(project: Project, heading: str) -> dict[str, Any]:
    back = reverse("project", args=[project.reference])
    return {
        "project": project,
        "reference": project.reference,
        "heading": heading,
        "page_title": f"{heading}: {project.reference}",
        "crumbs": [*_crumbs(), {"label": project.reference, "url": back}],
        "cancel_url": back,
    }


def _acts(viewer: Viewer, project: Project, seat: Seat) -> list[dict[str, Any]]:
    def address(verb: str) -> str:
        return reverse("seat_step", args=[project.reference, seat.pk, verb])

    found: list[dict[str, Any]] = acts(SEATS, seat, viewer, address, FIRST)["acts"]
    return found


def _seat(viewer: Viewer, project: Project, seat: Seat) -> dict[str, Any]:
    return {
        "office": seat.organisation.name,
        "desk": seat.desk,
        "badge": _badge(seat),
        "acts": _acts(viewer, project, seat),
    }


def _persons(viewer: Viewer, found: list[Seat]) -> list[dict[str, Any]]:
    """The directory's focal points of the countries that take part."""
    countries = {one.organisation.government_id or "" for one in found}
    role = FORMS["focal point"].field("role").type
    return [
        {"cells": [one.government.name, one.name, role.show(one.content["role"]), one.content.get("agency") or ""]}
        for rows in queries.persons_beside(viewer, countries).values()
        for one in rows
    ]


@EITHER
@door(KEEP_PROJECTS)
def project_new(request: HttpRequest) -> HttpResponse:
    """Open a project, or a task force of one."""

    def opened(entered: Entered) -> HttpResponse:
        project = services.open_project(viewer=viewer_in(request), raw=entered)
        messages.success(request, _("The project is open. Nobody but you knows of it until you invite somebody."))
        return redirect("project", reference=project.reference)

    shown = {
        "page_title": _("Open a project"),
        "crumbs": [*_crumbs(), {"label": _("Open a project")}],
        "cancel_url": reverse("projects"),
    }
    return asked(request, Question(form=PROJECT, shown=shown, submit_label=_("Open")), opened)


@EITHER
@door(KEEP_PROJECTS)
def invite(request: HttpRequest, reference: str) -> HttpResponse:
    """Invite an office to a project of one's own keeping."""
    viewer = viewer_in(request)
    project = queries.project_by_reference(viewer, reference)
    if project.keeper_id != viewer.organisation_id:
        raise NotVisible

    def invited(entered: Entered) -> HttpResponse:
        services.invite(viewer=viewer, reference=reference, raw=entered)
        messages.success(request, _("The office is invited, and told by mail."))
        return redirect("project", reference=reference)

    question = Question(
        form=INVITATION,
        shown=_frame(project, _("Invite an office")),
        submit_label=_("Invite"),
        offered={"office": by_id(queries.to_invite(viewer, project))},
    )
    return asked(request, question, invited)


@EITHER
@door(READ_INCIDENTS)
def seat_step(request: HttpRequest, reference: str, seat_id: UUID, verb: str) -> HttpResponse:
    """A step of a seat: what it asks, what it will do, and then the act."""
    viewer = viewer_in(request)
    project, seat = queries.project_by_reference(viewer, reference), queries.seat(viewer, reference, seat_id)

    def question(step: Step) -> Question:
        return Question(
            form=step.form,
            shown={
                **_frame(project, _(step.label)),
                "lede": seat.organisation.name,
                "effects": [_(CONSEQUENCES[step.verb])],
                "tone": "danger" if step.verb in GRAVE else "primary",
            },
            submit_label=_(step.label),
            begun={"desk": seat.desk},
            template=CONFIRM,
        )

    def taken(step: Step, entered: Entered) -> HttpResponse:
        after = services.take_step(viewer=viewer, seat_id=seat.pk, verb=step.verb, raw=entered)
        say_done(request, step)
        if after.state in OVER and after.organisation_id == viewer.organisation_id:
            return redirect("projects")
        return redirect("project", reference=reference)

    return step_asked(request, SEATS, seat, verb, question_of=question, act=taken)
