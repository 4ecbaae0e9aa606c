"""Pages of the mapping as a whole and of its sectors."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases import pages
from penstock.industry.mapping import queries, services
from penstock.industry.mapping.fields import EXISTS, LAW, MAPPING, RETIRED, REVIEW, RISK, SECTOR
from penstock.industry.mapping.models import ORIGINS, IndustryMapping, Sector
from penstock.industry.mapping.pages.frame import RISK_TONES, Shown, ask, crumbs, given, tabs
from penstock.industry.mapping.reporting.drawing import grid
from penstock.industry.mapping.reporting.measures import OfSector, stand_of
from penstock.kernel.clock import today
from penstock.kernel.routes import door, viewer_in
from penstock.parties.duties import MAP_INDUSTRY

EITHER = require_http_methods(["GET", "POST"])


@require_GET
@door(MAP_INDUSTRY)
def home(request: HttpRequest) -> HttpResponse:
    """How far the mapping is, the map of it, and its sectors; or the way to start it."""
    viewer = viewer_in(request)
    found = queries.mapping_of(viewer)
    if found is None:
        return render(request, "industry/mapping/begin.html", {"page_title": _("Industry of your country")})
    stand, day = stand_of(viewer), today()
    shown = {
        "page_title": _("Industry of your country"),
        "tabs": tabs(viewer, "mapping"),
        "mapping": found,
        "stand": stand,
        "grid": grid(stand, day),
        "columns": [{"label": one} for one in _heads()],
        "rows": [_row(one) for one in stand.sectors],
        "retired": [one for one in queries.sectors(viewer, with_retired=True) if one.retired_on],
        "summary": queries.own_summary(viewer),
        "is_due": found.next_on <= day,
    }
    return render(request, "industry/mapping/home.html", shown)


def _heads() -> tuple[str, ...]:
    return (_("Sector"), _("Exists"), _("Companies found"), _("Matched"), _("Law"), _("Risk"), _("Next review"))


def _row(one: OfSector) -> Shown:
    due = one.is_due(today())
    return {
        "name": one.sector.name,
        "url": reverse("mapping_sector", args=[one.sector.code]),
        "exists": _(EXISTS[one.exists]) if one.exists else "",
        "found": f"{one.found} / {one.estimated}" if one.estimated is not None else str(one.found),
        "matched": str(one.matched),
        "law": _(LAW[one.law]) if one.law else "",
        "risk": _(RISK[one.risk]) if one.risk else "",
        "risk_tone": RISK_TONES.get(one.risk, ""),
        "next_on": one.sector.next_on,
        "is_due": due,
        "review_url": reverse("mapping_review", args=[one.sector.code]),
    }


@EITHER
@door(MAP_INDUSTRY)
def start(request: HttpRequest) -> HttpResponse:
    """Start the mapping, or change what it is for."""
    viewer = viewer_in(request)
    found = queries.mapping_of(viewer)

    def act(raw: Shown) -> HttpResponse:
        services.start(viewer=viewer, raw=raw)
        messages.success(request, _("Kept."))
        return redirect("mapping")

    title = _("What the mapping is for") if found else _("Start the mapping")
    kept = found.content if isinstance(found, IndustryMapping) else {}
    return ask(request, MAPPING, act, title=title, back=reverse("mapping"), kept=kept)


@EITHER
@door(MAP_INDUSTRY)
def add(request: HttpRequest) -> HttpResponse:
    """Add a sector."""
    viewer = viewer_in(request)

    def act(raw: Shown) -> HttpResponse:
        row = services.add_sector(viewer=viewer, raw=raw)
        return redirect("mapping_sector", row.code)

    return ask(request, SECTOR, act, title=_("Add a sector"), back=reverse("mapping"))


@require_GET
@door(MAP_INDUSTRY)
def sector(request: HttpRequest, sector_code: str) -> HttpResponse:
    """One sector: its last review, the former ones, and the companies found."""
    viewer = viewer_in(request)
    row = queries.sector(viewer, sector_code)
    reviews = queries.reviews(viewer, row)
    contents = {one.edition: one.content for one in reviews}
    companies = queries.companies(viewer, queries.Wanted(sector=sector_code))
    shown = {
        "page_title": row.name,
        "crumbs": crumbs(row.name),
        "sector": row,
        "origin": _(ORIGINS[row.origin]),
        "answers": given(REVIEW, row.content) if row.edition else [],
        "editions": pages.editions(REVIEW, contents, request.GET.get("compare", "")),
        "reviews": reviews,
        "companies": list(companies[: queries.PAGE]),
        "number": companies.count(),
        "badge": _badge(row),
    }
    return render(request, "industry/mapping/sector.html", shown)


def _badge(row: Sector) -> Shown:
    if row.retired_on:
        return {"tone": "", "label": _("Retired")}
    risk = row.content.get("risk") or "unknown"
    label = _("Risk: %(risk)s") % {"risk": _(RISK[risk])} if row.edition else _("Not reviewed yet")
    return {"tone": RISK_TONES[risk], "label": label}


@EITHER
@door(MAP_INDUSTRY)
def review(request: HttpRequest, sector_code: str) -> HttpResponse:
    """Write the review of a sector, beginning with the last one."""
    viewer = viewer_in(request)
    row = queries.sector(viewer, sector_code)

    def act(raw: Shown) -> HttpResponse:
        services.review_sector(viewer=viewer, code=sector_code, raw=raw)
        messages.success(request, _("The review is kept."))
        return redirect("mapping_sector", sector_code)

    return _of_sector(request, row, REVIEW, act, title=_("Review: %(name)s") % {"name": row.name}, kept=row.content)


@EITHER
@door(MAP_INDUSTRY)
def retire(request: HttpRequest, sector_code: str) -> HttpResponse:
    """Retire a sector, or take it back."""
    viewer = viewer_in(request)
    row = queries.sector(viewer, sector_code)

    def act(raw: Shown) -> HttpResponse:
        services.retire_sector(viewer=viewer, code=sector_code, raw=raw)
        messages.success(request, _("Kept."))
        return redirect("mapping_sector", sector_code)

    words = _("Take back: %(name)s") if row.retired_on else _("Retire: %(name)s")
    return _of_sector(request, row, RETIRED, act, title=words % {"name": row.name})


def _of_sector(request: HttpRequest, row: Sector, form: Any, act: Any, **more: Any) -> HttpResponse:
    back = reverse("mapping_sector", args=[row.code])
    return ask(request, form, act, back=back, between=[(row.name, back)], **more)
