"""Loading a file of companies: good lines are kept, faulty ones stay with their faults until somebody settles them."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.cases.registers import sheets
from penstock.engines.matching.names import key_of
from penstock.industry.mapping import queries
from penstock.industry.mapping.fields import DROPPED, LINE, LOAD, with_sectors
from penstock.industry.mapping.finding.services import made, require_free, taken
from penstock.industry.mapping.models import FaultyLine, FoundCompany, RegisterFile
from penstock.industry.mapping.office import mapped_country, note, own_country, strictly
from penstock.kernel.forms.specification import Form
from penstock.kernel.viewer import Fault, NotVisible, Refused, Viewer

AT_ONCE = 2000
MOST_LINES = 50_000


def line_form(viewer: Viewer) -> Form:
    """The form of a line, with the sectors of the viewer's country."""
    return with_sectors(LINE, queries.sector_names(viewer))


def load(*, viewer: Viewer, raw: Mapping[str, Any], name: str, chunks: Iterable[bytes]) -> RegisterFile:
    """Load a CSV file of companies: keep what can be kept, and every other line with what is wrong with it.

    A line whose number and name were found before is counted as known and makes no second company.
    """
    with transaction.atomic():
        country = mapped_country(viewer)
        where = strictly(LOAD, raw).values
        lines, sha256 = sheets.each_line(line_form(viewer), chunks)
        if not lines:
            raise Refused("empty", "The file has headings but no line below them.")
        if len(lines) > MOST_LINES:
            raise Refused("too_long", f"The file has more than {MOST_LINES} lines. Cut it into parts.")
        found, again, faulty = _sorted_out(viewer, country, where, lines)
        row = RegisterFile(
            government_id=country,
            name=name[:200],
            sha256=sha256,
            lines=len(lines),
            kept=len(found),
            known=len(again),
            person_name=viewer.name,
            **where,
        )
        row.save(force_insert=True)
        FoundCompany.objects.bulk_create(found, batch_size=AT_ONCE)
        FoundCompany.objects.visible_to(viewer).filter(pk__in=again, seen_on__lt=where["found_on"]).update(
            seen_on=where["found_on"]
        )
        FaultyLine.objects.bulk_create(
            (
                FaultyLine(
                    file=row,
                    government_id=country,
                    number=line.number,
                    raw=dict(line.raw),
                    faults=[_kept(fault) for fault in faults],
                )
                for line, faults in faulty
            ),
            batch_size=AT_ONCE,
        )
        told = {"file": str(row.pk), "lines": row.lines, "kept": row.kept, "known": row.known, "sha256": sha256}
        note("mapping.file_loaded", viewer, country, told)
    return row


def _sorted_out(
    viewer: Viewer, country: str, where: Mapping[str, Any], lines: Iterable[sheets.Line]
) -> tuple[list[FoundCompany], set[UUID], list[tuple[sheets.Line, tuple[Fault, ...]]]]:
    rows = FoundCompany.objects.visible_to(viewer).filter(government=country).exclude(number="")
    by_number = {one.number: one for one in rows.only("id", "number", "name")}
    sectors = queries.sector_names(viewer)
    found: list[FoundCompany] = []
    again: set[UUID] = set()
    faulty: list[tuple[sheets.Line, tuple[Fault, ...]]] = []
    for line in lines:
        if line.reading.faults:
            faulty.append((line, line.reading.faults))
            continue
        values = line.reading.values
        other = by_number.get(values["number"]) if values["number"] else None
        if other is None:
            one = made(country, line.reading, where, sectors)
            found.append(one)
            if one.number:
                by_number[one.number] = one
        elif key_of(other.name) == key_of(values["name"]):
            again.add(other.pk)
        else:
            faulty.append((line, (taken(other),)))
    return found, again, faulty


def _kept(fault: Fault) -> dict[str, Any]:
    """A fault as it is kept with its line, to be said again in the reader's language."""
    values = {name: str(value) for name, value in fault.values.items()}
    return {"field": fault.field, "code": fault.code, "text": fault.text, "values": values}


def faults_of(row: FaultyLine) -> list[Fault]:
    """What is wrong with a line."""
    return [Fault(one["field"], one["code"], one["text"], one["values"]) for one in row.faults]


def mend(*, viewer: Viewer, line_id: UUID, raw: Mapping[str, Any]) -> FoundCompany:
    """Keep a line as it is now mended."""
    with transaction.atomic():
        row = _open_line(viewer, line_id)
        reading = strictly(line_form(viewer), raw)
        require_free(viewer, row.government_id, reading.values["number"])
        where = {name: getattr(row.file, name) for name in ("how", "source", "found_on")}
        found = made(row.government_id, reading, where, queries.sector_names(viewer))
        found.save(force_insert=True)
        row.settled, row.found = "mended", found
        row.save()
        told = {"file": str(row.file_id), "line": row.number, "name": found.name}
        note("mapping.line_mended", viewer, row.government_id, told)
    return found


def drop(*, viewer: Viewer, line_id: UUID, raw: Mapping[str, Any]) -> FaultyLine:
    """Leave a line out, with the reason; what it said stays readable."""
    with transaction.atomic():
        row = _open_line(viewer, line_id)
        row.note = strictly(DROPPED, raw).values["reason"]
        row.settled = "dropped"
        row.save()
        told = {"file": str(row.file_id), "line": row.number, "reason": row.note}
        note("mapping.line_dropped", viewer, row.government_id, told)
    return row


def _open_line(viewer: Viewer, line_id: UUID) -> FaultyLine:
    own_country(viewer)
    rows = FaultyLine.objects.visible_to(viewer).select_for_update(of=("self",)).select_related("file")
    row = rows.filter(pk=line_id).first()
    if row is None:
        raise NotVisible
    if row.settled != "open":
        raise Refused("settled", "This line is settled already.")
    return row
