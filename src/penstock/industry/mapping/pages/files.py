"""Pages of the files of companies: loading one, and settling the lines that could not be kept."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases import pages
from penstock.cases.registers.sheets import template as headings_of
from penstock.industry.mapping import queries
from penstock.industry.mapping.fields import DROPPED, LINE, LOAD
from penstock.industry.mapping.finding import loading
from penstock.industry.mapping.models import HOW, SETTLED, FaultyLine
from penstock.industry.mapping.pages.frame import Shown, ask, chosen, crumbs, heads, tabs
from penstock.kernel.clock import today
from penstock.kernel.routes import door, said, viewer_in
from penstock.parties.duties import MAP_INDUSTRY

EITHER = require_http_methods(["GET", "POST"])
TONES = {"open": "warn", "mended": "ok", "dropped": ""}


@require_GET
@door(MAP_INDUSTRY)
def file_list(request: HttpRequest) -> HttpResponse:
    """The files that were loaded."""
    viewer = viewer_in(request)
    rows = [{"file": one, "how": _(HOW[one.how])} for one in queries.files(viewer)]
    shown = {
        "page_title": _("Files of companies"),
        "tabs": tabs(viewer, "mapping_files"),
        "rows": rows,
        "columns": heads(_("File"), _("Source"), _("Lines"), _("Kept"), _("Known already"), _("Loaded")),
    }
    return render(request, "industry/mapping/files.html", shown)


@EITHER
@door(MAP_INDUSTRY)
def load(request: HttpRequest) -> HttpResponse:
    """Load a file: good lines are kept, the others wait for somebody to mend them."""
    viewer = viewer_in(request)

    def act(raw: Shown) -> HttpResponse:
        given = chosen(request)
        row = loading.load(viewer=viewer, raw=raw, name=given.name or "", chunks=given.chunks())
        messages.success(request, _("%(kept)s of %(lines)s lines kept.") % {"kept": row.kept, "lines": row.lines})
        return redirect("mapping_file", row.pk)

    known = {"how": "register", "found_on": today().isoformat()}
    about = _(
        "Lines that can be read are kept at once; each of the others stays with what is wrong with it until you mend it"
        " or leave it out. A company whose number and name were found before makes no second one."
    )
    more: Shown = {"form_has_files": True, "template_url": reverse("mapping_template"), "about": about}
    back = reverse("mapping_files")
    return ask(request, LOAD, act, title=_("Load a file of companies"), back=back, kept=known, **more)


@require_GET
@door(MAP_INDUSTRY)
def template(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django passes the request
    """An empty file with the headings."""
    return pages.download(headings_of(LINE), "text/csv; charset=utf-8", "companies.csv")


@require_GET
@door(MAP_INDUSTRY)
def file_page(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """One file with its faulty lines."""
    viewer = viewer_in(request)
    row = queries.file(viewer, file_id)
    lines = queries.faulty_lines(viewer, row)
    shown = {
        "page_title": row.name,
        "crumbs": crumbs(row.name, (_("Files"), reverse("mapping_files"))),
        "file": row,
        "how": _(HOW[row.how]),
        "columns": heads(_("Line"), _("Company"), _("What is wrong"), _("State")),
        "lines": [_line(one) for one in lines],
        "waiting": sum(one.settled == "open" for one in lines),
    }
    return render(request, "industry/mapping/file.html", shown)


def _line(one: FaultyLine) -> Shown:
    return {
        "line": one,
        "name": one.raw.get("name", ""),
        "faults": [said(fault) for fault in loading.faults_of(one)],
        "settled": _(SETTLED[one.settled]),
        "tone": TONES[one.settled],
    }


@EITHER
@door(MAP_INDUSTRY)
def mend(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Mend a line, with everything that it said."""
    viewer = viewer_in(request)
    row = queries.line(viewer, line_id)
    back = reverse("mapping_file", args=[row.file_id])

    def act(raw: Shown) -> HttpResponse:
        found = loading.mend(viewer=viewer, line_id=line_id, raw=raw)
        messages.success(request, _("Line %(number)s is kept: %(name)s.") % {"number": row.number, "name": found.name})
        return redirect("mapping_file", row.file_id)

    form = loading.line_form(viewer)
    reading = form.read(row.raw, strict=False)
    title = _("Line %(number)s") % {"number": row.number}
    more: Shown = {"kept": reading.kept, "faults": loading.faults_of(row), "between": [(row.file.name, back)]}
    return ask(request, form, act, title=title, back=back, **more)


@EITHER
@door(MAP_INDUSTRY)
def drop(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Leave a line out, with the reason."""
    viewer = viewer_in(request)
    row = queries.line(viewer, line_id)
    back = reverse("mapping_file", args=[row.file_id])

    def act(raw: Shown) -> HttpResponse:
        loading.drop(viewer=viewer, line_id=line_id, raw=raw)
        messages.success(request, _("The line is left out; what it said stays readable."))
        return redirect("mapping_file", row.file_id)

    title = _("Leave out line %(number)s") % {"number": row.number}
    return ask(request, DROPPED, act, title=title, back=back, between=[(row.file.name, back)])
