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
from penstock.incidents import views as incidents
from penstock.incidents.particulars.facts import KINDS
from penstock.kernel.forms.specification import Form
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import NotVisible, Refused, Viewer
from penstock.kernel.workflow import (
    Step,
    open_signature,
    open_steps,
    reason_against_beginning,
    reason_against_confirming,
)
from penstock.operations.conduct import queries, services
from penstock.operations.conduct.drawing import lines, named_lane, points
from penstock.operations.conduct.fields import PLAN, REPORT
from penstock.operations.conduct.gathering import kept
from penstock.operations.conduct.states import OPERATIONS, TONES
from penstock.operations.events import EVENTS
from penstock.operations.models import ClosingReport, Operation
from penstock.parties.circles.queries import focal_points
from penstock.parties.duties import COMMENT, KEEP_PROJECTS, READ_INCIDENTS, TAKE_PART

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
    steps = open_steps(OPERATIONS, operation, viewer)
    is_in = operation.circle_id in viewer.circles and operation.opener_id != viewer.organisation_id
    parts = pages.answers_for(viewer, operation, PLAN)
    shown = {
        **frame(operation, operation.title),
        "crumbs": [*_crumbs(), {"label": reference}],
        "acts": [_act(operation, step) for step, reason in steps if reason is None],
        "absent": [{**_act(operation, step), "reason": _(reason.message)} for step, reason in steps if reason],
        "may_return": is_in and viewer.has(TAKE_PART) and operation.state in {"running", "closing"},
        "proposal": _proposal(operation, viewer),
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


def _act(operation: Operation, step: Step) -> dict[str, Any]:
    url = reverse("operation_step", args=[operation.reference, step.verb])
    return {"label": _(step.label), "url": url, "tone": "primary" if step.verb in FIRST else "secondary"}


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


def _proposal(operation: Operation, viewer: Viewer) -> dict[str, Any] | None:
    """The release of the report that waits for its second signature."""
    signature = open_signature(operation, viewer)
    if signature is None:
        return None
    is_own = signature.person_id == viewer.person_id
    reason = None if is_own else reason_against_confirming(OPERATIONS.step(signature.verb), signature, viewer)
    may = viewer.has(KEEP_PROJECTS) and reason is None
    return {
        "by": signature.person_name,
        "at": signature.signed_at,
        "is_own": is_own,
        "reason": "" if may else _("Another officer of your organisation must confirm it."),
    }


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
    no = None
    if request.method == "POST":
        try:
            operation = services.plan_operation(viewer=viewer_in(request), raw=pages.entered(PLAN, request.POST))
        except Refused as refused:
            no = refused
        else:
            messages.success(request, _("The operation is planned. Take in the offices that take part."))
            return redirect("operation", reference=operation.reference)
    entered = pages.entered(PLAN, request.POST) if no else {}
    shown = {
        "page_title": _("Plan an operation"),
        "crumbs": [*_crumbs(), {"label": _("Plan an operation")}],
        "sections": pages.sections(PLAN, entered, no.faults if no else (), beside=[("from_on", "until_on")]),
        "errors": errors(PLAN, no),
        "submit_label": _("Plan it"),
        "cancel_url": reverse("operations"),
    }
    return render(request, "operations/form.html", shown, status=422 if no else 200)


def errors(form: Form | None, no: Refused | None) -> list[dict[str, Any]]:
    """What was refused, for the summary of a page."""
    if no is None:
        return []
    return pages.summary(form, no.faults) or [{"message": _(no.message)}]


@EITHER
@door(READ_INCIDENTS)
def operation_step(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """A step of the workflow: what it asks, what it will do, and then the act."""
    viewer = viewer_in(request)
    operation = queries.operation_by_reference(viewer, reference)
    step = next((one for one in OPERATIONS.steps if one.verb == verb), None)
    if step is None:
        raise NotVisible
    reason = reason_against_beginning(OPERATIONS, step, operation, viewer)
    if reason:
        raise Refused(reason.code, _(reason.message))
    if request.method != "POST":
        return _ask(request, operation, step)
    raw = pages.entered(step.form, request.POST)
    try:
        services.take_step(viewer=viewer, operation_id=operation.pk, verb=verb, raw=raw)
    except Refused as no:
        return _ask(request, operation, step, no)
    said = _("Your signature is kept. Another officer must confirm it.") if step.second else _("Done: %(step)s.")
    messages.success(request, said if step.second else said % {"step": _(step.label)})
    return redirect("operation", reference=reference)


def _ask(request: HttpRequest, operation: Operation, step: Step, no: Refused | None = None) -> HttpResponse:
    viewer = viewer_in(request)
    entered = pages.entered(step.form, request.POST) if no else _begun(viewer, operation, step)
    drawn = pages.sections(step.form, entered, no.faults if no else ()) if step.form else []
    if step.verb in {"admit", "dismiss"}:
        drawn[0]["rows"][0][0] |= {"kind": "select", "choices": _offered(operation, step)}
    shown = {
        **frame(operation, _(step.label)),
        "sections": drawn,
        "errors": errors(step.form, no),
        "effects": [_(CONSEQUENCES[step.verb])],
        "submit_label": _("Propose the release") if step.second else _(step.label),
        "tone": "danger" if step.verb in GRAVE else "primary",
    }
    return render(request, "operations/operation_step.html", shown, status=422 if no else 200)


def _begun(viewer: Viewer, operation: Operation, step: Step) -> dict[str, Any]:
    """What a form begins with: the plan, or the report as it is drafted."""
    if step.verb == "plan":
        return dict(content_for(viewer, operation))
    report = queries.report_of(viewer, operation) if step.verb == "write" else None
    return dict(report.content) if report else {}


def _offered(operation: Operation, step: Step) -> list[dict[str, str]]:
    inside = queries.participants(operation)
    known = {one.pk for one in inside}
    outside = [one for one in focal_points().order_by("government__name", "name") if one.pk not in known]
    others = [one for one in inside if one.pk != operation.opener_id]
    offices = others if step.verb == "dismiss" else outside
    return [
        {"value": "", "label": _("Choose one")},
        *({"value": str(one.pk), "label": one.name} for one in offices),
    ]


@EITHER
@door(READ_INCIDENTS)
def signature(request: HttpRequest, reference: str) -> HttpResponse:
    """The release of a report that waits for a second signature: to be confirmed, declined, or taken back."""
    viewer = viewer_in(request)
    operation = queries.operation_by_reference(viewer, reference)
    if request.method == "POST":
        if request.POST.get("act") == "confirm":
            services.confirm_step(viewer=viewer, operation_id=operation.pk)
            messages.success(request, _("Confirmed. The report is released."))
        else:
            services.decline_step(viewer=viewer, operation_id=operation.pk)
            messages.success(request, _("The proposal was closed. Nothing else has changed."))
        return redirect("operation", reference=reference)
    proposal = _proposal(operation, viewer)
    if proposal is None:
        raise Refused("nothing_proposed", _("There is no first signature waiting here."))
    shown = {
        **frame(operation, _("Second signature")),
        "proposal": proposal,
        "report": _report(queries.report_of(viewer, operation)),
    }
    return render(request, "operations/signature.html", shown)
