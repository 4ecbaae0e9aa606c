"""Pages of incidents: the list, a page for each step, and the second signature."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases import pages
from penstock.cases.steps import pages as steps
from penstock.catalogue.fields import Country
from penstock.incidents import queries, services
from penstock.incidents.models import Incident
from penstock.incidents.particulars.facts import DOMAINS, KINDS
from penstock.incidents.reporting.frame import GRAVE, consequences, frame
from penstock.incidents.states import STATES
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Refused
from penstock.kernel.workflow import Step
from penstock.parties.duties import KEEP_RELEASE_RULE, READ_INCIDENTS, REPORT_INCIDENTS

EITHER = require_http_methods(["GET", "POST"])
ASKED = {
    "text": "Text",
    "kind": "Kind",
    "domain": "Domain",
    "state": "State",
    "substance": "Substance",
    "country": "Country",
}


@require_GET
@door(READ_INCIDENTS)
def incident_list(request: HttpRequest) -> HttpResponse:
    """The viewer's incidents, the newest change first."""
    viewer = viewer_in(request)
    asked = {name: request.GET.get(name, "").strip() for name in ASKED}
    page = queries.incidents(viewer, _wanted(asked), cursor=request.GET.get("cursor", ""))
    following = urlencode({**{key: value for key, value in asked.items() if value}, "cursor": page.next})
    shown = {
        "rows": rows(page.incidents),
        "columns": columns(),
        "asked": asked,
        "filters": _filters(asked),
        "kinds": pages.offered([(code, _(label)) for code, label in KINDS.items()]),
        "domains": pages.offered([(code, _(label)) for code, label in DOMAINS.items()]),
        "states": pages.offered([(code, _(label)) for code, label in STATES.items()]),
        "countries": pages.offered(Country().choices()),
        "substances": pages.offered_substances(),
        "may_report": viewer.has(REPORT_INCIDENTS),
        "may_rule": viewer.has(KEEP_RELEASE_RULE),
        "next_url": f"?{following}" if page.next else "",
        "previous_url": "",
    }
    return render(request, "incidents/list.html", shown)


def _wanted(asked: dict[str, str]) -> queries.Filter:
    return queries.Filter(
        text=asked["text"],
        kind=asked["kind"],
        domain=asked["domain"],
        state=asked["state"],
        substance=asked["substance"],
        country=asked["country"],
    )


def rows(incidents: list[Incident]) -> list[dict[str, Any]]:
    """Incidents as rows of a list."""
    return [
        {
            "reference": one.reference,
            "url": reverse("incident", args=[one.reference]),
            "title": one.title,
            "happened_on": one.happened_on,
            "kind": _(KINDS.get(one.category, "")),
            "opener": one.opener.name,
            "marking": pages.marking(one),
            "badge": {"label": _(STATES[one.state]), "tone": pages.badge(one)["tone"]},
            "updated_on": one.updated_at.date(),
        }
        for one in incidents
    ]


def columns() -> list[dict[str, str]]:
    """The heads of a list of incidents."""
    narrow = {"kind": "narrow"}
    return [
        {"label": _("Reference"), **narrow},
        {"label": _("Date"), **narrow},
        {"label": _("What")},
        {"label": _("Reported by")},
        {"label": _("State")},
        {"label": _("Updated"), **narrow},
    ]


def _filters(asked: dict[str, str]) -> list[dict[str, str]]:
    """The filters in use, each with the list without it."""
    words = {**asked, "kind": KINDS.get(asked["kind"], asked["kind"])}
    words |= {"domain": DOMAINS.get(asked["domain"], asked["domain"]), "state": STATES.get(asked["state"], "")}
    said = {name: f"{_(label)}: {_(words[name]) if words[name] else asked[name]}" for name, label in ASKED.items()}
    return pages.filters(said, asked)


@EITHER
@door(READ_INCIDENTS)
def step(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """A step of the workflow: what it asks, what it will do, and then the act."""
    viewer = viewer_in(request)
    incident = queries.incident_by_reference(viewer, reference)
    taken = steps.step_open_to(viewer, incident, verb)
    if request.method != "POST":
        return _ask(request, incident, taken)
    try:
        raw = pages.entered(taken.form, request.POST)
        after = services.take_step(viewer=viewer, incident_id=incident.pk, verb=verb, raw=raw)
    except Refused as no:
        return _ask(request, incident, taken, no)
    messages.success(request, _("Done: %(step)s.") % {"step": _(taken.label)})
    if verb == "publish":
        return redirect("incident_edit", reference=after.published_as)
    return redirect("incident", reference=reference)


def _ask(request: HttpRequest, incident: Incident, taken: Step, no: Refused | None = None) -> HttpResponse:
    """Show the form of a step, again with what was entered where something was wrong with it."""
    begun = incident.follow_up if taken.verb == "follow" else {}
    shown = {
        **frame(incident, _(taken.label)),
        **steps.asked(request, taken.form, no, begun),
        "effects": consequences(taken),
        "submit_label": _(taken.label),
        "tone": "danger" if taken.verb in GRAVE else "primary",
    }
    return render(request, "cases/steps/step.html", shown, status=422 if no else 200)


@EITHER
@door(READ_INCIDENTS)
def signature(request: HttpRequest, reference: str) -> HttpResponse:
    """A release that waits for a second signature: to be confirmed or declined by another officer, or taken back."""
    viewer = viewer_in(request)
    incident = queries.incident_by_reference(viewer, reference)
    if request.method == "POST":
        act = services.confirm_step if steps.confirms(request) else services.decline_step
        act(viewer=viewer, incident_id=incident.pk)
        steps.say_signed(request, _("Confirmed. The incident is released."))
        return redirect("incident", reference=reference)
    proposal = steps.to_sign(steps.proposal_on(viewer, incident))
    shown = {**frame(incident, _("Second signature")), "proposal": proposal}
    return render(request, "incidents/signature.html", shown)
