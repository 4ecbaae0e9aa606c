"""What a customer can use of some goods in a year, and how that is known: orders are held against it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from penstock.catalogue.fields import Quantity, Unit
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice
from penstock.kernel.viewer import Fault, Viewer
from penstock.orders.customers.goods import Goods, title_of
from penstock.orders.customers.models import Customer
from penstock.orders.customers.services import CAPACITIES, changed, locked, note, strictly
from penstock.parties.duties import KEEP_CUSTOMERS

HOW = {
    "visit": "Seen on a visit",
    "papers": "From papers of its works, such as a permit",
    "reckoned": "Reckoned from what it makes",
    "said": "As it says itself",
}


def _whole(values: Mapping[str, Any]) -> Iterable[Fault]:
    if values["quantity"] is None:
        return
    if not values["unit"]:
        yield Fault("unit", "missing_unit", "Choose the unit of this quantity.")
    if not values["how"]:
        yield Fault("how", "missing_how", "Say how this is known.")


CAPACITY = Form(
    name="customer capacity",
    sections=(
        Section(
            title="What it can use in a year",
            fields=(
                Field(name="goods", label="Goods", type=Goods(), required=True, help="By name or CAS number"),
                Field(name="quantity", label="In a year", type=Quantity(),
                      help="A figure entered before for these goods is replaced; leave it empty to take that back"),
                Field(name="unit", label="Unit", type=Unit()),
                Field(name="how", label="How it is known", type=Choice(HOW)),
            ),
        ),
    ),
    rules=(_whole,),
)  # fmt: skip


def keep_capacity(*, viewer: Viewer, number: str, raw: Mapping[str, Any]) -> Customer:
    """Say what a customer can use of some goods in a year, or take back what was said of them."""
    viewer.needs(KEEP_CUSTOMERS)
    reading = strictly(CAPACITY, raw)
    goods = reading.values["goods"]
    with transaction.atomic():
        row = locked(viewer, number)
        kept = [one for one in capacities(row.content) if one["goods"] != goods]
        if reading.values["quantity"] is not None:
            said = {name: str(reading.kept[name]) for name in ("quantity", "unit", "how")}
            kept.append({"goods": goods, **said, "on": today().isoformat(), "by": viewer.name})
        row.content = {**row.content, CAPACITIES: sorted(kept, key=lambda one: title_of(one["goods"]))}
        changed(row)
        note(viewer, "customer.capacity_kept", {"customer": row.number, **reading.kept})
    return row


def capacities(content: Mapping[str, Any]) -> list[dict[str, str]]:
    """What is kept of a customer's capacity: goods, quantity, unit, how, on and by, one for each goods."""
    return list(content.get(CAPACITIES) or ())
