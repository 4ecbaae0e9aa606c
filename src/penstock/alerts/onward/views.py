"""The page on which a report is taken onward: what is carried over is shown first, and nothing else is."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from penstock.alerts.onward.services import WAYS, take_onward
from penstock.cases import pages
from penstock.cases.steps import pages as steps
from penstock.catalogue.substances import substance
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.orders.reports import queries
from penstock.orders.reports.desk.frame import ONWARD
from penstock.orders.reports.models import SuspiciousReport
from penstock.orders.reports.signs.known import labels
from penstock.orders.reports.states import WITH_OFFICE
from penstock.orders.reports.triage.offered import material_of
from penstock.parties.duties import HANDLE_REPORTS


@require_http_methods(["GET", "POST"])
@door(HANDLE_REPORTS)
def onward(request: HttpRequest, reference: str, way: str) -> HttpResponse:
    """What a report offers, and then the draft that begins with it."""
    viewer = viewer_in(request)
    report = queries.report_by_reference(viewer, reference)
    if way not in WAYS or report.counterpart_id != viewer.organisation_id:
        raise NotVisible
    viewer.needs(WAYS[way].duty)
    if request.method == "POST":
        made = take_onward(viewer=viewer, report_id=report.pk, way=way)
        messages.success(request, _("A draft begins with what was carried over. Write its text, and look who gets it."))
        return redirect(pages.page_of(made))
    material = material_of(report)
    shown = {
        **steps.frame(
            report, _(WAYS[way].label), {"label": _("Suspicious reports"), "url": reverse("suspicious_reports")}
        ),
        "effects": [
            _(WAYS[way].effect),
            _("Nothing of the company, the other party, the order, the files or the words of the report goes with it."),
            _("Your office alone sees that the two belong together."),
        ],
        "substances": [substance(one).name for one in material.substances],
        "signs": [_(labels()[one]) for one in material.signs],
        "submit_label": _("Begin the draft"),
    }
    return render(request, "alerts/onward.html", shown)


def offered(viewer: Viewer, report: SuspiciousReport) -> Iterable[dict[str, Any]]:
    """The ways onward that are open to the viewer, as buttons on the report's page."""
    if report.state not in WITH_OFFICE or not viewer.has(HANDLE_REPORTS):
        return
    for key, way in WAYS.items():
        if viewer.has(way.duty):
            yield {"label": _(way.label), "url": reverse("suspicious_report_onward", args=[report.reference, key])}


ONWARD.append(offered)
