"""Exports as the worker writes them: piece by piece with the eyes of whoever asked, each piece kept as it is done."""

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.http import QueryDict

from penstock.cases.lists.models import Export, ExportPart
from penstock.cases.lists.register import Column, with_columns
from penstock.cases.models import Case
from penstock.cases.services import note_editions_read
from penstock.kernel import record
from penstock.kernel.clock import now
from penstock.kernel.crashes import crash_point
from penstock.kernel.delivery.worker import alone, every
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused, Viewer
from penstock.parties.duties import READ_CASES
from penstock.parties.models import Person
from penstock.parties.queries import viewer_for

logger = logging.getLogger(__name__)
ROWS_AT_ONCE = 250
MOST_ROWS = 50_000
Writer = Callable[[Viewer, Sequence[Column], Iterable[Sequence[Case]]], Iterator[bytes]]
WRITERS: dict[str, Writer] = {}
"""What writes a list in each format, from its columns and its rows in pieces; the floors above add their own."""


@every(0.5)
def write_waiting() -> int:
    """Write the exports that wait for it, each by one worker; what a killed worker began is begun anew."""
    unwritten = Export.objects.visible_to(SYSTEM).filter(finished_at__isnull=True, failure="")
    with acting(SYSTEM):
        waiting = list(unwritten.order_by("made_at").values_list("pk", flat=True)[:10])
    for export_id in waiting:
        with alone(f"export {export_id}") as is_mine:
            if is_mine:
                _write_one(export_id)
    return len(waiting)


@every(600)
def forget_old() -> int:
    """Remove the exports whose time is over, with their content; answers how many."""
    with acting(SYSTEM):
        old = Export.objects.visible_to(SYSTEM).filter(gone_at__lte=now())
        gone = old.count()
        old.delete()
    return gone


def _write_one(export_id: UUID) -> None:
    """Write an export, or put on it why it cannot be; one that fails does not hold up the others."""
    try:
        # Read only now: until the lock was ours, another worker may have written it.
        with acting(SYSTEM):
            unwritten = Export.objects.visible_to(SYSTEM).filter(finished_at__isnull=True, failure="")
            row = unwritten.filter(pk=export_id).first()
        if row is not None:
            write(row)
    except (OperationalError, InterfaceError):
        raise
    except Refused as no:
        failure = no.message
    except NotVisible:
        failure = "You may no longer see what this export holds."
    except Exception:
        logger.exception("an export cannot be written: %s", export_id)
        failure = "Something went wrong here with this export. It was written down; try again later."
    else:
        return
    with acting(SYSTEM):
        Export.objects.visible_to(SYSTEM).filter(pk=export_id).update(failure=failure)


def write(row: Export) -> None:
    """Write one export as its maker may see the list now; Refused when it is too long, or the duty has ended."""
    viewer = _maker(row)
    found = with_columns(row.list)
    columns = [found.columns[name] for name in row.columns if name in found.columns]
    with acting(viewer):
        ExportPart.objects.visible_to(viewer).filter(export=row).delete()
        rows = found.order.rows(found.narrowed(viewer, found.asked(QueryDict(row.query).dict()).values))
        ids = list(rows.values_list("pk", flat=True)[: MOST_ROWS + 1])
        if len(ids) > MOST_ROWS:
            raise Refused("too_many_rows", f"This list has more than {MOST_ROWS:,} rows. Narrow it and export parts.")
        row.rows_done, row.rows_total = 0, len(ids)
        row.save(update_fields=["rows_done", "rows_total"])
    digest, numbers = hashlib.sha256(), count()
    for content in WRITERS[row.format](viewer, columns, _pieces(viewer, row, ids)):
        if content:
            digest.update(content)
            with acting(viewer):
                ExportPart(export=row, number=next(numbers), content=content).save(force_insert=True)
    crash_point("after_parts_before_finish")
    row.sha256, row.finished_at = digest.hexdigest(), now()
    told = {"list": row.list, "format": row.format, "rows": row.rows_done, "columns": row.columns, "file": row.sha256}
    with acting(viewer):
        row.save(update_fields=["sha256", "finished_at"])
        audience = [viewer.organisation_id]
        record.append(record.Act(name="list.exported", case_id=None, viewer=viewer, audience=audience, data=told))


def _maker(row: Export) -> Viewer:
    """Whoever asked for it, as they are today."""
    with acting(SYSTEM):
        person = Person.objects.select_related("organisation").get(pk=row.person_id)
        viewer = viewer_for(person)
    viewer.needs(READ_CASES)
    if not person.is_active or viewer.organisation_id != row.organisation_id:
        raise NotVisible
    return viewer


def _pieces(viewer: Viewer, row: Export, ids: Sequence[UUID]) -> Iterator[Sequence[Case]]:
    """The rows in the order they had at the start, each read anew through visibility; what is gone is left out."""
    found = with_columns(row.list)
    for start in range(0, len(ids), ROWS_AT_ONCE):
        few = ids[start : start + ROWS_AT_ONCE]
        with acting(viewer):
            seen = found.narrowed(viewer, {}).filter(pk__in=few).in_bulk()
            cases = [seen[one] for one in few if one in seen]
            # Whoever sent them sees who has them.
            note_editions_read(viewer=viewer, editions=[(one.pk, one.edition) for one in cases if one.edition])
        yield cases
        row.rows_done += len(cases)
        with acting(viewer):
            row.save(update_fields=["rows_done"])
