"""The page of a request, a page for each step, and the second signature."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases import pages
from penstock.cases import queries as case_queries
from penstock.cases.assignments import shown as assignments
from penstock.cases.events import EVENTS as CASE_EVENTS
from penstock.cases.secrecy.sight import content_for
from penstock.cases.services import note_read
from penstock.cases.steps import pages as steps
from penstock.incidents.events import EVENTS
from penstock.incidents.requests import fields, queries, services
from penstock.incidents.requests.desk.frame import (
    GRAVE,
    acts,
    answers,
    consequences,
    form_of,
    frame,
    title_of,
)
from penstock.incidents.requests.desk.rows import columns, rows
from penstock.incidents.requests.models import Request
from penstock.incidents.requests.states import FLOWS, TONES
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Refused, Viewer
from penstock.kernel.workflow import Step
from penstock.parties.duties import COMMENT, READ_INCIDENTS

EITHER = require_http_methods(["GET", "POST"])
WORDS = CASE_EVENTS | EVENTS


@require_GET
@door(READ_INCIDENTS)
def request_page(request: HttpRequest, reference: str) -> HttpResponse:
    """A request with all that was said on it; the first reading by each person is shown to both sides."""
    viewer = viewer_in(request)
    case = queries.request_by_reference(viewer, reference)
    note_read(viewer=viewer, case=case)
    may, may_not = acts(case, viewer)
    moments = case_queries.timeline(viewer, case)
    is_contact = case.sort == fields.TO_CONTACT
    files = case_queries.attachments(viewer, case)
    shown = {
        **frame(case, title_of(case)),
        "crumbs": [{"label": _("Requests"), "url": reverse("requests")}, {"label": reference}],
        "badge": pages.badge(case),
        "sort": _(fields.SORTS[case.sort]),
        "clock": pages.clock(case),
        "is_overdue": queries.is_overdue(case),
        "acts": may,
        "absent": may_not,
        "proposal": steps.proposal_on(viewer, case),
        "sections": answers(fields.asked_of(case.sort), content_for(viewer, case)),
        "turns": _turns(case),
        "about": queries.incident_of(viewer, case),
        "columns": columns(),
        "together": rows(viewer, queries.asked_together(viewer, case)),
        "held": assignments.card(viewer, case) if case.sent_at else None,
        "story": pages.story(FLOWS[case.kind], moments, WORDS, TONES),
        "record": [one for one in moments if one.hash],
        "seen_by": _seen_by(viewer, case),
        "files": pages.files(files, lambda one: reverse("case_file", args=[reference, one.pk])),
        "is_contact": is_contact,
        "may_comment": viewer.has(COMMENT),
    }
    return render(request, "incidents/requests/request.html", shown)


def _turns(case: Request) -> list[dict[str, Any]]:
    """What was said, the newest first, by the labels of its form."""
    return [_turn(case, one) for one in reversed(case.turns)]


def _turn(case: Request, said: dict[str, Any]) -> dict[str, Any]:
    step = FLOWS[case.kind].step(said["verb"])
    parts = answers(step.form, said["data"]) if step.form else []
    return {
        "verb": said["verb"],
        "label": _(step.label),
        "who": said["person"],
        "organisation": said["organisation"],
        "at": datetime.fromisoformat(said["at"]),
        "rows": [row for part in parts for row in part["rows"] if row["value"]],
    }


def _seen_by(viewer: Viewer, case: Request) -> list[dict[str, Any]]:
    reasons = {case.opener_id: _("asks")}
    if case.counterpart_id:
        reasons[case.counterpart_id] = _("is asked")
    return pages.readers(case_queries.who_sees(case), case_queries.receipts(viewer, case), case.edition, reasons)


@EITHER
@door(READ_INCIDENTS)
def step(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """A step of the workflow: what it asks, what it will do, and then the act."""
    viewer = viewer_in(request)
    case = queries.request_by_reference(viewer, reference)
    taken = steps.step_open_to(viewer, case, verb)
    if request.method != "POST":
        return _ask(request, case, taken)
    try:
        raw = pages.entered(form_of(taken, case), request.POST)
        services.take_step(viewer=viewer, request_id=case.pk, verb=verb, raw=raw)
    except Refused as no:
        return _ask(request, case, taken, no)
    messages.success(request, _("Done: %(step)s.") % {"step": _(taken.label)})
    return redirect("request", reference=reference)


def _ask(request: HttpRequest, case: Request, taken: Step, no: Refused | None = None) -> HttpResponse:
    """Show the form of a step, again with what was entered where something was wrong with it."""
    shown = {
        **frame(case, _(taken.label)),
        **steps.asked(request, form_of(taken, case), no),
        "effects": consequences(taken),
        "submit_label": _(taken.label),
        "tone": "danger" if taken.verb in GRAVE else "primary",
    }
    return render(request, "cases/steps/step.html", shown, status=422 if no else 200)


@EITHER
@door(READ_INCIDENTS)
def signature(request: HttpRequest, reference: str) -> HttpResponse:
    """A sending that waits for a second signature: to be confirmed or declined by another officer, or taken back."""
    viewer = viewer_in(request)
    case = queries.request_by_reference(viewer, reference)
    if request.method == "POST":
        act = services.confirm_step if steps.confirms(request) else services.decline_step
        act(viewer=viewer, request_id=case.pk)
        steps.say_signed(request, _("Confirmed. The request is sent."))
        return redirect("request", reference=reference)
    proposal = steps.to_sign(steps.proposal_on(viewer, case))
    shown = {**frame(case, _("Second signature")), "proposal": proposal}
    return render(request, "incidents/requests/signature.html", shown)
