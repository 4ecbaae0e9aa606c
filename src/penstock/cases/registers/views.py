"""Pages of the registers: what is kept, one row by form, and whole files."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from penstock.cases import pages
from penstock.cases.registers import queries, services
from penstock.cases.registers.fields import COMPANY, LICENCE, LINES, PLACE, REQUIREMENT, SCREENED, SCREENING, Needed
from penstock.cases.registers.models import FORMS, PLACES, Requirement
from penstock.cases.registers.sheets import template as headings_of
from penstock.catalogue.substances import substance
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Form
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import NotVisible, Refused
from penstock.parties.companies.models import KINDS, LICENCE_STATES, LICENCES, STANDINGS, Company, Licence
from penstock.parties.companies.standing import holds
from penstock.parties.duties import KEEP_REGISTERS, READ_CASES

EITHER = require_http_methods(["GET", "POST"])
FILES = {**LINES, "screening": SCREENED}
STANDING_TONES = {"good": "ok", "watched": "warn", "suspended": "bad", "struck off": "bad"}
Shown = dict[str, Any]


def _crumbs(*more: Shown) -> list[Shown]:
    return [{"label": _("Registers"), "url": reverse("registers")}, *more]


def _list(request: HttpRequest, title: str, heads: Sequence[str], rows: list[Shown], **more: Any) -> HttpResponse:
    """A register as a table."""
    columns = [{"label": one} for one in heads]
    shown = {"page_title": title, "crumbs": _crumbs({"label": title}), "columns": columns, "rows": rows, **more}
    return render(request, "cases/registers/list.html", shown)


def _ask(
    request: HttpRequest,
    form: Form,
    act: Callable[[dict[str, Any]], object],
    *,
    title: str,
    back: str,
    kept: dict[str, Any] | None = None,
    **more: Any,
) -> HttpResponse:
    """Show a form, do what it asks for, and show it again with what was entered where something is wrong."""
    entered, no = dict(kept or {}), None
    if request.method == "POST":
        entered = pages.entered(form, request.POST)
        try:
            act(entered)
        except Refused as refusal:
            no = refusal
        else:
            messages.success(request, _("Kept."))
            return redirect(back)
    faults = no.faults if no else ()
    shown = {
        "page_title": title,
        "crumbs": _crumbs({"label": title}),
        "sections": pages.sections(form, entered, faults),
        "errors": pages.errors(form, no),
        "cancel_url": back,
        "submit_label": _("Keep"),
        **more,
    }
    return render(request, "cases/registers/form.html", shown, status=422 if no else 200)


@require_GET
@door(READ_CASES)
def home(request: HttpRequest) -> HttpResponse:
    """What cases are checked against, and how much of it there is."""
    viewer = viewer_in(request)
    parts = (
        (_("Companies of your country"), "register_companies", Company.objects.visible_to(viewer).count()),
        (_("Annual legitimate requirements"), "register_requirements", queries.requirements(viewer).count()),
        (_("Places that need a closer look"), "register_places", len(queries.places(viewer))),
        (_("Screening lists"), "register_screening", len(queries.screening_lists(viewer))),
    )
    rows = [{"cells": [{"text": label, "url": reverse(name)}, {"text": str(count)}]} for label, name, count in parts]
    heads = [_("Register"), _("Entries")]
    shown = {"page_title": _("Registers"), "columns": [{"label": one} for one in heads], "rows": rows}
    return render(request, "cases/registers/list.html", shown)


@require_GET
@door(KEEP_REGISTERS)
def companies(request: HttpRequest) -> HttpResponse:
    """The companies of the viewer's country."""
    text = request.GET.get("text", "").strip()
    after = request.GET.get("after", "")
    found = queries.companies(viewer_in(request), text, after=after)
    more = {"text": text, "after": found[-1].name if len(found) == queries.PAGE else ""}
    rows = [
        {"cells": [{"text": one.name, "url": reverse("register_company", args=[one.pk]), "hint": one.number},
                   _(KINDS[one.kind]), {"text": _(STANDINGS[one.standing]), "tone": STANDING_TONES[one.standing]},
                   _licensed(one)]}
        for one in found
    ]  # fmt: skip
    acts = [(_("Enter a company"), reverse("register_company_new")), *_files("companies", "licences")]
    heads = [_("Company"), _("Kind"), _("Standing"), _("Licences that hold")]
    title = _("Companies of your country")
    return _list(request, title, heads, rows, acts=acts, search=True, **more)


def _licensed(company: Company) -> str:
    held = [one for one in company.licences.all() if holds(one, today())]
    return ", ".join(sorted({substance(each).name for one in held for each in one.substances})) or _("none")


def _files(*kinds: str) -> list[tuple[str, str]]:
    return [
        (_("Load a file of %(kind)s") % {"kind": _(kind)}, reverse("register_import", args=[kind])) for kind in kinds
    ]


@require_GET
@door(KEEP_REGISTERS)
def company(request: HttpRequest, company_id: UUID) -> HttpResponse:
    """One company with its licences."""
    found = queries.company(viewer_in(request), company_id)
    heads = [_("Licence"), _("Substances"), _("Valid"), _("State")]
    shown = {
        "page_title": found.name,
        "crumbs": _crumbs(
            {"label": _("Companies of your country"), "url": reverse("register_companies")}, {"label": found.name}
        ),
        "company": found,
        "badge": {"tone": STANDING_TONES[found.standing], "label": _(STANDINGS[found.standing])},
        "facts": [one for part in pages.answers(COMPANY, _kept(found)) for one in part["rows"] if one["value"]],
        "columns": [{"label": one} for one in heads],
        "rows": [_licence_row(one) for one in found.licences.all()],
    }
    return render(request, "cases/registers/company.html", shown)


def _licence_row(one: Licence) -> Shown:
    names = ", ".join(substance(each).name for each in one.substances)
    span = f"{one.from_on} – {one.until_on or ''}"  # noqa: RUF001 - from one day to another
    is_over = one.state == "valid" and not holds(one, today())
    state = _("Not on this day") if is_over else _(LICENCE_STATES[one.state])
    tone = "ok" if holds(one, today()) else "bad"
    return {"cells": [{"text": one.number, "hint": _(LICENCES[one.kind])}, names, span, {"text": state, "tone": tone}]}


def _kept(found: Company) -> dict[str, Any]:
    same = ("name", "other_names", "kind", "address", "site_countries", "standing", "note")
    return {"company_number": found.number, **{name: getattr(found, name) for name in same}}


@EITHER
@door(KEEP_REGISTERS)
def new_company(request: HttpRequest) -> HttpResponse:
    """Enter a company."""
    viewer, back = viewer_in(request), reverse("register_companies")
    act = lambda raw: services.keep_company(viewer=viewer, raw=raw)  # noqa: E731 - what the form does
    return _ask(request, COMPANY, act, title=_("Enter a company"), back=back, kept={"standing": "good"})


@EITHER
@door(KEEP_REGISTERS)
def correct_company(request: HttpRequest, company_id: UUID) -> HttpResponse:
    """Correct a company; its number stays."""
    viewer = viewer_in(request)
    found, back = queries.company(viewer, company_id), reverse("register_company", args=[company_id])
    act = lambda raw: services.keep_company(viewer=viewer, raw={**raw, "company_number": found.number})  # noqa: E731
    title = _("Correct: %(name)s") % {"name": found.name}
    return _ask(request, COMPANY, act, title=title, back=back, kept=_kept(found))


@EITHER
@door(KEEP_REGISTERS)
def licence(request: HttpRequest, company_id: UUID) -> HttpResponse:
    """Enter a licence of a company, or correct the one with its number."""
    viewer = viewer_in(request)
    found, back = queries.company(viewer, company_id), reverse("register_company", args=[company_id])
    act = lambda raw: services.keep_licence(viewer=viewer, company_id=company_id, raw=raw)  # noqa: E731
    title = _("Licence of %(name)s") % {"name": found.name}
    return _ask(request, LICENCE, act, title=title, back=back, kept={"state": "valid"})


@require_GET
@door(READ_CASES)
def requirements(request: HttpRequest) -> HttpResponse:
    """What every country has stated that it needs."""
    viewer = viewer_in(request)
    found = list(queries.requirements(viewer).select_related("government"))
    rows = [
        {"cells": [one.government.name, {"text": substance(one.substance).name, "hint": _(FORMS[one.form])},
                   str(one.year), {"text": _needed(one), "kind": "number"},
                   {"text": str(one.stated_on), "hint": one.source}]}
        for one in found
    ]  # fmt: skip
    acts = [(_("State a requirement"), reverse("register_requirement_new")), *_files("requirements")]
    heads = [_("Country"), _("Substance"), _("Year"), _("Kilograms"), _("Stated")]
    return _list(request, _("Annual legitimate requirements"), heads, rows, acts=acts if _keeps(request) else [])


def _needed(one: Requirement) -> str:
    return str(Needed(one.kilograms, one.is_prohibited)) or _("no estimate")


def _keeps(request: HttpRequest) -> bool:
    return viewer_in(request).has(KEEP_REGISTERS)


@EITHER
@door(KEEP_REGISTERS)
def new_requirement(request: HttpRequest) -> HttpResponse:
    """State what a country needs in a year."""
    viewer, back = viewer_in(request), reverse("register_requirements")
    act = lambda raw: services.state_requirement(viewer=viewer, raw=raw)  # noqa: E731
    kept = {"country": viewer.country, "form": "bulk", "year": str(today().year)}
    return _ask(request, REQUIREMENT, act, title=_("State a requirement"), back=back, kept=kept)


@require_GET
@door(READ_CASES)
def places(request: HttpRequest) -> HttpResponse:
    """The places that offices have marked."""
    viewer = viewer_in(request)
    rows = [
        {
            "cells": [{"text": one.name, "hint": one.code}, _(PLACES[one.kind]), f"{one.source}, {one.as_of}"],
            "end_url": reverse("register_place_end", args=[one.pk])
            if one.organisation_id == viewer.organisation_id and _keeps(request)
            else "",
        }
        for one in queries.places(viewer)
    ]
    acts = [(_("Mark a place"), reverse("register_place_new")), *_files("places")]
    heads = [_("Place"), _("Kind"), _("Source")]
    return _list(request, _("Places that need a closer look"), heads, rows, acts=acts if _keeps(request) else [])


@EITHER
@door(KEEP_REGISTERS)
def new_place(request: HttpRequest) -> HttpResponse:
    """Mark a place."""
    viewer, back = viewer_in(request), reverse("register_places")
    act = lambda raw: services.keep_place(viewer=viewer, raw=raw)  # noqa: E731
    return _ask(request, PLACE, act, title=_("Mark a place"), back=back, kept={"as_of": today().isoformat()})


@require_POST
@door(KEEP_REGISTERS)
def end_place(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """Take the mark from a place."""
    services.end_place(viewer=viewer_in(request), place_id=place_id)
    messages.success(request, _("The mark was taken away."))
    return redirect("register_places")


@require_GET
@door(READ_CASES)
def screening(request: HttpRequest) -> HttpResponse:
    """The lists that one's cases are screened against."""
    viewer = viewer_in(request)
    rows = [
        {
            "cells": [
                {"text": one.title, "hint": one.source},
                str(one.as_of),
                {"text": str(one.names), "kind": "number"},
                {"text": one.organisation.name, "hint": _("shared with every authority") if one.is_shared else ""},
            ],
            "end_url": reverse("register_screening_end", args=[one.pk])
            if one.organisation_id == viewer.organisation_id and _keeps(request)
            else "",
        }
        for one in queries.screening_lists(viewer)
    ]  # fmt: skip
    acts = [(_("Load a list"), reverse("register_screening_new"))]
    heads = [_("List"), _("As of"), _("Names"), _("Loaded by")]
    return _list(request, _("Screening lists"), heads, rows, acts=acts if _keeps(request) else [])


@EITHER
@door(KEEP_REGISTERS)
def new_screening(request: HttpRequest) -> HttpResponse:
    """Load a list of names."""
    viewer, back = viewer_in(request), reverse("register_screening")
    act = lambda raw: services.load_screening(viewer=viewer, raw=raw, chunks=_chunks(request))  # noqa: E731
    title = _("Load a list")
    kept = {"shared": "no", "as_of": today().isoformat()}
    return _ask(request, SCREENING, act, title=title, back=back, kept=kept, form_has_files=True, kind="screening")


@require_POST
@door(KEEP_REGISTERS)
def end_screening(request: HttpRequest, screening_id: UUID) -> HttpResponse:
    """End a list of one's own."""
    services.end_screening(viewer=viewer_in(request), list_id=screening_id)
    messages.success(request, _("Nothing is screened against that list any more."))
    return redirect("register_screening")


def _chunks(request: HttpRequest) -> Any:
    given = request.FILES.get("file")
    if given is None:
        raise Refused("file_missing", _("Choose a file first."))
    return given.chunks()


_NOTHING = Form(name="file", sections=())


@EITHER
@door(KEEP_REGISTERS)
def import_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Load a file into a register, all lines or none."""
    if kind not in LINES:
        raise NotVisible
    viewer = viewer_in(request)
    back = reverse({"licences": "register_companies"}.get(kind, f"register_{kind}"))
    act = lambda _raw: services.import_file(viewer=viewer, kind=kind, chunks=_chunks(request))  # noqa: E731
    title = _("Load a file of %(kind)s") % {"kind": _(kind)}
    return _ask(request, _NOTHING, act, title=title, back=back, form_has_files=True, kind=kind)


@require_GET
@door(KEEP_REGISTERS)
def template(request: HttpRequest, kind: str) -> HttpResponse:  # noqa: ARG001 - Django passes the request
    """An empty file with the headings."""
    if kind not in FILES:
        raise NotVisible
    headers = {"Content-Disposition": f'attachment; filename="{kind}.csv"'}
    return HttpResponse(headings_of(FILES[kind]), content_type="text/csv; charset=utf-8", headers=headers)
