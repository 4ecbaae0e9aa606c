"""Reads of points of contact; the viewer comes first."""

from uuid import UUID

from penstock.industry.contacts.models import ContactPoint
from penstock.kernel.viewer import Viewer


def contact_points(viewer: Viewer) -> list[ContactPoint]:
    """Those of the other side, and one's own among them; authorities first."""
    return list(ContactPoint.objects.visible_to(viewer).select_related("organisation"))


def contact_of(viewer: Viewer, organisation_id: UUID) -> ContactPoint | None:
    """The point of contact of one organisation, where it named one that this viewer may see."""
    rows = ContactPoint.objects.visible_to(viewer).select_related("organisation")
    return rows.filter(organisation=organisation_id).first()
