"""The forms of distribution: what a distributor undertakes, what it resold, and the confirmation of a year."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from penstock.catalogue.fields import Quantity, Unit
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Day, Number, Several, Text
from penstock.kernel.viewer import Fault
from penstock.orders.customers.goods import Goods, ManyGoods
from penstock.orders.customers.sectors import CATEGORIES

DUTIES = {
    "identity": "Verify who every buyer is, and what licence or registration it holds",
    "declarations": "Take a declaration of end use from every buyer",
    "notify": "Report suspicious enquiries and orders, thefts and losses to the authority without delay",
    "records": "Keep records of every resale, and show them when asked",
    "bounds": "Sell no further than agreed, as it stands below",
    "onward": "Pass the same duties on to whoever buys to sell on",
    "tamper": "Keep seals and packages whole, and check them when goods come in",
    "samples": "Give samples only after looking at who asks, as for a sale",
}
NEEDED = ("declarations", "notify", "records")
"""Without these there is no equal duty on distributors (BDO/GBL code, practices 3 to 5)."""
RESOLD = {"listed": "As it was entered", "nothing": "Nothing was resold"}


def the_needed_are_passed_on(values: Mapping[str, Any]) -> Iterable[Fault]:
    """What makes the duties equal is among them."""
    lacking = [DUTIES[one] for one in NEEDED if one not in (values["duties"] or ())]
    if values["duties"] and lacking:
        text = "Tick these too, for without them the duties are not equal: {lacking}."
        yield Fault("duties", "duties_lacking", text, {"lacking": "; ".join(lacking)})


def bounds_are_said(values: Mapping[str, Any]) -> Iterable[Fault]:
    """How far goods may be sold is said where it is agreed that there is an end to it."""
    if "bounds" in (values["duties"] or ()) and not values["bounds"]:
        yield Fault("bounds", "missing_bounds", "Say how far: to whom, or up to which border, it may sell.")


def begins_near_today(values: Mapping[str, Any]) -> Iterable[Fault]:
    """An undertaking does not begin years ago."""
    if values["from_on"] and abs((values["from_on"] - today()).days) > 366:  # noqa: PLR2004 - the days of a year
        yield Fault("from_on", "first_day_out_of_range", "Enter a first day within a year of today.")


UNDERTAKING = Form(
    name="distributor undertaking",
    sections=(
        Section(
            title="What is passed on",
            fields=(
                Field(name="duties", label="Duties", type=Several(Choice(DUTIES)), required=True,
                      help="The distributor signs that it keeps them as you do",
                      basis="BDO/GBL code, practice 4"),
                Field(name="bounds", label="How far it may sell", type=Text(600),
                      help="Such as: to industrial users in this country alone"),
                Field(name="goods", label="For", type=ManyGoods(),
                      help="Substances by name or CAS number, parted by semicolons; empty for all that are listed"),
                Field(name="from_on", label="First day", type=Day(), required=True,
                      help="It runs for a year, and is confirmed then"),
            ),
        ),
    ),
    rules=(the_needed_are_passed_on, bounds_are_said, begins_near_today),
)  # fmt: skip


def year_is_over_or_runs(values: Mapping[str, Any]) -> Iterable[Fault]:
    """Nobody resold anything in a year that is still to come, and none is asked for what is long past."""
    year = values["year"]
    if year is not None and not today().year - 5 <= year <= today().year:
        text = "Enter a year from {first} to {last}."
        yield Fault("year", "year_out_of_range", text, {"first": today().year - 5, "last": today().year})


RESALE = Form(
    name="resale of a distributor",
    sections=(
        Section(
            title="What was resold",
            fields=(
                Field(name="year", label="Year", type=Number(above=Decimal(1989), whole=True), required=True),
                Field(name="goods", label="Goods", type=Goods(), required=True, help="By name or CAS number"),
                Field(name="sort", label="To which sort of customers", type=Choice(CATEGORIES), required=True),
                Field(name="quantity", label="Quantity", type=Quantity(), required=True),
                Field(name="unit", label="Unit", type=Unit(), required=True),
                Field(name="buyers", label="To how many of them", type=Number(above=Decimal(0), whole=True),
                      required=True),
            ),
        ),
    ),
    rules=(year_is_over_or_runs,),
)  # fmt: skip
CONFIRMING = Form(
    name="distributor confirmation",
    sections=(
        Section(
            title="The year that ends",
            fields=(
                Field(name="resold", label="What was resold", type=Choice(RESOLD), required=True,
                      help="Enter it first on the page of the customer; it stands in what is signed"),
            ),
        ),
    ),
)  # fmt: skip
