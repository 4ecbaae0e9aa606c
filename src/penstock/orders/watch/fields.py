"""The forms of the watch: a line of history, how much can be reviewed, and what is decided on a standout."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from penstock.catalogue.fields import Quantity, Unit
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Day, Number, Paragraphs, Text
from penstock.kernel.viewer import Fault
from penstock.orders.customers.goods import Goods
from penstock.orders.customers.sectors import trades

EXPLAINED, ASKED, REPORTED, LATER = "explained", "asked", "reported", "later"
VERDICTS = {
    EXPLAINED: "Explained",
    ASKED: "The customer is asked",
    REPORTED: "Reported",
    LATER: "To be looked at again",
}
GROUNDS = {
    "project": "A project or season of the customer, confirmed",
    "stock": "It builds up stock, and the reason is known",
    "change of packs": "Other packs or another rhythm for the same need",
    "one owner": "Sites or companies of one owner were put together or parted",
    "error": "An error in the orders or in their history",
    "other": "Something else, as written",
}
MOST_CASES, LONGEST_REST = 500, 366
OLDEST = date(2000, 1, 1)  # the engine counts days from then on


def is_history(values: Mapping[str, Any]) -> Iterable[Fault]:
    """An earlier order is of a day that is over."""
    if values["ordered_on"] and not OLDEST <= values["ordered_on"] <= today():
        yield Fault("ordered_on", "not_history", "Enter the day of the order, today or earlier, from 2000 on.")


def fits_the_people(values: Mapping[str, Any]) -> Iterable[Fault]:
    """So many cases as people can read in a month."""
    if values["cases"] and values["cases"] > MOST_CASES:
        text = "Nobody reviews {given} cases a month well: enter at most {most}."
        yield Fault("cases", "too_many_cases", text, {"given": f"{values['cases']:f}", "most": MOST_CASES})


def rests_a_while(values: Mapping[str, Any]) -> Iterable[Fault]:
    """A day to look again lies within the next year."""
    day = values["again_on"]
    if day and not today() < day <= today() + timedelta(days=LONGEST_REST):
        yield Fault("again_on", "again_out_of_range", "Enter a day after today and within a year.")


HISTORY = Form(
    name="earlier order",
    sections=(
        Section(
            title="The order",
            fields=(
                Field(name="number", label="Order number", type=Text(80), required=True, help="Of your own system"),
                Field(name="line", label="Line", type=Text(20), help="Where an order has several goods"),
                Field(name="customer", label="Customer number", type=Text(60), required=True),
                Field(name="ordered_on", label="Ordered on", type=Day(), required=True),
                Field(name="goods", label="Goods", type=Goods(), required=True, help="By name or CAS number"),
                Field(name="quantity", label="Quantity", type=Quantity(), required=True),
                Field(name="unit", label="Unit", type=Unit(), required=True),
                Field(name="use", label="Use", type=Choice(trades().uses), help="As the customer said it"),
            ),
        ),
    ),
    rules=(is_history,),
)  # fmt: skip
SETTING = Form(
    name="watch setting",
    sections=(
        Section(
            title="How much you can review",
            fields=(
                Field(name="cases", label="Cases a month", type=Number(above=Decimal(0), whole=True), required=True,
                      help="Each takes a person an hour or so; a round brings the strongest of them and no more"),
                Field(name="monthly", label="Look every month", type=Choice({"yes": "Yes", "no": "No"}), required=True),
            ),
        ),
    ),
    rules=(fits_the_people,),
)  # fmt: skip
_AGAIN = "Until then it comes back only where it gets worse"
EXPLAINING = Form(
    name="explained standout",
    sections=(
        Section(
            title="How it is explained",
            fields=(
                Field(name="ground", label="Ground", type=Choice(GROUNDS), required=True),
                Field(name="words", label="Reason", type=Paragraphs(3000), required=True,
                      help="What you looked at, and why that explains it; whoever looks next reads it"),
            ),
        ),
    ),
)  # fmt: skip
ASKING = Form(
    name="asked customer",
    sections=(
        Section(
            title="Letter to the customer",
            fields=(
                Field(name="words", label="Letter", type=Paragraphs(5000), required=True,
                      help="Send it as your own. Ask about the need; do not write that anything is suspicious"),
                Field(name="again_on", label="Look again on", type=Day(), required=True, help=_AGAIN),
            ),
        ),
    ),
    rules=(rests_a_while,),
)  # fmt: skip
REPORTING = Form(
    name="reported standout",
    sections=(
        Section(
            title="A suspicious report",
            fields=(
                Field(name="words", label="Note for your colleagues", type=Paragraphs(3000),
                      help="The report itself is written on the next page, and begins with what is known here"),
            ),
        ),
    ),
)  # fmt: skip
RESTING = Form(
    name="rested standout",
    sections=(
        Section(
            title="Look again",
            fields=(
                Field(name="again_on", label="Look again on", type=Day(), required=True, help=_AGAIN),
                Field(name="words", label="Why later", type=Paragraphs(3000)),
            ),
        ),
    ),
    rules=(rests_a_while,),
)  # fmt: skip
FORMS = {EXPLAINED: EXPLAINING, ASKED: ASKING, REPORTED: REPORTING, LATER: RESTING}
"""What is asked with each verdict."""
DECIDING = Form(
    name="watch verdict",
    sections=(
        Section(
            title="Verdict",
            fields=(
                Field(name="verdict", label="Verdict", type=Choice(VERDICTS), required=True),
                Field(name="ground", label="Ground", type=Choice(GROUNDS), help="Where it is explained"),
                Field(name="words", label="Words", type=Paragraphs(5000),
                      help="The reason, the letter, or a note; a reason and a letter must be said"),
                Field(name="again_on", label="Look again on", type=Day(), help="With a letter, or to look again"),
            ),
        ),
    ),
)  # fmt: skip
"""The same for programs, which send one body whichever the verdict."""
