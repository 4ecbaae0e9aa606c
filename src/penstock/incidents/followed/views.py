"""The page on follow-up: of each kind of incident, what share has each step behind it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from penstock.incidents.followed.fields import STEPS
from penstock.incidents.followed.queries import measure
from penstock.incidents.particulars.facts import KINDS
from penstock.kernel.routes import door, viewer_in
from penstock.parties.duties import READ_INCIDENTS


@require_GET
@door(READ_INCIDENTS)
def follow_up(request: HttpRequest) -> HttpResponse:
    """The measure over all incidents that the viewer sees, or over those of one's own organisation."""
    own = request.GET.get("own") == "yes"
    rows = [
        {
            "cells": [
                {"text": _(KINDS[one.kind]), "label": _("Kind")},
                {"text": str(one.incidents), "label": _("Incidents")},
                *({"text": f"{one.share(one.steps[name])} %", "label": _(label)} for name, label in STEPS.items()),
                {"text": f"{one.share(one.whole)} %", "label": _("All of them")},
            ]
        }
        for one in measure(viewer_in(request), own=own)
    ]
    heads = [_("Kind"), _("Incidents"), *(_(label) for label in STEPS.values()), _("All of them")]
    shown = {
        "rows": rows,
        "columns": [{"label": one} for one in heads],
        "own": own,
        "crumbs": [{"label": _("Incidents"), "url": reverse("incidents")}, {"label": _("Follow-up")}],
    }
    return render(request, "incidents/follow_up.html", shown)
