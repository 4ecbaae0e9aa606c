"""Pages of lists: searches that are kept, and columns of one's own."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases import pages
from penstock.cases.lists import queries, services
from penstock.cases.lists.fields import SEARCH
from penstock.cases.lists.models import SavedSearch
from penstock.cases.lists.register import LISTS, Asked, CaseList, list_named, with_columns
from penstock.cases.lists.shown import asked_in, doubts, said
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import NotVisible, Refused, Viewer
from penstock.parties.duties import READ_CASES

EITHER = require_http_methods(["GET", "POST"])
Shown = dict[str, Any]


def crumbs(found: CaseList, asked: Asked, heading: str) -> list[Shown]:
    """The way back to a list as it is narrowed."""
    return [{"label": _(found.label), "url": found.address(asked.query)}, {"label": heading}]


def words(found: CaseList, asked: Asked) -> str:
    """What a list is narrowed to, in words."""
    return ", ".join(f"{_(found.filters[name].label)}: {value}" for name, value in asked.values.items())


@require_GET
@door(READ_CASES)
def searches(request: HttpRequest) -> HttpResponse:
    """The saved searches of every list, with their hits."""
    viewer = viewer_in(request)
    found = queries.searches(viewer)
    hits = queries.counts(viewer, found, seconds=1)
    shown = {
        "page_title": _("Saved searches"),
        "columns": [{"label": one} for one in (_("Search"), _("List"), _("Asks for"), _("Hits"), _("Kept by"), "")],
        "rows": [_listed(viewer, one, said(hits.get(one.pk))) for one in found],
        "lists": [{"label": _(one.label), "url": one.address()} for one in LISTS.values() if one.filters],
    }
    return render(request, "cases/lists/searches.html", shown)


def _listed(viewer: Viewer, one: SavedSearch, count: str | None) -> Shown:
    found, asked = list_named(one.list), queries.asked_by(one)
    return {
        "name": one.name,
        "url": found.address(one.query),
        "list": _(found.label),
        "asks": words(found, asked),
        "doubts": doubts(found, asked),
        "count": count,
        "by": one.person_name,
        "is_own": one.person_id == viewer.person_id,
        "is_shared": one.is_shared,
        "is_told": one.told_until is not None,
        "change_url": reverse("saved_search", args=[one.pk]),
    }


@EITHER
@door(READ_CASES)
def search_new(request: HttpRequest, name: str) -> HttpResponse:
    """Give what a list is narrowed to a name."""
    viewer, found = viewer_in(request), list_named(name)
    asked, heading = asked_in(request, found), _("Save this search")
    entered = pages.entered(SEARCH, request.POST) if request.method == "POST" else {"shared": "no", "told": "no"}
    no: Refused | None = None
    if request.method == "POST":
        try:
            row = services.save_search(viewer=viewer, of=name, query=request.GET.urlencode(), raw=entered)
        except Refused as refusal:
            no = refusal
        else:
            messages.success(request, _("“%(name)s” is kept; it stands above the list.") % {"name": row.name})
            return redirect(found.address(row.query))
    lede = _("It keeps what you ask for (%(words)s), not what is found.") % {"words": words(found, asked)}
    return _form(request, found, asked, entered, no, page_title=heading, lede=lede if asked.values else "")


def _form(
    request: HttpRequest, found: CaseList, asked: Asked, entered: Shown, no: Refused | None, **more: Any
) -> HttpResponse:
    faults = no.faults if no else ()
    shown = {
        "crumbs": crumbs(found, asked, more["page_title"]),
        "form_action": request.get_full_path(),
        "sections": pages.sections(SEARCH, entered, faults),
        "errors": pages.errors(SEARCH, no),
        "doubts": doubts(found, asked),
        "submit_label": _("Keep"),
        "cancel_url": found.address(asked.query),
        **more,
    }
    return render(request, "cases/lists/form.html", shown, status=422 if no else 200)


@EITHER
@door(READ_CASES)
def search(request: HttpRequest, search_id: UUID) -> HttpResponse:
    """Change or remove one's own search."""
    viewer = viewer_in(request)
    row = queries.search(viewer, search_id)
    if row.person_id != viewer.person_id:
        raise NotVisible
    kept = {"name": row.name, "shared": _yes(row.is_shared), "told": _yes(row.told_until is not None)}
    no: Refused | None = None
    if request.method == "POST" and request.POST.get("act") == "remove":
        services.remove_search(viewer=viewer, search_id=search_id)
        messages.success(request, _("“%(name)s” is removed.") % {"name": row.name})
        return redirect("searches")
    if request.method == "POST":
        kept = pages.entered(SEARCH, request.POST)
        try:
            services.change_search(viewer=viewer, search_id=search_id, raw=kept)
        except Refused as refusal:
            no = refusal
        else:
            messages.success(request, _("Kept."))
            return redirect("searches")
    found, asked = list_named(row.list), queries.asked_by(row)
    more = {"may_remove": True, "lede": words(found, asked), "cancel_url": reverse("searches")}
    return _form(request, found, asked, kept, no, page_title=_("Change a saved search"), **more)


def _yes(answer: bool) -> str:  # noqa: FBT001 - it is the whole question
    return "yes" if answer else "no"


@EITHER
@door(READ_CASES)
def columns(request: HttpRequest, name: str) -> HttpResponse:
    """Choose which columns a list shows, and their order; each press is kept at once."""
    viewer, found = viewer_in(request), with_columns(name)
    chosen = [one.name for one in queries.columns_of(viewer, found)]
    act, _colon, which = request.POST.get("act", "").partition(":")
    no: Refused | None = None
    if request.method == "POST":
        which = which or request.POST.get("add", "")
        try:
            services.choose_columns(viewer=viewer, of=name, names=_changed(chosen, act, which))
        except Refused as refusal:
            no = refusal
        else:
            place = f"#column-{which}" if which in found.columns else ""
            return redirect(request.get_full_path() + place)
    return _columns_page(request, found, chosen, no)


def _changed(chosen: list[str], act: str, which: str) -> list[str]:
    """The columns after one press; what was not understood changes nothing."""
    if act == "usual":
        return []
    if act == "add":
        if not which:
            raise Refused("nothing_chosen", _("Choose a column to add."))
        if which in chosen:
            raise Refused("shown_already", _("That column is shown already."))
        return [*chosen, which]
    if which not in chosen:
        raise Refused("not_shown", _("That column is not shown any more."))
    rest, at = [one for one in chosen if one != which], chosen.index(which)
    if act == "out":
        if not rest:
            raise Refused("none_left", _("A list shows at least one column."))
        return rest
    to = max(at - 1, 0) if act == "up" else at + 1
    return [*rest[:to], which, *rest[to:]]


def _columns_page(request: HttpRequest, found: CaseList, chosen: list[str], no: Refused | None) -> HttpResponse:
    heading, asked = _("Columns"), asked_in(request, found)
    rest = sorted((_(one.label), one.name) for one in found.columns.values() if one.name not in chosen)
    shown = {
        "page_title": heading,
        "crumbs": crumbs(found, asked, heading),
        "form_action": request.get_full_path(),
        "chosen": [
            {"name": name, "label": _(found.columns[name].label), "stays": name == found.usual[0]} for name in chosen
        ],
        "columns": [{"label": one} for one in (_("Column"), _("Place"))],
        "offered": [
            {"value": "", "label": _("Choose one")},
            *({"value": name, "label": label} for label, name in rest),
        ],
        "added": request.POST.get("add", ""),
        "is_full": len(chosen) >= services.MOST_COLUMNS,
        "most": services.MOST_COLUMNS,
        "back_url": found.address(asked.query),
        "errors": [{"field_id": "id_add", "label": "", "message": _(no.message)}] if no else [],
        "faults": [_(one.message) for one in no.faults] or [_(no.message)] if no else [],
    }
    return render(request, "cases/lists/columns.html", shown, status=422 if no else 200)
