"""Pages of responsiveness: governments, the pairs of one, and what slows one's own country."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from penstock.catalogue.countries import countries
from penstock.kernel.clock import today
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.notices.responsiveness import queries
from penstock.notices.responsiveness.chores import FEWEST
from penstock.notices.responsiveness.models import Measure
from penstock.parties.duties import READ_CASES, READ_DIRECTORY


@require_GET
@door(READ_DIRECTORY)
def governments(request: HttpRequest) -> HttpResponse:
    """Every government that was asked often enough, by how it answers."""
    viewer, year = viewer_in(request), _year(request)
    found = sorted(queries.measures(viewer, year=year), key=lambda one: _name(one.importing))
    shown = {
        "tabs": _tabs(viewer, "governments", year),
        "rows": [_row(one, one.importing, reverse("responsiveness_pairs", args=[one.importing])) for one in found],
        "first": _("Government"),
        **_frame(viewer, year),
    }
    return render(request, "notices/responsiveness/governments.html", shown)


@require_GET
@door(READ_DIRECTORY)
def pairs(request: HttpRequest, code: str) -> HttpResponse:
    """A government with each of the others: how it answers them, and how they answer it."""
    viewer, year, country = viewer_in(request), _year(request), code.upper()
    if country not in countries():
        raise NotVisible
    answering = queries.measures(viewer, year=year, importing=country)
    asking = queries.measures(viewer, year=year, exporting=country)
    shown = {
        "country": _name(country),
        "crumbs": [{"label": _("Responsiveness"), "url": f"{reverse('responsiveness')}?year={year}"}],
        "answering": [_row(one, one.exporting) for one in answering],
        "asking": [_row(one, one.importing) for one in asking],
        **_frame(viewer, year),
    }
    return render(request, "notices/responsiveness/pairs.html", shown)


@require_GET
@door(READ_CASES)
def own(request: HttpRequest) -> HttpResponse:
    """What slows the viewer's own country, or for the secretariat the country it names."""
    viewer, year = viewer_in(request), _year(request)
    found = queries.own_view(viewer, year=year, country=request.GET.get("country", "").strip().upper())
    shown = {
        "tabs": _tabs(viewer, "own", year),
        "found": found,
        "country": _name(found.country) if found.country else "",
        "choices": [{"value": one.code, "label": one.name} for one in countries().values()],
        "asks_country": not viewer.country,
        "delays": [
            {
                "name": _(one.name),
                "rounds": one.rounds,
                "median": _days(one.median_days),
                "longest": _days(one.longest_days),
            }
            for one in found.delays
        ],
        **_frame(viewer, year),
    }
    return render(request, "notices/responsiveness/own.html", shown)


def _year(request: HttpRequest) -> int:
    """The year asked for; this one where it cannot be read."""
    asked = request.GET.get("year", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) == len("2026") else today().year


def _frame(viewer: Viewer, year: int) -> dict[str, Any]:
    held = queries.years(viewer) if viewer.has(READ_DIRECTORY) else []
    known = sorted({year, today().year, *held}, reverse=True)
    return {
        "year": year,
        "years": [{"value": str(one), "label": str(one)} for one in known],
        "fewest": FEWEST,
        "columns": [
            {"label": _("Government"), "kind": ""},
            {"label": _("Answered in time"), "kind": "number"},
            {"label": _("Median working days"), "kind": "number"},
            {"label": _("Late"), "kind": "number"},
            {"label": _("Never answered"), "kind": "number"},
            {"label": _("Rounds"), "kind": "number"},
        ],
        "delay_columns": [
            {"label": _("Part of the way"), "kind": ""},
            {"label": _("Answers"), "kind": "number"},
            {"label": _("Median working days"), "kind": "number"},
            {"label": _("Longest"), "kind": "number"},
        ],
    }


def _tabs(viewer: Viewer, current: str, year: int) -> list[dict[str, Any]]:
    slows = _("What slows us") if viewer.country else _("What slows a country")
    places = [
        ("governments", _("Governments"), "responsiveness", READ_DIRECTORY),
        ("own", slows, "responsiveness_own", READ_CASES),
    ]
    return [
        {"label": label, "url": f"{reverse(name)}?year={year}", "current": key == current}
        for key, label, name, duty in places
        if viewer.has(duty)
    ]


def _row(one: Measure, code: str, url: str = "") -> dict[str, Any]:
    return {
        "measure": one,
        "name": _name(code),
        "url": f"{url}?year={one.year}" if url else "",
        "median": _days(one.median_days),
    }


def _name(code: str) -> str:
    known = countries().get(code)
    return known.name if known else code


def _days(count: int | None) -> str:
    return _("none") if count is None else str(count)
