"""Pages on which reports are listed and written: the list, the one page of the form, and what reports led to."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases import pages
from penstock.cases.secrecy.sight import content_for
from penstock.cases.steps.pages import step_open_to
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Refused
from penstock.orders.reports import queries, services
from penstock.orders.reports.desk.frame import columns, frame, rows, sections, silence
from penstock.orders.reports.fields import LED_TO, REPORT, SORTS
from penstock.orders.reports.models import SuspiciousReport
from penstock.orders.reports.prefilling import begun_by
from penstock.orders.reports.states import STATES
from penstock.orders.reports.triage.office import receiving_office
from penstock.parties.duties import HANDLE_REPORTS, READ_REPORTS, REPORT_SUSPICIONS
from penstock.parties.models import Organisation

EITHER = require_http_methods(["GET", "POST"])
ASKED = {"text": "Text", "sort": "Sort", "state": "State", "owed": "Waits for us"}


@require_GET
@door(READ_REPORTS)
def report_list(request: HttpRequest) -> HttpResponse:
    """The reports of the viewer's company, or those sent to the viewer's office, the newest change first."""
    viewer = viewer_in(request)
    asked = {name: request.GET.get(name, "").strip() for name in ASKED}
    page = queries.reports(viewer, queries.Filter(**asked), cursor=request.GET.get("cursor", ""))
    following = urlencode({**{key: value for key, value in asked.items() if value}, "cursor": page.next})
    words = {**asked, "sort": SORTS.get(asked["sort"], ""), "state": STATES.get(asked["state"], "")}
    said = {name: f"{_(label)}: {_(words[name]) if words[name] else asked[name]}" for name, label in ASKED.items()}
    shown = {
        "rows": rows(page.reports, viewer),
        "columns": columns(),
        "asked": asked,
        "filters": pages.filters({**said, "owed": _("Waits for us")}, asked),
        "sorts": pages.offered((code, _(label)) for code, label in SORTS.items()),
        "states": pages.offered((code, _(label)) for code, label in STATES.items()),
        "may_report": viewer.has(REPORT_SUSPICIONS),
        "may_handle": viewer.has(HANDLE_REPORTS),
        "next_url": f"?{following}" if page.next else "",
        "previous_url": "",
    }
    return render(request, "orders/reports/list.html", shown)


@EITHER
@door(REPORT_SUSPICIONS)
def new(request: HttpRequest) -> HttpResponse:
    """The one page on which a report is made; whatever is entered is kept before it is judged."""
    viewer = viewer_in(request)
    if request.method == "POST":
        made = services.draft_report(viewer=viewer, raw=pages.entered(REPORT, request.POST))
        return _gone_on(request, made)
    office = Organisation.objects.select_related("government").get(pk=viewer.organisation_id)
    begun = services.begun_from({"contact_name": viewer.name, **begun_by(viewer, request.GET)})
    shown = {
        "page_title": _("Report something suspicious"),
        "crumbs": [
            {"label": _("Suspicious reports"), "url": reverse("suspicious_reports")},
            {"label": _("Report something suspicious")},
        ],
        "sections": sections(viewer, begun),
        "cancel_url": reverse("suspicious_reports"),
        **_readers(office),
    }
    return render(request, "orders/reports/form.html", shown)


def _readers(opener: Organisation) -> dict[str, Any]:
    """Who will read a report, and what may be told to whom."""
    return {"office": receiving_office(opener), "silence": silence(opener.government_id or "")}


def _gone_on(request: HttpRequest, report: SuspiciousReport) -> HttpResponse:
    """Keep the files, and then send, note what was told by voice, or leave it a draft."""
    viewer, go = viewer_in(request), request.POST.get("go", "")
    try:
        for file in request.FILES.getlist("files"):
            services.give_paper(viewer=viewer, report_id=report.pk, name=file.name or "", chunks=file.chunks())
        if go == "send":
            services.take_step(viewer=viewer, report_id=report.pk, verb="send")
            messages.success(request, _("Sent. Your number is %(reference)s.") % {"reference": report.reference})
            return redirect("suspicious_report", reference=report.reference)
    except Refused as no:
        found = queries.report_by_reference(viewer, report.reference)
        return _form(request, found, content_for(viewer, found), no)
    if go == "tell":
        return redirect("suspicious_report_step", reference=report.reference, verb="tell")
    messages.success(request, _("The draft %(reference)s is kept.") % {"reference": report.reference})
    return redirect("suspicious_report_edit", reference=report.reference)


@EITHER
@door(REPORT_SUSPICIONS)
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """A draft, or a report that was told by voice and is owed in writing."""
    viewer = viewer_in(request)
    report = queries.report_by_reference(viewer, reference)
    step_open_to(viewer, report, "edit")
    if request.method == "POST":
        raw = pages.entered(REPORT, request.POST)
        return _gone_on(request, services.take_step(viewer=viewer, report_id=report.pk, verb="edit", raw=raw))
    return _form(request, report, content_for(viewer, report))


def _form(
    request: HttpRequest, report: SuspiciousReport, kept: Mapping[str, Any], no: Refused | None = None
) -> HttpResponse:
    viewer = viewer_in(request)
    shown = {
        **frame(report, _(STATES[report.state])),
        "sections": sections(viewer, kept, no.faults if no else ()),
        "errors": pages.errors(REPORT, no),
        # What is mended after a refused sending is kept as the draft.
        "form_action": reverse("suspicious_report_edit", args=[report.reference]),
        "files": pages.files(
            queries.papers_of(viewer, report),
            lambda one: reverse("suspicious_report_file", args=[report.reference, one.pk]),
        ),
        **_readers(report.opener),
    }
    return render(request, "orders/reports/form.html", shown, status=422 if no else 200)


@require_GET
@door(READ_REPORTS)
def results(request: HttpRequest) -> HttpResponse:
    """What the viewer's own organisation reported, and what it was told that came of it."""
    found = queries.results(viewer_in(request))
    shown = {
        "page_title": _("What your reports led to"),
        "crumbs": [
            {"label": _("Suspicious reports"), "url": reverse("suspicious_reports")},
            {"label": _("What your reports led to")},
        ],
        "found": found,
        "sorts": [{"label": _(label), "number": found.by_sort.get(code, 0)} for code, label in SORTS.items()],
        "led_to": [{"label": _(label), "number": found.by_led_to.get(code, 0)} for code, label in LED_TO.items()],
    }
    return render(request, "orders/reports/results.html", shown)
