"""The page on which a file of reports is handed in, and what became of each line."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases import pages
from penstock.kernel.routes import door, said, viewer_in
from penstock.kernel.viewer import Fault, Refused
from penstock.kernel.workflow import refused_for
from penstock.orders.reports.handed.services import SENT, Line, empty_file, hand_in
from penstock.parties.duties import REPORT_SUSPICIONS


@require_http_methods(["GET", "POST"])
@door(REPORT_SUSPICIONS)
def file_page(request: HttpRequest) -> HttpResponse:
    """A file of reports: each good line is sent, each other one becomes a draft."""
    lines: list[Line] = []
    no = None
    if request.method == "POST":
        given = request.FILES.get("file")
        try:
            if given is None:
                raise refused_for([Fault("file", "file_missing", "Choose a file first.")])
            lines = hand_in(viewer=viewer_in(request), chunks=given.chunks())
        except Refused as refused:
            no = refused
    shown = {
        "page_title": _("Hand in a file of reports"),
        "crumbs": [
            {"label": _("Suspicious reports"), "url": reverse("suspicious_reports")},
            {"label": _("Hand in a file of reports")},
        ],
        "form_has_files": True,
        "fault": " ".join(said(one) for one in no.faults) if no else "",
        "errors": pages.errors(None, no),
        "lines": [
            {
                "number": one.number,
                "reference": one.reference,
                "url": reverse("suspicious_report", args=[one.reference]),
                "title": one.title,
                "is_sent": one.state == SENT,
                "faults": [said(fault) for fault in one.faults],
            }
            for one in lines
        ],
        "columns": [
            {"label": _("Line"), "kind": "narrow"},
            {"label": _("Reference"), "kind": "narrow"},
            {"label": _("What")},
            {"label": _("What became of it")},
        ],
        "cancel_url": reverse("suspicious_reports"),
        "submit_label": _("Hand it in"),
    }
    return render(request, "orders/reports/file.html", shown, status=422 if no else 200)


@require_GET
@door(REPORT_SUSPICIONS)
def template(_request: HttpRequest) -> HttpResponse:
    """An empty file with the headings."""
    return pages.download(empty_file(), "text/csv", "suspicious-reports.csv")
