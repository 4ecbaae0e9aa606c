"""Operations on lists: what there is to narrow and to show, saved searches, and exports."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from ninja import Router, Schema
from ninja.responses import Response

from penstock.cases.lists import queries, services
from penstock.cases.lists.exporting.views import handed_out
from penstock.cases.lists.fields import SHOWN
from penstock.cases.lists.models import Export, SavedSearch
from penstock.cases.lists.register import LISTS
from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, Body
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import READ_CASES

router = Router(tags=["lists"])


class ListShape(Schema):
    """A list: the names of its filters and columns, and the columns that the reader sees."""

    name: str
    filters: list[str]
    columns: list[str]
    shown: list[str]


class SearchBody(Body):
    """A search to be kept: the list it is of, what it is narrowed to by filter, and its name."""

    of: str = "notices"
    name: str
    filters: dict[str, str]
    shared: bool = False
    told: bool = False


class SearchShape(Schema):
    """A saved search; `hits` is null where counting took too long, and `more` says that there are more."""

    id: str
    of: str
    name: str
    filters: dict[str, str]
    no_filters: dict[str, str]
    query: str
    shared: bool
    told: bool
    by: str
    hits: int | None
    more: bool


class ColumnsBody(Body):
    """Which columns a list shows, in their order; none for the usual ones."""

    columns: list[str]


class ExportBody(Body):
    """A list to be written as a file; without columns, those that the list shows."""

    of: str = "notices"
    filters: dict[str, str] = {}
    format: str = "csv"
    columns: list[str] | None = None


class ExportShape(Schema):
    """How far an export is."""

    id: str
    of: str
    format: str
    columns: list[str]
    rows_done: int
    rows_total: int | None
    finished_at: datetime | None
    failure: str
    sha256: str
    gone_at: datetime


@router.get("/lists", response={200: list[ListShape], **PROBLEMS}, summary="Which lists there are")
@opened_by(READ_CASES)
def list_lists(request: HttpRequest) -> list[dict[str, Any]]:
    """The lists that may be narrowed, with their filters and columns."""
    viewer = viewer_in(request)
    return [
        {
            "name": one.name,
            "filters": list(one.filters),
            "columns": list(one.columns),
            "shown": [each.name for each in queries.columns_of(viewer, one)],
        }
        for one in LISTS.values()
        if one.filters
    ]


@router.post("/lists/{name}/columns", response={200: ColumnsBody, **PROBLEMS}, summary="Choose columns")
@opened_by(READ_CASES)
def choose_columns(request: HttpRequest, name: str, body: ColumnsBody) -> Response:
    """Choose the columns in which a list is shown and exported."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        return 200, {"columns": services.choose_columns(viewer=viewer, of=name, names=body.columns)}

    return answer_once(request, act)


@router.get("/searches", response={200: list[SearchShape], **PROBLEMS}, summary="List saved searches")
@opened_by(READ_CASES)
def list_searches(request: HttpRequest) -> list[dict[str, Any]]:
    """One's own searches and those that colleagues share, with their hits."""
    viewer = viewer_in(request)
    found = queries.searches(viewer)
    hits = queries.counts(viewer, found, seconds=1)
    return [_search(viewer, one, hits.get(one.pk)) for one in found]


def _search(viewer: Viewer, row: SavedSearch, count: queries.Count | None = None) -> dict[str, Any]:
    asked = queries.asked_by(row)
    return {
        "id": str(row.pk),
        "of": row.list,
        "name": row.name,
        "filters": asked.values,
        "no_filters": asked.unknown,
        "query": row.query,
        "shared": row.is_shared,
        "told": row.told_until is not None and row.person_id == viewer.person_id,
        "by": row.person_name,
        "hits": count[0] if count else None,
        "more": bool(count and count[1]),
    }


@router.post("/searches", response={201: SearchShape, **PROBLEMS}, summary="Save a search")
@opened_by(READ_CASES)
def save_search(request: HttpRequest, body: SearchBody) -> Response:
    """Keep what a list is narrowed to; `GET /notices?saved=` asks it anew."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        raw = {"name": body.name, "shared": _word(body.shared), "told": _word(body.told)}
        row = services.save_search(viewer=viewer, of=body.of, query=urlencode(body.filters), raw=raw)
        return 201, _search(viewer, row)

    return answer_once(request, act)


def _word(answer: bool) -> str:  # noqa: FBT001 - it is the whole question
    return "yes" if answer else "no"


@router.delete("/searches/{search_id}", response={204: None, **PROBLEMS}, summary="Remove a saved search")
@opened_by(READ_CASES)
def remove_search(request: HttpRequest, search_id: UUID) -> HttpResponse:
    """Forget one of one's own searches."""
    services.remove_search(viewer=viewer_in(request), search_id=search_id)
    return HttpResponse(status=204)


@router.post("/exports", response={202: ExportShape, **PROBLEMS}, summary="Export a list")
@opened_by(READ_CASES)
def ask_export(request: HttpRequest, body: ExportBody) -> Response:
    """Have a list written as a file by the worker; ask for the export until it is finished."""
    viewer = viewer_in(request)

    def act() -> tuple[int, Any]:
        raw = {"format": body.format, "columns": SHOWN}
        query = urlencode(body.filters)
        row = services.ask_export(viewer=viewer, of=body.of, query=query, raw=raw, names=body.columns)
        return 202, _export(row)

    return answer_once(request, act)


@router.get("/exports/{export_id}", response={200: ExportShape, **PROBLEMS}, summary="Read how far an export is")
@opened_by(READ_CASES)
def read_export(request: HttpRequest, export_id: UUID) -> dict[str, Any]:
    """How far one of one's own exports is."""
    return _export(queries.export(viewer_in(request), export_id))


@router.get("/exports/{export_id}/file", response={200: None, **PROBLEMS}, summary="Fetch the file of an export")
@opened_by(READ_CASES)
def fetch_export(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """The file, for whoever asked for it."""
    viewer = viewer_in(request)
    return handed_out(viewer, queries.export(viewer, export_id))


def _export(row: Export) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "of": row.list,
        "format": row.format,
        "columns": row.columns,
        "rows_done": row.rows_done,
        "rows_total": row.rows_total,
        "finished_at": row.finished_at and row.finished_at.isoformat(),
        "failure": row.failure,
        "sha256": row.sha256,
        "gone_at": row.gone_at.isoformat(),
    }
