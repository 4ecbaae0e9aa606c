"""Pages of links: what is suggested of one incident or of one's own, and the answer to a suggestion."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases import pages
from penstock.catalogue.countries import country
from penstock.incidents.linking import queries, services
from penstock.incidents.linking.marks import KINDS
from penstock.incidents.linking.queries import Ground, Suggestion
from penstock.incidents.linking.traits import TRAITS
from penstock.incidents.models import Incident
from penstock.incidents.queries import incident_by_reference
from penstock.incidents.reporting.frame import frame
from penstock.kernel.routes import door, said, viewer_in
from penstock.kernel.viewer import Refused, Viewer
from penstock.parties.duties import READ_INCIDENTS, REPORT_INCIDENTS

MOST_REASONS = 6
PLACES, CODE = {"origin", "departure", "destination", "country", "transit"}, 2


def grounds(found: Sequence[Ground]) -> list[dict[str, Any]]:
    """What a suggestion rests on, in words: what is shared, how many others hold it, and who else reads that."""
    return [_likeness(one) if one.kind == "likeness" else _shared(one) for one in found]


def _shared(one: Ground) -> dict[str, Any]:
    both = [one.shown] if one.shown == one.other_shown else [one.shown, one.other_shown]
    others = ngettext(
        "held by %(count)s other incident that you may see",
        "held by %(count)s other incidents that you may see",
        one.others,
    ) % {"count": one.others}
    return {"label": _(KINDS[one.kind]), "text": " ~ ".join(both), "hint": others, "restricted": one.restricted}


def _likeness(one: Ground) -> dict[str, Any]:
    """The traits that speak for it and then those against, the heaviest first."""
    reasons = sorted(one.reasons, key=lambda reason: -reason["points"])
    named = [f"{_(TRAITS[reason['trait']])} ({_seen(reason)})" for reason in reasons if reason["points"] > 0]
    against = [_(TRAITS[reason["trait"]]) for reason in reversed(reasons) if reason["points"] < 0]
    text = "; ".join(named[:MOST_REASONS])
    hint = _("score %(score)s of 100") % {"score": round(one.score * 100)}
    if against:
        hint += "; " + _("not alike: %(traits)s") % {"traits": ", ".join(against)}
    return {"label": _("Alike"), "text": text, "hint": hint, "restricted": False}


def _seen(reason: Mapping[str, Any]) -> str:
    """What was seen of a trait; countries by their names."""
    seen = str(reason["seen"])
    where = country(seen) if reason["trait"] in PLACES and len(seen) == CODE else None
    return where.name if where else seen


def _row(viewer: Viewer, one: Suggestion) -> dict[str, Any]:
    return {
        "incident": one.incident,
        "other": one.other,
        "grounds": grounds(one.grounds),
        "url": reverse("incident_link", args=[one.incident.reference, one.other.reference])
        if viewer.has(REPORT_INCIDENTS)
        else "",
    }


def _crumb() -> dict[str, str]:
    return {"label": _("Suggested links"), "url": reverse("incident_suggested_links")}


@require_GET
@door(READ_INCIDENTS)
def own_links(request: HttpRequest) -> HttpResponse:
    """What is suggested of the incidents of one's own organisation, the newest first."""
    viewer = viewer_in(request)
    page = queries.own_suggestions(viewer, cursor=request.GET.get("cursor", ""))
    shown = {
        "rows": [_row(viewer, one) for one in page.suggestions],
        "columns": [{"label": one} for one in (_("Your incident"), _("May belong to"), _("Why"), _("Answer"))],
        "crumbs": [{"label": _("Incidents"), "url": reverse("incidents")}],
        "next_url": f"?{urlencode({'cursor': page.next})}" if page.next else "",
        "previous_url": "",
    }
    return render(request, "incidents/links/list.html", shown)


@require_GET
@door(READ_INCIDENTS)
def links(request: HttpRequest, reference: str) -> HttpResponse:
    """The incidents that are linked with one, those that may belong to it, and what was left out of it."""
    viewer = viewer_in(request)
    incident = incident_by_reference(viewer, reference)
    shown = {
        **frame(incident, _("Links")),
        "linked": [{"link": link, "other": other} for link, other in queries.linked(viewer, incident)],
        "rows": [_row(viewer, one) for one in queries.suggestions(viewer, incident)],
        "columns": [{"label": one} for one in (_("Incident"), _("Why"), _("Answer"))],
        "common": [
            {"label": _(KINDS[one.kind]), "text": one.shown, "restricted": one.party_id is not None}
            for one in queries.over_common(viewer, incident)
        ],
        "refused": [
            {"answer": one, "other": one.other if one.incident_id == incident.pk else one.incident}
            for one in queries.answers(viewer, incident)
        ],
    }
    return render(request, "incidents/links/links.html", shown)


@require_http_methods(["GET", "POST"])
@door(REPORT_INCIDENTS)
def link(request: HttpRequest, reference: str, other: str) -> HttpResponse:
    """A suggestion with both incidents side by side, to be accepted or refused."""
    viewer = viewer_in(request)
    incident = incident_by_reference(viewer, reference)
    if request.method != "POST":
        return _ask(request, incident, other)
    answer = {"accept": services.accept, "refuse": services.refuse}.get(request.POST.get("act", ""))
    try:
        if answer is None:
            raise Refused("no_answer", "Say whether they belong together.")  # noqa: TRY301 - one way back to the form
        answer(viewer=viewer, reference=reference, other=other, note=request.POST.get("note", ""))
    except Refused as no:
        if no.code == "answered_already":
            raise
        return _ask(request, incident, other, no)
    if answer is services.accept:
        messages.success(request, _("The two incidents are linked."))
    else:
        messages.success(request, _("This is not suggested to your organisation again."))
    return redirect("incident_links", reference=reference)


def _ask(request: HttpRequest, incident: Incident, other: str, no: Refused | None = None) -> HttpResponse:
    viewer = viewer_in(request)
    second = incident_by_reference(viewer, other)
    if queries.is_answered(viewer, incident, second):
        raise Refused("answered_already", "This was answered already: it is linked, or your organisation refused it.")
    found = queries.suggestion(viewer, incident, second)
    shown = {
        **frame(incident, _("Do these belong together?")),
        "suggestion": found,
        "grounds": grounds(found.grounds),
        "sides": [_side(found.incident), _side(found.other)],
        "readers": [{"name": one.name} for one in services.see_both(found.incident, found.other)],
        "has_restricted": any(one.restricted for one in found.grounds),
        "note": request.POST.get("note", ""),
        "faults": [said(one) for one in no.faults] if no else [],
        "errors": _errors(no),
        "cancel_url": reverse("incident_links", args=[incident.reference]),
    }
    shown["crumbs"] = [*shown["crumbs"], {"label": _("Links"), "url": shown["cancel_url"]}]
    return render(request, "incidents/links/link.html", shown, status=422 if no else 200)


def _errors(no: Refused | None) -> list[dict[str, str]]:
    if no is None:
        return []
    told = [{"field_id": "id_note", "label": _("Note"), "message": said(one)} for one in no.faults]
    return told or [{"message": _(no.message)}]


def _side(incident: Incident) -> dict[str, Any]:
    return {
        "incident": incident,
        "marking": pages.marking(incident),
        "url": reverse("incident", args=[incident.reference]),
    }
