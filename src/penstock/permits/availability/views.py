"""Pages of availability: a year on the map, a country over years, the doses behind, and where figures are entered."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from penstock.cases import pages
from penstock.catalogue.countries import country as country_of
from penstock.catalogue.substances import substance
from penstock.kernel.clock import today
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import NotVisible
from penstock.parties.duties import KEEP_ESTIMATES, READ_PERMITS
from penstock.permits.availability import queries, services
from penstock.permits.availability.drawing import circles, line
from penstock.permits.availability.fields import LINES
from penstock.permits.availability.measures import GROUPS, doses, doses_in, per_million, rounded
from penstock.permits.availability.queries import Rate
from penstock.permits.needs.balances.views import called, number, tabs
from penstock.permits.needs.views import EITHER, NO_FORM, ask, chunks, headings

Shown = dict[str, Any]
KINDS = {"consumption": "Enter consumption", "population": "Enter a population"}
LOADS = {"consumption": "Load a file of consumption", "population": "Load a file of populations"}


def _asked(request: HttpRequest) -> tuple[str, str]:
    """The group or substance asked for; the opioid analgesics where nothing is."""
    wanted = request.GET.get("of", "opioid-analgesics")
    return ("", wanted) if wanted in doses() else (wanted if wanted in GROUPS else "", "")


def _offered() -> list[Shown]:
    known = sorted(((one, substance(one).name) for one in doses()), key=lambda pair: pair[1])
    groups = [(code, _(label)) for code, label in GROUPS.items()]
    return [{"value": code, "label": label} for code, label in (*groups, *known)]


def _named(group: str, wanted: str) -> str:
    return substance(wanted).name if wanted else _(GROUPS[group]) if group else _("All that is measured")


def _row(one: Rate, of: str) -> Shown:
    return {
        "name": called(one.country),
        "url": f"{reverse('availability_country', args=[one.country])}?of={of}",
        "year": str(one.year),
        "doses": f"{rounded(one.doses, 0):,}".replace(",", "\u202f"),
        "people": f"{one.people:,}".replace(",", "\u202f") if one.people else _("not known"),
        "rate": f"{rounded(one.rate):,}".replace(",", "\u202f") if one.rate is not None else _("not known"),
        "substances": ", ".join(substance(each).name for each in one.substances),
        "unmeasured": ", ".join(substance(each).name for each in one.unmeasured),
        "is_verified": one.is_verified,
    }


def _columns(first: str) -> list[Shown]:
    return [
        {"label": first},
        {"label": _("S-DDD per million inhabitants per day"), "kind": "number"},
        {"label": _("S-DDD in the year"), "kind": "number"},
        {"label": _("Inhabitants"), "kind": "number"},
        {"label": _("Substances")},
    ]


@require_GET
@door(READ_PERMITS)
def availability(request: HttpRequest) -> HttpResponse:
    """A year by country: on the map, and as a table."""
    viewer = viewer_in(request)
    known = queries.years(viewer)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and int(asked) in known else (known[0] if known else today().year)
    group, wanted = _asked(request)
    found = queries.rates(viewer, year=year, group=group, substance=wanted)
    of = wanted or group
    shown = {
        "what": _named(group, wanted),
        "year": str(year),
        "of": of,
        "rows": [_row(one, of) for one in found],
        "circles": circles(found),
        "years": pages.offered([(str(one), str(one)) for one in known]),
        "offered": _offered(),
        "columns": _columns(_("Country")),
        "tabs": tabs("availability"),
        "may_keep": viewer.has(KEEP_ESTIMATES),
    }
    return render(request, "permits/availability/list.html", shown)


@require_GET
@door(READ_PERMITS)
def availability_country(request: HttpRequest, country: str) -> HttpResponse:
    """A country over the years, and each substance behind it."""
    viewer = viewer_in(request)
    if country_of(country) is None:
        raise NotVisible
    group, wanted = _asked(request)
    found = queries.trend(viewer, country, group=group, substance=wanted)
    title = _("Availability in %(country)s") % {"country": called(country)}
    of = wanted or group
    shown = {
        "page_title": title,
        "crumbs": [{"label": _("Availability"), "url": reverse("availability")}, {"label": title}],
        "what": _named(group, wanted),
        "of": of,
        "offered": _offered(),
        "rows": [{**_row(one, of), "name": str(one.year), "url": ""} for one in reversed(found)],
        "points": line(found),
        "columns": _columns(_("Year")),
        "substances": _substances(viewer, country),
        "substance_columns": [
            {"label": _("Substance")},
            {"label": _("Year"), "kind": "narrow"},
            {"label": _("Kilograms"), "kind": "number"},
            {"label": _("S-DDD per million inhabitants per day"), "kind": "number"},
            {"label": _("Source")},
        ],
    }
    return render(request, "permits/availability/country.html", shown)


def _substances(viewer: Any, country: str) -> list[Shown]:
    people, known = queries.populations(viewer, country=country), doses()
    rows = sorted(queries.consumption(viewer, country=country), key=lambda one: (-one.year, one.substance))
    found = []
    for one in rows:
        dose, living = known.get(one.substance), people.get((country, one.year))
        rate = per_million(doses_in(one.kilograms, dose), living.people) if dose and living else None
        found.append(
            {
                "name": substance(one.substance).name,
                "year": str(one.year),
                "kilograms": number(one.kilograms),
                "rate": f"{rounded(rate):,}".replace(",", "\u202f") if rate is not None else _("not known"),
                "source": one.source,
                "reason": one.reason,
            }
        )
    return found


@require_GET
@door(READ_PERMITS)
def dose_list(request: HttpRequest) -> HttpResponse:
    """The defined daily doses for statistical purposes, with their sources."""
    rows: list[Shown] = [
        {
            "name": substance(one.substance).name,
            "milligrams": number(one.milligrams),
            "group": _(GROUPS[one.group]),
            "source": one.source,
            "verified": one.verified,
        }
        for one in sorted(doses().values(), key=lambda each: (each.group, each.substance))
    ]
    columns = [
        {"label": _("Substance")},
        {"label": _("S-DDD, milligrams"), "kind": "number"},
        {"label": _("Group")},
        {"label": _("Source")},
    ]
    title = _("Doses for statistics")
    crumbs = [{"label": _("Availability"), "url": reverse("availability")}, {"label": title}]
    shown = {"page_title": title, "crumbs": crumbs, "rows": rows, "columns": columns}
    return render(request, "permits/availability/doses.html", shown)


@EITHER
@door(KEEP_ESTIMATES)
def enter(request: HttpRequest, kind: str) -> HttpResponse:
    """Enter consumption or a population, or correct it."""
    if kind not in LINES:
        raise NotVisible
    viewer = viewer_in(request)

    def act(raw: Shown) -> HttpResponse:
        row = services.keep(viewer=viewer, kind=kind, raw=raw)
        messages.success(request, _("Kept."))
        return redirect("availability_country", row.country)

    known = {"country": viewer.country, "year": str(today().year - 1), "as_of": today().isoformat()}
    about = _("What is entered again for the same year is a correction and needs a reason; what stood before is kept.")
    return ask(request, LINES[kind], act, title=_(KINDS[kind]), known=known, about=about)


@EITHER
@door(KEEP_ESTIMATES)
def load(request: HttpRequest, kind: str) -> HttpResponse:
    """Load a file, all lines or none."""
    if kind not in LINES:
        raise NotVisible
    viewer = viewer_in(request)

    def act(_raw: Shown) -> HttpResponse:
        lines = services.load(viewer=viewer, kind=kind, chunks=chunks(request))
        messages.success(request, _("%(number)s line(s) kept.") % {"number": lines})
        return redirect("availability")

    template_url = reverse("availability_template", args=[kind])
    return ask(request, NO_FORM, act, title=_(LOADS[kind]), form_has_files=True, template_url=template_url)


@require_GET
@door(KEEP_ESTIMATES)
def template(request: HttpRequest, kind: str) -> HttpResponse:  # noqa: ARG001 - Django passes the request
    """An empty file with the headings."""
    if kind not in LINES:
        raise NotVisible
    return headings(kind, LINES[kind])
