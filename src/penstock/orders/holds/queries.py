"""Reads of held orders; the viewer comes first."""

from penstock.kernel.viewer import NotVisible, Viewer
from penstock.orders.holds.models import HeldOrder

MOST = 200


def held_order(viewer: Viewer, reference: str) -> HeldOrder:
    """The held order with this reference, if this viewer may see it; NotVisible otherwise."""
    rows = HeldOrder.objects.visible_to(viewer).select_related("check_row__customer", "opener", "waits_for")
    found = rows.filter(reference=reference).first()
    if found is None:
        raise NotVisible
    return found


def held_orders(viewer: Viewer, state: str = "") -> list[HeldOrder]:
    """The newest held orders, in one state or in any."""
    rows = HeldOrder.objects.visible_to(viewer).select_related("check_row__customer", "opener").order_by("-updated_at")
    return list((rows.filter(state=state) if state else rows)[:MOST])
