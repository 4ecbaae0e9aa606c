"""Writes of points of contact: naming one's own, and saying once a year that it is still right."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from penstock.industry.contacts.fields import COMPANY, OFFICE
from penstock.industry.contacts.models import ContactPoint
from penstock.industry.contacts.sectors import sectors_of
from penstock.industry.partnership.keeping import is_office, note, offered, own_country, strictly
from penstock.kernel.clock import now, today
from penstock.kernel.forms.specification import Form
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.parties.directory.queries import offices_of
from penstock.parties.duties import JOIN_PARTNERSHIP


def form_for(viewer: Viewer) -> Form:
    """What an organisation says of its point of contact; a company chooses among its country's sectors."""
    if is_office(viewer):
        return OFFICE
    return offered(COMPANY, {"sectors": sectors_of(own_country(viewer))})


def name_contact(*, viewer: Viewer, raw: Mapping[str, Any]) -> ContactPoint:
    """Name the point of contact of one's own organisation with its deputies, or change it."""
    with transaction.atomic():
        viewer.needs(JOIN_PARTNERSHIP)
        country = own_country(viewer)
        reading = strictly(form_for(viewer), raw)
        row = _own(viewer) or ContactPoint(organisation_id=viewer.organisation_id, government_id=country)
        row.is_office = is_office(viewer)
        row.content, row.sectors = reading.kept, list(reading.values.get("sectors") or ())
        row.checked_on, row.reminded_on = today(), None
        row.person_name, row.updated_at = viewer.name, now()
        row.save()
        _note(viewer, "contact.named", {"contact": str(row.pk), "content": row.content})
    return row


def confirm_contact(*, viewer: Viewer) -> ContactPoint:
    """Say that one's own point of contact is still right; NotVisible where none was named."""
    with transaction.atomic():
        viewer.needs(JOIN_PARTNERSHIP)
        row = _own(viewer)
        if row is None:
            raise NotVisible
        row.checked_on, row.reminded_on, row.person_name = today(), None, viewer.name
        row.save()
        _note(viewer, "contact.confirmed", {"contact": str(row.pk)})
    return row


def _own(viewer: Viewer) -> ContactPoint | None:
    rows = ContactPoint.objects.visible_to(viewer).select_for_update(of=("self",))
    return rows.filter(organisation=viewer.organisation_id).first()


def _note(viewer: Viewer, name: str, data: Mapping[str, Any]) -> None:
    seen = [viewer.organisation_id, *(one.pk for one in offices_of(viewer.country))]
    note(name, viewer, dict.fromkeys(seen), data, JOIN_PARTNERSHIP)
