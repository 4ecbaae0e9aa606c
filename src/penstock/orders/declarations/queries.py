"""Reads of declarations; the viewer comes first."""

from datetime import timedelta
from uuid import UUID

from penstock.kernel.clock import today
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.orders.customers.models import Customer
from penstock.orders.declarations.models import Declaration
from penstock.orders.signatures.standing import STATES, TONES, state_of

__all__ = ["STATES", "TONES", "declaration", "declarations", "ending_soon", "state_of"]

SOON = timedelta(days=30)
MOST = 200


def declaration(viewer: Viewer, declaration_id: UUID) -> Declaration:
    """The declaration, if this viewer may see it; NotVisible otherwise."""
    found = Declaration.objects.visible_to(viewer).select_related("customer").filter(pk=declaration_id).first()
    if found is None:
        raise NotVisible
    return found


def declarations(viewer: Viewer, customer: Customer | None = None) -> list[Declaration]:
    """The newest declarations, of one customer or of all."""
    rows = Declaration.objects.visible_to(viewer).select_related("customer")
    return list((rows.filter(customer=customer) if customer else rows)[:MOST])


def ending_soon(viewer: Viewer) -> list[Declaration]:
    """Verified declarations over a year that end within thirty days, the first to end first."""
    rows = Declaration.objects.visible_to(viewer).select_related("customer").exclude(span="transaction")
    running = rows.filter(verified_at__isnull=False, ended_at__isnull=True, until_on__gte=today())
    return list(running.filter(until_on__lte=today() + SOON).order_by("until_on")[:MOST])
