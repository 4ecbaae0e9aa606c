"""Pages of webhooks: an organisation's list with the form for another, and one with how its deliveries go."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from penstock.cases import pages
from penstock.exchange.models import Endpoint
from penstock.exchange.webhooks import queries, services
from penstock.exchange.webhooks.services import ACTS
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import NotVisible, Refused, Viewer
from penstock.parties.duties import CONNECT_SYSTEMS

EITHER = require_http_methods(["GET", "POST"])
SHOW, REMOVE = "show-secret", "remove"


@EITHER
@door(CONNECT_SYSTEMS)
def webhook_list(request: HttpRequest) -> HttpResponse:
    """The webhooks of the viewer's organisation, and the form to register another."""
    viewer = viewer_in(request)
    if request.method != "POST":
        return _list(request, viewer)
    try:
        made = services.register(viewer=viewer, raw=pages.entered(services.ENDPOINT, request.POST))
    except Refused as no:
        return _list(request, viewer, no)
    messages.success(request, _("The webhook is registered. Give its secret to the receiving system, and send a test."))
    return redirect("webhook", endpoint_id=made.id)


def _list(request: HttpRequest, viewer: Viewer, no: Refused | None = None) -> HttpResponse:
    entered = pages.entered(services.ENDPOINT, request.POST) if no else {"body": "brief"}
    faults = no.faults if no else ()
    shown = {
        "page_title": _("Webhooks"),
        "rows": [{"endpoint": one, **_state(one)} for one in queries.endpoints(viewer)],
        "columns": [{"label": label} for label in (_("Name"), _("Address"), _("State"), _("Last taken"))],
        "sections": pages.sections(services.ENDPOINT, entered, faults),
        "errors": pages.errors(services.ENDPOINT, no),
    }
    return render(request, "exchange/webhooks.html", shown, status=422 if no else 200)


@EITHER
@door(CONNECT_SYSTEMS)
def webhook(request: HttpRequest, endpoint_id: UUID) -> HttpResponse:
    """One webhook: how its deliveries go, and what may be done with it."""
    viewer = viewer_in(request)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    if act == REMOVE:
        services.remove(viewer=viewer, endpoint_id=endpoint_id)
        messages.success(request, _("The webhook was removed."))
        return redirect("webhooks")
    if act == SHOW:
        return _page(request, viewer, endpoint_id, services.secret(viewer=viewer, endpoint_id=endpoint_id))
    if act in ACTS:
        ACTS[act][1](viewer, endpoint_id)
        messages.success(request, _("Done: %(step)s.") % {"step": _(ACTS[act][0])})
        return redirect("webhook", endpoint_id=endpoint_id)
    if request.method == "POST":
        raise NotVisible
    return _page(request, viewer, endpoint_id)


def _page(request: HttpRequest, viewer: Viewer, endpoint_id: UUID, secret: str = "") -> HttpResponse:
    found = queries.endpoint(viewer, endpoint_id)
    state = _state(found)
    shown = {
        "page_title": _("Webhook %(name)s") % {"name": found.label},
        "crumbs": [{"label": _("Webhooks"), "url": reverse("webhooks")}, {"label": found.label}],
        "endpoint": found,
        "badge": state["badge"],
        "secret": secret,
        "acts": [
            {"name": name, "label": _(ACTS[name][0])}
            for name in ("test", "rotate", "replace-secret", *_running_acts(found))
        ],
    }
    return render(request, "exchange/webhook.html", shown)


def _running_acts(found: Endpoint) -> tuple[str, ...]:
    return ("resume", "resume-from-now") if found.stopped_at else ("stop",)


def _state(one: Endpoint) -> dict[str, Any]:
    """How an endpoint stands, in a word with a tone."""
    if one.stopped_at:
        badge = {"label": _("Stopped"), "tone": "bad"}
    elif one.failing_since:
        badge = {"label": _("Failing"), "tone": "warn"}
    else:
        badge = {"label": _("Running"), "tone": "ok"}
    return {"badge": badge}
