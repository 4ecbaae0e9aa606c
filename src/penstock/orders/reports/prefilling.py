"""What a report begins with where a held order gave the reason: all that the company has already written down."""

from typing import Any

from penstock.kernel.viewer import Viewer
from penstock.orders.checking import shown
from penstock.orders.customers.goods import title_of
from penstock.orders.customers.sectors import trades
from penstock.orders.holds.queries import held_order

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
    }
    if customer is None:
        return {**known, "party_being": "unknown"}
    reached = (customer.content.get(name, "") for name in ("phone", "email"))
    return {
        **known,
        "party_being": "company",
        "party_name": customer.name,
        "party_country": customer.country,
        "party_address": customer.content.get("address", ""),
        "party_contact": ", ".join(one for one in reached if one),
        "party_said": str(trades().uses.get(check.content.get("use", ""), "")),
    }
