"""Pages of annual returns: who owes one, the sheet, the return itself, its steps, and its figures as a file."""

from collections.abc import Iterable
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
from penstock.cases.sheets import pages as sheets
from penstock.cases.steps import pages as steps
from penstock.industry.events import EVENTS
from penstock.industry.evidence.shown import evidence_of
from penstock.industry.licences.pages.frame import frame as licence_frame
from penstock.industry.licences.queries import licence_by_reference
from penstock.industry.returns import queries, services
from penstock.industry.returns.fields import RETURN, YEAR
from penstock.industry.returns.models import AnnualReturn
from penstock.industry.returns.pages.frame import (
    BESIDE,
    GRAVE,
    ON_THE_SHEET,
    STANDINGS,
    acts,
    consequences,
    figures,
    frame,
    rows,
    sheet_of,
)
from penstock.industry.returns.states import RETURNS, STATES, TONES
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Form
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Fault, Refused
from penstock.kernel.workflow import Step
from penstock.parties.duties import APPLY_FOR_LICENCES, COMMENT, HANDLE_LICENCES, READ_LICENCES, SIGN_LICENCES

EITHER = require_http_methods(["GET", "POST"])
WORDS = CASE_EVENTS | EVENTS
YEARS_BACK = 6
SAID = Form(name=RETURN.name, sections=RETURN.sections)


@require_GET
@door(READ_LICENCES)
def return_list(request: HttpRequest) -> HttpResponse:
    """How the returns of a year stand under every licence that the viewer sees, the late ones first."""
    viewer, last = viewer_in(request), today().year - 1
    given = request.GET.get("year", "")
    year = int(given) if given.isdecimal() and len(given) == len("2026") else last
    standing = request.GET.get("standing", "")
    standing = standing if standing in STANDINGS else ""
    asked = {"year": str(year) if year != last else "", "standing": standing}
    said = {"year": str(year), "standing": _(STANDINGS.get(standing, ""))}
    shown = {
        "year": year,
        "rows": rows(viewer, queries.owed_in(viewer, year, standing=standing)),
        "columns": [
            {"label": _("Licence"), "kind": "narrow"},
            {"label": _("Company")},
            {"label": _("Due"), "kind": "narrow"},
            {"label": _("State")},
            {"label": _("Return")},
        ],
        "asked": {"year": str(year), "standing": standing},
        "filters": pages.filters(said, asked),
        "years": [{"value": str(one), "label": str(one)} for one in range(last + 1, last - YEARS_BACK, -1)],
        "standings": pages.offered([(code, _(label)) for code, label in STANDINGS.items()]),
        "may_record": viewer.has(APPLY_FOR_LICENCES),
        "may_set_day": viewer.has(SIGN_LICENCES),
        "lacks_day": viewer.has(HANDLE_LICENCES) and bool(queries.owed_in(viewer, year, standing="not asked for")),
    }
    return render(request, "industry/returns/list.html", shown)


@EITHER
@door(APPLY_FOR_LICENCES)
def new(request: HttpRequest, reference: str) -> HttpResponse:
    """Begin the return of a year under one's own licence."""
    viewer = viewer_in(request)
    held = licence_by_reference(viewer, reference)
    no = None
    if request.method == "POST":
        try:
            raw = pages.entered(YEAR, request.POST)
            made = services.begin_return(viewer=viewer, licence_id=held.pk, raw=raw)
        except Refused as refused:
            no = refused
        else:
            messages.success(request, _("The draft %(reference)s was filled.") % {"reference": made.reference})
            return redirect("annual_return_edit", reference=made.reference)
    shown = {
        **licence_frame(held, _("Begin an annual return")),
        **steps.asked(request, YEAR, no, {"year": request.GET.get("year", str(today().year - 1))}),
        "effects": [
            _("It is filled from your journal and from what was left the year before. You hand it in yourself.")
        ],
        "submit_label": _("Begin"),
        "tone": "primary",
    }
    return render(request, "cases/steps/step.html", shown, status=422 if no else 200)


@EITHER
@door(APPLY_FOR_LICENCES)
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """The sheet: of a draft, whose faults are told and kept; or of a return that is corrected."""
    viewer = viewer_in(request)
    one = queries.return_by_reference(viewer, reference)
    verb = "edit" if one.state == RETURNS.initial else "correct"
    steps.step_open_to(viewer, one, verb)
    if request.method != "POST":
        return _form(request, one, content_for(viewer, one))
    raw = sheets.entered(RETURN, request.POST)
    try:
        services.take_step(viewer=viewer, return_id=one.pk, verb=verb, raw=raw)
    except Refused as no:
        return _form(request, one, raw, no.faults, said=_(no.message))
    if verb == "correct":
        messages.success(request, _("The return was corrected."))
        return redirect("annual_return", reference=reference)
    if request.POST.get("go") == "file":
        return redirect("annual_return_step", reference=reference, verb="file")
    messages.success(request, _("The draft %(reference)s is kept.") % {"reference": reference})
    return redirect("annual_return_edit", reference=reference)


def _form(
    request: HttpRequest, one: AnnualReturn, kept: dict[str, Any], faults: Iterable[Fault] = (), *, said: str = ""
) -> HttpResponse:
    faults = tuple(faults)
    errors = sheets.summary(RETURN, RETURN, kept, faults) or ([{"message": said}] if said else [])
    shown = {
        **frame(one, _(STATES[one.state])),
        "sections": sheets.sections(RETURN, RETURN, kept, faults, beside=BESIDE),
        "form_action": reverse("annual_return_edit", args=[one.reference]),
        "errors": errors,
    }
    return render(request, "industry/returns/form.html", shown, status=422 if errors else 200)


@require_GET
@door(READ_LICENCES)
def return_page(request: HttpRequest, reference: str) -> HttpResponse:
    """A return with everything that the viewer may read of it."""
    viewer = viewer_in(request)
    one = queries.return_by_reference(viewer, reference)
    note_read(viewer=viewer, case=one)
    may, may_not = acts(one, viewer)
    moments = case_queries.timeline(viewer, one)
    seeing = case_queries.who_sees(one)
    kept = content_for(viewer, one)
    reads = {one.counterpart_id: _("reads it")} if one.counterpart_id else {}
    shown = {
        **frame(one, one.title),
        "crumbs": [{"label": _("Annual returns"), "url": reverse("annual_returns")}, {"label": reference}],
        "badge": pages.badge(one),
        "acts": may,
        "absent": may_not,
        "figures": figures(kept),
        "sections": [
            {**part, "rows": filled}
            for part in pages.answers(SAID, kept)
            if (filled := [row for row in part["rows"] if row["value"]])
        ],
        "story": pages.story(RETURNS, moments, WORDS, TONES),
        "record": [moment for moment in moments if moment.hash],
        "seen_by": pages.readers(
            seeing, case_queries.receipts(viewer, one), one.edition, {**reads, one.opener_id: _("reports")}
        ),
        "evidence": evidence_of(viewer, one),
        "may_comment": viewer.has(COMMENT),
        "editions": pages.editions(RETURN, case_queries.editions(viewer, one), request.GET.get("compare", "")),
    }
    return render(request, "industry/returns/return.html", shown)


@require_GET
@door(READ_LICENCES)
def sheet(request: HttpRequest, reference: str) -> HttpResponse:
    """The figures of a return as a file."""
    viewer = viewer_in(request)
    one = queries.return_by_reference(viewer, reference)
    return pages.download(sheet_of(content_for(viewer, one)), "text/csv", f"{reference}.csv")


@EITHER
@door(READ_LICENCES)
def step(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """A step of the workflow: what it asks, what it will do, and then the act."""
    viewer = viewer_in(request)
    one = queries.return_by_reference(viewer, reference)
    taken = steps.step_open_to(viewer, one, verb)
    if verb in ON_THE_SHEET:
        return redirect("annual_return_edit", reference=reference)
    if request.method != "POST":
        return _ask(request, one, taken)
    try:
        raw = pages.entered(taken.form, request.POST)
        services.take_step(viewer=viewer, return_id=one.pk, verb=verb, raw=raw)
    except Refused as no:
        if verb == "file" and no.faults:
            return _form(request, one, content_for(viewer, one), no.faults)
        return _ask(request, one, taken, no)
    messages.success(request, _("Done: %(step)s.") % {"step": _(taken.label)})
    return redirect("annual_return", reference=reference)


def _ask(request: HttpRequest, one: AnnualReturn, taken: Step, no: Refused | None = None) -> HttpResponse:
    shown = {
        **frame(one, _(taken.label)),
        **steps.asked(request, taken.form, no),
        "effects": consequences(taken),
        "submit_label": _(taken.label),
        "tone": "danger" if taken.verb in GRAVE else "primary",
    }
    return render(request, "cases/steps/step.html", shown, status=422 if no else 200)
