"""Pages on which an alert is acknowledged, and on which it is recorded to whom it was passed on."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from penstock.alerts import queries
from penstock.alerts.desks import DESKS
from penstock.alerts.fields import PASSING
from penstock.alerts.models import Alert
from penstock.alerts.pages.frame import frame
from penstock.alerts.received.services import acknowledge, pass_on
from penstock.cases import pages
from penstock.kernel.clock import today
from penstock.kernel.routes import viewer_in
from penstock.kernel.viewer import Refused

EITHER = require_http_methods(["GET", "POST"])


@EITHER
def acknowledgement(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """Say for one's organisation that the alert was received."""
    viewer, desk = viewer_in(request), DESKS[kind]
    alert = queries.alert_by_reference(viewer, desk, reference)
    if request.method == "POST":
        acknowledge(viewer=viewer, alert=alert)
        messages.success(request, _("Acknowledged for %(own)s.") % {"own": viewer.organisation_name})
        return redirect(desk.route, reference=reference)
    shown = {
        **frame(desk, alert, _("Acknowledge")),
        "effects": [
            _("%(sender)s sees that %(own)s has received this edition, when, and by whom it was acknowledged.")
            % {"sender": alert.opener.name, "own": viewer.organisation_name},
            _("Your organisation is reminded no more."),
        ],
        "submit_label": _("Acknowledge"),
        "tone": "primary",
    }
    return render(request, "cases/steps/step.html", shown)


@EITHER
def passing(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """Record to whom inside the country the alert was passed on."""
    viewer, desk = viewer_in(request), DESKS[kind]
    alert = queries.alert_by_reference(viewer, desk, reference)
    if request.method != "POST":
        return _ask(request, alert, {"passed_on": today().isoformat()})
    raw = pages.entered(PASSING, request.POST)
    try:
        row = pass_on(viewer=viewer, alert=alert, raw=raw)
    except Refused as no:
        return _ask(request, alert, raw, no)
    messages.success(request, _("Recorded: passed on to %(name)s.") % {"name": row.name})
    return redirect(desk.route, reference=reference)


def _ask(request: HttpRequest, alert: Alert, entered: dict[str, str], no: Refused | None = None) -> HttpResponse:
    faults = no.faults if no else ()
    shown = {
        **frame(DESKS[alert.kind], alert, _("Record that it was passed on")),
        "sections": pages.sections(PASSING, entered, faults),
        "errors": pages.errors(PASSING, no),
        "effects": [
            _("Your own organisation alone sees to whom. The sender sees how often it was passed on, and no name.")
        ],
        "submit_label": _("Record"),
        "tone": "primary",
    }
    return render(request, "cases/steps/step.html", shown, status=422 if no else 200)
