"""Pages of exports: asking for one, how far it is, and the file."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases import pages
from penstock.cases.lists import queries, services
from penstock.cases.lists.fields import SHOWN, export_form
from penstock.cases.lists.models import FORMATS, Export
from penstock.cases.lists.register import list_named, with_columns
from penstock.cases.lists.shown import asked_in, doubts
from penstock.cases.lists.views import crumbs, words
from penstock.kernel.record import note_access
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Refused, Viewer
from penstock.parties.duties import READ_CASES

EITHER = require_http_methods(["GET", "POST"])
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
}
Shown = dict[str, Any]


@EITHER
@door(READ_CASES)
def export_new(request: HttpRequest, name: str) -> HttpResponse:
    """Ask for a list as it is narrowed as a file."""
    viewer, found = viewer_in(request), with_columns(name)
    asked, form, heading = asked_in(request, found), export_form(found), _("Export")
    entered: Shown = {"format": "csv", "columns": SHOWN}
    no: Refused | None = None
    if request.method == "POST":
        entered = pages.entered(form, request.POST)
        try:
            row = services.ask_export(viewer=viewer, of=name, query=asked.query, raw=entered)
        except Refused as refusal:
            no = refusal
        else:
            return redirect("export", export_id=row.pk)
    faults = no.faults if no else ()
    what = words(found, asked) or _("everything that you may see")
    shown = {
        "page_title": heading,
        "crumbs": crumbs(found, asked, heading),
        "lede": _("The list as it is narrowed: %(words)s. What is secret from you is left out.") % {"words": what},
        "form_action": request.get_full_path(),
        "sections": pages.sections(form, entered, faults),
        "errors": pages.errors(form, no),
        "doubts": doubts(found, asked),
        "submit_label": _("Write the file"),
        "cancel_url": found.address(asked.query),
    }
    return render(request, "cases/lists/form.html", shown, status=422 if no else 200)


@require_GET
@door(READ_CASES)
def exports(request: HttpRequest) -> HttpResponse:
    """The viewer's own exports."""
    viewer = viewer_in(request)
    heads = (_("File"), _("Asked for"), _("State"), _("Rows"), _("Kept until"))
    shown = {
        "page_title": _("Exports"),
        "columns": [{"label": one} for one in heads],
        "rows": [{**_facts(one), "row": one} for one in queries.exports(viewer)],
    }
    return render(request, "cases/lists/exports.html", shown)


@require_GET
@door(READ_CASES)
def export(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """An export: how far it is, then the file."""
    row = queries.export(viewer_in(request), export_id)
    found = list_named(row.list)
    asked = found.asked(QueryDict(row.query).dict())
    shown = {
        **_facts(row),
        "row": row,
        "page_title": _("Export of %(list)s") % {"list": _(found.label)},
        "crumbs": [
            {"label": _(found.label), "url": found.address(row.query)},
            {"label": _("Exports"), "url": reverse("exports")},
        ],
        "asks": words(found, asked) or _("everything that you may see"),
        "heads": [_(found.columns[name].label) for name in row.columns if name in found.columns],
    }
    return render(request, "cases/lists/export.html", shown)


@require_GET
@door(READ_CASES)
def progress(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """The progress alone, for the page that asks again; it sends the page on when there is more to see."""
    row = queries.export(viewer_in(request), export_id)
    return pages.progress(request, "cases/lists/progress.html", {**_facts(row), "is_over": row.is_over})


def _facts(row: Export) -> Shown:
    state = _("Failed") if row.failure else _("Written") if row.finished_at else _("Being written")
    return {
        "format": FORMATS[row.format],
        "page_url": reverse("export", args=[row.pk]),
        "progress_url": reverse("export_progress", args=[row.pk]),
        "file_url": reverse("export_file", args=[row.pk]),
        "state": {"label": state, "tone": "bad" if row.failure else "ok" if row.finished_at else "info"},
        "list_label": _(list_named(row.list).label),
        "value": row.rows_done if row.rows_total else None,
        "max": row.rows_total or 1,
    }


@require_GET
@door(READ_CASES)
def file(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """The file of an export."""
    viewer = viewer_in(request)
    return handed_out(viewer, queries.export(viewer, export_id))


def handed_out(viewer: Viewer, row: Export) -> HttpResponse:
    """A finished export as a download, noted among the reads of what is sensitive."""
    if row.finished_at is None:
        raise Refused("not_written", _(row.failure) if row.failure else _("The file is still being written."))
    note_access(viewer, f"export {row.pk}", "read")
    name = f"{row.list}-{row.made_at:%Y-%m-%d-%H%M}.{row.format}"
    return pages.download(queries.content_of(viewer, row), MEDIA[row.format], name)
