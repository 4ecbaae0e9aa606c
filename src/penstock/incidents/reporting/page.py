"""The page of an incident."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from penstock.cases import pages
from penstock.cases import queries as case_queries
from penstock.cases.events import EVENTS as CASE_EVENTS
from penstock.cases.services import note_read
from penstock.cases.steps.pages import proposal_on
from penstock.incidents import queries
from penstock.incidents.events import EVENTS
from penstock.incidents.fields import INCIDENT
from penstock.incidents.followed.fields import STANDINGS, STEPS
from penstock.incidents.involved.fields import PARTY
from penstock.incidents.linking import queries as linking
from penstock.incidents.models import Incident, Party
from penstock.incidents.reporting.frame import acts, frame
from penstock.incidents.requests.desk import rows as request_rows
from penstock.incidents.requests.queries import requests_about
from penstock.incidents.states import INCIDENTS, TONES
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import COMMENT, READ_INCIDENTS, REPORT_INCIDENTS

WORDS = CASE_EVENTS | EVENTS


@require_GET
@door(READ_INCIDENTS)
def incident_page(request: HttpRequest, reference: str) -> HttpResponse:
    """An incident with everything that the viewer may read of it; the first reading by each person is shown to all."""
    viewer = viewer_in(request)
    incident = queries.incident_by_reference(viewer, reference)
    note_read(viewer=viewer, case=incident)
    may, may_not = acts(incident, viewer)
    moments = case_queries.timeline(viewer, incident)
    is_own = incident.opener_id == viewer.organisation_id
    parts = pages.answers_for(viewer, incident, INCIDENT)
    shown = {
        **frame(incident, incident.title),
        "crumbs": [{"label": _("Incidents"), "url": reverse("incidents")}, {"label": reference}],
        "badge": pages.badge(incident),
        "acts": may,
        "absent": may_not,
        "proposal": proposal_on(viewer, incident),
        "sections": [part for part in parts if any(row["value"] for row in part["rows"])],
        "names": [_name(one, is_own=is_own) for one in queries.parties(viewer, incident)],
        "may_give_names": is_own and viewer.has(REPORT_INCIDENTS) and incident.state not in INCIDENTS.final,
        "followed": _followed(incident),
        "linked": len(linking.linked(viewer, incident)),
        "suggested": len(linking.suggestions(viewer, incident)),
        "source": queries.source_of(viewer, incident),
        "requests": request_rows.rows(viewer, requests_about(viewer, incident.pk)),
        "request_columns": request_rows.columns(),
        "may_ask": viewer.has(REPORT_INCIDENTS) and incident.state not in INCIDENTS.final,
        "story": pages.story(INCIDENTS, moments, WORDS, TONES),
        "record": [one for one in moments if one.hash],
        "seen_by": _seen_by(incident, viewer),
        "files": pages.files(
            case_queries.attachments(viewer, incident), lambda one: reverse("case_file", args=[reference, one.pk])
        ),
        "originals": pages.files(
            queries.originals(viewer, incident), lambda one: reverse("incident_original", args=[reference, one.pk])
        ),
        "may_comment": viewer.has(COMMENT),
        "editions": pages.editions(INCIDENT, case_queries.editions(viewer, incident), request.GET.get("compare", "")),
    }
    return render(request, "incidents/incident.html", shown)


def _name(party: Party, *, is_own: bool) -> dict[str, Any]:
    rows = [row for part in pages.answers(PARTY, party.content) for row in part["rows"] if row["value"]]
    url = reverse("incident_name", args=[party.incident.reference, party.pk]) if is_own else ""
    return {"name": party.name, "rows": rows, "url": url}


def _followed(incident: Incident) -> list[dict[str, str]]:
    """The checklist, the same for every kind."""
    return [
        {"label": _(label), "value": _(STANDINGS.get(incident.follow_up.get(name, ""), "Open"))}
        for name, label in STEPS.items()
    ]


def _seen_by(incident: Incident, viewer: Viewer) -> list[dict[str, Any]]:
    reasons = {incident.opener_id: _("reports it")}
    for one in case_queries.who_sees(incident):
        reasons.setdefault(one.id, _("secretariat") if one.kind == "secretariat" else _("focal point"))
    receipts = case_queries.receipts(viewer, incident)
    return pages.readers(case_queries.who_sees(incident), receipts, incident.edition, reasons)
