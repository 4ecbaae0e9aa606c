"""Pages of the journal: what was recorded in a year, one entry by form, and whole files."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases import pages
from penstock.cases.registers.sheets import template as headings_of
from penstock.catalogue.substances import substance
from penstock.industry.returns.fields import ENTRY, HAPPENED
from penstock.industry.returns.journal import add_entry, entries, load_entries, sums_of
from penstock.kernel.clock import today
from penstock.kernel.routes import door, said, viewer_in
from penstock.kernel.viewer import Refused
from penstock.parties.duties import APPLY_FOR_LICENCES

EITHER = require_http_methods(["GET", "POST"])


@require_GET
@door(APPLY_FOR_LICENCES)
def journal(request: HttpRequest) -> HttpResponse:
    """What one's own organisation recorded in a year, with the sums that its return is made from."""
    viewer = viewer_in(request)
    given = request.GET.get("year", "")
    year = int(given) if given.isdecimal() and len(given) == len("2026") else today().year
    shown = {
        "year": year,
        "years": [year + 1, year - 1] if year < today().year else [year - 1],
        "sums": [
            {
                "substance": substance(id_).name,
                "happened": _(HAPPENED[what]),
                "amount": f"{amount.normalize():f} {unit}",
            }
            for (id_, unit), parts in sorted(sums_of(viewer, year).items())
            for what, amount in parts.items()
        ],
        "rows": [
            {
                "number": one.number,
                "day": one.happened_on,
                "what": _(HAPPENED[one.happened]),
                "substance": substance(one.substance).name,
                "amount": f"{one.quantity.normalize():f} {one.unit}",
                "partner": one.partner,
                "note": one.note,
                "corrects": one.corrects.number if one.corrects else None,
                "is_corrected": hasattr(one, "corrected_by"),
            }
            for one in entries(viewer, year)
        ],
        "columns": [
            {"label": _("Number"), "kind": "narrow"},
            {"label": _("Day"), "kind": "narrow"},
            {"label": _("What happened")},
            {"label": _("Substance")},
            {"label": _("Quantity")},
            {"label": _("From or to whom")},
        ],
        "sum_columns": [{"label": _("Substance")}, {"label": _("What happened")}, {"label": _("Quantity")}],
    }
    return render(request, "industry/returns/journal.html", shown)


@EITHER
@door(APPLY_FOR_LICENCES)
def entry(request: HttpRequest) -> HttpResponse:
    """Add an entry; what is wrong is named at the field."""
    kept, no = {"happened_on": today().isoformat(), "unit": "kg"}, None
    if request.method == "POST":
        kept = pages.entered(ENTRY, request.POST)
        try:
            row = add_entry(viewer=viewer_in(request), raw=kept)
        except Refused as refused:
            no = refused
        else:
            messages.success(request, _("Entry %(number)s is kept.") % {"number": row.number})
            return redirect("journal")
    shown = {
        "page_title": _("Add an entry"),
        "crumbs": [{"label": _("Journal"), "url": reverse("journal")}, {"label": _("Add an entry")}],
        "sections": pages.sections(ENTRY, kept, no.faults if no else (), beside=(("quantity", "unit"),)),
        "errors": pages.errors(ENTRY, no),
        "cancel_url": reverse("journal"),
        "submit_label": _("Keep"),
    }
    return render(request, "cases/registers/form.html", shown, status=422 if no else 200)


@EITHER
@door(APPLY_FOR_LICENCES)
def load(request: HttpRequest) -> HttpResponse:
    """Add a CSV file of entries, all lines or none; every fault is told at its line."""
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        given = request.FILES.get("file")
        try:
            if given is None:
                raise Refused("file_missing", _("Choose a file first."))  # noqa: TRY301 - one way back to the form
            number = load_entries(viewer=viewer_in(request), chunks=given.chunks())
        except Refused as no:
            errors = [{"message": said(one)} for one in no.faults] or [{"message": _(no.message)}]
        else:
            messages.success(request, _("%(number)s entries are kept.") % {"number": number})
            return redirect("journal")
    shown = {"errors": errors, "headings": headings_of(ENTRY).strip(), "cancel_url": reverse("journal"),
             "crumbs": [{"label": _("Journal"), "url": reverse("journal")}, {"label": _("Load a file")}]}  # fmt: skip
    return render(request, "industry/returns/load.html", shown, status=422 if errors else 200)
