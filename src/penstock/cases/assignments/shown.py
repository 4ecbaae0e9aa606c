"""What pages show of who holds a case."""

from typing import Any

from django.urls import reverse

from penstock.cases.assignments.queries import assignment_of, duties_on
from penstock.cases.models import Case
from penstock.kernel.viewer import Viewer


def card(viewer: Viewer, case: Case) -> dict[str, Any] | None:
    """Who holds a case for the viewer's side, and what the viewer may do about it; None for who is no side."""
    duties = duties_on(case, viewer.organisation_id)
    if not duties:
        return None
    row = assignment_of(viewer, case)
    holder = row.person if row else None
    return {
        "name": holder.name if holder else "",
        "given_by": row.given_by if row else "",
        "given_at": row.given_at if row else None,
        "is_own": bool(holder and holder.pk == viewer.person_id),
        "own_id": str(viewer.person_id),
        "seen": str(holder.pk) if holder else "",
        "url": reverse("case_holder", args=[case.reference]) if case.is_open and duties & viewer.duties else "",
    }
