"""Pages of the packs of law: those in force, one with its editions, its files, and the template for another."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from penstock.catalogue.adoption import queries
from penstock.catalogue.adoption.models import Edition
from penstock.catalogue.adoption.states import KEEP_LAW
from penstock.catalogue.adoption.template import example_files, zipped
from penstock.catalogue.law.book import INTERNATIONAL
from penstock.catalogue.law.packs import Pack
from penstock.catalogue.pages import answers
from penstock.catalogue.pages.questions import Shown, book, columns, mark, tabs
from penstock.catalogue.pages.views import clause_columns, clause_row, crumbs
from penstock.kernel.clock import today
from penstock.kernel.routes import SIGNED_IN, door, viewer_in
from penstock.kernel.viewer import NotVisible

ZIP = "application/zip"


@require_GET
@door(SIGNED_IN)
def packs(request: HttpRequest) -> HttpResponse:
    """Every pack in force with its version, and where it comes from."""
    viewer, law, adopted = viewer_in(request), queries.law_in_force(), queries.newest_editions()
    ordered = sorted(
        law.book.packs.values(), key=lambda one: (one.jurisdiction not in {"", INTERNATIONAL}, one.jurisdiction, one.id)
    )
    shown = {
        "rows": [_row(one, None if one.id in law.set_aside else adopted.get(one.id)) for one in ordered],
        "columns": columns(_("Pack"), _("Where"), _("Version"), _("Entries"), _("Comes from"), _("Mark"), numbers=(3,)),
        "set_aside": [{"edition": adopted[id_], "why": why} for id_, why in law.set_aside.items() if id_ in adopted],
        "may_keep": viewer.has(KEEP_LAW),
        "waiting": queries.waiting(viewer) if viewer.has(KEEP_LAW) else [],
        "crumbs": crumbs((_("Packs"), "")),
    }
    return render(request, "catalogue/packs.html", {**shown, "tabs": tabs("law_packs")})


def _row(pack: Pack, edition: Edition | None) -> Shown:
    return {
        "pack": pack,
        "url": reverse("law_pack", args=[pack.id]),
        "place": answers.place(pack.jurisdiction) if pack.jurisdiction else "",
        "origin": _("adopted by %(name)s") % {"name": edition.organisation_name}
        if edition
        else _("ships with Penstock"),
        "mark": mark(verified=pack.verified),
        "own": len(answers.of_pack(pack, today())) if pack.lists and not pack.entries else 0,
    }


@require_GET
@door(SIGNED_IN)
def one_pack(request: HttpRequest, pack_id: str) -> HttpResponse:
    """A pack: what it says of itself, its changelog, and who adopted its editions here."""
    pack = book().packs.get(pack_id)
    if pack is None:
        raise NotVisible
    shown = {
        "pack": pack,
        "place": answers.place(pack.jurisdiction) if pack.jurisdiction else "",
        "mark": mark(verified=pack.verified),
        "lists": [
            {
                "label": one.code,
                "value": one.title,
                "hint": _(one.regime),
                "url": reverse("law_list", args=[pack.id, one.code]),
            }
            for one in pack.lists.values()
        ],
        "clauses": [clause_row(one) for one in answers.of_pack(pack, today())] if not pack.entries else [],
        "clause_columns": clause_columns(),
        "counts": [{"label": f"{name}.csv", "value": len(rows)} for name, rows in pack.rows.items()],
        "editions": queries.editions(pack_id),
        "edition_columns": columns(
            _("Version"), _("Adopted"), _("Proposed by"), _("Confirmed by"), _("Digest"), narrow=(0,)
        ),
        "crumbs": [*crumbs((_("Packs"), reverse("law_packs")), (pack.id, ""))],
    }
    return render(request, "catalogue/pack.html", shown)


@require_GET
@door(SIGNED_IN)
def pack_files(_request: HttpRequest, pack_id: str) -> HttpResponse:
    """The files of a pack in force, as a ZIP."""
    return _download(pack_id, zipped(pack_id, queries.files_of(pack_id)))


@require_GET
@door(SIGNED_IN)
def template_files(_request: HttpRequest) -> HttpResponse:
    """The documented template: every file with its headings and an example row, and the handbook."""
    return _download("my-pack", zipped("my-pack", example_files(), with_handbook=True))


def _download(name: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=ZIP)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    return response
