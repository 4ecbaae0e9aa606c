"""Reads of saved searches, chosen columns and exports; the viewer comes first."""

import time
from datetime import datetime
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.http import QueryDict

from penstock.cases.lists.models import ColumnChoice, Export, ExportPart, SavedSearch
from penstock.cases.lists.register import LISTS, Asked, CaseList, Column, list_named
from penstock.cases.models import Case
from penstock.kernel.viewer import NotVisible, Viewer

MOST_COUNTED = 99
SECONDS_FOR_COUNTS = 0.15
"""How long all counts of a page may take together; those that come later are left out."""
Count = tuple[int, bool]


def searches(viewer: Viewer, name: str = "") -> list[SavedSearch]:
    """The saved searches that the viewer may run, of one list if named, their own first."""
    rows = SavedSearch.objects.visible_to(viewer).filter(list__in=[name] if name else list(LISTS))
    return sorted(rows, key=lambda one: (one.person_id != viewer.person_id, one.name.casefold(), one.id))


def search(viewer: Viewer, search_id: UUID) -> SavedSearch:
    """A saved search that the viewer may run; NotVisible when there is none."""
    found = SavedSearch.objects.visible_to(viewer).filter(pk=search_id).first()
    if found is None:
        raise NotVisible
    return found


def search_named(viewer: Viewer, name: str, of: str) -> SavedSearch:
    """The search of a list by its name, the viewer's own before a shared one; NotVisible when there is none."""
    found = next((one for one in searches(viewer, of) if one.name.casefold() == name.strip().casefold()), None)
    if found is None:
        raise NotVisible
    return found


def asked_by(found: SavedSearch) -> Asked:
    """What a saved search asks its list for today; what the list no longer understands stands apart."""
    return list_named(found.list).asked(QueryDict(found.query).dict())


def counts(viewer: Viewer, found: list[SavedSearch], *, seconds: float = SECONDS_FOR_COUNTS) -> dict[UUID, Count]:
    """Hits by search, each with whether there are more; those that the time does not suffice for are left out."""
    until, counted = time.monotonic() + seconds, {}
    for one in found:
        left = int((until - time.monotonic()) * 1000)
        if left < 1:
            break
        number = _counted(viewer, one, left)
        if number is None:
            break
        counted[one.pk] = (min(number, MOST_COUNTED), number > MOST_COUNTED)
    return counted


def _counted(viewer: Viewer, found: SavedSearch, milliseconds: int) -> int | None:
    """Hits, at most one more than are told; None when the database did not find out in time."""
    rows = list_named(found.list).narrowed(viewer, asked_by(found).values)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('statement_timeout')")
            (before,) = cursor.fetchone()
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(milliseconds)])
            number = rows.order_by()[: MOST_COUNTED + 1].count()
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [before])
            return number
    except OperationalError:
        return None


def new_hits(viewer: Viewer, found: SavedSearch, *, since: datetime, until: datetime) -> list[Case]:
    """The hits of a search that changed between two instants, the newest first, at most one more than are told."""
    rows = list_named(found.list).narrowed(viewer, asked_by(found).values)
    rows = rows.filter(updated_at__gt=since, updated_at__lte=until)
    return list(rows.order_by("-updated_at", "-id")[: MOST_COUNTED + 1])


def columns_of(viewer: Viewer, found: CaseList) -> list[Column]:
    """The columns in which a person sees a list; a column that is no more is passed over."""
    row = ColumnChoice.objects.visible_to(viewer).filter(list=found.name).first()
    chosen = [found.columns[name] for name in (row.columns if row else ()) if name in found.columns]
    return chosen or [found.columns[name] for name in found.usual]


def has_own_columns(viewer: Viewer, found: CaseList) -> bool:
    """Whether a person chose columns of a list."""
    return ColumnChoice.objects.visible_to(viewer).filter(list=found.name).exists()


def exports(viewer: Viewer) -> list[Export]:
    """The viewer's own exports, the newest first."""
    return list(Export.objects.visible_to(viewer).order_by("-made_at")[:50])


def export(viewer: Viewer, export_id: UUID) -> Export:
    """One of the viewer's own exports; NotVisible when there is none."""
    found = Export.objects.visible_to(viewer).filter(pk=export_id).first()
    if found is None:
        raise NotVisible
    return found


def content_of(viewer: Viewer, found: Export) -> bytes:
    """The whole content of an export that is finished."""
    parts = ExportPart.objects.visible_to(viewer).filter(export=found).order_by("number")
    return b"".join(bytes(one.content) for one in parts)
