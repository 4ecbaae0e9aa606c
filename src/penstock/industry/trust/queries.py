"""Reads of trust; the viewer comes first."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from penstock.industry.conduct.queries import conduct_of
from penstock.industry.contacts.queries import contact_of
from penstock.industry.trust.criteria import gathered
from penstock.industry.trust.models import TrustedPartner, TrustJudgement
from penstock.industry.trust.states import STANDING
from penstock.kernel.clock import today
from penstock.kernel.viewer import NotVisible, Viewer


def trusted_partners(viewer: Viewer) -> list[TrustedPartner]:
    """The vettings of the viewer's office, or of the viewer's company, the newest first."""
    return list(TrustedPartner.objects.visible_to(viewer).select_related("company", "office"))


def trusted_by_reference(viewer: Viewer, reference: str) -> TrustedPartner:
    """The vetting with this reference, if this viewer may see it; NotVisible otherwise."""
    rows = TrustedPartner.objects.visible_to(viewer).select_related("company", "office")
    found = rows.filter(reference=reference).first()
    if found is None:
        raise NotVisible
    return found


def standing_trust(viewer: Viewer, company_id: UUID | None) -> TrustedPartner | None:
    """How a company stands as a trusted partner today, as far as the viewer may see it; to be shown, never asked."""
    rows = TrustedPartner.objects.visible_to(viewer).select_related("office")
    return rows.filter(company=company_id, state__in=STANDING, until_on__gte=today()).first() if company_id else None


def judgements(viewer: Viewer, row: TrustedPartner) -> list[TrustJudgement]:
    """How the criteria were judged, the newest first; nothing for the company."""
    return list(TrustJudgement.objects.visible_to(viewer).filter(vetting=row))


def evidence(viewer: Viewer, row: TrustedPartner) -> dict[str, dict[str, Any]]:
    """What the rows that the viewer may see say today on the criteria of a company, as it is kept."""
    found = gathered(conduct_of(viewer, row.company_id), contact_of(viewer, row.company_id), today())
    return {code: {**asdict(one), "lines": list(one.lines)} for code, one in found.items()}
