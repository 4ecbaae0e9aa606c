"""Writes of lists: searches saved, renamed and removed, columns chosen, exports asked for."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import QueryDict

from penstock.cases.lists import queries
from penstock.cases.lists.fields import ALL, SEARCH, export_form
from penstock.cases.lists.models import ColumnChoice, Export, SavedSearch
from penstock.cases.lists.register import LISTS, CaseList, list_named, with_columns
from penstock.cases.models import Case
from penstock.kernel import record
from penstock.kernel.clock import now
from penstock.kernel.viewer import Fault, NotVisible, Refused, Viewer
from penstock.kernel.workflow import refused_for
from penstock.parties.duties import READ_CASES
from penstock.parties.models import Person

MOST_SEARCHES = 30
MOST_COLUMNS = 12
MOST_WAITING = 3
KEPT_FOR = timedelta(days=2)
STILL_GOING_ON = timedelta(minutes=1)
"""An act is dated when it begins and seen when it ends; what may still be going on is told the next time."""


def save_search(*, viewer: Viewer, of: str, query: str, raw: Mapping[str, Any]) -> SavedSearch:
    """Keep what a list is narrowed to under a name; Refused where the name is taken, or a filter unknown."""
    viewer.needs(READ_CASES)
    found = list_named(of)
    values = _read(raw)
    asked = found.asked(QueryDict(query[:4000]).dict())
    if asked.unknown:
        name, value = next(iter(asked.unknown.items()))
        raise Refused("unknown_filter", f"The list '{found.name}' has no filter '{name}' that takes '{value}'.")
    if not asked.values:
        raise Refused("nothing_narrowed", "Narrow the list first: a search without a filter is the list itself.")
    own = SavedSearch.objects.visible_to(viewer).filter(person_id=viewer.person_id)
    if own.count() >= MOST_SEARCHES:
        raise Refused("too_many", f"At most {MOST_SEARCHES} searches are kept for a person. Remove one first.")
    row = SavedSearch(
        organisation_id=viewer.organisation_id,
        person_id=viewer.person_id,
        person_name=viewer.name,
        list=found.name,
        query=asked.query,
    )
    return _keep(viewer, row, values, "list.search_saved")


def change_search(*, viewer: Viewer, search_id: UUID, raw: Mapping[str, Any]) -> SavedSearch:
    """Rename one's own search, share it or not, be told of it or not."""
    return _keep(viewer, _own(viewer, search_id), _read(raw), "list.search_changed")


def remove_search(*, viewer: Viewer, search_id: UUID) -> None:
    """Forget one's own search."""
    row = _own(viewer, search_id)
    with transaction.atomic():
        _on_record("list.search_removed", viewer, {"list": row.list, "search": str(row.pk)})
        row.delete()


def _read(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    reading = SEARCH.read(raw, strict=True)
    if reading.faults:
        raise refused_for(reading.faults)
    return reading.values


def _own(viewer: Viewer, search_id: UUID) -> SavedSearch:
    """A search of the viewer's own: what a colleague shares is run, and changed only by the colleague."""
    row = queries.search(viewer, search_id)
    if row.person_id != viewer.person_id:
        raise NotVisible
    return row


def _keep(viewer: Viewer, row: SavedSearch, values: Mapping[str, Any], act: str) -> SavedSearch:
    row.name, row.is_shared = values["name"], values["shared"] == "yes"
    row.told_until = (row.told_until or now() - STILL_GOING_ON) if values["told"] == "yes" else None
    others = SavedSearch.objects.visible_to(viewer).filter(person_id=viewer.person_id).exclude(pk=row.pk)
    taken = refused_for([Fault("name", "name_taken", "You have a search called '{given}'; choose another name.",
                               {"given": row.name})])  # fmt: skip
    if others.filter(name__iexact=row.name).exists():
        raise taken
    try:
        with transaction.atomic():
            row.save()
            shared = "yes" if row.is_shared else "no"
            _on_record(act, viewer, {"list": row.list, "search": str(row.pk), "shared": shared})
    except IntegrityError:
        raise taken from None
    return row


def choose_columns(*, viewer: Viewer, of: str, names: Iterable[str]) -> list[str]:
    """Keep which columns the viewer sees of a list, in this order; none for the usual ones."""
    viewer.needs(READ_CASES)
    found, wanted = with_columns(of), list(dict.fromkeys(names))
    _refuse_unknown(found, wanted)
    if wanted and found.usual[0] not in wanted:
        raise Refused("no_way_in", "The first of the usual columns leads to the case, so it stays.")
    if len(wanted) > MOST_COLUMNS:
        raise Refused("too_many", f"A list shows at most {MOST_COLUMNS} columns. Take one out first.")
    rows = ColumnChoice.objects.visible_to(viewer)
    with transaction.atomic():
        # The person's row puts two choices made at once in line.
        Person.objects.select_for_update().filter(pk=viewer.person_id).first()
        rows.filter(list=found.name).delete()
        if wanted:
            ColumnChoice(
                organisation_id=viewer.organisation_id, person_id=viewer.person_id, list=found.name, columns=wanted
            ).save(force_insert=True)
    return wanted


def _refuse_unknown(found: CaseList, names: Iterable[str]) -> None:
    unknown = next((one for one in names if one not in found.columns), None)
    if unknown is not None:
        text = "There is no column '{given}'; choose one of the list."
        raise refused_for([Fault("columns", "unknown_column", text, {"given": unknown[:60]})])


def ask_export(
    *, viewer: Viewer, of: str, query: str, raw: Mapping[str, Any], names: Iterable[str] | None = None
) -> Export:
    """Have the worker write a list as it is narrowed as a file; `names` are columns that are said one by one."""
    viewer.needs(READ_CASES)
    found = with_columns(of)
    reading = export_form(found).read(raw, strict=True)
    if reading.faults:
        raise refused_for(reading.faults)
    asked = found.asked(QueryDict(query[:4000]).dict(), only_own=True)
    if asked.unknown:
        raise Refused("unknown_filter", f"The list has no such filter: {', '.join(asked.unknown)}.")
    if names is None:
        chosen = found.columns.values() if reading.values["columns"] == ALL else queries.columns_of(viewer, found)
        names = [one.name for one in chosen]
    wanted = list(dict.fromkeys(names))
    _refuse_unknown(found, wanted)
    waiting = Export.objects.visible_to(viewer).filter(finished_at__isnull=True, failure="")
    if waiting.count() >= MOST_WAITING:
        raise Refused("too_many_waiting", f"{MOST_WAITING} of your exports are being written. Wait for one of them.")
    row = Export(
        organisation_id=viewer.organisation_id,
        person_id=viewer.person_id,
        list=found.name,
        query=asked.query,
        columns=wanted,
        format=reading.values["format"],
        gone_at=now() + KEPT_FOR,
    )
    row.save(force_insert=True)
    return row


def tell_of_new_hits(viewer: Viewer) -> dict[str, list[Case]]:
    """The new hits of each search that the viewer wants to be told of; from now on they count as told."""
    rows = SavedSearch.objects.visible_to(viewer).filter(person_id=viewer.person_id, told_until__isnull=False)
    told, at = {}, now() - STILL_GOING_ON
    for row in (one for one in rows.order_by("name") if one.list in LISTS):
        found = queries.new_hits(viewer, row, since=row.told_until or at, until=at)
        if found:
            told[row.name] = found
    rows.update(told_until=at)
    return told


def _on_record(name: str, viewer: Viewer, told: Mapping[str, Any]) -> None:
    record.append(record.Act(name=name, case_id=None, viewer=viewer, audience=[viewer.organisation_id], data=told))
