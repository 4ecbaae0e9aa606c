"""Pages of the inbox and of the sources that are fetched into it."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from penstock.cases import pages
from penstock.exchange.taxii.inbox import drafts, sources
from penstock.exchange.taxii.models import Posted, Source
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import NotVisible, Refused, Viewer
from penstock.parties.duties import CONNECT_SYSTEMS, READ_INCIDENTS, REPORT_INCIDENTS

EITHER = require_http_methods(["GET", "POST"])
ACTS = {"stop": sources.stop, "resume": sources.resume, "remove": sources.remove}


@require_safe
@door(READ_INCIDENTS)
def inbox(request: HttpRequest) -> HttpResponse:
    """What came in by TAXII, newest first."""
    viewer = viewer_in(request)
    only = request.GET.get("only", "incident")
    rows = drafts.newest(viewer, "" if only == "all" else "incident")
    shown = {
        "page_title": _("Received by TAXII"),
        "crumbs": [{"label": _("Incidents"), "url": reverse("incidents")}, {"label": _("Received by TAXII")}],
        "rows": [{"posted": one, **_told(one, may_draft=viewer.has(REPORT_INCIDENTS))} for one in rows],
        "columns": [{"label": label} for label in (_("Object"), _("From"), _("Received"), _("Draft"))],
        "is_all": only == "all",
        "most": drafts.SHOWN,
    }
    return render(request, "exchange/inbox.html", shown)


def _told(one: Posted, *, may_draft: bool) -> dict[str, Any]:
    content = drafts.content_of(one)
    name = content.get("name")
    return {
        "name": name if isinstance(name, str) and name else one.object_id,
        "from": one.source.label if one.source else one.person_name,
        "revoked": content.get("revoked") is True,
        "url": reverse("taxii_posted", args=[drafts.address_of(one)]) if may_draft else "",
    }


@EITHER
@door(REPORT_INCIDENTS)
def posted(request: HttpRequest, place: str) -> HttpResponse:
    """One object as it came, and the button that begins a draft from it."""
    viewer = viewer_in(request)
    one = drafts.posted(viewer, place)
    if request.method == "POST" and not one.drafted_as:
        draft = drafts.begin_draft(viewer=viewer, place=one.place)
        messages.success(request, _("The draft is begun. Look at every answer before you release it."))
        return redirect("incident_edit", reference=draft.reference)
    if request.method == "POST":
        return redirect("incident", reference=one.drafted_as)
    told = _told(one, may_draft=True)
    inbox_ = {"label": _("Received by TAXII"), "url": reverse("taxii_inbox")}
    shown = {
        "page_title": told["name"],
        "crumbs": [inbox_, {"label": told["name"]}],
        "posted": one,
        "told": told,
        "may_draft": one.type == "incident" and not told["revoked"] and not one.drafted_as,
        "text": json.dumps(json.loads(one.text), indent=2, ensure_ascii=False),
    }
    return render(request, "exchange/posted.html", shown)


@EITHER
@door(CONNECT_SYSTEMS)
def source_list(request: HttpRequest) -> HttpResponse:
    """The sources of the viewer's organisation, and the form to add another."""
    viewer = viewer_in(request)
    if request.method != "POST":
        return _sources(request, viewer)
    try:
        sources.add(viewer=viewer, raw=pages.entered(sources.SOURCE, request.POST))
    except Refused as no:
        return _sources(request, viewer, no)
    messages.success(request, _("The source is added. It is fetched now, and then every quarter of an hour."))
    return redirect("taxii_sources")


def _sources(request: HttpRequest, viewer: Viewer, no: Refused | None = None) -> HttpResponse:
    # A secret is not written into a page, not even back to whoever entered it.
    entered = {**pages.entered(sources.SOURCE, request.POST), "secret": ""} if no else {}
    faults = no.faults if no else ()
    shown = {
        "page_title": _("TAXII sources"),
        "rows": [{"source": one, **_state(one)} for one in sources.sources(viewer)],
        "columns": [{"label": label} for label in (_("Name"), _("Address"), _("State"), _("Taken"), _("Acts"))],
        "sections": pages.sections(sources.SOURCE, entered, faults),
        "errors": pages.summary(sources.SOURCE, faults) or ([{"message": _(no.message)}] if no else []),
    }
    return render(request, "exchange/sources.html", shown, status=422 if no else 200)


def _state(one: Source) -> dict[str, Any]:
    if one.stopped_at:
        return {"badge": {"label": _("Stopped"), "tone": "neutral"}}
    if one.attempts:
        return {"badge": {"label": _("Failing"), "tone": "warn"}}
    return {"badge": {"label": _("Running"), "tone": "ok"}}


@require_POST
@door(CONNECT_SYSTEMS)
def source(request: HttpRequest, source_id: UUID) -> HttpResponse:
    """Stop, resume or remove a source."""
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise NotVisible
    act(viewer=viewer_in(request), source_id=source_id)
    messages.success(request, _("Done."))
    return redirect("taxii_sources")
