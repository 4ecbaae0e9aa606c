"""The forms of end-use declarations: what is declared, how it is signed, verified and ended."""

from collections.abc import Iterable, Mapping
from typing import Any

from penstock.catalogue.fields import Quantity, Unit
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Day, Paragraphs, Text
from penstock.kernel.viewer import Fault
from penstock.orders.customers.goods import Goods
from penstock.orders.customers.sectors import trades

TRANSACTION, ROLLING, CALENDAR = "transaction", "year", "calendar year"
SPANS = {
    TRANSACTION: "One order",
    ROLLING: "A year from its first day",
    CALENDAR: "The calendar year of its first day",
}


def order_is_named(values: Mapping[str, Any]) -> Iterable[Fault]:
    """A declaration for one order says for which."""
    if values["span"] == TRANSACTION and not values["order_number"]:
        yield Fault("order_number", "missing_order_number", "Say for which order, by its number in your own system.")
    if values["span"] != TRANSACTION and values["order_number"]:
        text = "A declaration over a year is for every order of it: take the number out, or choose one order."
        yield Fault("order_number", "order_of_a_year", text)


def is_not_long_past(values: Mapping[str, Any]) -> Iterable[Fault]:
    """A declaration does not begin years ago."""
    if values["from_on"] and abs((values["from_on"] - today()).days) > 366:  # noqa: PLR2004 - the days of a year
        yield Fault("from_on", "first_day_out_of_range", "Enter a first day within a year of today.")


DECLARATION = Form(
    name="end-use declaration",
    sections=(
        Section(
            title="What is declared",
            fields=(
                Field(name="goods", label="Goods", type=Goods(), required=True, help="By name or CAS number"),
                Field(name="quantity", label="Quantity", type=Quantity(), required=True, help="At most, over the span"),
                Field(name="unit", label="Unit", type=Unit(), required=True),
                Field(name="use", label="Use", type=Choice(trades().uses), required=True),
                Field(name="uses", label="The use in words", type=Paragraphs(2000), required=True,
                      help="What is made or done with it"),
                Field(name="span", label="Good for", type=Choice(SPANS), required=True),
                Field(name="order_number", label="Order number", type=Text(80), help="Where it is for one order"),
                Field(name="from_on", label="First day", type=Day(), required=True),
            ),
        ),
    ),
    rules=(order_is_named, is_not_long_past),
)  # fmt: skip
