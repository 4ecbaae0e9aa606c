"""Pages of points of contact: those of the other side, and one's own."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from penstock.industry.contacts import queries, services
from penstock.industry.contacts.sectors import sectors_of
from penstock.industry.partnership.frame import ask, given, heads, tabs
from penstock.industry.partnership.keeping import is_office
from penstock.kernel.clock import today
from penstock.kernel.routes import door, viewer_in
from penstock.parties.duties import JOIN_PARTNERSHIP


@require_GET
@door(JOIN_PARTNERSHIP)
def home(request: HttpRequest) -> HttpResponse:
    """One's own point of contact, and those of the other side."""
    viewer = viewer_in(request)
    rows = queries.contact_points(viewer)
    own = next((one for one in rows if one.organisation_id == viewer.organisation_id), None)
    names = sectors_of(viewer.country)
    shown = {
        "page_title": _("Points of contact"),
        "tabs": tabs(viewer, "contact_points"),
        "own": own,
        "own_rows": [row for part in given(services.form_for(viewer), own.content) for row in part["rows"]]
        if own
        else [],
        "is_due": bool(own and own.is_due(today())),
        "others": [
            {
                "one": one,
                "is_due": one.is_due(today()),
                "sectors": "; ".join(names.get(code, code) for code in one.sectors),
            }
            for one in rows
            if one is not own
        ],
        "is_office": is_office(viewer),
        "columns": heads(_("Organisation"), _("Contact"), _("Deputy"), _("Checked on")),
    }
    return render(request, "industry/contacts/home.html", shown)


@require_http_methods(["GET", "POST"])
@door(JOIN_PARTNERSHIP)
def own(request: HttpRequest) -> HttpResponse:
    """Name one's own point of contact, or change it."""
    viewer = viewer_in(request)
    known = queries.contact_of(viewer, viewer.organisation_id)

    def act(raw: dict[str, Any]) -> None:
        services.name_contact(viewer=viewer, raw=raw)

    return ask(
        request,
        viewer,
        services.form_for(viewer),
        act,
        title=_("Our point of contact"),
        back=reverse("contact_points"),
        kept=known.content if known else None,
        between=((_("Points of contact"), reverse("contact_points")),),
        about=_("The other side of partnership in your country sees it."),
    )


@require_POST
@door(JOIN_PARTNERSHIP)
def confirm(request: HttpRequest) -> HttpResponse:
    """Say that it is still right."""
    services.confirm_contact(viewer=viewer_in(request))
    messages.success(request, _("Noted: it is right as of today."))
    return redirect("contact_points")
