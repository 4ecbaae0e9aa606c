"""Writes to the entries of the directory: adding, correcting, ending and verifying them, and their specimens."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.kernel import files, record
from penstock.kernel.clock import new_id, now, today
from penstock.kernel.viewer import Fault, NotVisible, Refused, Viewer
from penstock.kernel.workflow import refused_for
from penstock.parties.directory.fields import FORMS, SPECIMEN
from penstock.parties.directory.models import Entry, Specimen
from penstock.parties.directory.queries import keeps, offices_of, readers_of, require_keeper
from penstock.parties.directory.queries import specimen as specimen_by_id
from penstock.parties.duties import ADMINISTER
from penstock.parties.models import Organisation

VERIFIED_FOR = timedelta(days=182)
"""Six months: for so long an entry counts as right after somebody said so."""
SEALS = frozenset({"image/png", "image/jpeg", "image/tiff", "application/pdf"})
"""The media types in which a specimen may come."""
NEEDS_OFFICE = frozenset({"unit", "person"})


def add_entry(*, viewer: Viewer, country: str, kind: str, raw: Mapping[str, Any], office: str = "") -> Entry:
    """Add an entry to a country's part; an authority without `office`, the id of one, founds a new office.

    Refused when something in the form is wrong; NotVisible for whoever does not keep that country's part.
    """
    with transaction.atomic():
        government = require_keeper(viewer, country)
        kept = _read(kind, raw)
        organisation = _office(government.code, kind, kept, office)
        row = Entry(
            kind=kind,
            government=government,
            organisation=organisation,
            name=kept["name"],
            content=kept,
            is_public=kept.get("public") == "yes",
            verified_on=today(),
        )
        row.save(force_insert=True)
        _note("directory.added", row, viewer, {"edition": 1, "kind": kind, "content": kept})
    return row


def _read(kind: str, raw: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as they are kept; Refused when something in them is wrong."""
    if kind not in FORMS:
        raise Refused("unknown_kind", f"There is no entry of the kind '{kind}'.")
    reading = FORMS[kind].read(raw, strict=True)
    if reading.faults:
        raise refused_for(reading.faults)
    return dict(reading.kept)


def _office(code: str, kind: str, kept: Mapping[str, Any], office: str) -> Organisation | None:
    """The office an entry belongs to; a new one for an authority that names none."""
    found = next((one for one in offices_of(code) if str(one.id) == office), None)
    if found is None and (office or kind in NEEDS_OFFICE):
        raise refused_for([Fault("office", "missing_office", "Choose an authority of this country.")])
    if kind != "authority":
        return found
    if found is None:
        found = Organisation(id=new_id(), kind="authority", government_id=code, name=kept["name"])
        if Organisation.objects.filter(kind="authority", government=code, name=found.name).exists():
            raise refused_for([Fault("name", "known_already", "This country has an authority of this name.")])
        found.save(force_insert=True)
    elif Entry.objects.filter(kind="authority", organisation=found, ended_on__isnull=True).exists():
        raise refused_for([Fault("office", "known_already", "This authority has an entry. Correct that one.")])
    _project(found, kept)
    return found


def _project(office: Organisation, kept: Mapping[str, Any]) -> None:
    """Let the office be called and reached everywhere as its entry says."""
    competences = FORMS["authority"].field("competences").type
    office.name = kept["name"]
    office.address, office.email = kept["address"] or "", kept["email"] or ""
    office.functions = [competences.each.show(one) for one in kept["competences"]]  # type: ignore[attr-defined]
    office.updated_at = now()
    office.save(update_fields=["name", "address", "email", "functions", "updated_at"])


def locked_entry(viewer: Viewer, entry_id: UUID) -> Entry:
    """An entry of a country whose part the viewer keeps, locked, unless it has ended."""
    viewer.needs(ADMINISTER)
    rows = Entry.objects.visible_to(viewer).select_for_update(of=("self",)).select_related("organisation")
    row = rows.filter(pk=entry_id).first()
    if row is None or not keeps(viewer, row.government_id):
        raise NotVisible
    if row.ended_on:
        raise Refused("ended", "This entry has ended.")
    return row


def correct_entry(*, viewer: Viewer, entry_id: UUID, raw: Mapping[str, Any]) -> Entry:
    """Correct an entry, which verifies it; Refused when nothing was changed or something is wrong."""
    with transaction.atomic():
        row = locked_entry(viewer, entry_id)
        kept = _read(row.kind, raw)
        changed = [one.field.name for one in FORMS[row.kind].changes(row.content, kept)]
        if not changed:
            raise Refused("nothing_changed", "Nothing was changed. If all is right, say so on the country's page.")
        row.name, row.content, row.is_public = kept["name"], kept, kept.get("public") == "yes"
        row.edition += 1
        row.updated_at = now()
        _verified([row])
        row.save(update_fields=["name", "content", "is_public", "edition", "updated_at", *VERIFICATION])
        if row.kind == "authority" and row.organisation:
            _project(row.organisation, kept)
        _note("directory.corrected", row, viewer, {"edition": row.edition, "content": kept, "changed": changed})
    return row


VERIFICATION = ("verified_on", "asked_on", "reminded_on", "stale_on")


def _verified(rows: Iterable[Entry]) -> None:
    for row in rows:
        row.verified_on = today()
        row.asked_on = row.reminded_on = row.stale_on = None


def end_entry(*, viewer: Viewer, entry_id: UUID) -> None:
    """Take an entry out of the directory; the record keeps it."""
    with transaction.atomic():
        row = locked_entry(viewer, entry_id)
        row.ended_on = today()
        row.save(update_fields=["ended_on"])
        _note("directory.ended", row, viewer, {})


def verify_entries(*, viewer: Viewer, country: str) -> int:
    """Say that every entry of a country is right as it stands; answers how many there are."""
    with transaction.atomic():
        government = require_keeper(viewer, country)
        rows = Entry.objects.visible_to(viewer).filter(government=government, ended_on__isnull=True)
        known = list(rows.select_for_update(of=("self",)).order_by("id"))
        _verified(known)
        Entry.objects.bulk_update(known, VERIFICATION)
        told = {"country": government.code, "entries": [str(one.pk) for one in known]}
        record.append(
            record.Act(
                name="directory.verified",
                case_id=None,
                viewer=viewer,
                audience=readers_of(government.code),
                data=told,
            )
        )
    return len(known)


def add_specimen(*, viewer: Viewer, entry_id: UUID, raw: Mapping[str, Any], chunks: Iterable[bytes]) -> Specimen:
    """Keep a specimen of a signature or stamp: an image or a PDF, judged by its content."""
    with transaction.atomic():
        row = locked_entry(viewer, entry_id)
        reading = SPECIMEN.read(raw, strict=True)
        if reading.faults:
            raise refused_for(reading.faults)
        stored = files.store(chunks)
        if stored.media_type not in SEALS:
            raise refused_for([Fault("file", "not_an_image", "Give an image or a PDF.")])
        found = Specimen(
            entry=row,
            government_id=row.government_id,
            sha256=stored.sha256,
            size=stored.size,
            media_type=stored.media_type,
            person_name=viewer.name,
            **reading.values,
        )
        found.save(force_insert=True)
        told = {"specimen": str(found.pk), "sha256": found.sha256, **reading.kept}
        _note("directory.specimen_added", row, viewer, told)
    return found


def end_specimen(*, viewer: Viewer, specimen_id: UUID) -> Entry:
    """Say that a specimen is valid no more; answers its entry."""
    with transaction.atomic():
        found = specimen_by_id(viewer, specimen_id)
        row = locked_entry(viewer, found.entry_id)
        if found.ended_on:
            raise Refused("ended", "This specimen has ended.")
        found.ended_on = today()
        found.save(update_fields=["ended_on"])
        _note("directory.specimen_ended", row, viewer, {"specimen": str(found.pk)})
    return row


def _note(name: str, row: Entry, viewer: Viewer, data: Mapping[str, Any]) -> None:
    told = {"country": row.government_id, "name": row.name, **data}
    audience = readers_of(row.government_id)
    record.append(record.Act(name=name, case_id=row.pk, viewer=viewer, audience=audience, data=told, duty=ADMINISTER))
