"""Pages of what the mapping says as a whole: the report, its PDF, and what is shared of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from penstock.industry.mapping import queries
from penstock.industry.mapping.fields import CHANNEL, EXISTS, LAW, RISK, SHARED
from penstock.industry.mapping.models import IndustryMapping, Summary
from penstock.industry.mapping.pages.frame import Shown, ask, crumbs, tabs
from penstock.industry.mapping.reporting import sharing
from penstock.industry.mapping.reporting.drawing import grid
from penstock.industry.mapping.reporting.measures import stand_of, summarised
from penstock.industry.mapping.reporting.report import pdf_of, report_of
from penstock.kernel.clock import today
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.parties.duties import MAP_INDUSTRY, READ_CASES

EITHER = require_http_methods(["GET", "POST"])


def _mapping(viewer: Viewer) -> IndustryMapping:
    found = queries.mapping_of(viewer)
    if found is None:
        raise NotVisible
    return found


@require_GET
@door(MAP_INDUSTRY)
def report(request: HttpRequest) -> HttpResponse:
    """The report, to be read and printed."""
    viewer = viewer_in(request)
    stand = stand_of(viewer)
    told = report_of(viewer, _mapping(viewer), stand)
    shown = {
        "page_title": told["title"],
        "tabs": tabs(viewer, "mapping_report"),
        "told": told,
        "grid": grid(stand, today()),
        "columns": [{"label": one} for one in told["heads"]],
        "rows": [{"cells": [{"text": one} for one in row]} for row in told["table"]],
        "region_columns": [{"label": one} for one in told["region_heads"]],
        "regions": [{"cells": [{"text": one} for one in row]} for row in told["regions"]],
    }
    return render(request, "industry/mapping/report.html", shown)


@require_GET
@door(MAP_INDUSTRY)
def report_pdf(request: HttpRequest) -> HttpResponse:
    """The report as a PDF."""
    viewer = viewer_in(request)
    response = HttpResponse(pdf_of(viewer, _mapping(viewer)), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="mapping-{viewer.country}-{today()}.pdf"'
    return response


@EITHER
@door(MAP_INDUSTRY)
def share(request: HttpRequest) -> HttpResponse:
    """Share the summary with the secretariat, after looking at it."""
    viewer = viewer_in(request)
    _mapping(viewer)

    def act(raw: Shown) -> HttpResponse:
        sharing.share(viewer=viewer, raw=raw)
        messages.success(request, _("The summary is shared with the secretariat."))
        return redirect("mapping_shared")

    about = _(
        "The secretariat will see what stands below, and nothing else of the mapping: no name of a company or an"
        " association, and no number between one and four. Share it again when it has changed."
    )
    more = {"about": about, "submit_label": _("Share"), "template": "industry/mapping/share.html"}
    shown = {**more, **_table(summarised(stand_of(viewer))), "own": queries.own_summary(viewer)}
    return ask(request, SHARED, act, title=_("Share a summary"), back=reverse("mapping"), **shown)


@require_POST
@door(MAP_INDUSTRY)
def unshare(request: HttpRequest) -> HttpResponse:
    """Share the summary no more."""
    sharing.unshare(viewer=viewer_in(request))
    messages.success(request, _("The summary is shared no more."))
    return redirect("mapping_shared")


@require_GET
@door(READ_CASES)
def shared(request: HttpRequest) -> HttpResponse:
    """The summaries that are shared with the viewer's office."""
    viewer = viewer_in(request)
    title = _("Shared summaries of industry")
    rows = [_summary(one) for one in queries.summaries(viewer)]
    between = crumbs(title) if viewer.has(MAP_INDUSTRY) else []
    return render(request, "industry/mapping/shared.html", {"page_title": title, "crumbs": between, "summaries": rows})


def _summary(one: Summary) -> Shown:
    return {"summary": one, **_table(one.content["sectors"])}


def _table(sectors: list[dict[str, str]]) -> dict[str, Any]:
    heads = (_("Sector"), _("Exists"), _("Companies found"), _("Law"), _("Channel"), _("Risk"), _("Reviewed"))
    words: tuple[tuple[str, dict[str, str]], ...] = (
        ("exists", EXISTS),
        ("found", {}),
        ("law", LAW),
        ("channel", CHANNEL),
        ("risk", RISK),
        ("reviewed_on", {}),
    )
    return {
        "columns": [{"label": one} for one in heads],
        "rows": [{"cells": [{"text": one["sector"]}, *_said(one, words)]} for one in sectors],
    }


def _said(one: dict[str, str], words: tuple[tuple[str, dict[str, str]], ...]) -> list[Shown]:
    return [{"text": _(of.get(one[name], one[name])) if one[name] else ""} for name, of in words]
