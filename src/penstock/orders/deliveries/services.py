"""Writes of deliveries: entered from the papers, compared on arrival, and explained where something differs."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from penstock.kernel.clock import now
from penstock.kernel.viewer import Fault, NotVisible, Refused, Viewer
from penstock.kernel.workflow import refused_for
from penstock.orders.customers.models import Customer
from penstock.orders.customers.services import note, strictly
from penstock.orders.deliveries.comparing import Lot, differences
from penstock.orders.deliveries.fields import ARRIVAL, CAUSE, DELIVERY, SENT, USUAL
from penstock.orders.deliveries.models import Delivery
from penstock.parties.duties import CHECK_ORDERS


def enter(*, viewer: Viewer, raw: Mapping[str, Any]) -> Delivery:
    """Enter a delivery from its papers; what stands there does not change any more."""
    viewer.needs(CHECK_ORDERS)
    reading = strictly(DELIVERY, raw)
    values = reading.values
    customer = _customer(viewer, values)
    with transaction.atomic():
        known = Delivery.objects.visible_to(viewer).filter(way=values["way"], number=values["number"])
        if known.exists():
            text = "The delivery {given} was entered before: open it, or enter another number."
            raise refused_for([Fault("number", "delivery_twice", text, {"given": values["number"]})])
        row = Delivery(
            organisation_id=viewer.organisation_id,
            way=values["way"],
            number=values["number"],
            customer=customer,
            partner=customer.name if customer else values["partner"],
            order_number=values["order_number"] or "",
            goods=values["goods"],
            packages=int(values["packages"]),
            weight=values["weight"],
            unit=values["unit"],
            tolerance=USUAL if values["tolerance"] is None else values["tolerance"],
            seals=list(values["seals"] or ()),
            carrier=values["carrier"] or "",
            sent_on=values["sent_on"],
            kept_by=viewer.name,
        )
        row.save(force_insert=True)
        _note(viewer, "delivery.entered", row, reading.kept)
    return row


def _customer(viewer: Viewer, values: Mapping[str, Any]) -> Customer | None:
    if values["way"] != SENT:
        return None
    found = Customer.objects.visible_to(viewer).filter(number=values["customer"]).first()
    if found is None:
        text = "There is no customer {given}; enter its number as the list of customers has it."
        raise refused_for([Fault("customer", "unknown_customer", text, {"given": values["customer"]})])
    return found


def arrive(*, viewer: Viewer, delivery_id: UUID, raw: Mapping[str, Any]) -> Delivery:
    """Enter what was found on arrival, and compare it with the papers; it is entered once."""
    viewer.needs(CHECK_ORDERS)
    reading = strictly(ARRIVAL, raw)
    values = reading.values
    with transaction.atomic():
        row = _locked(viewer, delivery_id)
        if row.arrived_on:
            raise Refused(
                "arrived_before", _("Its arrival was entered before, by %(name)s.") % {"name": row.checked_by}
            )
        if values["arrived_on"] < row.sent_on:
            text = "It was sent on {given}: enter that day or a later one."
            raise refused_for([Fault("arrived_on", "arrived_before_sent", text, {"given": row.sent_on})])
        sent = Lot(packages=row.packages, weight=row.weight, unit=row.unit, seals=row.seals)
        found = Lot(
            packages=int(values["packages"]),
            weight=values["weight"],
            unit=row.unit,
            seals=values["seals"] or (),
            broken=values["broken"] or (),
        )
        row.arrived_on, row.found, row.checked_by = values["arrived_on"], dict(reading.kept), viewer.name
        row.differences = [asdict(one) for one in differences(sent, found, row.tolerance)]
        row.save(update_fields=["arrived_on", "found", "differences", "checked_by"])
        codes = [one["code"] for one in row.differences]
        _note(viewer, "delivery.arrived", row, {**reading.kept, "differences": codes})
    return row


def explain(*, viewer: Viewer, delivery_id: UUID, raw: Mapping[str, Any]) -> Delivery:
    """Say why a delivery differs, or that nothing explains it; it is said once."""
    viewer.needs(CHECK_ORDERS)
    values = strictly(CAUSE, raw).values
    with transaction.atomic():
        row = _locked(viewer, delivery_id)
        if not row.differences:
            raise Refused("nothing_differs", _("Nothing of this delivery differs from its papers."))
        if row.cause:
            raise Refused("explained_before", _("%(name)s explained it before.") % {"name": row.explained_by})
        row.cause, row.words = values["cause"], values["words"]
        row.explained_by, row.explained_at = viewer.name, now()
        row.save(update_fields=["cause", "words", "explained_by", "explained_at"])
        _note(viewer, "delivery.explained", row, {"cause": row.cause, "words": row.words})
    return row


def _locked(viewer: Viewer, delivery_id: UUID) -> Delivery:
    row = Delivery.objects.visible_to(viewer).select_for_update(of=("self",)).filter(pk=delivery_id).first()
    if row is None:
        raise NotVisible
    return row


def _note(viewer: Viewer, name: str, row: Delivery, data: Mapping[str, Any]) -> None:
    note(viewer, name, {"delivery": str(row.pk), **data}, duty=CHECK_ORDERS)
