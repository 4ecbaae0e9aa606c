"""The form of one line of an order, as a page, the API and a file send it."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from penstock.catalogue.fields import Percent, Quantity, Unit
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Day, Several, Text
from penstock.kernel.viewer import Fault
from penstock.orders.checking.law.orders import CHANNELS, FORMS
from penstock.orders.checking.signs.indicators import ticked
from penstock.orders.customers.goods import Goods
from penstock.orders.customers.sectors import trades

REACH = timedelta(days=366)


def day_is_near(values: Mapping[str, Any]) -> Iterable[Fault]:
    """An order is of this year or the next: what lies further back is not judged by sums that are still kept."""
    day = values["ordered_on"]
    if day and not today() - REACH <= day <= today() + REACH:
        yield Fault("ordered_on", "day_out_of_range", "Enter a day within a year of today.")


def package_fits(values: Mapping[str, Any]) -> Iterable[Fault]:
    """A package holds no more than the order."""
    package, quantity = values["package"], values["quantity"]
    if package is not None and quantity is not None and package > quantity:
        text = "A package cannot hold more than the order of {quantity}; enter what one package holds."
        yield Fault("package", "package_too_large", text, {"quantity": f"{quantity:f}"})


ORDER = Form(
    name="order line",
    sections=(
        Section(
            title="The order",
            fields=(
                Field(name="number", label="Order number", type=Text(80), required=True, help="Of your own system"),
                Field(name="line", label="Line", type=Text(20), help="Where an order has several goods"),
                Field(name="customer", label="Customer number", type=Text(60), required=True),
                Field(name="site", label="Delivered to site", type=Text(60), help="Its code; empty for the address"),
                Field(name="ordered_on", label="Ordered on", type=Day(), help="Today where you leave it empty"),
            ),
        ),
        Section(
            title="The goods",
            fields=(
                Field(name="goods", label="Goods", type=Goods(), required=True, help="By name or CAS number"),
                Field(name="quantity", label="Quantity", type=Quantity(), required=True),
                Field(name="unit", label="Unit", type=Unit(), required=True),
                Field(name="package", label="In one package", type=Quantity(), help="In the same unit"),
                Field(name="percent", label="Share of the substance, per cent", type=Percent(),
                      help="Of a mixture, by weight; the whole quantity is counted all the same"),
                Field(name="form", label="Form", type=Choice(FORMS), help="The substance where you leave it empty"),
                Field(name="channel", label="Sold", type=Choice(CHANNELS), help="To a business where it is empty"),
                Field(name="use", label="Use", type=Choice(trades().uses), help="As the customer says it"),
            ),
        ),
        Section(
            title="What was noticed",
            fields=(
                Field(name="indicators", label="Indicators", type=Several(Choice(ticked())),
                      help="No single sign proves anything; together they may"),
            ),
        ),
    ),
    rules=(day_is_near, package_fits),
)  # fmt: skip
