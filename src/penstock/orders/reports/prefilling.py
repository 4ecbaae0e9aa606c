"""What a report begins with where a held order or a delivery gave the reason: all that is already written down."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from penstock.catalogue.amounts import plain
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.orders.checking import shown
from penstock.orders.customers.goods import title_of
from penstock.orders.customers.models import Customer
from penstock.orders.customers.sectors import trades
from penstock.orders.deliveries.comparing import LOSSES, SEALS
from penstock.orders.deliveries.models import Delivery
from penstock.orders.deliveries.queries import delivery
from penstock.orders.holds.queries import held_order
from penstock.orders.reports.signs.known import ticked_for
from penstock.parties.queries import is_uuid

BECAME = {"held": "held", "refused": "refused"}
"""By the state of the order; of one that was lifted the house does not know whether it left."""


def from_held_order(viewer: Viewer, reference: str) -> dict[str, Any]:
    """The answers of the form that a held order gives; NotVisible where this viewer sees no such order."""
    case = held_order(viewer, reference)
    check, customer = case.check_row, case.check_row.customer
    known: dict[str, Any] = {
        "sort": "order",
        "became": BECAME.get(case.state, "open"),
        "product": title_of(check.goods),
        "quantity": check.content.get("quantity", ""),
        "unit": check.content.get("unit", ""),
        "order_reference": f"{check.number} {check.line}".strip(),
        "explanation": "\n".join(shown.sentence(one) for one in check.reasons if one["effect"] != "note"),
        **ticked_for(check.content.get("indicators") or ()),
    }
    if customer is None:
        return {**known, "party_being": "unknown"}
    said = str(trades().uses.get(check.content.get("use", ""), ""))
    return {**known, **_party(customer), "party_said": said}


def _party(customer: Customer) -> dict[str, Any]:
    reached = (customer.content.get(name, "") for name in ("phone", "email"))
    return {
        "party_being": "company",
        "party_name": customer.name,
        "party_country": customer.country,
        "party_address": customer.content.get("address", ""),
        "party_contact": ", ".join(one for one in reached if one),
    }


def from_delivery(viewer: Viewer, delivery_id: UUID) -> dict[str, Any]:
    """The answers of the form that a delivery gives which differs; NotVisible where this viewer sees no such one."""
    row = delivery(viewer, delivery_id)
    found = {one["code"] for one in row.differences}
    is_loss = bool(found & LOSSES)
    known: dict[str, Any] = {
        "sort": "loss" if is_loss else "delivery",
        "became": "gone" if is_loss else "held",
        "happened_on": (row.arrived_on or row.sent_on).isoformat(),
        "product": title_of(row.goods),
        "quantity": f"{plain(_concerned(row)):f}",
        "unit": row.unit,
        "order_reference": row.order_number or row.number,
        "signs_loss": [*(["tampered"] if found & SEALS else []), *(["unexplained"] if is_loss else [])],
        "explanation": "\n".join(filter(None, [_told(row), row.words])),
    }
    if row.customer:
        return {**known, **_party(row.customer)}
    return {**known, "party_being": "company", "party_name": row.partner}


def _concerned(row: Delivery) -> Decimal:
    """How much is missing; all of it where the packing alone was touched."""
    missing = row.weight - Decimal(str(row.found.get("weight") or 0))
    return missing if row.found and missing > 0 else row.weight


def _told(row: Delivery) -> str:
    return " ".join(
        [f"{row.number}, {row.carrier}:", *(one["text"].format(**one["values"]) for one in row.differences)]
    )


def begun_by(viewer: Viewer, asked: Mapping[str, str]) -> dict[str, Any]:
    """What a report begins with, by the order or the delivery that the address names; nothing where it names none."""
    if asked.get("order"):
        return from_held_order(viewer, asked["order"])
    if asked.get("delivery"):
        if not is_uuid(asked["delivery"]):
            raise NotVisible
        return from_delivery(viewer, UUID(asked["delivery"]))
    return {}
