"""What the page of a list shows beside it: saved searches with their hits, what may be done with it, and its keys."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from penstock.cases import pages
from penstock.cases.calendars import Calendars
from penstock.cases.lists import queries
from penstock.cases.lists.models import SavedSearch
from penstock.cases.lists.register import Asked, CaseList, Column
from penstock.cases.lists.walks import towards
from penstock.cases.models import Case
from penstock.cases.secrecy.sight import CONFIDENTIAL
from penstock.kernel.viewer import Viewer

Shown = dict[str, Any]
MOST_TABS = 8
NO_FILTERS = {"cursor", "all", "walk"}
"""What an address of a list holds besides its filters."""
CELLS = {"case_reference": "reference", "time_left": "clock", "lane": "lane", "state": "state", "goods": "goods"}
"""The columns that are drawn in a way of their own."""


def asked_in(request: HttpRequest, found: CaseList) -> Asked:
    """What a list is asked for by the address of its page."""
    return found.asked({name: request.GET[name] for name in request.GET if name not in NO_FILTERS})


def beside(viewer: Viewer, found: CaseList, asked: Asked, *, may_answer: bool = False) -> Shown:
    """What stands beside a list."""
    saved = queries.searches(viewer, found.name)[:MOST_TABS]
    hits = queries.counts(viewer, saved)
    tabs = [tab(one, found, asked, hits) for one in saved]
    tools = _tools(found, asked, is_saved=any(one["current"] for one in tabs))
    keys = [{"key": one["key"], "label": one["label"]} for one in tools if one["key"]]
    if may_answer:
        keys.append({"key": "a", "label": _("Answer several")})
    told = {"saved": tabs, "doubts": doubts(found, asked), "list_tools": tools, "page_keys": keys}
    return {**told, "filters": chips(found, asked)}


def chips(found: CaseList, asked: Asked) -> list[Shown]:
    """The filters in use as they stand in the address, each with the list without it."""
    said = {name: f"{_(found.filters[name].label)}: {value}" for name, value in asked.values.items()}
    return pages.filters(said, asked.values)


def tab(one: SavedSearch, found: CaseList, asked: Asked, hits: Mapping[Any, queries.Count]) -> Shown:
    """A saved search as a tab above its list."""
    return {
        "label": one.name,
        "url": found.address(one.query),
        "current": bool(asked.values) and queries.asked_by(one).query == asked.query,
        "count": said(hits.get(one.pk)),
    }


def said(count: queries.Count | None) -> str | None:
    """A number of hits as it is told: that there are more than were counted, and nothing where none were."""
    return None if count is None else f"{count[0]}{'+' if count[1] else ''}"


def doubts(found: CaseList, asked: Asked) -> list[str]:
    """What was asked for and is not understood, each in a sentence."""
    text = _("The list is not narrowed by “%(name)s: %(value)s”: it has no such filter now.")
    labels = {name: _(one.label) for name, one in found.filters.items()}
    return [text % {"name": labels.get(name, name), "value": value} for name, value in asked.unknown.items()]


def _tools(found: CaseList, asked: Asked, *, is_saved: bool) -> list[Shown]:
    own, tools = [found.name], []
    query = f"?{asked.query}" if asked.query else ""
    if asked.values and not is_saved:
        tools.append((_("Save this search"), reverse("search_new", args=own) + query, "s"))
    tools.append((_("Saved searches"), reverse("searches"), ""))
    if found.columns:
        tools.append((_("Columns"), reverse("columns", args=own) + query, "c"))
        tools.append((_("Export"), reverse("export_new", args=own) + query, "e"))
    return [{"label": label, "url": url, "key": key} for label, url, key in tools]


def heads(columns: list[Column]) -> list[Shown]:
    """The heads of chosen columns."""
    narrow = {"case_reference", "time_left", "updated_on"}
    return [{"label": _(one.label), "kind": "narrow" if one.name in narrow else ""} for one in columns]


def rows(
    viewer: Viewer,
    found: CaseList,
    asked: Asked,
    columns: Sequence[Column],
    cases: Iterable[tuple[Case, str]],
) -> list[Shown]:
    """Cases as rows of chosen columns; beside each stands the country whose days its clock counts."""
    calendars = Calendars()
    drawn = []
    for case, country in cases:
        row = pages.row(case, calendars, importing=country, viewer=viewer)
        row["url"] = towards(found, asked.values, case)
        row["cells"] = [_cell(viewer, case, one) for one in columns]
        drawn.append(row)
    return drawn


def _cell(viewer: Viewer, case: Case, column: Column) -> Shown:
    hidden = column.is_hidden(viewer, case)
    return {
        "draw": CELLS.get(column.name, "text"),
        "label": _(column.label),
        "text": _(CONFIDENTIAL) if hidden else column.shown(viewer, case),
    }
