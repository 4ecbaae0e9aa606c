"""Pages of advice: what one's agency is asked, one advice with its steps, and asking."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases import pages
from penstock.cases.steps import pages as steps
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import NotVisible, Refused
from penstock.kernel.workflow import Step
from penstock.parties.duties import HANDLE_PERMITS, READ_PERMITS
from penstock.permits.applications import queries as application_queries
from penstock.permits.applications.models import Application
from penstock.permits.handling.advice import queries, services, shown
from penstock.permits.handling.advice.fields import ASKING
from penstock.permits.handling.advice.models import Advice
from penstock.permits.handling.choosing import offering

EITHER = require_http_methods(["GET", "POST"])
GRAVE = {"overrule", "withdraw"}
CONSEQUENCES = {
    "answer": "The authority reads it, and your agency. The applicant and other agencies do not, unless the authority "
    "shows it to those agencies.",
    "change": "The authority is told. What you advised before stays on the record.",
    "withdraw": "Your agency asks no more, and the agency does not see the application any more.",
    "share": "The other agencies that are asked about this application read this advice from now on.",
    "overrule": "The agency is told why. After that the permit may be issued although it advised otherwise.",
}


@require_GET
@door(READ_PERMITS)
def advice_list(request: HttpRequest) -> HttpResponse:
    """What the viewer's agency is asked, what it awaits, and what is over."""
    found = queries.desk(viewer_in(request))
    parts = (
        (_("Your agency is asked"), found.to_give),
        (_("You wait for"), found.awaited),
        (_("Given or asked no more"), found.over),
    )
    heads = (_("Advice"), _("On"), _("Asked by"), _("Agency"), _("State"), _("Answer by"))
    drawn = {
        "parts": [{"title": title, "rows": [shown.row(one) for one in rows]} for title, rows in parts],
        "columns": [{"label": one} for one in heads],
        "crumbs": [{"label": _("Applications"), "url": reverse("applications")}, {"label": _("Advice")}],
    }
    return render(request, "permits/handling/advice_list.html", drawn)


@require_GET
@door(READ_PERMITS)
def advice_page(request: HttpRequest, reference: str) -> HttpResponse:
    """One advice with what was asked, what was answered, and what may be done."""
    viewer = viewer_in(request)
    advice = queries.advice_by_reference(viewer, reference)
    may, may_not = steps.acts(viewer, advice, lambda one: _act(advice, one))  # type: ignore[arg-type]
    drawn = {
        **_frame(advice, advice.title),
        "advice": shown.whole(advice),
        "application": advice.case,
        "acts": may,
        "absent": may_not,
        "story": shown.story(viewer, advice),
    }
    return render(request, "permits/handling/advice.html", drawn)


def _frame(advice: Advice, heading: str) -> dict[str, Any]:
    above = {"label": _("Advice"), "url": reverse("advice_list")}
    return steps.frame(advice, heading, above)  # type: ignore[arg-type]


def _act(advice: Advice, taken: Step) -> dict[str, Any]:
    return {
        "label": _(taken.label),
        "url": reverse("advice_step", args=[advice.reference, taken.verb]),
        "tone": "primary" if taken.verb == "answer" else "secondary",
    }


@EITHER
@door(READ_PERMITS)
def step(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """A step of an advice: what it asks, what it will do, and then the act."""
    viewer = viewer_in(request)
    advice = queries.advice_by_reference(viewer, reference)
    taken = steps.step_open_to(viewer, advice, verb)  # type: ignore[arg-type]
    if request.method != "POST":
        return _step_page(request, advice, taken)
    try:
        raw = pages.entered(taken.form, request.POST)
        services.take_step(viewer=viewer, advice_id=advice.pk, verb=verb, raw=raw)
    except Refused as no:
        return _step_page(request, advice, taken, no)
    messages.success(request, _("Done: %(step)s.") % {"step": _(taken.label)})
    return redirect("advice", reference=reference)


def _step_page(request: HttpRequest, advice: Advice, taken: Step, no: Refused | None = None) -> HttpResponse:
    drawn = {
        **_frame(advice, _(taken.label)),
        **steps.asked(request, taken.form, no, advice.content if taken.verb == "change" else None),
        "effects": [_(CONSEQUENCES[taken.verb])] if taken.verb in CONSEQUENCES else [],
        "submit_label": _(taken.label),
        "tone": "danger" if taken.verb in GRAVE else "primary",
    }
    return render(request, "cases/steps/step.html", drawn, status=422 if no else 200)


@EITHER
@door(HANDLE_PERMITS)
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask agencies about an application: whom, what, and by when."""
    viewer = viewer_in(request)
    application = application_queries.application_by_reference(viewer, reference)
    if application.counterpart_id != viewer.organisation_id:
        raise NotVisible
    if application.state not in services.WITH_THE_AUTHORITY:
        raise Refused("wrong_state", _("Advice is asked while the application is with the authority."))
    if request.method != "POST":
        return _ask_page(request, application)
    try:
        raw = pages.entered(ASKING, request.POST)
        rows = services.ask(viewer=viewer, application_id=application.pk, raw=raw)
    except Refused as no:
        return _ask_page(request, application, no)
    names = ", ".join(one.agency.name for one in rows)
    messages.success(request, _("Asked: %(names)s. They read the application from now on.") % {"names": names})
    return redirect("application", reference=reference)


def _ask_page(request: HttpRequest, application: Application, no: Refused | None = None) -> HttpResponse:
    offered = queries.may_be_asked(application.counterpart) if application.counterpart else []
    drawn = {
        **steps.frame(application, _("Ask for advice")),
        **steps.asked(request, ASKING, no),
        "effects": [_("Each agency is told by mail, and reads the application from now on. The applicant sees who "
                      "advises, and neither what is asked nor what is answered.")],
        "submit_label": _("Ask"),
        "tone": "primary",
    }  # fmt: skip
    offers = {"agencies": [(str(one.pk), one.name) for one in offered]}
    offering(drawn["sections"], offers, empty="")
    if not offered:
        text = _("No other authority of your country works here yet. An administrator can have one added.")
        drawn["errors"] = [*drawn["errors"], {"message": text}]
    return render(request, "cases/steps/step.html", drawn, status=422 if no else 200)
