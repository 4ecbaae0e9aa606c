"""First administrators: the request that stands open to everybody, and the secretariat's check by two people."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases import pages
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice
from penstock.kernel.routes import ANYBODY, door, viewer_in
from penstock.kernel.viewer import NotVisible, Refused, Viewer
from penstock.kernel.workflow import (
    open_signature,
    open_steps,
    reason_against,
    reason_against_confirming,
    refused_for,
)
from penstock.parties.directory import candidacies as services
from penstock.parties.directory import queries
from penstock.parties.directory.candidacies import CANDIDACIES, STATES, TONES
from penstock.parties.directory.fields import REQUEST
from penstock.parties.directory.models import Candidacy
from penstock.parties.duties import ADMINISTER
from penstock.parties.queries import secretariat
from penstock.web.directory.frames import ask, crumbs

EITHER = require_http_methods(["GET", "POST"])


@EITHER
@door(ANYBODY)
def request_administration(request: HttpRequest) -> HttpResponse:
    """Ask to be the first administrator of a country; open to everybody, since whoever asks has no account."""
    asked = Field(name="country", label="Country", type=Choice(queries.governments()), required=True)
    form = Form(name=REQUEST.name, sections=(Section(title="Country", fields=(asked,)), *REQUEST.sections))
    page: dict[str, Any] = {
        "title": _("Ask to administer your country"),
        "lede": _("For the first person whom a government names. The secretariat checks it outside this system."),
        "submit": _("Send the request"),
        "back": reverse("inbox"),
        "trail": (),
    }
    if request.method != "POST":
        return ask(request, form, **page)
    entered = pages.entered(form, request.POST)
    reading = form.read(entered, strict=True)
    try:
        if reading.faults:
            raise refused_for(reading.faults)
        services.request_administration(country=entered.pop("country"), raw=entered)
    except Refused as no:
        return ask(request, form, no, **page)
    shown = {
        "page_title": _("Your request was sent"),
        "message_text": _("The secretariat will call you, or write, through a contact it takes from elsewhere."),
    }
    return render(request, "skeletons/message.html", shown)


def _checker(request: HttpRequest) -> Viewer:
    """The viewer, if of the secretariat; NotVisible otherwise."""
    viewer = viewer_in(request)
    if viewer.organisation_id != secretariat().id:
        raise NotVisible
    return viewer


@require_GET
@door(ADMINISTER)
def candidacy_list(request: HttpRequest) -> HttpResponse:
    """Who asked to be a country's first administrator."""
    found = queries.candidacies(_checker(request))
    shown = {
        "crumbs": crumbs(None, _("First administrators")),
        "columns": [{"label": one} for one in (_("Name"), _("Country"), _("State"), _("Asked on"))],
        "rows": [{"case": one, "badge": _badge(one)} for one in found],
    }
    return render(request, "web/directory/candidacies.html", shown)


def _badge(case: Candidacy) -> dict[str, str]:
    return {"label": _(STATES[case.state]), "tone": TONES[case.state]}


@EITHER
@door(ADMINISTER)
def candidacy(request: HttpRequest, candidacy_id: UUID) -> HttpResponse:
    """A request, what was checked, and the second signature."""
    viewer = _checker(request)
    case = queries.candidacy(viewer, candidacy_id)
    if request.method == "POST":
        agrees = request.POST.get("act") == "confirm"
        services.sign(viewer=viewer, candidacy_id=candidacy_id, agrees=agrees)
        messages.success(request, _("Confirmed.") if agrees else _("The proposal was closed."))
        return redirect("directory_candidacy", candidacy_id=candidacy_id)
    steps = open_steps(CANDIDACIES, case, viewer)
    shown = {
        "case": case,
        "badge": _badge(case),
        "crumbs": [*crumbs(None), {"label": _("First administrators"), "url": reverse("directory_candidacies")}],
        "sections": pages.answers(REQUEST, case.content),
        "checks": [_check(one.person_name, one.signed_at, one.verb, one.data) for one in queries.checks(viewer, case)],
        "acts": [
            {"label": _(step.label), "url": reverse(f"directory_{step.verb}", args=[candidacy_id])}
            for step, reason in steps
            if reason is None
        ],
        "proposal": _proposal(case, viewer),
    }
    return render(request, "web/directory/candidacy.html", shown)


def _check(name: str, at: Any, verb: str, data: Any) -> dict[str, Any]:
    form = CANDIDACIES.step(verb).form
    rows = [row for part in pages.answers(form, data) for row in part["rows"] if row["value"]] if form else []
    return {"name": name, "at": at, "rows": rows}


def _proposal(case: Candidacy, viewer: Viewer) -> dict[str, Any] | None:
    signature = open_signature(case, viewer)
    if signature is None:
        return None
    step = CANDIDACIES.step(signature.verb)
    reason = reason_against(CANDIDACIES, step, case, viewer) or reason_against_confirming(step, signature, viewer)
    return {"is_own": signature.person_id == viewer.person_id, "reason": _(reason.message) if reason else ""}


@EITHER
@door(ADMINISTER)
def step(request: HttpRequest, candidacy_id: UUID, verb: str) -> HttpResponse:
    """Check a request and propose to confirm it, or turn it down."""
    viewer = _checker(request)
    case = queries.candidacy(viewer, candidacy_id)
    taken = CANDIDACIES.step(verb)
    back = reverse("directory_candidacy", args=[candidacy_id])
    page: dict[str, Any] = {
        "title": _(taken.label),
        "lede": f"{case.name}, {case.government.name}",
        "submit": _("Propose: %(step)s") % {"step": _(taken.label)} if taken.second else _(taken.label),
        "back": back,
        "trail": [*crumbs(None), {"label": case.name, "url": back}],
    }
    if request.method != "POST":
        return ask(request, taken.form, **page)
    try:
        services.take_step(
            viewer=viewer, candidacy_id=candidacy_id, verb=verb, raw=pages.entered(taken.form, request.POST)
        )
    except Refused as no:
        return ask(request, taken.form, no, **page)
    messages.success(request, _("Another person of the secretariat must confirm it.") if taken.second else _("Done."))
    return redirect(back)
