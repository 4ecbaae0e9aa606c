"""The forms of fees: a row of an authority's table, its end, and what was paid or waived on an application."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from penstock.catalogue.fields import Currency
from penstock.industry.applications.fields import ASKED
from penstock.industry.fees.money import faults_of
from penstock.industry.licences.fields import ACTIVITIES, DOCUMENTS
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Day, Number, Paragraphs, Text
from penstock.kernel.viewer import Fault

BEFORE = {"yes": "Yes: nothing is granted before it is settled", "no": "No"}
HAPPENED = {"paid": "Paid", "waived": "Waived", "returned": "Given back, or entered by mistake"}


def _right_amount(values: Mapping[str, Any]) -> Iterable[Fault]:
    yield from faults_of(values["amount"], values["currency"])


def _in_order(values: Mapping[str, Any]) -> Iterable[Fault]:
    if values["until_on"] and values["from_on"] and values["until_on"] < values["from_on"]:
        yield Fault("until_on", "ends_before_it_starts", "The last day lies before the first. Enter a later one.")


def _not_over(values: Mapping[str, Any]) -> Iterable[Fault]:
    if values["until_on"] and values["until_on"] < today():
        text = "What was handed in until now owes what held then. Enter today or a later day."
        yield Fault("until_on", "over_already", text)


def _with_its_proof(values: Mapping[str, Any]) -> Iterable[Fault]:
    if values["happened"] == "paid" and not values["reference"]:
        text = "Enter under which reference it was paid, such as the number of the transfer or of the receipt."
        yield Fault("reference", "missing_reference", text)
    if values["happened"] in {"waived", "returned"} and not values["reason"]:
        yield Fault("reason", "missing_reason", "Say why. The applicant reads it.")


def _has_happened(values: Mapping[str, Any]) -> Iterable[Fault]:
    if values["happened_on"] and values["happened_on"] > today():
        yield Fault("happened_on", "not_yet", "This day has not come yet. Enter today or an earlier one.")


_AMOUNT = (
    Field(name="amount", label="Amount", type=Number(above=Decimal(0)), required=True, help="Such as 250.00"),
    Field(name="currency", label="Currency", type=Currency(), required=True, help="Three letters, such as EUR"),
)
FEE = Form(
    name="fee of licensing",
    sections=(
        Section(
            title="What it is asked for",
            fields=(
                Field(name="title", label="Name of the fee", type=Text(200), required=True),
                Field(name="asked", label="Of applications that ask for", type=Choice(ASKED), required=True),
                Field(name="document", label="Only for this document", type=Choice(DOCUMENTS), help="Empty for all"),
                Field(name="activity", label="Only for this activity", type=Choice(ACTIVITIES), help="Empty for all"),
            ),
        ),
        Section(
            title="How much, and since when",
            fields=(
                *_AMOUNT,
                Field(name="from_on", label="From", type=Day(), required=True),
                Field(name="until_on", label="Last day", type=Day(), help="Empty while no end is known"),
                Field(name="source", label="Legal source", type=Text(500), required=True),
                Field(
                    name="before",
                    label="Must it be settled before the decision?",
                    type=Choice(BEFORE),
                    required=True,
                ),
                Field(
                    name="how",
                    label="How it is paid",
                    type=Paragraphs(1000),
                    help="Such as the office and the account; Penstock takes no money",
                ),
            ),
        ),
    ),
    rules=(_right_amount, _in_order, _not_over),
)
END = Form(
    name="end of a fee",
    sections=(Section(title="End", fields=(Field(name="until_on", label="Last day", type=Day(), required=True),)),),
    rules=(_not_over,),
)
ENTRY = Form(
    name="fee entry",
    sections=(
        Section(
            title="Entry",
            fields=(
                Field(name="happened", label="What happened", type=Choice(HAPPENED), required=True),
                *_AMOUNT,
                Field(name="happened_on", label="Day", type=Day(), required=True),
                Field(name="reference", label="Reference of the payment", type=Text(200)),
                Field(name="reason", label="Why", type=Paragraphs(1000), help="Where it is waived or given back"),
            ),
        ),
    ),
    rules=(_right_amount, _with_its_proof, _has_happened),
)
