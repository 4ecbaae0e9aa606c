"""The page on the rule by which one's organisation releases incidents."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from penstock.incidents.sharing.rules import needs_two, set_rule
from penstock.kernel.routes import door, viewer_in
from penstock.parties.duties import KEEP_RELEASE_RULE


@require_http_methods(["GET", "POST"])
@door(KEEP_RELEASE_RULE)
def rule(request: HttpRequest) -> HttpResponse:
    """Say whether one person releases an incident, or two."""
    viewer = viewer_in(request)
    if request.method == "POST":
        set_rule(viewer=viewer, two=request.POST.get("two") == "yes")
        messages.success(request, _("The rule is kept."))
        return redirect("incident_rule")
    shown = {
        "page_title": _("Who releases incidents"),
        "crumbs": [{"label": _("Incidents"), "url": reverse("incidents")}, {"label": _("Who releases incidents")}],
        "two": needs_two(viewer),
        "cancel_url": reverse("incidents"),
    }
    return render(request, "incidents/rule.html", shown)
