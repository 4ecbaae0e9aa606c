"""Reads of tables of fees; the viewer comes first."""

from uuid import UUID

from penstock.industry.fees.models import LicenceFee
from penstock.kernel.clock import today
from penstock.kernel.viewer import NotVisible, Viewer

STANDS = {"ahead": "Ahead", "holds": "In force", "over": "Ended"}


def fees(viewer: Viewer) -> list[LicenceFee]:
    """Every row of the authorities of the viewer's country, ended ones among them, the newest first."""
    return list(LicenceFee.objects.visible_to(viewer).select_related("organisation"))


def own_fee(viewer: Viewer, fee_id: UUID) -> LicenceFee:
    """A row of the viewer's own authority; NotVisible otherwise."""
    row = LicenceFee.objects.visible_to(viewer).filter(pk=fee_id, organisation=viewer.organisation_id).first()
    if row is None:
        raise NotVisible
    return row


def stands(one: LicenceFee) -> str:
    """Whether a row holds today, from a later day on, or no more."""
    if one.until_on and one.until_on < max(today(), one.from_on):
        return "over"
    return "ahead" if one.from_on > today() else "holds"
