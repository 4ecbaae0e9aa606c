"""The forms of deliveries: what the papers say, what was found, and why it differs."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from penstock.catalogue.fields import Percent, Quantity, Unit
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Day, Listed, Number, Paragraphs, Text
from penstock.kernel.viewer import Fault
from penstock.orders.customers.fields import OwnNumber
from penstock.orders.customers.goods import Goods

SENT, RECEIVED = "sent", "received"
WAYS = {SENT: "We sent it", RECEIVED: "We receive it"}
USUAL = Decimal("0.5")
"""By how many per cent two scales may differ where nobody says otherwise: our own figure, no law's."""
NOTHING_CAUSED = "unexplained"
CAUSES = {
    "scales": "Another scale, or moisture, within reason",
    "papers": "The papers were wrong, and were corrected",
    "customs": "Opened by customs or another office, with its paper",
    "handling": "Damaged in handling, as the carrier confirmed",
    "sample": "A sample was taken, as agreed",
    NOTHING_CAUSED: "Nothing explains it",
}


def its_partner_is_named(values: Mapping[str, Any]) -> Iterable[Fault]:
    """What was sent went to a customer on record; what comes in comes from somebody with a name."""
    if values["way"] == SENT and not values["customer"]:
        yield Fault("customer", "missing_customer", "Say to which customer it was sent, by its number.")
    if values["way"] == RECEIVED and not values["partner"]:
        yield Fault("partner", "missing_partner", "Say who sent it.")


def not_sent_tomorrow(values: Mapping[str, Any]) -> Iterable[Fault]:
    """What was sent was sent."""
    if values["sent_on"] and values["sent_on"] > today():
        yield Fault("sent_on", "future_date", "{given} is still to come: enter the day it was.",
                    {"given": values["sent_on"]})  # fmt: skip


DELIVERY = Form(
    name="delivery",
    sections=(
        Section(
            title="The delivery",
            fields=(
                Field(name="way", label="Which way", type=Choice(WAYS), required=True),
                Field(name="number", label="Number of the delivery note", type=OwnNumber(80), required=True),
                Field(name="customer", label="Customer number", type=Text(60), help="Of goods that you send"),
                Field(name="partner", label="Sender", type=Text(200), help="Of goods that you receive"),
                Field(name="order_number", label="Order number", type=Text(80)),
                Field(name="carrier", label="Carrier", type=Text(200)),
                Field(name="sent_on", label="Sent on", type=Day(), required=True),
            ),
        ),
        Section(
            title="As the papers say",
            fields=(
                Field(name="goods", label="Goods", type=Goods(), required=True, help="By name or CAS number"),
                Field(name="packages", label="Packages", type=Number(above=Decimal(0), whole=True), required=True),
                Field(name="weight", label="Weight or volume altogether", type=Quantity(), required=True),
                Field(name="unit", label="Unit", type=Unit(), required=True),
                Field(name="tolerance", label="May differ by, per cent", type=Percent(), help="0.5 where it is empty"),
                Field(name="seals", label="Seal numbers", type=Listed(Text(60), spaced=True),
                      help="Parted by semicolons"),
            ),
        ),
    ),
    rules=(its_partner_is_named, not_sent_tomorrow),
)  # fmt: skip


def not_arrived_tomorrow(values: Mapping[str, Any]) -> Iterable[Fault]:
    """What arrived arrived."""
    if values["arrived_on"] and values["arrived_on"] > today():
        yield Fault("arrived_on", "future_date", "{given} is still to come: enter the day it was.",
                    {"given": values["arrived_on"]})  # fmt: skip


ARRIVAL = Form(
    name="delivery arrival",
    sections=(
        Section(
            title="As it was found",
            fields=(
                Field(name="arrived_on", label="Arrived on", type=Day(), required=True),
                Field(name="packages", label="Packages", type=Number(whole=True), required=True),
                Field(name="weight", label="Weight or volume altogether", type=Number(), required=True,
                      help="In the unit of the papers; 0 where nothing came"),
                Field(name="seals", label="Seal numbers found whole", type=Listed(Text(60), spaced=True),
                      help="Parted by semicolons"),
                Field(name="broken", label="Seal numbers found broken", type=Listed(Text(60), spaced=True)),
                Field(name="note", label="What else was seen", type=Paragraphs(2000)),
            ),
        ),
    ),
    rules=(not_arrived_tomorrow,),
)  # fmt: skip
CAUSE = Form(
    name="delivery difference",
    sections=(
        Section(
            title="Why it differs",
            fields=(
                Field(name="cause", label="Cause", type=Choice(CAUSES), required=True),
                Field(name="words", label="What was looked at", type=Paragraphs(2000), required=True,
                      help="It stays with the delivery, with your name and the day"),
            ),
        ),
    ),
)  # fmt: skip
