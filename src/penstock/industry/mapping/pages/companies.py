"""Pages of the companies found: the list, one of them with what it may be, and the judging of it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases import pages
from penstock.industry.mapping import queries
from penstock.industry.mapping.fields import VERDICT
from penstock.industry.mapping.finding import services
from penstock.industry.mapping.finding.matching import proposals
from penstock.industry.mapping.models import HOW, VERDICTS, FoundCompany
from penstock.industry.mapping.pages.frame import VERDICT_TONES, Shown, ask, crumbs, heads, tabs
from penstock.industry.mapping.surveys.services import kept_of
from penstock.kernel.clock import today
from penstock.kernel.routes import door, viewer_in
from penstock.parties.duties import MAP_INDUSTRY

EITHER = require_http_methods(["GET", "POST"])


@require_GET
@door(MAP_INDUSTRY)
def company_list(request: HttpRequest) -> HttpResponse:
    """The companies found, by name."""
    viewer = viewer_in(request)
    wanted = queries.Wanted(
        **{name: request.GET.get(name, "").strip() for name in ("text", "sector", "verdict", "how")}
    )
    after = int(request.GET.get("after", "0")) if request.GET.get("after", "0").isdecimal() else 0
    rows = queries.companies(viewer, wanted)
    shown_rows = list(rows[after : after + queries.PAGE + 1])
    names = queries.sector_names(viewer)
    asked = {name: getattr(wanted, name) for name in ("text", "sector", "verdict", "how") if getattr(wanted, name)}
    more = len(shown_rows) > queries.PAGE
    shown = {
        "page_title": _("Companies found"),
        "tabs": tabs(viewer, "mapping_companies"),
        "rows": [_row(one, names) for one in shown_rows[: queries.PAGE]],
        "columns": heads(_("Company"), _("Sectors"), _("Source"), _("Last seen"), _("What it is")),
        "number": rows.count(),
        "wanted": wanted,
        "sectors": pages.offered(names.items()),
        "verdicts": pages.offered((code, _(text)) for code, text in VERDICTS.items()),
        "hows": pages.offered((code, _(text)) for code, text in HOW.items()),
        "next_url": f"?{urlencode({**asked, 'after': after + queries.PAGE})}" if more else "",
    }
    return render(request, "industry/mapping/companies.html", shown)


def _row(one: FoundCompany, names: dict[str, str]) -> Shown:
    return {
        "name": one.name,
        "number": one.number,
        "url": reverse("mapping_company", args=[one.pk]),
        "sectors": ", ".join(names.get(code, code) for code in one.sectors),
        "how": _(HOW[one.how]),
        "source": one.source,
        "seen_on": one.seen_on,
        "verdict": _(VERDICTS[one.verdict]),
        "tone": VERDICT_TONES[one.verdict],
    }


@EITHER
@door(MAP_INDUSTRY)
def enter(request: HttpRequest) -> HttpResponse:
    """Enter a company that was found."""
    viewer = viewer_in(request)

    def act(raw: Shown) -> HttpResponse:
        row = services.enter(viewer=viewer, raw=raw)
        messages.success(request, _("Kept. See below what it may be."))
        return redirect("mapping_company", row.pk)

    kept = {"found_on": today().isoformat(), "sectors": request.GET.getlist("sector")}
    form = services.found_form(viewer)
    return ask(request, form, act, title=_("Enter a company found"), back=reverse("mapping_companies"), kept=kept)


@require_GET
@door(MAP_INDUSTRY)
def company(request: HttpRequest, found_id: UUID) -> HttpResponse:
    """One company found: what is known of it, what it may be, and its surveys."""
    viewer = viewer_in(request)
    row = queries.company(viewer, found_id)
    form = services.found_form(viewer)
    shown = {
        "page_title": row.name,
        "crumbs": crumbs(row.name, (_("Companies found"), reverse("mapping_companies"))),
        "found": row,
        "badge": {"tone": VERDICT_TONES[row.verdict], "label": _(VERDICTS[row.verdict])},
        "facts": [one for part in pages.answers(form, kept_of(row)) for one in part["rows"] if one["value"]],
        "proposals": [
            {"one": one, "where": _("Register") if one.verdict == "known" else _("Found before"),
             "score": f"{one.score:.2f}"}
            for one in (proposals(viewer, row) if row.verdict == "open" else ())
        ],
        "columns": heads(_("Company"), _("Where"), _("Likeness"), _("Why"), _("Choice")),
        "surveys": list(queries.surveys(viewer, row)),
        "today": today(),
    }  # fmt: skip
    return render(request, "industry/mapping/company.html", shown)


@EITHER
@door(MAP_INDUSTRY)
def correct(request: HttpRequest, found_id: UUID) -> HttpResponse:
    """Correct what is known of a company found."""
    viewer = viewer_in(request)
    row = queries.company(viewer, found_id)

    def act(raw: Shown) -> HttpResponse:
        services.correct(viewer=viewer, found_id=found_id, raw=raw)
        messages.success(request, _("Kept."))
        return redirect("mapping_company", found_id)

    title = _("Correct: %(name)s") % {"name": row.name}
    back = reverse("mapping_company", args=[found_id])
    form = services.found_form(viewer)
    return ask(request, form, act, title=title, back=back, kept=kept_of(row), between=[(row.name, back)])


@EITHER
@door(MAP_INDUSTRY)
def judge(request: HttpRequest, found_id: UUID) -> HttpResponse:
    """Say what a company found is; a proposal of its page brings verdict and company along."""
    viewer = viewer_in(request)
    row = queries.company(viewer, found_id)

    def act(raw: Shown) -> HttpResponse:
        services.judge(viewer=viewer, found_id=found_id, raw=raw)
        messages.success(request, _("Kept: it is judged."))
        return redirect("mapping_company", found_id)

    title = _("What is %(name)s?") % {"name": row.name}
    back = reverse("mapping_company", args=[found_id])
    kept = {name: request.GET.get(name, "") for name in ("verdict", "which")}
    return ask(request, VERDICT, act, title=title, back=back, kept=kept, between=[(row.name, back)])
