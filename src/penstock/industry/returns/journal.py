"""The journal of an operator: entries are added, corrected by others, and summed up over a year."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum

from penstock.cases.registers.sheets import read as read_sheet
from penstock.industry.returns.fields import ENTRY
from penstock.industry.returns.models import JournalEntry
from penstock.kernel import numbers, record
from penstock.kernel.viewer import Fault, Viewer
from penstock.kernel.workflow import refused_for
from penstock.parties.duties import APPLY_FOR_LICENCES

PAGE = 100
Sums = Mapping[tuple[str, str], Mapping[str, Decimal]]
"""By substance and unit, how much of each thing happened."""


def add_entry(*, viewer: Viewer, raw: Mapping[str, Any]) -> JournalEntry:
    """Add an entry to the journal of one's own organisation; one that corrects another takes its place."""
    viewer.needs(APPLY_FOR_LICENCES)
    reading = ENTRY.read(raw, strict=True)
    if reading.faults:
        raise refused_for(reading.faults)
    with transaction.atomic():
        row = _add(viewer, reading.values)
        record.append(_act("journal.entry_added", viewer, {"number": row.number}))
    return row


def load_entries(*, viewer: Viewer, chunks: Iterable[bytes]) -> int:
    """Add a CSV file of entries, all lines or none; Refused with every fault at its line. Answers how many."""
    viewer.needs(APPLY_FOR_LICENCES)
    sheet = read_sheet(ENTRY, chunks)
    with transaction.atomic():
        for line in sheet.lines:
            _add(viewer, line.values)
        record.append(_act("journal.loaded", viewer, {"lines": len(sheet.lines), "sha256": sheet.sha256}))
    return len(sheet.lines)


def _act(name: str, viewer: Viewer, data: Mapping[str, Any]) -> record.Act:
    own = [viewer.organisation_id]
    return record.Act(name=name, case_id=None, viewer=viewer, audience=own, data=data, duty=APPLY_FOR_LICENCES)


def _add(viewer: Viewer, values: Mapping[str, Any]) -> JournalEntry:
    row = JournalEntry(
        organisation_id=viewer.organisation_id,
        number=numbers.take(f"journal-{viewer.organisation_id}"),
        happened_on=values["happened_on"],
        happened=values["happened"],
        substance=values["substance"],
        quantity=values["quantity"],
        unit=values["unit"],
        partner=values["partner"] or "",
        note=values["note"] or "",
        corrects=_corrected(viewer, values["corrects"]),
        person_name=viewer.name,
    )
    row.save(force_insert=True)
    return row


def _corrected(viewer: Viewer, number: Decimal | None) -> JournalEntry | None:
    if number is None:
        return None
    found = JournalEntry.objects.visible_to(viewer).filter(number=int(number)).first()
    if found is None:
        text = "There is no entry {number}. Enter the number of the entry that is wrong."
        raise refused_for([Fault("corrects", "unknown_entry", text, {"number": number})])
    if JournalEntry.objects.visible_to(viewer).filter(corrects=found).exists():
        text = "Entry {number} was corrected already. Correct the entry that took its place."
        raise refused_for([Fault("corrects", "corrected_already", text, {"number": number})])
    return found


def entries(viewer: Viewer, year: int) -> list[JournalEntry]:
    """The newest entries of a year of one's own organisation, those that were corrected included."""
    rows = JournalEntry.objects.visible_to(viewer).filter(happened_on__year=year)
    return list(rows.select_related("corrects", "corrected_by")[:PAGE])


def sums_of(viewer: Viewer, year: int) -> Sums:
    """What the journal says of a year, by substance and unit; masses and volumes are never summed."""
    rows = JournalEntry.objects.visible_to(viewer).filter(happened_on__year=year, corrected_by__isnull=True)
    found: dict[tuple[str, str], dict[str, Decimal]] = {}
    for row in rows.order_by().values("substance", "unit", "happened").annotate(amount=Sum("quantity")):
        found.setdefault((row["substance"], row["unit"]), {})[row["happened"]] = row["amount"]
    return found
