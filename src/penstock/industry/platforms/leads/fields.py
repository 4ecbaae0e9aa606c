"""The forms of leads: the one that anybody fills in, the way back to it, and what the office says and notes."""

from collections.abc import Iterable, Mapping
from typing import Any

from penstock.catalogue.fields import CasNumber, Country, Quantity, Unit
from penstock.industry.licences.fields import one_section
from penstock.industry.mapping.fields import Past
from penstock.industry.platforms.asking.fields import SORTS
from penstock.industry.platforms.models import KINDS
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Paragraphs, Several, Text
from penstock.kernel.viewer import Fault
from penstock.parties.directory.types import Email, Phone

__all__ = ["ADDED", "CLOSING", "LEAD", "TOLD"]

REPORTERS = {**KINDS, "company": "Another company", "person": "Somebody else"}
BECAME = {
    "open": "Nothing yet",
    "stopped": "We stopped it, or took it down",
    "held": "We hold it",
    "gone": "It was sent, paid or handed over",
}
SIGNS = {
    "open offer": "A controlled chemical is offered to anybody",
    "coded": "Coded or partial names",
    "no use": "No end use, or one that does not fit",
    "bulk": "Far more than such a buyer or seller deals in",
    "many accounts": "Several accounts of one and the same",
    "secrecy": "Neutral packing, no papers, or another name promised",
    "false contents": "The declared contents do not fit the goods",
    "no receiver": "A forwarder, a box or a private address as receiver",
    "hidden payment": "Cash, a third party or crypto-assets ask to be taken",
    "controls": "Asked how controls can be passed",
    "substitute": "Asked for what takes the place of a controlled chemical",
}
RESULTS = {
    "incident": "It was reported as an incident",
    "asked": "A platform was asked to act",
    "handed on": "It was handed to another authority",
    "legitimate": "It turned out to be legitimate",
    "kept": "It is kept, and weighs with what comes next",
    "nothing": "It could not be cleared up",
}
THANKS = {
    "helped": "It helped",
    "kept": "It is kept, and weighs with what comes next",
    "legitimate": "It turned out to be legitimate",
    "untold": "What it led to may not be told",
}


def says_why(values: Mapping[str, Any]) -> Iterable[Fault]:
    """A sign is ticked, or something is said in words; a number has a unit."""
    if not values["signs"] and not values["words"]:
        yield Fault("words", "no_reason", "Tick what struck you, or say it in a sentence.")
    if values["quantity"] is not None and not values["unit"]:
        yield Fault("unit", "missing_unit", "Say in which unit the quantity is.")


LEAD = Form(
    name="lead",
    sections=(
        Section(
            title="What was seen",
            fields=(
                Field(name="country", label="Country whose authority is to have it", type=Country(), required=True),
                Field(name="sort", label="What it is", type=Choice(SORTS), required=True),
                Field(name="where", label="Address, name or number", type=Text(500), required=True,
                      help="So that it can be found: of the post, the account or the parcel"),
                Field(name="product", label="What is offered, sent or asked for", type=Text(300), required=True),
                Field(name="cas_number", label="CAS number", type=CasNumber(), help="Where you know it"),
                Field(name="quantity", label="Quantity", type=Quantity()),
                Field(name="unit", label="Unit", type=Unit()),
                Field(name="seen_on", label="Seen on", type=Past(), required=True),
                Field(name="became", label="What became of it", type=Choice(BECAME), required=True),
            ),
        ),
        Section(
            title="Why it is striking",
            fields=(
                Field(name="signs", label="Signs", type=Several(Choice(SIGNS))),
                Field(name="words", label="In your own words", type=Paragraphs(4000)),
            ),
        ),
        Section(
            title="Who reports",
            fields=(
                Field(name="reporter", label="You report for", type=Choice(REPORTERS), required=True),
                Field(name="name", label="Name of the company or desk", type=Text(200)),
                Field(name="email", label="E-mail", type=Email(), help="Only if the office may write to you"),
                Field(name="phone", label="Telephone", type=Phone()),
            ),
        ),
    ),
    rules=(says_why,),
)  # fmt: skip
TOLD = one_section(
    "word on a lead",
    "Word to whoever reported it",
    Field(name="words", label="What they read when they look", type=Paragraphs(2000), required=True),
)
ADDED = one_section(
    "addition to a lead",
    "What you learned since",
    Field(name="more", label="What is new", type=Paragraphs(4000), required=True),
)
CLOSING = Form(
    name="closing of a lead",
    sections=(
        Section(
            title="Within the office",
            fields=(
                Field(name="result", label="What came of it", type=Choice(RESULTS), required=True),
                Field(name="note", label="Note", type=Paragraphs(2000), help="Your office alone reads both"),
            ),
        ),
        Section(
            title="What whoever reported it is told",
            fields=(
                Field(name="led_to", label="They are told", type=Choice(THANKS), required=True),
                Field(name="words", label="In words, as far as may be told", type=Paragraphs(2000)),
            ),
        ),
    ),
)
