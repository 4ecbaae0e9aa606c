"""Reads of consultations; the viewer comes first."""

from uuid import UUID

from penstock.industry.consultations.models import Consultation, ConsultationSummary, Consulted, Reply
from penstock.kernel.viewer import NotVisible, Viewer


def consultations(viewer: Viewer) -> list[Consultation]:
    """The consultations of the viewer's office, or those in which the viewer's company is asked; newest first."""
    return list(Consultation.objects.visible_to(viewer).select_related("office"))


def consultation_by_reference(viewer: Viewer, reference: str) -> Consultation:
    """The consultation with this reference, if this viewer may see it; NotVisible otherwise."""
    rows = Consultation.objects.visible_to(viewer).select_related("office")
    found = rows.filter(reference=reference).first()
    if found is None:
        raise NotVisible
    return found


def consulted(viewer: Viewer, row: Consultation) -> list[Consulted]:
    """Who is asked: all of them for the office, itself for a company."""
    rows = Consulted.objects.visible_to(viewer).filter(consultation=row)
    return list(rows.select_related("organisation"))


def own_reply(viewer: Viewer, row: Consultation) -> Reply | None:
    """What the viewer's own company replied, or has begun to."""
    rows = Reply.objects.visible_to(viewer)
    return rows.filter(consultation=row, organisation=viewer.organisation_id).first()


def replied(viewer: Viewer) -> frozenset[UUID]:
    """The consultations to which the viewer's own company has replied, by name or without one."""
    rows = Reply.objects.visible_to(viewer).filter(organisation=viewer.organisation_id, given_on__isnull=False)
    return frozenset(rows.values_list("consultation", flat=True))


def replies(viewer: Viewer, row: Consultation) -> list[Reply]:
    """The replies that reached the office: those with a name by name, then those without, in no order of arrival."""
    rows = Reply.objects.visible_to(viewer).filter(consultation=row, given_on__isnull=False)
    arrived = rows.filter(became__isnull=True).select_related("organisation")
    return sorted(arrived, key=lambda one: (one.organisation is None, _place(one.organisation_id, one.pk)))


def _place(organisation_id: UUID | None, reply_id: UUID) -> str:
    """Ids begin with the time; only their end is drawn by lot."""
    return str(organisation_id or reply_id)[::-1]


def summaries(viewer: Viewer) -> list[ConsultationSummary]:
    """The summaries that are shared with the viewer, one's own among them."""
    rows = ConsultationSummary.objects.visible_to(viewer).filter(withdrawn_at__isnull=True)
    return list(rows.select_related("government"))


def summary_of(viewer: Viewer, row: Consultation) -> ConsultationSummary | None:
    """The summary of one consultation that is shared today."""
    rows = ConsultationSummary.objects.visible_to(viewer)
    return rows.filter(consultation=row, withdrawn_at__isnull=True).first()
