"""Pages of balances: the list of a country's years, and one year of a substance step by step."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from penstock.cases import pages
from penstock.catalogue.countries import country_name
from penstock.catalogue.fields import Country
from penstock.catalogue.naming.identifying import identified_as
from penstock.catalogue.substances import substance
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import HANDLE_PERMITS, KEEP_ESTIMATES, READ_PERMITS
from penstock.permits.ledger.keeping import room
from penstock.permits.ledger.models import SORTS, Account, Entry
from penstock.permits.needs.balances import queries
from penstock.permits.needs.balances.drawing import waterfall
from penstock.permits.needs.balances.figures import MassBalance, completeness, mass_balance, steps
from penstock.permits.needs.balances.judging import Mark
from penstock.permits.needs.models import KINDS, ORIGINS, Figure, Statement
from penstock.permits.needs.models import SORTS as FIGURES
from penstock.permits.needs.posting import granted_by
from penstock.permits.needs.regimes import CALLED
from penstock.permits.shapes import plain

Shown = dict[str, Any]
PARTS = {
    "opening": "Stocks on 31 December of the year before",
    "imports": "Imports",
    "made": "Manufacture",
    "exports": "Exports",
    "consumption": "Consumption",
    "closing": "Stocks on 31 December",
}
LOOKED_BACK = queries.LOOKED_BACK


def tabs(current: str) -> list[Shown]:
    """The pages beside each other."""
    names = (("balances", _("Balances")), ("guides", _("Guides")), ("availability", _("Availability")))
    return [{"label": label, "url": reverse(name), "current": name == current} for name, label in names]


def number(value: Decimal) -> str:
    """A figure with its thousands parted by a thin no-break space."""
    return f"{Decimal(plain(value)):,f}".replace(",", "\u202f")


def called(code: str) -> str:
    """A country by its name."""
    return country_name(code, "en") or code


def doubt(mark: Mark) -> Shown:
    """A doubt as a badge and a sentence."""
    return {"tone": "bad" if mark.is_grave else "warn", "text": _(mark.text).format(**mark.values), "code": mark.code}


@require_GET
@door(READ_PERMITS)
def balance_list(request: HttpRequest) -> HttpResponse:
    """The years of substances that the viewer sees, with what is left and what is doubtful."""
    viewer = viewer_in(request)
    asked = {name: request.GET.get(name, "").strip() for name in ("country", "substance", "year")}
    year = int(asked["year"]) if asked["year"].isdecimal() and len(asked["year"]) == len("2026") else None
    named = identified_as(asked["substance"]) or asked["substance"]
    found = queries.accounts(viewer, country=asked["country"].upper(), substance=named, year=year)
    judged = queries.doubts_of_each(viewer, found)
    said = {
        "country": f"{_('Country')}: {asked['country']}",
        "substance": f"{_('Substance')}: {asked['substance']}",
        "year": f"{_('Year')}: {asked['year']}",
    }
    shown = {
        "rows": [_row(one, judged[one.pk]) for one in found],
        "asked": asked,
        "filters": pages.filters(said, asked),
        "countries": pages.offered(Country().choices()),
        "tabs": tabs("balances"),
        "may_keep": viewer.has(KEEP_ESTIMATES) and bool(viewer.country),
        "may_ask": viewer.has(HANDLE_PERMITS),
        "columns": [
            {"label": _("Substance")},
            {"label": _("Year"), "kind": "narrow"},
            {"label": _("Stated"), "kind": "number"},
            {"label": _("Used or reserved"), "kind": "number"},
            {"label": _("Left"), "kind": "number"},
            {"label": _("Doubts")},
        ],
    }
    return render(request, "permits/needs/list.html", shown)


def _row(of: Account, doubts: list[Mark]) -> Shown:
    left = room(of)
    return {
        "name": substance(of.substance).name,
        "url": reverse("balance", args=[of.country, of.substance, of.year, of.unit]),
        "country": called(of.country),
        "called": _(CALLED.get(of.regime, of.regime)),
        "year": str(of.year),
        "stated": f"{number(of.granted + of.confirmed)} {of.unit}" if of.is_bounded else _("nothing"),
        "used": f"{number(queries.used_of(of))} {of.unit}",
        "left": f"{number(left)} {of.unit}" if of.is_bounded else _("not bounded"),
        "is_over": of.is_bounded and left < 0,
        "doubts": [doubt(one) for one in doubts],
    }


@require_GET
@door(READ_PERMITS)
def balance_page(request: HttpRequest, country: str, name: str, year: int, unit: str) -> HttpResponse:
    """A country's year of a substance: step by step, how complete, whether it comes out, and who entered what."""
    viewer = viewer_in(request)
    of = queries.account(viewer, country, name, year, unit)
    moved = queries.entries(viewer, of)
    drawn = steps(of)
    texts = [f"{number(one.amount)} {unit}" for one in drawn]
    title = f"{substance(name).name}, {called(country)} {year}"
    stated = queries.statements(viewer, country, name, year - LOOKED_BACK, year + 1)
    shown = {
        "page_title": title,
        "crumbs": [{"label": _("Balances"), "url": reverse("balances")}, {"label": title}],
        "of": of,
        "called": _(CALLED.get(of.regime, of.regime)),
        "left": f"{number(room(of))} {unit}",
        "is_over": of.is_bounded and room(of) < 0,
        "doubts": [doubt(one) for one in queries.doubts(viewer, of)],
        "chart": waterfall(drawn, texts),
        "relief": f"{number(of.relief)} {unit}" if of.relief else "",
        "complete": _complete(of, moved),
        "mass": _mass(mass_balance(viewer, of), unit),
        "statements": [_statement(one) for one in stated],
        "figures": [_figure(one) for one in queries.figures(viewer, country, name, (year - 1, year))],
        "entries": [_entry(one, unit) for one in moved],
        "may_keep": viewer.has(KEEP_ESTIMATES) and viewer.country == country,
        "is_requirement": of.regime == "precursor",
        "years": _years(viewer, of),
        "columns": columns(),
    }
    return render(request, "permits/needs/balance.html", shown)


def columns() -> dict[str, list[Shown]]:
    """The heads of the tables of a balance."""
    amount = {"label": _("Amount"), "kind": "number"}
    return {
        "steps": [{"label": _("Number"), "kind": "narrow"}, {"label": _("Step")}, amount],
        "statements": [{"label": _("Year"), "kind": "narrow"}, {"label": _("What")}, amount, {"label": _("Paper")}],
        "figures": [{"label": _("Year"), "kind": "narrow"}, {"label": _("What")}, amount, {"label": _("Paper")}],
        "entries": [{"label": _("When"), "kind": "narrow"}, {"label": _("What")}, amount, {"label": _("Why and who")}],
        "mass": [{"label": _("Part")}, amount],
    }


def _complete(of: Account, moved: Sequence[Entry]) -> Shown:
    found = completeness(of, moved)
    percent = found.percent
    if percent is None:
        said = _("Nothing has moved yet.")
    else:
        said = _("%(percent)s %% of what arrived, left and was made was seen here; the rest was read from papers.") % {
            "percent": plain(percent)
        }
    rows = (
        (_("Seen here"), found.seen),
        (_("Read from papers"), found.from_papers),
        (_("Reserved, and not endorsed yet"), found.awaiting),
    )
    return {"said": said, "rows": [{"label": label, "value": f"{number(value)} {of.unit}"} for label, value in rows]}


def _mass(found: MassBalance | None, unit: str) -> Shown | None:
    if found is None:
        return None
    signs = {"exports", "consumption", "closing"}
    rows = [
        {
            "label": _(label),
            "text": _("not known") if (value := getattr(found, name)) is None else f"{number(value)} {unit}",
            "sign": "\u2212" if name in signs else "+",
        }
        for name, label in PARTS.items()
    ]
    difference = found.difference
    if difference is None:
        wanting = ", ".join(_(PARTS[name]) for name in found.missing)
        said, tone = _("It cannot be reckoned yet. Not known: %(parts)s.") % {"parts": wanting}, "neutral"
    elif not difference:
        said, tone = _("It comes out."), "ok"
    else:
        values = {"amount": f"{number(abs(difference))} {unit}"}
        more = _("%(amount)s are not accounted for: lost, used for other drugs, or not reported.")
        less = _("%(amount)s more were used, exported or held than there can have been.")
        said, tone = (more if difference > 0 else less) % values, "warn"
    return {"rows": rows, "said": said, "tone": tone}


def _statement(one: Statement) -> Shown:
    parts = (
        (_("consumption"), one.consumption),
        (_("other uses"), one.other_uses),
        (_("special stocks"), one.special_stocks),
        (_("stocks to be held"), one.stocks_level),
    )
    return {
        "year": str(one.year),
        "what": _(KINDS[one.kind]),
        "amount": f"{number(granted_by([one]))} kg",
        "parts": ", ".join(f"{label} {number(value)}" for label, value in parts if value),
        **_paper(one, one.stated_on),
        "origin": _(ORIGINS[one.origin]),
    }


def _figure(one: Figure) -> Shown:
    return {
        "year": str(one.year),
        "what": _(FIGURES[one.sort]),
        "partner": called(one.partner) if one.partner else "",
        "amount": f"{number(one.kilograms)} kg",
        **_paper(one, one.as_of),
    }


def _paper(one: Statement | Figure, day: date) -> Shown:
    corrected = _("corrected: %(reason)s") % {"reason": one.reason}
    return {
        "source": one.source,
        "day": day,
        "person": one.person_name,
        "reason": corrected if one.edition > 1 else one.reason,
    }


def _entry(one: Entry, unit: str) -> Shown:
    return {
        "at": one.made_at,
        "what": _(SORTS[one.sort]),
        "amount": f"{number(one.amount)} {unit}",
        "permit": one.permit.reference if one.permit else "",
        "permit_url": reverse("permit", args=[one.permit.reference]) if one.permit else "",
        "note": one.note if not one.permit or one.note != one.permit.reference else "",
        "person": one.person_name,
        "from_paper": not one.is_ours,
    }


def _years(viewer: Viewer, of: Account) -> list[Shown]:
    found = queries.accounts(viewer, country=of.country, substance=of.substance)
    same = sorted((one for one in found if one.unit == of.unit), key=lambda one: one.year)
    return [
        {
            "label": str(one.year),
            "url": reverse("balance", args=[one.country, one.substance, one.year, one.unit]),
            "current": one.pk == of.pk,
        }
        for one in same
    ]
