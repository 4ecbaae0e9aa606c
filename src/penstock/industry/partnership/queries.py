"""Reads of partnership; the viewer first."""

from uuid import UUID

from penstock.industry.partnership.models import Agreement, Assessment, Association, Partner
from penstock.kernel.viewer import NotVisible, Viewer

DRAFT, IN_FORCE, ENDED = "waits for signatures", "in force", "ended"


def associations(viewer: Viewer) -> list[Association]:
    """The associations of the viewer's country."""
    return list(Association.objects.visible_to(viewer))


def agreements(viewer: Viewer) -> list[Agreement]:
    """The agreements that the viewer's organisation is a party to, or named in."""
    return list(Agreement.objects.visible_to(viewer).prefetch_related("partners").select_related("office"))


def agreement(viewer: Viewer, agreement_id: UUID) -> Agreement:
    """One agreement; NotVisible when there is none for this viewer."""
    row = Agreement.objects.visible_to(viewer).select_related("office").filter(pk=agreement_id).first()
    if row is None:
        raise NotVisible
    return row


def partners(viewer: Viewer, row: Agreement) -> list[Partner]:
    """The parties to an agreement."""
    return list(Partner.objects.visible_to(viewer).filter(agreement=row))


def assessments(viewer: Viewer, row: Agreement) -> list[Assessment]:
    """The assessments that the viewer may see: the office all of them, a party its own."""
    rows = Assessment.objects.visible_to(viewer).filter(partner__agreement=row)
    return list(rows.select_related("partner"))


def stands(row: Agreement, parties: list[Partner]) -> str:
    """How an agreement stands: it is in force once everybody has signed."""
    if row.ended_on:
        return ENDED
    return IN_FORCE if len(parties) > 1 and all(one.signed_on for one in parties) else DRAFT
