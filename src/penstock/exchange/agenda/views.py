"""Pages of a person's agenda, and the calendar itself, which its secret address opens."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases import pages
from penstock.exchange.agenda import queries, services
from penstock.exchange.agenda.icalendar import calendar
from penstock.exchange.models import DigestPlan
from penstock.kernel.routes import ANYBODY, door, viewer_in
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import Refused, Viewer
from penstock.parties.duties import READ_CASES

EITHER = require_http_methods(["GET", "POST"])


@require_GET
@door(ANYBODY)
def deadlines(_request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar of whoever holds the secret, as that person may see it at this moment."""
    viewer = queries.viewer_of_calendar(secret)
    if viewer is None:
        raise Http404
    with acting(viewer):
        content = calendar(f"Penstock: {viewer.organisation_name}", queries.deadlines(viewer))
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")


@EITHER
@door(READ_CASES)
def agenda(request: HttpRequest) -> HttpResponse:
    """The viewer's calendar address and plan of the digest."""
    viewer = viewer_in(request)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    if act == "address":
        return _page(request, viewer, secret=services.make_address(viewer=viewer))
    if act == "revoke":
        services.revoke_address(viewer=viewer)
        messages.success(request, _("The address no longer opens anything."))
    elif act == "end":
        services.end_digest(viewer=viewer)
        messages.success(request, _("No digest comes any more."))
    elif act == "plan":
        try:
            services.plan_digest(viewer=viewer, raw=pages.entered(services.DIGEST, request.POST))
        except Refused as no:
            return _page(request, viewer, no=no)
        messages.success(request, _("The digest comes as you said, when something waits for you."))
    return redirect("agenda") if request.method == "POST" else _page(request, viewer)


def _page(request: HttpRequest, viewer: Viewer, *, secret: str = "", no: Refused | None = None) -> HttpResponse:
    plan, faults = queries.plan_of(viewer), no.faults if no else ()
    kept = pages.entered(services.DIGEST, request.POST) if no else _kept(plan)
    shown = {
        "page_title": _("Calendar and digest"),
        "address": queries.address_of(viewer),
        "url": settings.BASE_URL + reverse("deadlines", args=[secret]) if secret else "",
        "plan": plan,
        "sections": pages.sections(services.DIGEST, kept, faults),
        "errors": pages.summary(services.DIGEST, faults),
    }
    return render(request, "exchange/agenda.html", shown, status=422 if no else 200)


def _kept(plan: DigestPlan | None) -> dict[str, Any]:
    if plan is None:
        return {"hour": "08", "weekdays": ["mon", "tue", "wed", "thu", "fri"], "zone": "UTC"}
    days = list(services.WEEKDAYS)
    return {"hour": f"{plan.hour:02d}", "weekdays": [days[one] for one in plan.weekdays], "zone": plan.zone}
