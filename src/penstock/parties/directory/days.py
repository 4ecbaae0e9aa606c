"""Writes to the calendars: a day on which a country's offices are closed or open, whatever the library says.

Each change is told to the floors above by the message `calendar changed`, so that running clocks are counted anew.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.kernel import record
from penstock.kernel.clock import now
from penstock.kernel.delivery.outbox import send
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.kernel.workflow import refused_for
from penstock.parties.directory.fields import CORRECTION, WITHDRAWAL
from penstock.parties.directory.models import DayCorrection
from penstock.parties.directory.queries import keeps, readers_of, require_keeper
from penstock.parties.duties import ADMINISTER

CHANGED = "calendar changed"


def correct_day(*, viewer: Viewer, country: str, raw: Mapping[str, Any]) -> DayCorrection:
    """Say that offices are closed or open on a day, with the source; it takes the place of an earlier correction."""
    with transaction.atomic():
        government = require_keeper(viewer, country)
        reading = CORRECTION.read(raw, strict=True)
        if reading.faults:
            raise refused_for(reading.faults)
        asked = reading.values
        standing = DayCorrection.objects.filter(government=government, day=asked["day"], withdrawn_at__isnull=True)
        standing.update(withdrawn_at=now())
        row = DayCorrection(
            government=government,
            day=asked["day"],
            is_closed=asked["offices"] == "closed",
            name=asked["name"],
            source=asked["source"],
            person_name=viewer.name,
        )
        row.save(force_insert=True)
        _note("directory.day_corrected", row, viewer, reading.kept)
    return row


def withdraw_day(*, viewer: Viewer, correction_id: UUID, raw: Mapping[str, Any]) -> DayCorrection:
    """Let the library's calendar count again on a day, for a reason."""
    with transaction.atomic():
        viewer.needs(ADMINISTER)
        rows = DayCorrection.objects.filter(pk=correction_id, withdrawn_at__isnull=True)
        row = rows.select_for_update().first()
        if row is None or not keeps(viewer, row.government_id):
            raise NotVisible
        reading = WITHDRAWAL.read(raw, strict=True)
        if reading.faults:
            raise refused_for(reading.faults)
        row.withdrawn_at = now()
        row.save(update_fields=["withdrawn_at"])
        _note("directory.day_withdrawn", row, viewer, {"day": row.day.isoformat(), **reading.kept})
    return row


def _note(name: str, row: DayCorrection, viewer: Viewer, data: Mapping[str, Any]) -> None:
    told = {"country": row.government_id, **data}
    audience = readers_of(row.government_id)
    record.append(record.Act(name=name, case_id=None, viewer=viewer, audience=audience, data=told))
    send(CHANGED, {"country": row.government_id})
