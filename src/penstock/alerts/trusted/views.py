"""The page on which an authority says which companies of its country it trusts with alerts for industry."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from penstock.alerts.fields import TRUST
from penstock.alerts.trusted.services import companies_to_trust, end_trust, trust, trusted_companies
from penstock.cases import pages
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import NotVisible, Refused, Viewer
from penstock.parties.duties import SEND_ALERTS
from penstock.parties.queries import is_uuid


@require_http_methods(["GET", "POST"])
@door(SEND_ALERTS)
def trusted(request: HttpRequest) -> HttpResponse:
    """The companies that are trusted, and one more."""
    viewer = viewer_in(request)
    if request.method != "POST":
        return _page(request, viewer, {})
    given = request.POST.get("end", "")
    if given:
        if not is_uuid(given):
            raise NotVisible
        end_trust(viewer=viewer, company_id=given)  # type: ignore[arg-type]
        messages.success(request, _("The company is trusted no more."))
        return redirect("alert_trusted")
    raw = pages.entered(TRUST, request.POST)
    try:
        row = trust(viewer=viewer, raw=raw)
    except Refused as no:
        return _page(request, viewer, raw, no)
    messages.success(request, _("%(name)s is trusted from today on.") % {"name": row.organisation.name})
    return redirect("alert_trusted")


def _page(request: HttpRequest, viewer: Viewer, entered: dict[str, Any], no: Refused | None = None) -> HttpResponse:
    faults = no.faults if no else ()
    sections = pages.sections(TRUST, entered, faults)
    offered = [{"value": str(one.pk), "label": one.name} for one in companies_to_trust(viewer)]
    for control in (one for section in sections for row in section["rows"] for one in row if one["name"] == "company"):
        control |= {"kind": "select", "choices": [{"value": "", "label": _("Choose one")}, *offered]}
    shown = {
        "page_title": _("Trusted companies"),
        "crumbs": [
            {"label": _("Alerts for industry"), "url": reverse("industry_alerts")},
            {"label": _("Trusted companies")},
        ],
        "trusted": trusted_companies(viewer),
        "columns": [
            {"label": _("Company")},
            {"label": _("Since"), "kind": "narrow"},
            {"label": _("By")},
            {"label": _("Its people who read alerts")},
            {"label": _("Act"), "hidden": True},
        ],
        "sections": sections,
        "errors": pages.errors(TRUST, no),
    }
    return render(request, "alerts/trusted.html", shown, status=422 if no else 200)
