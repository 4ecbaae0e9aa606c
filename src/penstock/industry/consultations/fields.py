"""The forms of consultations: what is asked, what a company replies, and what the office says at the end."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from penstock.catalogue.fields import CasNumber
from penstock.industry.partnership.fields import Ahead
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Listed, Number, Paragraphs, Several, Text
from penstock.kernel.viewer import Fault

LONG = 3000
PLANNED = {
    "table": "A table of the 1988 Convention",
    "surveillance": "An international list for watchfulness",
    "national": "The national list",
    "raised": "Stricter control of a listed substance",
}
USED = {"yes": "Yes", "no": "No: we do not make, trade or use it", "unsure": "We are not sure"}
ROLES = {
    "make": "Make it",
    "import": "Import it",
    "export": "Export it",
    "sell": "Sell or distribute it",
    "use": "Use it",
    "store": "Store or carry it for others",
}
USES = {
    "intermediate": "Raw material of other chemicals",
    "medicine": "Raw material of medicines",
    "solvent": "Solvent or cleaning agent",
    "formulation": "Part of a finished product",
    "process": "Aid in a process",
    "laboratory": "Analysis or reference",
    "research": "Research and development",
    "resale": "Resale, use not known",
    "other": "Something else",
}
CUSTOMERS = {
    "chemical": "Makers of chemicals",
    "medicine": "Makers of medicines",
    "industry": "Other industry",
    "laboratory": "Laboratories and universities",
    "trade": "Distributors and traders",
    "public": "The public",
    "abroad": "Customers abroad",
    "none": "None: own use",
}
SUBSTITUTES = {"none": "None", "some": "For some uses", "all": "For all uses", "unknown": "Not known"}
BURDEN = {
    "small": "Small",
    "bearable": "Bearable",
    "heavy": "Heavy",
    "ending": "So heavy that we would stop making, selling or using it",
}
UNITS = {"kg": "kg", "l": "l"}
OWN_NAME = "own"

CONSULTATION = Form(
    name="consultation of industry",
    sections=(
        Section(
            title="What is asked about",
            fields=(
                Field(name="substance", label="Substance", type=Text(200), required=True,
                      help="As industry calls it; it need not be in any register"),
                Field(name="cas_number", label="CAS number", type=CasNumber()),
                Field(name="planned", label="What is considered", type=Choice(PLANNED), required=True),
                Field(name="why", label="Why, and what the office wants to know", type=Paragraphs(LONG), required=True),
                Field(name="due_on", label="Replies by", type=Ahead(), required=True),
            ),
        ),
        Section(
            title="Who is asked",
            fields=(
                Field(name="sectors", label="Companies of these sectors", type=Listed(Text(60), spaced=True)),
                Field(name="companies", label="These companies", type=Listed(Text(60), spaced=True)),
                Field(name="channels", label="Associations that pass replies on without a name",
                      type=Listed(Text(200), spaced=True),
                      help="A company may reply through one of them; then you do not see which company it was"),
            ),
        ),
    ),
)  # fmt: skip


def _told(values: Mapping[str, Any]) -> Iterable[Fault]:
    if values["used"] == "yes" and not values["uses"]:
        yield Fault("uses", "missing_uses", "Tick at least one use, or say that you do not use it.")
    if values["quantity"] is not None and not values["unit"]:
        yield Fault("unit", "missing_unit", "Choose the unit of this quantity.")
    if values["unit"] and values["quantity"] is None and values["used"] == "yes":
        yield Fault("quantity", "missing_quantity", "Enter how much it is in a year, or leave the unit empty.")


REPLY = Form(
    name="reply to a consultation",
    sections=(
        Section(
            title="Your company and the substance",
            fields=(
                Field(name="used", label="Do you make, trade or use it?", type=Choice(USED), required=True),
                Field(name="sector", label="Sector for which you reply", type=Text(60), required=True),
                Field(name="roles", label="What you do with it", type=Several(Choice(ROLES))),
                Field(name="uses", label="What it is used for", type=Several(Choice(USES))),
                Field(name="words", label="The uses in your own words", type=Paragraphs(LONG)),
                Field(name="quantity", label="How much in a year", type=Number(above=Decimal(0))),
                Field(name="unit", label="Unit", type=Choice(UNITS)),
                Field(name="customers", label="Sorts of customers", type=Several(Choice(CUSTOMERS))),
            ),
        ),
        Section(
            title="What control would mean",
            fields=(
                Field(name="substitutes", label="Other substances that could take its place",
                      type=Choice(SUBSTITUTES)),
                Field(name="substitutes_words", label="Which, and what speaks against them", type=Paragraphs(LONG)),
                Field(name="burden", label="Burden of licences, records and declarations", type=Choice(BURDEN)),
                Field(name="burden_words", label="What would be hardest", type=Paragraphs(LONG)),
                Field(name="notice_days", label="Days of notice you need", type=Number(above=Decimal(0), whole=True)),
            ),
        ),
        Section(
            title="In whose name",
            fields=(
                Field(name="name", label="You reply", type=Text(200), required=True,
                      help="Through an association the office sees the reply and not your name; "
                           "it cannot be changed then. Write nothing that tells who you are"),
            ),
        ),
    ),
    rules=(_told,),
)  # fmt: skip
PASSED_ON = Form(
    name="reply that an association passed on",
    sections=(
        *(
            Section(title=part.title, fields=tuple(one for one in part.fields if one.name != "name"))
            for part in REPLY.sections[:-1]
        ),
        Section(
            title="Who passed it on",
            fields=(Field(name="through", label="Association", type=Text(200), required=True),),
        ),
    ),
    rules=(_told,),
)
EXTENSION = Form(
    name="consultation extended",
    sections=(Section(title="More time", fields=(
        Field(name="due_on", label="Replies by", type=Ahead(), required=True),
        Field(name="note", label="Why", type=Paragraphs(LONG)),
    )),),
)  # fmt: skip
CLOSING = Form(
    name="consultation closed",
    sections=(Section(title="End", fields=(
        Field(name="conclusion", label="What follows from it", type=Paragraphs(LONG), required=True,
              help="Everybody who was asked reads it"),
    )),),
)  # fmt: skip
SHARING = Form(
    name="summary of a consultation",
    sections=(Section(title="Summary", fields=(
        Field(name="note", label="What the secretariat should know besides", type=Paragraphs(LONG)),
    )),),
)  # fmt: skip
