"""Reads of declarations; the viewer comes first."""

from datetime import timedelta
from uuid import UUID

from penstock.kernel.clock import today
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.orders.customers.models import Customer
from penstock.orders.declarations.models import Declaration

STATES = {
    "drawn up": "Drawn up, not signed",
    "sent": "Waits to be signed",
    "signed": "Signed, to be verified",
    "in force": "In force",
    "not yet": "Begins later",
    "expired": "Expired",
    "ended": "Ended",
}
TONES = {"drawn up": "neutral", "sent": "info", "signed": "warn", "in force": "ok", "not yet": "info", "expired": "bad",
         "ended": "neutral"}  # fmt: skip
SOON = timedelta(days=30)
MOST = 200


def state_of(row: Declaration) -> str:
    """How far a declaration is, today."""
    day = today()
    if row.ended_at:
        return "ended"
    if not row.signed_at:
        return "sent" if row.link_digest else "drawn up"
    if row.until_on < day:
        return "expired"
    if not row.verified_at:
        return "signed"
    return "in force" if row.from_on <= day else "not yet"


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
