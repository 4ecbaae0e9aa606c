"""Pages on which alerts are written: the draft, the last look before the release, and corrections."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from penstock.alerts import queries, services
from penstock.alerts.desks import DESKS, Desk
from penstock.alerts.models import Alert
from penstock.alerts.pages.frame import answers, frame
from penstock.alerts.sending.reaches import CIRCLE, EVERYBODY, OWN, audience_of, faults_of_sender
from penstock.cases import pages
from penstock.cases.secrecy.sight import content_for
from penstock.cases.steps.pages import step_open_to
from penstock.incidents.sharing.rules import needs_two
from penstock.kernel.clock import today
from penstock.kernel.routes import viewer_in
from penstock.kernel.viewer import Fault, Refused, Viewer

EITHER = require_http_methods(["GET", "POST"])
BESIDE = (("urgency", "certainty"), ("shared_with", "marking"))
USUAL_DAYS = 90


@EITHER
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """A new alert; whatever is entered is kept as a draft."""
    viewer, desk = viewer_in(request), DESKS[kind]
    if request.method == "POST":
        raw = pages.entered(desk.form, request.POST)
        return _saved(request, desk, services.draft_alert(viewer=viewer, raw=raw, kind=kind))
    begun = {
        "urgency": "soon",
        "certainty": "observed",
        "expires_on": (today() + timedelta(days=USUAL_DAYS)).isoformat(),
        "shared_with": OWN if desk.is_industry and viewer.country else EVERYBODY,
        "marking": "AMBER",
    }
    heading = _("Write an alert for industry") if desk.is_industry else _("Write a special alert")
    shown = {
        "desk": desk,
        "page_title": heading,
        "crumbs": [{"label": _(desk.title), "url": reverse(f"{desk.route}s")}, {"label": heading}],
        "sections": _sections(desk, begun, (), viewer),
        "cancel_url": reverse(f"{desk.route}s"),
        "buttons": "draft",
    }
    return render(request, "alerts/form.html", shown)


def _sections(desk: Desk, kept: Mapping[str, Any], faults: tuple[Fault, ...], viewer: Viewer) -> list[dict[str, Any]]:
    """The form to be filled in, with the viewer's own circles to choose from."""
    drawn = pages.sections(desk.form, kept, faults, beside=BESIDE)
    offered = [
        {"value": "", "label": _("Choose one")},
        *({"value": str(one.pk), "label": one.name} for one in queries.circles(viewer)),
    ]
    for control in (one for section in drawn for row in section["rows"] for one in row if one["name"] == CIRCLE):
        known = {one["value"] for one in offered}
        entered = [{"value": control["value"], "label": control["value"]}] if control["value"] not in known else []
        control["choices"] = [*offered, *entered]
    return drawn


def _saved(request: HttpRequest, desk: Desk, alert: Alert) -> HttpResponse:
    """On to the last look, or back to the draft."""
    if request.POST.get("go") == "release":
        return redirect(f"{desk.route}_release", reference=alert.reference)
    messages.success(request, _("The draft %(reference)s is kept.") % {"reference": alert.reference})
    return redirect(f"{desk.route}_edit", reference=alert.reference)


@EITHER
def edit(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """A draft."""
    viewer, desk = viewer_in(request), DESKS[kind]
    alert = queries.alert_by_reference(viewer, desk, reference)
    step_open_to(viewer, alert, "edit")
    if request.method == "POST":
        raw = pages.entered(desk.form, request.POST)
        return _saved(request, desk, services.take_step(viewer=viewer, alert=alert, verb="edit", raw=raw))
    return _form(request, alert, content_for(viewer, alert), heading=_("Draft"), buttons="draft")


def _form(
    request: HttpRequest,
    alert: Alert,
    kept: Mapping[str, Any],
    faults: tuple[Fault, ...] = (),
    *,
    heading: str,
    buttons: str,
    said: str = "",
) -> HttpResponse:
    desk = DESKS[alert.kind]
    errors = pages.summary(desk.form, faults) or ([{"message": said}] if said else [])
    shown = {
        **frame(desk, alert, heading),
        "sections": _sections(desk, kept, faults, viewer_in(request)),
        # What is mended after a refused release is kept as the draft.
        "form_action": reverse(f"{desk.route}_edit", args=[alert.reference]) if buttons == "draft" else "",
        "errors": errors,
        "buttons": buttons,
    }
    return render(request, "alerts/form.html", shown, status=422 if errors else 200)


@EITHER
def release(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """The last look before the release: exactly who will see it, by one signature or the first of two."""
    viewer, desk = viewer_in(request), DESKS[kind]
    alert = queries.alert_by_reference(viewer, desk, reference)
    two = needs_two(viewer)
    step = step_open_to(viewer, alert, "propose" if two else "release")
    kept = content_for(viewer, alert)
    faults = desk.form.read(kept, strict=True).faults
    faults = faults or tuple(faults_of_sender(viewer, kept, is_industry=desk.is_industry))
    if faults:
        return _form(request, alert, kept, faults, heading=_("Draft"), buttons="draft")
    if request.method == "POST":
        services.take_step(viewer=viewer, alert=alert, verb=step.verb)
        kept_said = _("Your signature is kept. Another officer of your organisation must confirm it.")
        messages.success(request, kept_said if two else _("The alert is released, and everybody is told by mail."))
        return redirect(desk.route, reference=reference)
    audience = audience_of(alert.opener, kept, is_industry=desk.is_industry)
    shown = {
        **frame(desk, alert, _("Release the alert")),
        "audience": pages.seeing(audience.organisations, {one: _(why) for one, why in audience.reasons.items()}),
        "content": answers(desk, kept, viewer),
        "effects": _effects(two=two, own=viewer.organisation_name),
        "submit_label": _("Propose the release") if two else _("Release"),
        "cancel_url": reverse(f"{desk.route}_edit", args=[reference]),
    }
    return render(request, "alerts/release.html", shown)


def _effects(*, two: bool, own: str) -> list[str]:
    first = [
        _("Your signature is kept as the first of two. Nobody outside %(own)s sees it.") % {"own": own},
        _("When another officer of %(own)s has confirmed it, what follows happens:") % {"own": own},
    ]
    return [
        *(first if two else []),
        _("They are told by mail, without any detail, and reminded until they acknowledge it."),
        _("Whoever comes to the audience while it is in force is told then."),
        _("It can be corrected or retracted, and everybody who received it is told; it cannot be unsent."),
    ]


@EITHER
def correct(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """A correction: the alert again; a new edition, told to all, to be acknowledged anew."""
    viewer, desk = viewer_in(request), DESKS[kind]
    alert = queries.alert_by_reference(viewer, desk, reference)
    step_open_to(viewer, alert, "correct")
    if request.method != "POST":
        return _form(request, alert, content_for(viewer, alert), heading=_("Correct"), buttons="correct")
    raw = pages.entered(desk.form, request.POST)
    try:
        services.take_step(viewer=viewer, alert=alert, verb="correct", raw=raw)
    except Refused as no:
        said = "" if no.faults else _(no.message)
        return _form(request, alert, raw, no.faults, heading=_("Correct"), buttons="correct", said=said)
    messages.success(request, _("The alert was corrected, and everybody who received it is told."))
    return redirect(desk.route, reference=reference)
