"""Writes of the mapping as a whole and of its sectors."""

import re
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from penstock.industry.mapping.fields import MAPPING, RETIRED, REVIEW, SECTOR
from penstock.industry.mapping.models import IndustryMapping, Review, Sector
from penstock.industry.mapping.office import mapped_country, note, own_country, strictly
from penstock.industry.mapping.shipped import sectors_for
from penstock.kernel.clock import now, today
from penstock.kernel.viewer import Fault, NotVisible, Refused, Viewer
from penstock.kernel.workflow import refused_for

ADDED_PLACE = 100


def start(*, viewer: Viewer, raw: Mapping[str, Any]) -> IndustryMapping:
    """Start the mapping of one's country with the sectors that house and packs propose, or change what it is for."""
    with transaction.atomic():
        country = own_country(viewer)
        reading = strictly(MAPPING, raw)
        rows = IndustryMapping.objects.visible_to(viewer).select_for_update()
        row = rows.filter(government=country).first()
        is_new = row is None
        if row is None:
            row = IndustryMapping(government_id=country, started_on=today())
        row.content, row.next_on = reading.kept, reading.values["next_on"]
        row.person_name, row.updated_at = viewer.name, now()
        row.save(force_insert=is_new)
        _follow_packs(viewer, country)
        note("mapping.started" if is_new else "mapping.changed", viewer, country, dict(reading.kept))
    return row


def _follow_packs(viewer: Viewer, country: str) -> None:
    """Enter the sectors that are not there yet, and call those the office did not add as the country's packs do."""
    known = {one.code: one for one in Sector.objects.visible_to(viewer).filter(government=country)}
    for place, one in enumerate(sectors_for(country), start=1):
        row = known.get(one.code)
        if row is None:
            Sector(
                government_id=country, code=one.code, name=one.name, about=one.about, place=place, origin=one.origin
            ).save(force_insert=True)
        elif row.origin != "office" and (row.name, row.origin) != (one.name, one.origin):
            row.name, row.about, row.origin = one.name, one.about, one.origin
            row.save(update_fields=["name", "about", "origin"])


def add_sector(*, viewer: Viewer, raw: Mapping[str, Any]) -> Sector:
    """Add a sector that the house did not propose, with the reason."""
    with transaction.atomic():
        country = mapped_country(viewer)
        values = strictly(SECTOR, raw).values
        code = re.sub(r"[^a-z0-9]+", "-", values["name"].casefold()).strip("-")[:60]
        known = Sector.objects.visible_to(viewer).filter(government=country)
        if not code or known.filter(code=code).exists() or known.filter(name__iexact=values["name"]).exists():
            text = "There is a sector of this name already, or it has no letters. Choose another name."
            raise refused_for([Fault("name", "sector_known", text)])
        row = Sector(
            government_id=country,
            code=code,
            name=values["name"],
            about=values["about"],
            reason=values["reason"],
            place=ADDED_PLACE,
            origin="office",
            person_name=viewer.name,
        )
        row.save(force_insert=True)
        note("mapping.sector_added", viewer, country, {"sector": code, "name": row.name, "reason": row.reason})
    return row


def retire_sector(*, viewer: Viewer, code: str, raw: Mapping[str, Any]) -> Sector:
    """Retire a sector, or take a retired one back, with the reason; what was written of it stays readable."""
    with transaction.atomic():
        row = _held(viewer, code)
        row.reason = strictly(RETIRED, raw).values["reason"]
        row.retired_on = None if row.retired_on else today()
        row.person_name = viewer.name
        row.save()
        name = "mapping.sector_retired" if row.retired_on else "mapping.sector_restored"
        note(name, viewer, row.government_id, {"sector": code, "reason": row.reason})
    return row


def review_sector(*, viewer: Viewer, code: str, raw: Mapping[str, Any]) -> Sector:
    """Write the review of a sector; the former ones stay readable."""
    with transaction.atomic():
        row = _held(viewer, code)
        if row.retired_on:
            raise Refused("retired", "This sector is retired. Take it back before you review it.")
        reading = strictly(REVIEW, raw)
        row.content, row.edition = reading.kept, row.edition + 1
        row.reviewed_on, row.next_on, row.person_name = today(), reading.values["next_on"], viewer.name
        row.save()
        Review.objects.create(
            sector=row,
            government_id=row.government_id,
            edition=row.edition,
            content=row.content,
            person_name=viewer.name,
        )
        told = {"sector": code, "edition": row.edition, **reading.kept}
        note("mapping.sector_reviewed", viewer, row.government_id, told)
    return row


def _held(viewer: Viewer, code: str) -> Sector:
    rows = Sector.objects.visible_to(viewer).filter(government=own_country(viewer), code=code)
    row = rows.select_for_update().first()
    if row is None:
        raise NotVisible
    return row
