"""Reads of deliveries; the viewer comes first."""

from uuid import UUID

from penstock.kernel.viewer import NotVisible, Viewer
from penstock.orders.deliveries.models import Delivery

STATES = {
    "on its way": "On its way",
    "whole": "Arrived whole",
    "differs": "Differs, to be explained",
    "explained": "Differs, explained",
    "unexplained": "Differs, and nothing explains it",
}
TONES = {"on its way": "info", "whole": "ok", "differs": "bad", "explained": "neutral", "unexplained": "bad"}
MOST = 300


def standing_of(row: Delivery) -> str:
    """How a delivery stands: on its way, whole, or different and so far explained or not."""
    if row.arrived_on is None:
        return "on its way"
    if not row.differences:
        return "whole"
    if not row.cause:
        return "differs"
    return "unexplained" if row.cause == "unexplained" else "explained"


def delivery(viewer: Viewer, delivery_id: UUID) -> Delivery:
    """The delivery, if this viewer may see it; NotVisible otherwise."""
    found = Delivery.objects.visible_to(viewer).select_related("customer").filter(pk=delivery_id).first()
    if found is None:
        raise NotVisible
    return found


def deliveries(viewer: Viewer, text: str = "") -> list[Delivery]:
    """The newest deliveries, those whose number begins with a text, or all."""
    rows = Delivery.objects.visible_to(viewer).select_related("customer")
    return list((rows.filter(number__istartswith=text) if text else rows)[:MOST])
