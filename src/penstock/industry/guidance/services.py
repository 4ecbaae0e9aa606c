"""Writes of the library: publishing, a new edition, withdrawing, and confirming to have read."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.cases.services import given
from penstock.industry.guidance import queries
from penstock.industry.guidance.fields import GUIDANCE, WITHDRAWAL
from penstock.industry.guidance.models import Guidance, GuidanceReading
from penstock.industry.partnership.keeping import note, offered, strictly, write
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Form, Reading
from penstock.kernel.viewer import Fault, NotVisible, Refused, Viewer
from penstock.kernel.workflow import refused_for
from penstock.parties.duties import PUBLISH_GUIDANCE, READ_GUIDANCE

Raw = Mapping[str, Any]
Upload = tuple[str, Iterable[bytes]]
"""A file: its name, and its content in pieces."""


def form_for(viewer: Viewer) -> Form:
    """An edition, with the sectors of the viewer's country."""
    return offered(GUIDANCE, {"sectors": queries.offered_sectors(viewer)})


def publish(*, viewer: Viewer, raw: Raw, file: Upload | None = None) -> Guidance:
    """Publish a document: an authority for its country, the secretariat for all."""
    viewer.needs(PUBLISH_GUIDANCE)
    with transaction.atomic():
        row = Guidance(publisher_id=viewer.organisation_id, government_id=viewer.country or None)
        _write(viewer, row, strictly(form_for(viewer), raw), file)
        row.save(force_insert=True)
        _note(viewer, "guidance.published", row)
        _ask_to_read(row)
    return row


def publish_edition(*, viewer: Viewer, guidance_id: UUID, raw: Raw, file: Upload | None = None) -> Guidance:
    """Publish the next edition of a document; the one before stays readable, and says when it was replaced.

    Without a new file the next edition bears that of the one before.
    """
    with transaction.atomic():
        before = _newest(viewer, guidance_id)
        row = Guidance(
            document=before.document,
            edition=before.edition + 1,
            publisher_id=before.publisher_id,
            government_id=before.government_id,
        )
        for name in ("file_name", "sha256", "size", "media_type"):
            setattr(row, name, getattr(before, name))
        _write(viewer, row, strictly(form_for(viewer), raw), file)
        before.replaced_on = today()
        before.save()
        row.save(force_insert=True)
        _note(viewer, "guidance.edition_published", row)
        _ask_to_read(row)
    return row


def _write(viewer: Viewer, row: Guidance, reading: Reading, file: Upload | None) -> None:
    values = reading.values
    if file is not None:
        kept = given(viewer, *file)
        row.file_name = kept["name"]
        row.sha256, row.size, row.media_type = kept["sha256"], kept["size"], kept["media_type"]
    if not values["words"] and not row.sha256:
        raise refused_for([Fault("words", "nothing_to_read", "Write the text, or give a file.")])
    row.title, row.content, row.language = values["title"], dict(reading.kept), values["language"]
    row.sectors = list(values["sectors"] or ())
    row.from_on, row.until_on = values["from_on"], values["until_on"]
    row.asks_reading, row.person_name = values["reading"] == "yes", viewer.name


def _ask_to_read(row: Guidance) -> None:
    for company in queries.meant(row) if row.asks_reading else ():
        body = "Read it, and confirm there that you have."
        write(company.pk, "Guidance that you are asked to read", body, f"/guidance/{row.pk}/", READ_GUIDANCE)


def withdraw(*, viewer: Viewer, guidance_id: UUID, raw: Raw) -> Guidance:
    """Withdraw a document, with the reason; it stays readable."""
    with transaction.atomic():
        row = _newest(viewer, guidance_id)
        row.withdrawn_why, row.withdrawn_on = strictly(WITHDRAWAL, raw).values["reason"], today()
        row.save()
        _note(viewer, "guidance.withdrawn", row, reason=row.withdrawn_why)
    return row


def _newest(viewer: Viewer, guidance_id: UUID) -> Guidance:
    """The newest edition of a document of one's own office, locked."""
    viewer.needs(PUBLISH_GUIDANCE)
    rows = Guidance.objects.visible_to(viewer).select_for_update(of=("self",))
    row = rows.filter(pk=guidance_id, publisher=viewer.organisation_id).first()
    if row is None:
        raise NotVisible
    if row.replaced_on or row.withdrawn_on:
        raise Refused("not_newest", "This edition was replaced or withdrawn. Go on from the newest one.")
    return row


def confirm_reading(*, viewer: Viewer, guidance_id: UUID) -> GuidanceReading:
    """Confirm for one's own organisation to have read an edition that asks for it; a second time changes nothing."""
    viewer.needs(READ_GUIDANCE)
    with transaction.atomic():
        row = queries.guidance(viewer, guidance_id)
        if not row.asks_reading or row.publisher_id == viewer.organisation_id:
            raise Refused("not_asked", "Nobody asks you to confirm that you have read this.")
        known = GuidanceReading.objects.visible_to(viewer).filter(guidance=row, organisation=viewer.organisation_id)
        if made := known.first():
            return made
        made = GuidanceReading(
            guidance=row,
            organisation_id=viewer.organisation_id,
            person_name=viewer.name,
            audience=[row.publisher_id, viewer.organisation_id],
        )
        made.save(force_insert=True)
        told = {"guidance": str(row.pk), "title": row.title, "edition": row.edition}
        note("guidance.read", viewer, made.audience, told, READ_GUIDANCE)
    return made


def _note(viewer: Viewer, name: str, row: Guidance, **more: Any) -> None:
    told = {"guidance": str(row.pk), "edition": row.edition, "content": row.content, "sha256": row.sha256, **more}
    note(name, viewer, [viewer.organisation_id], told, PUBLISH_GUIDANCE)
