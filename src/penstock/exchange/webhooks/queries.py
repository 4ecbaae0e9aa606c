"""Reads of endpoints; the viewer comes first."""

from uuid import UUID

from penstock.exchange.models import Endpoint
from penstock.kernel.viewer import NotVisible, Viewer


def endpoints(viewer: Viewer) -> list[Endpoint]:
    """The endpoints of the viewer's organisation."""
    return list(Endpoint.objects.visible_to(viewer).filter(organisation_id=viewer.organisation_id))


def endpoint(viewer: Viewer, endpoint_id: UUID) -> Endpoint:
    """One endpoint of the viewer's organisation; NotVisible when there is none."""
    found = Endpoint.objects.visible_to(viewer).filter(pk=endpoint_id).first()
    if found is None:
        raise NotVisible
    return found
