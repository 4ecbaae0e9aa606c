"""What is made of a lead: an incident or a warning of companies, begun with codes and register names alone.

The lead and what was made of it are linked by a row that only those see who see both: the office where it landed.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from ninja import Router
from ninja.responses import Response

from penstock.alerts.onward.api import MadeOfReport
from penstock.alerts.onward.drafts import INDUSTRY_WARNING, TO_INCIDENTS, Way, incident, warning
from penstock.cases import pages
from penstock.cases.models import Case
from penstock.cases.services import link
from penstock.catalogue.substances import substance
from penstock.industry.platforms.leads.fields import SIGNS
from penstock.industry.platforms.leads.models import Lead
from penstock.industry.platforms.leads.offered import Material, material_of, taken_onward
from penstock.industry.platforms.leads.pages.views import ONWARD, frame
from penstock.industry.platforms.leads.queries import lead_by_reference
from penstock.kernel.doors.access import answer_once, opened_by
from penstock.kernel.doors.access import viewer_in as viewer_of_call
from penstock.kernel.doors.shapes import PROBLEMS
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.parties.duties import REPORT_INCIDENTS, SEND_ALERTS, WORK_WITH_PLATFORMS

router = Router(tags=["platforms"])
MADE_OF = "made of a lead"


def _incident(viewer: Viewer, material: Material) -> Case:
    return incident(viewer, material, kind="online lead", channel="company", platform=material.sort_label)


WAYS: Mapping[str, Way[Material]] = {
    TO_INCIDENTS: Way(
        duty=REPORT_INCIDENTS,
        label="Make an incident of it",
        effect="A draft of an incident begins with the substances, the signs and the month.",
        make=_incident,
    ),
    INDUSTRY_WARNING: Way(
        duty=SEND_ALERTS,
        label="Warn companies",
        effect="A draft of an alert for industry begins with the substances and the signs.",
        make=warning,
    ),
}


def take_lead_onward(*, viewer: Viewer, lead_id: UUID, way: str) -> Case:
    """Begin a draft with what a lead offers; Refused without the duties of both, NotVisible for who has no lead."""
    chosen = WAYS[way]
    viewer.needs(WORK_WITH_PLATFORMS)
    viewer.needs(chosen.duty)
    with transaction.atomic():
        lead, material = taken_onward(viewer=viewer, lead_id=lead_id, to=way)
        made = chosen.make(viewer, material)
        link(viewer=viewer, one=lead, other=made, kind=MADE_OF)
    return made


@require_http_methods(["GET", "POST"])
@door(WORK_WITH_PLATFORMS)
def lead_onward(request: HttpRequest, reference: str, way: str) -> HttpResponse:
    """What a lead offers, and then the draft that begins with it."""
    viewer = viewer_in(request)
    lead = lead_by_reference(viewer, reference)
    if way not in WAYS:
        raise NotVisible
    viewer.needs(WAYS[way].duty)
    if request.method == "POST":
        made = take_lead_onward(viewer=viewer, lead_id=lead.pk, way=way)
        messages.success(request, _("A draft begins with what was carried over. Write its text, and look who gets it."))
        return redirect(pages.page_of(made))
    material = material_of(lead)
    shown = {
        **frame(lead, _(WAYS[way].label)),
        "effects": [
            _(WAYS[way].effect),
            _("Nothing of the account, of the words of the lead or of whoever reported it goes with it."),
            _("Your office alone sees that the two belong together."),
        ],
        "substances": [substance(one).name for one in material.substances],
        "signs": [_(SIGNS[one]) for one in material.signs],
        "submit_label": _("Begin the draft"),
    }
    return render(request, "alerts/onward.html", shown)


def offered(viewer: Viewer, lead: Lead) -> Iterable[dict[str, Any]]:
    """The ways onward that are open to the viewer, as buttons on the lead's page."""
    for key, way in WAYS.items():
        if viewer.has(way.duty):
            yield {"label": _(way.label), "url": reverse("lead_onward", args=[lead.reference, key])}


ONWARD.append(offered)


def _made(request: HttpRequest, reference: str, way: str) -> Response:
    viewer = viewer_of_call(request)

    def act() -> tuple[int, Any]:
        lead = lead_by_reference(viewer, reference)
        made = take_lead_onward(viewer=viewer, lead_id=lead.pk, way=way)
        return 201, {"kind": made.kind, "reference": made.reference}

    return answer_once(request, act)


@router.post(
    "/leads/{reference}/onward/refer", response={201: MadeOfReport, **PROBLEMS}, summary="Make an incident of a lead"
)
@opened_by(WORK_WITH_PLATFORMS)
def refer_lead(request: HttpRequest, reference: str) -> Response:
    """Begin an incident with the substances, the signs and the month of a lead, and with nothing else of it."""
    return _made(request, reference, TO_INCIDENTS)


@router.post(
    "/leads/{reference}/onward/warn", response={201: MadeOfReport, **PROBLEMS}, summary="Warn companies of a lead"
)
@opened_by(WORK_WITH_PLATFORMS)
def warn_of_lead(request: HttpRequest, reference: str) -> Response:
    """Begin an alert for industry with the substances and the signs of a lead, and with nothing else of it."""
    return _made(request, reference, INDUSTRY_WARNING)
