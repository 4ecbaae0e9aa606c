"""Pages of arrangements: the list that everybody may read, and the secretariat's forms."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases import pages
from penstock.kernel.forms.specification import Form
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Refused
from penstock.notices.arrangements import queries, services
from penstock.notices.arrangements.fields import ARRANGEMENT, ENDING
from penstock.parties.duties import KEEP_ARRANGEMENTS, READ_CASES

EITHER = require_http_methods(["GET", "POST"])


@require_GET
@door(READ_CASES)
def arrangement_list(request: HttpRequest) -> HttpResponse:
    """Every arrangement there is or was."""
    may_keep = viewer_in(request).has(KEEP_ARRANGEMENTS)
    shown = {
        "page_title": _("Arrangements"),
        "rows": [
            {
                "made": one,
                "place": queries.name_of(one.territory),
                "who": one.authority.name if one.authority else _("The secretariat"),
                "end_url": reverse("arrangement_end", args=[one.pk]) if may_keep and one.until_on is None else "",
            }
            for one in queries.arrangements()
        ],
        "columns": [
            {"label": label} for label in (_("Territory"), _("Who answers"), _("From"), _("Until"), _("Basis"))
        ],
        "may_keep": may_keep,
    }
    return render(request, "notices/arrangements.html", shown)


@EITHER
@door(KEEP_ARRANGEMENTS)
def arrangement_new(request: HttpRequest) -> HttpResponse:
    """Record who answers for a territory."""
    if request.method != "POST":
        return _form(request, ARRANGEMENT, _("New arrangement"))
    try:
        made = services.make_arrangement(viewer=viewer_in(request), raw=pages.entered(ARRANGEMENT, request.POST))
    except Refused as no:
        return _form(request, ARRANGEMENT, _("New arrangement"), no)
    messages.success(request, _("The arrangement for %(place)s is kept.") % {"place": queries.name_of(made.territory)})
    return redirect("arrangements")


@EITHER
@door(KEEP_ARRANGEMENTS)
def arrangement_end(request: HttpRequest, arrangement_id: UUID) -> HttpResponse:
    """Name the last day of an arrangement."""
    found = queries.arrangement(arrangement_id)
    heading = _("End the arrangement for %(place)s") % {"place": queries.name_of(found.territory)}
    if request.method != "POST":
        return _form(request, ENDING, heading)
    raw = pages.entered(ENDING, request.POST)
    try:
        services.end_arrangement(viewer=viewer_in(request), arrangement_id=arrangement_id, raw=raw)
    except Refused as no:
        return _form(request, ENDING, heading, no)
    messages.success(request, _("The arrangement ends. Notices that went by it stay where they are."))
    return redirect("arrangements")


def _form(request: HttpRequest, form: Form, heading: str, no: Refused | None = None) -> HttpResponse:
    entered: dict[str, Any] = pages.entered(form, request.POST) if no else {}
    faults = no.faults if no else ()
    shown = {
        "page_title": heading,
        "crumbs": [{"label": _("Arrangements"), "url": reverse("arrangements")}, {"label": heading}],
        "sections": pages.sections(form, entered, faults),
        "errors": pages.errors(form, no),
        "cancel_url": reverse("arrangements"),
    }
    return render(request, "notices/arrangement.html", shown, status=422 if no else 200)
