"""Pages of operations: the list, one with its returns and report, its board, and a page for each step."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases import pages
from penstock.cases import queries as case_queries
from penstock.cases.events import EVENTS as CASE_EVENTS
from penstock.cases.secrecy.sight import content_for
from penstock.cases.services import note_read
from penstock.cases.steps.pages import proposal_on
from penstock.incidents import views as incidents
from penstock.incidents.particulars.facts import KINDS
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Refused, Viewer
from penstock.kernel.workflow import Step
from penstock.operations.conduct import queries, services
from penstock.operations.conduct.drawing import lines, named_lane, points
from penstock.operations.conduct.fields import LEAVING, PLAN, REPORT
from penstock.operations.conduct.gathering import kept
from penstock.operations.conduct.states import OPERATIONS, TONES
from penstock.operations.doors.asking import (
    CONFIRM,
    Entered,
    Question,
    acts,
    asked,
    by_id,
    say_done,
    signature_asked,
    step_asked,
)
from penstock.operations.events import EVENTS
from penstock.operations.models import ClosingReport, Operation
from penstock.parties.circles.queries import focal_points
from penstock.parties.duties import COMMENT, KEEP_PROJECTS, READ_INCIDENTS, TAKE_PART
from penstock.parties.models import Organisation

EITHER = require_http_methods(["GET", "POST"])
GRAVE = {"cancel", "dismiss"}
FIRST = {"start", "close", "admit"}
WORDS = CASE_EVENTS | EVENTS
CONSEQUENCES = {
    "plan": "Everyone who takes part sees the new plan.",
    "admit": "The office sees the operation from now on, and whatever was released to it. It is told by mail.",
    "dismiss": "From now on the office sees neither the operation nor what was released to it alone.",
    "start": "Everyone who takes part is told by mail. Each office owes a return for each day, by noon of the next.",
    "end": "A report is drafted from what all who take part see, and from their returns. Nobody else sees the draft.",
    "write": "Nobody but you sees the report until two people have released it. A signature given before is void.",
    "resume": "The operation goes on. The draft of the report is kept, and drafted anew at its end.",
    "close": "When another officer has confirmed it, everyone who takes part reads the report, and is told by mail.",
    "cancel": "The operation is over without a report. Everyone who takes part is told by mail.",
}
LEAVING_MEANS = (
    "From now on your office sees neither the operation nor what was released to it alone. Only the leader can take it "
    "in again. Everyone in the operation sees that it left, and why."
)


@require_GET
@door(READ_INCIDENTS)
def operation_list(request: HttpRequest) -> HttpResponse:
    """The operations that one's organisation leads or takes part in."""
    viewer = viewer_in(request)
    rows = [
        {
            "reference": one.reference,
            "url": reverse("operation", args=[one.reference]),
            "name": one.title,
            "leader": one.opener.name,
            "from_on": one.from_on,
            "until_on": one.until_on,
            "badge": pages.badge(one),
        }
        for one in queries.operations(viewer)
    ]
    shown = {
        "rows": rows,
        "columns": [{"label": one} for one in (_("Operation"), _("Led by"), _("Days"), _("State"))],
        "may_plan": viewer.has(KEEP_PROJECTS),
        "crumbs": [*_crumbs()[:1], {"label": _("Operations")}],
    }
    return render(request, "operations/operations.html", shown)


def _crumbs() -> list[dict[str, str]]:
    return [
        {"label": _("Incidents"), "url": reverse("incidents")},
        {"label": _("Operations"), "url": reverse("operations")},
    ]


def frame(operation: Operation, heading: str) -> dict[str, Any]:
    """The way back, and what the page is called."""
    back = reverse("operation", args=[operation.reference])
    return {
        "operation": operation,
        "reference": operation.reference,
        "lede": operation.title,
        "heading": heading,
        "page_title": f"{heading}: {operation.reference}",
        "crumbs": [*_crumbs(), {"label": operation.reference, "url": back}],
        "cancel_url": back,
        "marking": pages.marking(operation),
        "badge": pages.badge(operation),
    }


@require_GET
@door(READ_INCIDENTS)
def operation_page(request: HttpRequest, reference: str) -> HttpResponse:
    """An operation: plan, who takes part and how they stand, returns, report, and what happened."""
    viewer = viewer_in(request)
    operation = queries.operation_by_reference(viewer, reference)
    note_read(viewer=viewer, case=operation)
    is_in = operation.circle_id in viewer.circles and operation.opener_id != viewer.organisation_id
    parts = pages.answers_for(viewer, operation, PLAN)
    shown = {
        **frame(operation, operation.title),
        "crumbs": [*_crumbs(), {"label": reference}],
        **acts(OPERATIONS, operation, viewer, lambda verb: reverse("operation_step", args=[reference, verb]), FIRST),
        "may_leave": is_in and viewer.has(TAKE_PART) and operation.is_open,
        "may_return": is_in and viewer.has(TAKE_PART) and operation.state in {"running", "closing"},
        "proposal": proposal_on(viewer, operation),
        "sections": [part for part in parts if any(row["value"] for row in part["rows"])],
        "standings": queries.standings(viewer, operation),
        "standing_columns": _standing_columns(),
        "returns": queries.returns_of(viewer, operation),
        "return_columns": [
            {"label": one}
            for one in (_("Day"), _("Office"), _("Seizures"), _("Stopped"), _("Others"), _("Incidents"), _("Note"))
        ],
        "report": _report(queries.report_of(viewer, operation)),
        "story": pages.story(OPERATIONS, case_queries.timeline(viewer, operation), WORDS, TONES),
        "seen_by": _seen_by(operation, viewer),
        "files": pages.files(
            case_queries.attachments(viewer, operation), lambda one: reverse("case_file", args=[reference, one.pk])
        ),
        "may_comment": viewer.has(COMMENT),
    }
    return render(request, "operations/operation.html", shown)


def _standing_columns() -> list[dict[str, str]]:
    return [{"label": one} for one in (_("Office"), _("In time"), _("Late"), _("Missing"))]


def _seen_by(operation: Operation, viewer: Viewer) -> list[dict[str, Any]]:
    sees = case_queries.who_sees(operation)
    reasons = {one.id: _("takes part") for one in sees} | {operation.opener_id: _("leads it")}
    return pages.readers(sees, case_queries.receipts(viewer, operation), operation.edition, reasons)


def _report(report: ClosingReport | None) -> dict[str, Any] | None:
    """The closing report: words, and tables from the data."""
    if report is None:
        return None
    counted = report.figures
    return {
        "words": [one for part in pages.answers(REPORT, report.content) for one in part["rows"] if one["value"]],
        "is_draft": report.released_at is None,
        "released_at": report.released_at,
        "incidents": counted["incidents"],
        "tables": _tables(counted),
        "returns": counted["returns"],
    }


def _tables(counted: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The figures as tables, without those that are empty."""
    kinds = [(_(KINDS.get(name, name)), count) for name, count in counted["kinds"].items()]
    lanes = [(named_lane(lane), count) for lane, count in counted["lanes"].items()]
    found = (
        (_("By kind"), _("Kind"), _("Incidents"), kinds),
        (_("By lane"), _("Lane"), _("Incidents"), lanes),
        (_("By substance, what was weighed"), _("Substance"), _("Kilograms"), list(counted["kilograms"].items())),
        (_("By substance, what was measured"), _("Substance"), _("Litres"), list(counted["litres"].items())),
    )
    return [
        {
            "title": title,
            "columns": [{"label": first}, {"label": second, "kind": "number"}],
            "rows": [_row(first, name, second, count) for name, count in rows],
        }
        for title, first, second, rows in found
        if rows
    ]


def _row(first: str, name: str, second: str, count: object) -> dict[str, Any]:
    return {"cells": [{"text": name, "label": first}, {"text": str(count), "label": second, "kind": "number"}]}


@require_GET
@door(READ_INCIDENTS)
def board(request: HttpRequest, reference: str) -> HttpResponse:
    """The live board: map, counts and lanes over what the viewer sees; told of changes, it is fetched anew."""
    viewer = viewer_in(request)
    operation = queries.operation_by_reference(viewer, reference)
    found = queries.board(viewer, operation)
    shown = {
        **frame(operation, _("Board")),
        "figures": found.figures,
        "tables": _tables(kept(found.figures)),
        "lines": lines(found.figures.lanes),
        "points": points(found.incidents),
        "rows": incidents.rows(found.incidents),
        "columns": incidents.columns(),
        "notices": [
            {"reference": one.reference, "url": pages.page_of(one), "badge": pages.badge(one)} for one in found.notices
        ],
        "standings": queries.standings(viewer, operation),
        "standing_columns": _standing_columns(),
    }
    return render(request, "operations/board.html", shown)


@EITHER
@door(KEEP_PROJECTS)
def operation_new(request: HttpRequest) -> HttpResponse:
    """Plan an operation."""

    def planned(entered: Entered) -> HttpResponse:
        operation = services.plan_operation(viewer=viewer_in(request), raw=entered)
        messages.success(request, _("The operation is planned. Take in the offices that take part."))
        return redirect("operation", reference=operation.reference)

    shown = {
        "page_title": _("Plan an operation"),
        "crumbs": [*_crumbs(), {"label": _("Plan an operation")}],
        "cancel_url": reverse("operations"),
    }
    question = Question(form=PLAN, shown=shown, submit_label=_("Plan it"), beside=[("from_on", "until_on")])
    return asked(request, question, planned)


@EITHER
@door(READ_INCIDENTS)
def operation_step(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """A step of the workflow: what it asks, what it will do, and then the act."""
    viewer = viewer_in(request)
    operation = queries.operation_by_reference(viewer, reference)

    def taken(step: Step, entered: Entered) -> HttpResponse:
        services.take_step(viewer=viewer, operation_id=operation.pk, verb=step.verb, raw=entered)
        say_done(request, step)
        return redirect("operation", reference=reference)

    def question(step: Step) -> Question:
        return _question(viewer, operation, step)

    return step_asked(request, OPERATIONS, operation, verb, question_of=question, act=taken)


def _question(viewer: Viewer, operation: Operation, step: Step) -> Question:
    return Question(
        form=step.form,
        shown={
            **frame(operation, _(step.label)),
            "effects": [_(CONSEQUENCES[step.verb])],
            "tone": "danger" if step.verb in GRAVE else "primary",
        },
        submit_label=_("Propose the release") if step.second else _(step.label),
        begun=_begun(viewer, operation, step),
        offered={"office": by_id(_offered(operation, step))} if step.verb in {"admit", "dismiss"} else {},
        template=CONFIRM,
    )


def _begun(viewer: Viewer, operation: Operation, step: Step) -> dict[str, Any]:
    """What a form begins with: the plan, or the report as it is drafted."""
    if step.verb == "plan":
        return dict(content_for(viewer, operation))
    report = queries.report_of(viewer, operation) if step.verb == "write" else None
    return dict(report.content) if report else {}


def _offered(operation: Operation, step: Step) -> list[Organisation]:
    inside = queries.participants(operation)
    known = {one.pk for one in inside}
    if step.verb == "dismiss":
        return [one for one in inside if one.pk != operation.opener_id]
    return [one for one in focal_points().order_by("government__name", "name") if one.pk not in known]


@EITHER
@door(TAKE_PART)
def operation_leave(request: HttpRequest, reference: str) -> HttpResponse:
    """Leave an operation that another leads."""
    viewer = viewer_in(request)
    operation = queries.operation_by_reference(viewer, reference)
    if reason := services.reason_against_leaving(viewer, operation):
        raise Refused(reason.code, _(reason.message))

    def left(entered: Entered) -> HttpResponse:
        services.leave_operation(viewer=viewer, reference=reference, raw=entered)
        messages.success(request, _("Your office takes part no more."))
        return redirect("operations")

    question = Question(
        form=LEAVING,
        shown={**frame(operation, _("Leave the operation")), "effects": [_(LEAVING_MEANS)], "tone": "danger"},
        submit_label=_("Leave the operation"),
        template=CONFIRM,
    )
    return asked(request, question, left)


@EITHER
@door(READ_INCIDENTS)
def signature(request: HttpRequest, reference: str) -> HttpResponse:
    """The release of a report that waits for a second signature: to be confirmed, declined, or taken back."""
    viewer = viewer_in(request)
    operation = queries.operation_by_reference(viewer, reference)

    def sign(is_given: bool) -> str:  # noqa: FBT001 - which of the two buttons it was
        if is_given:
            services.confirm_step(viewer=viewer, operation_id=operation.pk)
            return _("Confirmed. The report is released.")
        services.decline_step(viewer=viewer, operation_id=operation.pk)
        return _("The proposal was closed. Nothing else has changed.")

    shown = {**frame(operation, _("Second signature")), "report": _report(queries.report_of(viewer, operation))}
    back = reverse("operation", args=[reference])
    return signature_asked(request, operation, shown=shown, sign=sign, back=back)
