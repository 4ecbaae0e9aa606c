"""The page of benchmarks: each measure in words and as a bar."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from penstock.industry.benchmarks import queries
from penstock.industry.benchmarks.drawing import LEFT, WIDE, bar
from penstock.industry.benchmarks.queries import Benchmark
from penstock.industry.partnership.frame import tabs
from penstock.industry.partnership.keeping import is_office
from penstock.kernel.routes import door, viewer_in
from penstock.parties.duties import JOIN_PARTNERSHIP

PLACES = {
    "best": "You are in the best quarter.",
    "better": "You are better than half of them, and not in the best quarter.",
    "worse": "Half of them are better than you; you are not in the last quarter.",
    "last": "You are in the last quarter.",
}
GROUPS = {"sector": "companies of your sectors", "country": "companies of your country"}
TONES = {"best": "ok", "better": "ok", "worse": "warn", "last": "bad", "": "neutral"}


@require_GET
@door(JOIN_PARTNERSHIP)
def home(request: HttpRequest) -> HttpResponse:
    """How the viewer's company compares, or how the companies of the viewer's country do."""
    viewer = viewer_in(request)
    shown = {
        "page_title": _("Benchmarks"),
        "tabs": tabs(viewer, "benchmarks"),
        "rows": [_row(one) for one in queries.benchmarks(viewer)],
        "is_office": is_office(viewer),
        "scale": {"left": LEFT, "right": LEFT + WIDE, "wide": WIDE},
    }
    return render(request, "industry/benchmarks/home.html", shown)


def _row(one: Benchmark) -> dict[str, Any]:
    return {
        "code": one.measure.code,
        "label": _(one.measure.label),
        "own": _figure(one, one.own) if one.own is not None else "",
        "among": _among(one),
        "place": _(PLACES[one.place]) if one.place else "",
        "tone": TONES[one.place],
        "bar": bar(one),
    }


def _figure(one: Benchmark, figure: float) -> str:
    number = round(figure)
    if one.measure.unit == "%":
        return f"{number} %"
    return ngettext("%(number)s day", "%(number)s days", number) % {"number": number}


def _among(one: Benchmark) -> str:
    if one.among is None:
        return ""
    said = {
        "companies": one.among.companies,
        "group": _(GROUPS[one.group]),
        "low": _figure(one, one.among.low),
        "middle": _figure(one, one.among.middle),
        "high": _figure(one, one.among.high),
    }
    return (
        _("%(companies)s %(group)s: half of them lie between %(low)s and %(high)s, the middle at about %(middle)s.")
        % said
    )
