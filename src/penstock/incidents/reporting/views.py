"""Pages on which incidents are written: the minimum facts, the details, the last look before release, amendments."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from penstock.cases import pages
from penstock.cases.secrecy.sight import content_for
from penstock.cases.steps.pages import step_open_to
from penstock.incidents import queries, services
from penstock.incidents.fields import INCIDENT, SHORT, asked
from penstock.incidents.models import Incident
from penstock.incidents.particulars.facts import PRECURSORS
from penstock.incidents.particulars.identifying import proposals
from penstock.incidents.reporting import sheets
from penstock.incidents.reporting.frame import frame
from penstock.incidents.sharing.audience import EVERYBODY, audience_of, circle_fits
from penstock.incidents.sharing.rules import needs_two
from penstock.kernel.clock import today
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Fault, Refused
from penstock.parties.duties import RELEASE_INCIDENTS, REPORT_INCIDENTS
from penstock.parties.queries import government_of

EITHER = require_http_methods(["GET", "POST"])


@EITHER
@door(REPORT_INCIDENTS)
def new(request: HttpRequest) -> HttpResponse:
    """The minimum facts; whatever is entered is kept, and the details can come later."""
    viewer = viewer_in(request)
    if request.method == "POST":
        incident = services.draft_incident(viewer=viewer, raw=sheets.entered(request.POST))
        return _saved(request, incident)
    begun = {
        "domain": PRECURSORS,
        "happened_on": today().isoformat(),
        "country": government_of(viewer.organisation_id),
        "shared_with": EVERYBODY,
        "marking": "AMBER",
    }
    shown = {
        "page_title": _("Report an incident"),
        "lede": _("The minimum facts. Everything else can follow, before the release or after it."),
        "crumbs": [{"label": _("Incidents"), "url": reverse("incidents")}, {"label": _("Report an incident")}],
        "sections": sheets.sections(viewer, SHORT, begun),
        "cancel_url": reverse("incidents"),
        "buttons": "draft",
    }
    return render(request, "incidents/form.html", shown)


def _saved(request: HttpRequest, incident: Incident) -> HttpResponse:
    """On to the last look, or back to the details."""
    if request.POST.get("go") == "release":
        return redirect("incident_release", reference=incident.reference)
    messages.success(request, _("The draft %(reference)s is kept.") % {"reference": incident.reference})
    return redirect("incident_edit", reference=incident.reference)


@EITHER
@door(REPORT_INCIDENTS)
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """A draft with all that is asked of its kind and domain."""
    viewer = viewer_in(request)
    incident = queries.incident_by_reference(viewer, reference)
    step_open_to(viewer, incident, "edit")
    if request.method == "POST":
        raw = sheets.entered(request.POST)
        saved = services.take_step(viewer=viewer, incident_id=incident.pk, verb="edit", raw=raw)
        return _saved(request, saved)
    return _form(request, incident, content_for(viewer, incident), heading=_("Draft"), buttons="draft")


def _form(
    request: HttpRequest,
    incident: Incident,
    kept: dict[str, Any],
    faults: tuple[Fault, ...] = (),
    *,
    heading: str,
    buttons: str,
    said: str = "",
) -> HttpResponse:
    sheet = asked(kept)
    errors = sheets.summary(sheet, kept, faults) or ([{"message": said}] if said else [])
    shown = {
        **frame(incident, heading),
        "sections": sheets.sections(viewer_in(request), sheet, kept, faults),
        # What is mended after a refused release is kept as the draft.
        "form_action": reverse("incident_edit", args=[incident.reference]) if buttons == "draft" else "",
        "errors": errors,
        "proposals": proposals(kept),
        "buttons": buttons,
    }
    return render(request, "incidents/form.html", shown, status=422 if errors else 200)


@EITHER
@door(RELEASE_INCIDENTS)
def release(request: HttpRequest, reference: str) -> HttpResponse:
    """The last look before the release: exactly who will see it, by one signature or the first of two."""
    viewer = viewer_in(request)
    incident = queries.incident_by_reference(viewer, reference)
    two = needs_two(viewer)
    step = step_open_to(viewer, incident, "propose" if two else "release")
    kept = content_for(viewer, incident)
    faults = (*INCIDENT.read(kept, strict=True).faults, *circle_fits(incident.opener, kept))
    if faults:
        return _form(request, incident, kept, faults, heading=_("Draft"), buttons="draft")
    if request.method == "POST":
        services.take_step(viewer=viewer, incident_id=incident.pk, verb=step.verb)
        kept_said = _("Your signature is kept. Another officer of your organisation must confirm it.")
        messages.success(request, kept_said if two else _("The incident is released."))
        return redirect("incident", reference=reference)
    audience = audience_of(incident.opener, kept)
    shown = {
        **frame(incident, _("Release the incident")),
        "audience": pages.seeing(audience.organisations, {one: _(why) for one, why in audience.reasons.items()}),
        "content": [part for part in pages.answers(INCIDENT, kept) if any(row["value"] for row in part["rows"])],
        "proposals": proposals(kept),
        "effects": _effects(two=two, own=viewer.organisation_name),
        "submit_label": _("Propose the release") if two else _("Release"),
        "cancel_url": reverse("incident_edit", args=[reference]),
        "may_hand": incident.opener.kind != "secretariat",
    }
    return render(request, "incidents/release.html", shown)


def _effects(*, two: bool, own: str) -> list[str]:
    first = [
        _("Your signature is kept as the first of two. Nobody outside %(own)s sees it.") % {"own": own},
        _("When another officer of %(own)s has confirmed it, what follows happens:") % {"own": own},
    ]
    return [
        *(first if two else []),
        _("Their focal points are told by mail, without any detail, and you see who has read it."),
        _("Names of persons and companies are not among it: each is read by those alone to whom it is given."),
        _("What is released can be amended or retracted, but not unsent. Each change is kept beside the one before."),
    ]


@EITHER
@door(RELEASE_INCIDENTS)
def amend(request: HttpRequest, reference: str) -> HttpResponse:
    """An amendment: the details again; the difference is kept, and told to all who have read it."""
    viewer = viewer_in(request)
    incident = queries.incident_by_reference(viewer, reference)
    step_open_to(viewer, incident, "amend")
    if request.method != "POST":
        return _form(request, incident, content_for(viewer, incident), heading=_("Amend"), buttons="amend")
    raw = sheets.entered(request.POST)
    try:
        services.take_step(viewer=viewer, incident_id=incident.pk, verb="amend", raw=raw)
    except Refused as no:
        said = "" if no.faults else _(no.message)
        return _form(request, incident, raw, no.faults, heading=_("Amend"), buttons="amend", said=said)
    messages.success(request, _("The incident was amended, and all who have read it are told."))
    return redirect("incident", reference=reference)
