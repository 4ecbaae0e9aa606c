"""The forms of end-use declarations: what is declared, how it is signed, verified and ended."""

from collections.abc import Iterable, Mapping
from typing import Any

from penstock.catalogue.fields import Quantity, Unit
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Day, Paragraphs, Text
from penstock.kernel.viewer import Fault
from penstock.orders.customers.fields import HOW
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
LINK = Form(
    name="declaration link",
    sections=(
        Section(
            title="Link",
            fields=(
                Field(name="email", label="Send the link to", type=Text(200),
                      help="Leave it empty to hand the link over yourself; whoever has it can sign once"),
            ),
        ),
    ),
)  # fmt: skip


def signed_in_the_past(values: Mapping[str, Any]) -> Iterable[Fault]:
    """Nobody signed tomorrow."""
    if values["signed_on"] and values["signed_on"] > today():
        yield Fault("signed_on", "signed_later", "Enter the day on which it was signed, today or earlier.")


PAPER = Form(
    name="declaration paper",
    sections=(
        Section(
            title="Signed paper",
            fields=(
                Field(name="signer_name", label="Signed by", type=Text(), required=True),
                Field(name="signer_post", label="Position", type=Text(), required=True),
                Field(name="signed_on", label="Signed on", type=Day(), required=True),
            ),
        ),
    ),
    rules=(signed_in_the_past,),
)
SIGNING = Form(
    name="declaration signature",
    sections=(
        Section(
            title="Your signature",
            fields=(
                Field(name="signer_name", label="Your full name", type=Text(), required=True),
                Field(name="signer_post", label="Your position", type=Text(), required=True,
                      help="As far as you may sign for the customer"),
                Field(name="agreed", label="I declare what stands above", type=Choice({"yes": "Yes, it is true"}),
                      required=True),
            ),
        ),
    ),
)  # fmt: skip
VERIFICATION = Form(
    name="declaration verification",
    sections=(
        Section(
            title="Verification",
            fields=(
                Field(name="verified_how", label="Verified how", type=Choice(HOW), required=True,
                      help="That this person may sign, and that the use fits what you know of the customer"),
            ),
        ),
    ),
)  # fmt: skip
ENDING = Form(
    name="declaration end",
    sections=(
        Section(
            title="End",
            fields=(Field(name="reason", label="Why it counts no more", type=Paragraphs(1000), required=True),),
        ),
    ),
)
