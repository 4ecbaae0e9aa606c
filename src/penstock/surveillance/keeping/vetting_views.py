"""Pages of vettings, and of tracing what was found outside."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from penstock.kernel.clock import today
from penstock.kernel.record import note_access
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Refused, Viewer
from penstock.parties.duties import KEEP_LISTS
from penstock.surveillance import pages, queries
from penstock.surveillance.fields import REASON, VETTED, VETTING
from penstock.surveillance.keeping import services
from penstock.surveillance.keeping.views import crumbs
from penstock.surveillance.marks.scraps import text_of
from penstock.surveillance.marks.tracing import SURENESS, Finding, trace
from penstock.surveillance.models import Vetting

EITHER = require_http_methods(["GET", "POST"])


@EITHER
@door(KEEP_LISTS)
def vettings(request: HttpRequest) -> HttpResponse:
    """Whom the viewer's authority trusts with its lists, and the form for another decision."""
    viewer = viewer_in(request)
    raw, refusal = pages.entered(VETTING, request.POST), None
    if request.method == "POST":
        try:
            services.vet(viewer=viewer, raw=raw)
        except Refused as no:
            refusal = no
        else:
            messages.success(request, _("The decision was kept."))
            return redirect("surveillance_vettings")
    offered = pages.organisations(queries.vettable())
    heads = (_("Organisation"), _("Vetted as"), _("Decision"), _("Decided"), _("Until"), _("Reasons"))
    shown = {
        "page_title": _("Vettings"),
        "crumbs": crumbs(),
        "rows": [_row(one, viewer) for one in queries.vettings(viewer)],
        "columns": [{"label": one} for one in heads],
        "fields": pages.fields(VETTING, raw, refusal, {"organisation": offered, "association": offered}),
        "errors": pages.faults_of(refusal),
    }
    return render(request, "surveillance/vettings.html", shown, status=422 if refusal else 200)


def _row(one: Vetting, viewer: Viewer) -> dict[str, object]:
    is_own, holds = one.authority_id == viewer.organisation_id, one.holds_on(today())
    if holds:
        state, tone = _("may receive lists"), "ok"
    elif one.revoked_at:
        state, tone = _("revoked"), "bad"
    else:
        state, tone = (_("ended"), "neutral") if one.is_granted else (_("may not receive lists"), "bad")
    return {
        "vetting": one,
        "access_class": _(VETTED[one.access_class]),
        "state": state,
        "tone": tone,
        # Why a member is trusted is the authority's own business; its association learns that it is, and until when.
        "reasons": (one.revoked_because or one.reasons) if is_own else "",
        "revoke_url": reverse("surveillance_revoke", args=[one.id]) if is_own and holds else "",
    }


@EITHER
@door(KEEP_LISTS)
def revoke(request: HttpRequest, vetting_id: UUID) -> HttpResponse:
    """Revoke a vetting, and with it every open copy that rests on it."""
    viewer = viewer_in(request)
    vetting = queries.own_vetting(viewer, vetting_id)
    refusal = None
    if request.method == "POST":
        try:
            services.revoke(viewer=viewer, vetting_id=vetting_id, reason=request.POST.get("reason", ""))
        except Refused as no:
            refusal = no
        else:
            messages.success(request, _("The vetting was revoked."))
            return redirect("surveillance_vettings")
    shown = {
        "page_title": _("Revoke the vetting of %(name)s") % {"name": vetting.organisation.name},
        "crumbs": crumbs({"label": _("Vettings"), "url": reverse("surveillance_vettings")}),
        "fields": pages.fields(REASON, pages.entered(REASON, request.POST), refusal),
        "errors": pages.faults_of(refusal),
        "effects": [
            _("It receives no list any more."),
            _("Every open copy that rests on this vetting closes at once, with those passed on from it."),
        ],
        "submit_label": _("Revoke"),
        "tone": "danger",
        "cancel_url": reverse("surveillance_vettings"),
    }
    return render(request, "surveillance/step.html", shown, status=422 if refusal else 200)


@EITHER
@door(KEEP_LISTS)
def tracing(request: HttpRequest) -> HttpResponse:
    """Tell whose copy something is that was found outside."""
    viewer = viewer_in(request)
    findings: list[Finding] | None = None
    refusal = None
    text = request.POST.get("text", "")
    if request.method == "POST":
        given = request.FILES.get("file")
        try:
            if given is None and not text.strip():
                raise Refused("nothing_given", _("Choose a file, or paste what was found."))  # noqa: TRY301
            findings = trace(viewer=viewer, text=text_of(given.read()) if given else text)
            note_access(viewer, "tracing of a leaked surveillance list", "read")
        except Refused as no:
            refusal = no
    shown = {
        "page_title": _("Trace a leaked copy"),
        "crumbs": crumbs(),
        "findings": None
        if findings is None
        else [
            {
                "finding": one,
                "url": reverse("surveillance_copy", args=[one.copy.id]),
                "sureness": _(SURENESS[one.sureness]),
                "tone": {"certain": "bad", "likely": "warn", "hint": "neutral"}[one.sureness],
            }
            for one in findings
        ],
        "columns": [{"label": one} for one in (_("Reader"), _("Copy"), _("How surely"), _("Evidence"))],
        "text": text,
        "errors": pages.faults_of(refusal),
    }
    return render(request, "surveillance/trace.html", shown, status=422 if refusal else 200)
