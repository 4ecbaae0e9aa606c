"""The forms of relief: a declared emergency, a supplier's standing agreement, the request, and what follows it."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from penstock.cases.sheets.sheet import Lines, Sheet
from penstock.catalogue.fields import Country, Quantity, Unit
from penstock.catalogue.naming.identifying import KnownSubstance
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Day, Listed, Number, Paragraphs, Text
from penstock.kernel.viewer import Fault
from penstock.permits.applications.fields import forms_have_factors

LONGEST = 5000
GUIDELINES = "WHO/INCB model guidelines, 1996"
UNITS = {"kg": "kg", "l": "l"}


def _form(name: str, title: str, *fields: Field, rules: Any = ()) -> Form:
    return Form(name=name, sections=(Section(title=title, fields=fields),), rules=rules)


def ends_later(values: Mapping[str, Any]) -> Iterable[Fault]:
    """An emergency has not ended when it is declared, and ends after it begins."""
    first, last = values.get("from_on") or today(), values["until_on"]
    if last and last < max(first, today()):
        yield Fault("until_on", "too_early", "This day has passed, or comes before the first. Enter a later one.")


UNTIL = Field(name="until_on", label="Last day", type=Day(), required=True, help="Nothing leaves after it")
NOTE = Field(name="note", label="Why", type=Paragraphs(LONGEST), required=True)
DECLARATION = _form(
    "emergency",
    "Emergency",
    Field(name="country", label="Country", type=Country(), required=True),
    Field(
        name="substances",
        label="For these substances alone",
        type=Listed(KnownSubstance(), spaced=True),
        help="Names or CAS numbers, parted by semicolons; empty for all controlled medicines",
    ),
    Field(name="from_on", label="From", type=Day(), help="Empty for today"),
    UNTIL,
    Field(
        name="basis",
        label="What has happened, and by which law the control is simplified",
        type=Paragraphs(LONGEST),
        required=True,
        basis=GUIDELINES,
    ),
    Field(
        name="unreachable",
        label="Why no authority of that country can declare it",
        type=Paragraphs(LONGEST),
        help="Only where another country declares it, since there is nobody there to reach",
        basis=GUIDELINES,
    ),
    rules=(ends_later,),
)
PROLONGING = _form("emergency prolongation", "Another last day", UNTIL, NOTE, rules=(ends_later,))
ENDING = _form("relief ending", "Why", NOTE)

CEILINGS = Lines(
    title="Ceiling",
    beside=frozenset({"unit"}),
    fields=(
        Field(name="substance", label="Substance", type=KnownSubstance(), required=True),
        Field(
            name="ceiling",
            label="At most in a year",
            type=Quantity(),
            required=True,
            help="Pure substance, over all emergencies",
        ),
        Field(name="unit", label="Unit", type=Choice(UNITS), required=True),
    ),
)


def something_agreed(values: Mapping[str, Any]) -> Iterable[Fault]:
    """An agreement is about substances, each once."""
    named = [line["substance"] for line in values["ceilings"]]
    if not named:
        yield Fault("ceilings-0-substance", "missing_substance", "Say which substances the supplier may send.")
    for number, one in enumerate(named):
        if one and one in named[:number]:
            yield Fault(f"ceilings-{number}-substance", "stands_twice", "This substance stands twice. Leave one out.")


AGREEMENT = Sheet(
    name="relief agreement",
    sections=(
        Section(
            title="Agreement",
            fields=(
                Field(name="supplier", label="Supplier", type=Text(40), required=True, basis=GUIDELINES),
                UNTIL,
                Field(name="conditions", label="Conditions", type=Paragraphs(LONGEST)),
            ),
        ),
    ),
    lines={"ceilings": CEILINGS},
    rules=(something_agreed, ends_later),
)

MEDICINES = Lines(
    title="Medicine",
    beside=frozenset({"unit"}),
    fields=(
        Field(name="substance", label="Substance", type=KnownSubstance(), required=True, basis=GUIDELINES),
        Field(name="form", label="Salt", type=Text(80), help="Such as hydrochloride; empty for the base"),
        Field(name="quantity", label="Quantity", type=Quantity(), required=True, basis=GUIDELINES),
        Field(name="unit", label="Unit", type=Unit(), required=True),
        Field(name="product", label="Product, form and strength", type=Text(200), basis=GUIDELINES),
    ),
)


def something_sent(values: Mapping[str, Any]) -> Iterable[Fault]:
    """A kit holds something."""
    if not values["substances"]:
        yield Fault("substances-0-substance", "missing_substance", "Say which medicines are needed.")


REQUEST = Sheet(
    name="relief request",
    sections=(
        Section(
            title="Who asks whom",
            fields=(
                Field(name="operator_name", label="Operator", type=Text(200), required=True, basis=GUIDELINES),
                Field(
                    name="operator_contact",
                    label="Address and who answers there",
                    type=Paragraphs(500),
                    required=True,
                    basis=GUIDELINES,
                ),
                Field(
                    name="agreement",
                    label="Supplier's agreement",
                    type=Text(60),
                    required=True,
                    help="The number under which the supplier may send relief",
                ),
            ),
        ),
        Section(
            title="The emergency",
            fields=(
                Field(name="emergency", label="Declared emergency", type=Text(60), required=True, help="Its number"),
                Field(
                    name="nature",
                    label="What is needed where, and why it cannot wait for papers",
                    type=Paragraphs(LONGEST),
                    required=True,
                    basis=GUIDELINES,
                ),
                Field(
                    name="receiver",
                    label="Who takes it over there",
                    type=Paragraphs(500),
                    required=True,
                    help="Name, place, and the person responsible",
                    basis=GUIDELINES,
                ),
                Field(name="needed_on", label="Needed by", type=Day()),
            ),
        ),
    ),
    lines={"substances": MEDICINES},
    rules=(something_sent, forms_have_factors),
)
SHORT = REQUEST.only({f"substances.{one.name}" for one in MEDICINES.fields[:4]})
SHORT_AGREEMENT = AGREEMENT.only({f"ceilings.{one.name}" for one in CEILINGS.fields})
JUDGEMENT = _form(
    "relief judgement",
    "Judgement",
    Field(
        name="note",
        label="Why this is an emergency that cannot wait",
        type=Paragraphs(LONGEST),
        required=True,
        help="The exporting authority reads it",
        basis=GUIDELINES,
    ),
)
DISPATCH = _form(
    "relief dispatch",
    "What leaves",
    Field(name="waybill", label="Number of the transport document", type=Text(100), required=True),
    Field(name="note", label="What differs from the request, if anything", type=Paragraphs(LONGEST)),
)


def no_negative(values: Mapping[str, Any]) -> Iterable[Fault]:
    """Nothing less than nothing was used or left."""
    for number, line in enumerate(values["substances"]):
        for name in ("used", "unused"):
            if line[name] is not None and line[name] < Decimal(0):
                text = "Enter how much, or 0."
                yield Fault(f"substances-{number}-{name}", "negative", text)


USE = Sheet(
    name="relief use",
    sections=(Section(title="Report", fields=(Field(name="note", label="In words", type=Paragraphs(LONGEST)),)),),
    lines={
        "substances": Lines(
            title="Use of medicine",
            beside=frozenset({"unit"}),
            fields=(
                Field(name="substance", label="Substance", type=KnownSubstance(), required=True),
                Field(name="form", label="Salt", type=Text(80)),
                Field(name="used", label="Used", type=Number(), required=True),
                Field(name="unused", label="Unused", type=Number(), required=True),
                Field(name="unit", label="Unit", type=Unit(), required=True),
                Field(name="fate", label="What became of what was not used", type=Text(300)),
            ),
        )
    },
    rules=(something_sent, forms_have_factors, no_negative),
)
SHORT_USE = USE.only({f"substances.{one.name}" for one in USE.lines["substances"].fields})
RECONCILING = _form(
    "relief reconciliation",
    "Reconciliation",
    Field(name="note", label="What was found", type=Paragraphs(LONGEST), required=True),
)
