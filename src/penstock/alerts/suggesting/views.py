"""Pages of suggestions, for the secretariat: the list, and one with its evidence, to be dismissed or taken."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.alerts import queries
from penstock.alerts.fields import DECISION
from penstock.alerts.models import Suggestion
from penstock.alerts.suggesting.services import dismiss, reasons, take
from penstock.cases import pages
from penstock.incidents.models import Incident
from penstock.kernel.routes import door, viewer_in
from penstock.parties.duties import SEND_ALERTS

TONES = {"open": "warn", "dismissed": "neutral", "taken": "ok"}


@require_GET
@door(SEND_ALERTS)
def suggestion_list(request: HttpRequest) -> HttpResponse:
    """What the house suggests, the newest first."""
    viewer = viewer_in(request)
    shown = {
        "page_title": _("Suggestions"),
        "crumbs": [{"label": _("Special alerts"), "url": reverse("alerts")}, {"label": _("Suggestions")}],
        "rows": [
            {
                "title": one.title,
                "url": reverse("alert_suggestion", args=[one.pk]),
                "found_at": one.found_at,
                "badge": {"label": _(Suggestion.STATES[one.state]), "tone": TONES[one.state]},
            }
            for one in queries.suggestions(viewer, request.GET.get("state", ""))
        ],
        "columns": [{"label": _("What")}, {"label": _("Found"), "kind": "narrow"}, {"label": _("State")}],
    }
    return render(request, "alerts/suggestions.html", shown)


@require_http_methods(["GET", "POST"])
@door(SEND_ALERTS)
def suggestion(request: HttpRequest, suggestion_id: UUID) -> HttpResponse:
    """One suggestion with what was counted and the incidents behind it."""
    viewer = viewer_in(request)
    row = queries.suggestion(viewer, suggestion_id)
    if request.method == "POST":
        if request.POST.get("act") == "take":
            alert = take(viewer=viewer, suggestion_id=row.pk)
            messages.success(request, _("A draft begins with what was found. Write its text, and say who may see it."))
            return redirect("alert_edit", reference=alert.reference)
        dismiss(viewer=viewer, suggestion_id=row.pk, raw=pages.entered(DECISION, request.POST))
        messages.success(request, _("Dismissed, and remembered."))
        return redirect("alert_suggestions")
    seen = Incident.objects.visible_to(viewer).filter(reference__in=row.evidence["incidents"])
    shown = {
        "row": row,
        "page_title": row.title,
        "crumbs": [{"label": _("Suggestions"), "url": reverse("alert_suggestions")}, {"label": row.title}],
        "reasons": reasons(row),
        "incidents": [
            {"reference": one.reference, "title": one.title, "url": reverse("incident", args=[one.reference])}
            for one in seen.order_by("-happened_on", "reference")
        ],
        "badge": {"label": _(Suggestion.STATES[row.state]), "tone": TONES[row.state]},
        "sections": pages.sections(DECISION, {}) if row.state == "open" else [],
    }
    return render(request, "alerts/suggestion.html", shown)
