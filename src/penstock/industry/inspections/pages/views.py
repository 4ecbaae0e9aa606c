"""Pages of inspections: the list, the plan, the inspection itself, and a page for each step."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases import pages
from penstock.cases import queries as case_queries
from penstock.cases.events import EVENTS as CASE_EVENTS
from penstock.cases.secrecy.sight import content_for
from penstock.cases.services import note_read
from penstock.cases.sheets import pages as sheets
from penstock.cases.sheets.sheet import Sheet
from penstock.cases.steps import pages as steps
from penstock.industry.events import EVENTS
from penstock.industry.evidence.shown import evidence_of
from penstock.industry.inspections import queries, services
from penstock.industry.inspections.fields import HELD, PLAN
from penstock.industry.inspections.models import Inspection
from penstock.industry.inspections.pages.frame import acts, columns, consequences, findings, frame, rows
from penstock.industry.inspections.states import INSPECTIONS, STATES, TONES
from penstock.industry.licences.pages.frame import frame as licence_frame
from penstock.industry.licences.queries import licence_by_reference
from penstock.kernel.forms.specification import Form
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Fault, Refused, Viewer
from penstock.kernel.workflow import Step
from penstock.parties.duties import COMMENT, INSPECT, READ_LICENCES

EITHER = require_http_methods(["GET", "POST"])
WORDS = CASE_EVENTS | EVENTS
NARROWED = {"text": "Text", "state": "State", "late": "Overdue"}
GRAVE = {"cancel"}
ADDS_LINES = {"hold", "return"}
BLANK: tuple[dict[str, Any], ...] = ({}, {}, {})
"""The empty lines to go on in; whoever needs more asks for more."""
TOLD = Form(name="inspection", sections=(PLAN.sections[0], *HELD.sections))
"""The plan and the visit, as they are read; findings stand apart."""


@require_GET
@door(READ_LICENCES)
def inspection_list(request: HttpRequest) -> HttpResponse:
    """The viewer's inspections, the newest change first."""
    viewer = viewer_in(request)
    asked = {name: request.GET.get(name, "").strip() for name in NARROWED}
    page = queries.inspections(viewer, queries.Filter(**asked), cursor=request.GET.get("cursor", ""))
    following = urlencode({**{key: value for key, value in asked.items() if value}, "cursor": page.next})
    said = {
        "text": f"{_('Text')}: {asked['text']}",
        "state": f"{_('State')}: {_(STATES.get(asked['state'], ''))}",
        "late": _("Overdue"),
    }
    shown = {
        "rows": rows(page.inspections),
        "columns": columns(),
        "asked": asked,
        "filters": pages.filters(said, asked),
        "states": pages.offered([(code, _(label)) for code, label in STATES.items()]),
        "lates": pages.offered([("yes", _("Overdue"))]),
        "next_url": f"?{following}" if page.next else "",
        "previous_url": "",
    }
    return render(request, "industry/inspections/list.html", shown)


@EITHER
@door(INSPECT)
def new(request: HttpRequest, reference: str) -> HttpResponse:
    """Plan an inspection under a licence."""
    viewer = viewer_in(request)
    held = licence_by_reference(viewer, reference)
    no = None
    if request.method == "POST":
        try:
            raw = pages.entered(PLAN, request.POST)
            made = services.plan_inspection(viewer=viewer, licence_id=held.pk, raw=raw)
        except Refused as refused:
            no = refused
        else:
            messages.success(request, _("The inspection %(reference)s is planned.") % {"reference": made.reference})
            return redirect("inspection", reference=made.reference)
    shown = {
        **licence_frame(held, _("Plan an inspection")),
        **steps.asked(request, PLAN, no, {"site": "1", "announced": "yes"}),
        "effects": [_("If the company is not to be told now, it sees nothing of it until it was held.")],
        "submit_label": _("Plan"),
        "tone": "primary",
    }
    return render(request, "cases/steps/step.html", shown, status=422 if no else 200)


@require_GET
@door(READ_LICENCES)
def inspection_page(request: HttpRequest, reference: str) -> HttpResponse:
    """An inspection with everything that the viewer may read of it."""
    viewer = viewer_in(request)
    inspection = queries.inspection_by_reference(viewer, reference)
    note_read(viewer=viewer, case=inspection)
    may, may_not = acts(inspection, viewer)
    moments = case_queries.timeline(viewer, inspection)
    seeing = case_queries.who_sees(inspection)
    company = {inspection.counterpart_id: _("is inspected")} if inspection.counterpart_id else {}
    shown = {
        **frame(inspection, inspection.title),
        "crumbs": [{"label": _("Inspections"), "url": reverse("inspections")}, {"label": reference}],
        "badge": pages.badge(inspection),
        "clock": pages.clock(inspection, inspection.under.country),
        "acts": may,
        "absent": may_not,
        "findings": findings(queries.findings_of(viewer, inspection)),
        "sections": [
            {**part, "rows": filled}
            for part in pages.answers(TOLD, content_for(viewer, inspection))
            if (filled := [row for row in part["rows"] if row["value"]])
        ],
        "story": pages.story(INSPECTIONS, moments, WORDS, TONES),
        "record": [one for one in moments if one.hash],
        "seen_by": pages.readers(
            seeing,
            case_queries.receipts(viewer, inspection),
            inspection.edition,
            {**company, inspection.opener_id: _("inspects")},
        ),
        "evidence": evidence_of(viewer, inspection),
        "may_comment": viewer.has(COMMENT),
    }
    return render(request, "industry/inspections/inspection.html", shown)


@EITHER
@door(READ_LICENCES)
def step(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """A step of the workflow: what it asks, what it will do, and then the act."""
    viewer = viewer_in(request)
    inspection = queries.inspection_by_reference(viewer, reference)
    taken = steps.step_open_to(viewer, inspection, verb)
    if request.method != "POST":
        return _ask(request, inspection, taken, _begun(viewer, inspection, verb))
    form = taken.form
    raw = sheets.entered(form, request.POST) if isinstance(form, Sheet) else pages.entered(form, request.POST)
    if request.POST.get("go") == "more":
        return _ask(request, inspection, taken, raw)
    try:
        services.take_step(viewer=viewer, inspection_id=inspection.pk, verb=verb, raw=raw)
    except Refused as no:
        return _ask(request, inspection, taken, raw, no.faults, said=_(no.message))
    messages.success(request, _("Done: %(step)s.") % {"step": _(taken.label)})
    return redirect("inspection", reference=reference)


def _begun(viewer: Viewer, inspection: Inspection, verb: str) -> dict[str, Any]:
    """What a step's form begins with: the plan as it is, or a line for each finding that is open."""
    if verb == "replan":
        return dict(content_for(viewer, inspection))
    if verb == "answer":
        found = queries.findings_of(viewer, inspection)
        return {"answers": [{"number": str(one.number)} for one in found if one.is_open]}
    return {}


def _ask(
    request: HttpRequest,
    inspection: Inspection,
    taken: Step,
    kept: dict[str, Any],
    faults: Iterable[Fault] = (),
    *,
    said: str = "",
) -> HttpResponse:
    """Show a step's form; lines can be gone on with, and what is already found is shown beneath an answer."""
    form, faults = taken.form, tuple(faults)
    if isinstance(form, Sheet):
        if taken.verb in ADDS_LINES:
            kept = {**kept, **{name: [*(kept.get(name) or ()), *BLANK] for name in form.lines}}
        drawn = sheets.sections(form, form.only(()), kept, faults)
        errors = sheets.summary(form, form, kept, faults)
    else:
        drawn = pages.sections(form, kept, faults) if form else []
        errors = pages.summary(form, faults)
    errors = errors or ([{"message": said}] if said else [])
    shown = {
        **frame(inspection, _(taken.label)),
        "sections": drawn,
        "errors": errors,
        "effects": consequences(taken),
        "submit_label": _(taken.label),
        "tone": "danger" if taken.verb in GRAVE else "primary",
        "findings": findings(queries.findings_of(viewer_in(request), inspection)),
        "adds_lines": taken.verb in ADDS_LINES,
    }
    return render(request, "industry/inspections/step.html", shown, status=422 if errors else 200)
