"""Pages of names: giving one, changing it, removing it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from penstock.cases import pages
from penstock.incidents import queries
from penstock.incidents.involved import services
from penstock.incidents.involved.fields import OURSELVES, PARTY
from penstock.incidents.models import Incident
from penstock.incidents.reporting.frame import frame
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Refused
from penstock.parties.duties import REPORT_INCIDENTS

EITHER = require_http_methods(["GET", "POST"])


@EITHER
@door(REPORT_INCIDENTS)
def name_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Give a name to those who need it."""
    viewer = viewer_in(request)
    incident = queries.incident_by_reference(viewer, reference)
    services.refuse_for_others(viewer, incident)
    if request.method != "POST":
        return _form(request, incident, {"given_to": OURSELVES})
    raw = pages.entered(PARTY, request.POST)
    try:
        services.give_name(viewer=viewer, incident_id=incident.pk, raw=raw)
    except Refused as no:
        return _form(request, incident, raw, no)
    messages.success(request, _("The name is kept, for those alone to whom it is given."))
    return redirect("incident", reference=reference)


@EITHER
@door(REPORT_INCIDENTS)
def name(request: HttpRequest, reference: str, party_id: UUID) -> HttpResponse:
    """Change a name or to whom it is given, or remove it."""
    viewer = viewer_in(request)
    incident = queries.incident_by_reference(viewer, reference)
    party = queries.party(viewer, incident, party_id)
    services.refuse_for_others(viewer, incident)
    if request.method != "POST":
        return _form(request, incident, party.content, is_old=True)
    if request.POST.get("go") == "remove":
        services.remove_name(viewer=viewer, party_id=party.pk)
        messages.success(request, _("The name was removed."))
        return redirect("incident", reference=reference)
    raw = pages.entered(PARTY, request.POST)
    try:
        services.change_name(viewer=viewer, party_id=party.pk, raw=raw)
    except Refused as no:
        return _form(request, incident, raw, no, is_old=True)
    messages.success(request, _("The name was changed."))
    return redirect("incident", reference=reference)


def _form(
    request: HttpRequest,
    incident: Incident,
    kept: dict[str, object],
    no: Refused | None = None,
    *,
    is_old: bool = False,
) -> HttpResponse:
    faults = no.faults if no else ()
    shown = {
        **frame(incident, _("Person or company")),
        "sections": pages.sections(PARTY, kept, faults),
        "errors": pages.errors(PARTY, no),
        "buttons": "old name" if is_old else "name",
    }
    return render(request, "incidents/form.html", shown, status=422 if no else 200)
