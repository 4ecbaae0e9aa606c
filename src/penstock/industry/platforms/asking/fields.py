"""The forms of notices to platforms: the sheet on which one is written, the link, and what is answered."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from penstock.cases.sheets.sheet import Lines, Sheet
from penstock.catalogue.fields import Quantity, Unit
from penstock.catalogue.naming.identifying import KnownSubstance
from penstock.industry.licences.fields import one_section
from penstock.industry.mapping.fields import Past
from penstock.industry.platforms.asking.bases import OWN_LAW, labels
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Day, Number, Paragraphs, Several, Text
from penstock.kernel.viewer import Fault
from penstock.parties.directory.types import Email

__all__ = ["ANSWER", "CLOSING", "LINK", "NOTICE", "RECEIPT"]

MOST_DAYS = 120
SORTS = {
    "post": "Post or offer",
    "account": "Account or profile",
    "seller": "Seller",
    "parcel": "Parcel or consignment",
    "advertisement": "Advertisement",
    "site": "Site or domain name",
    "payee": "Receiver of payments",
}
WANTS = {
    "take down": "Take it down, or stop it",
    "keep": "Keep what is recorded of it",
    "tell": "Tell who is behind it",
    "warn": "Warn those who offer alike",
    "watch": "Watch for the same again",
}
SILENCE = {
    "silent": "Nobody else may learn of this notice, above all not whom it is about",
    "free": "Whom it is about may be told",
}
OUTCOMES = {"acted": "Did all that was asked", "partly": "Did a part of it", "refused": "Did nothing of it"}
RESULTS = {
    "done": "What was asked was done",
    "part": "A part was done, and nothing more is asked",
    "another way": "It goes on in another way",
    "nothing": "Nothing came of it",
    "taken back": "The notice is taken back",
}

ITEMS = Lines(
    title="Item",
    fields=(
        Field(name="sort", label="What it is", type=Choice(SORTS), required=True),
        Field(name="where", label="Address, name or number", type=Text(500), required=True,
              help="By which the platform finds it"),
        Field(name="offered", label="What is offered or sent", type=Text(300), required=True),
        Field(name="substance", label="Substance", type=KnownSubstance(), help="Where it is known; name or CAS number"),
        Field(name="quantity", label="Quantity", type=Quantity()),
        Field(name="unit", label="Unit", type=Unit()),
        Field(name="seen_on", label="Seen on", type=Past(), required=True),
    ),
)  # fmt: skip


def _items(values: Mapping[str, Any]) -> Iterable[Fault]:
    """A notice is about something, and a number has a unit."""
    if not values["items"]:
        yield Fault("items-0-where", "nothing_named", "Say what the notice is about: enter at least one item.")
    for at, one in enumerate(values["items"]):
        if one["quantity"] is not None and not one["unit"]:
            yield Fault(f"items-{at}-unit", "missing_unit", "Say in which unit the quantity is.")


def _based(values: Mapping[str, Any]) -> Iterable[Fault]:
    """A law of one's own is named."""
    if values["basis"] == OWN_LAW and not values["law"]:
        yield Fault("law", "law_missing", "Name the law and its article, so that the platform can look it up.")
    days = values["answer_days"]
    if days is not None and days > MOST_DAYS:
        text = "Enter a number of working days from 1 to {most}."
        yield Fault("answer_days", "too_many_days", text, {"most": MOST_DAYS})


NOTICE = Sheet(
    name="notice to a platform",
    sections=(
        Section(
            title="What is asked",
            fields=(
                Field(name="wants", label="The platform is asked to", type=Several(Choice(WANTS)), required=True),
                Field(name="words", label="In words", type=Paragraphs(3000), help="The platform reads this"),
                Field(name="answer_days", label="Working days to answer",
                      type=Number(above=Decimal(0), whole=True), required=True),
                Field(name="contact", label="Whom the platform may call", type=Text(200), required=True),
            ),
        ),
        Section(
            title="Basis",
            fields=(
                Field(name="basis", label="It rests on", type=Choice(labels()), required=True),
                Field(name="law", label="Law and article", type=Text(300)),
                Field(name="silence", label="Who may learn of it", type=Choice(SILENCE), required=True),
                Field(name="silent_until", label="Silence until", type=Day(), help="The last day, where it ends"),
            ),
        ),
    ),
    lines={"items": ITEMS},
    rules=(_items, _based),
)  # fmt: skip


def _life(values: Mapping[str, Any]) -> Iterable[Fault]:
    if values["days"] is not None and values["days"] > MOST_DAYS:
        yield Fault("days", "too_many_days", "Enter a number of days from 1 to {most}.", {"most": MOST_DAYS})


LINK = Form(
    name="link to a notice",
    sections=(
        Section(
            title="The link",
            fields=(
                Field(name="days", label="Days it is good for", type=Number(above=Decimal(0), whole=True),
                      required=True),
                Field(name="email", label="E-mail of the platform", type=Email(),
                      help="The link and reminders are mailed there; leave it empty to hand the link over yourself"),
            ),
        ),
    ),
    rules=(_life,),
)  # fmt: skip
RECEIPT = one_section(
    "receipt of a notice",
    "Received",
    Field(name="received_by", label="Who has received it", type=Text(200), required=True),
    Field(name="received_as", label="Number it has there", type=Text(100)),
)


def _said(values: Mapping[str, Any]) -> Iterable[Fault]:
    """What was done is ticked; why something was not done is said."""
    outcome = values["outcome"]
    if outcome in {"acted", "partly"} and not values["did"]:
        yield Fault("did", "nothing_ticked", "Tick what was done.")
    if outcome == "refused" and values["did"]:
        yield Fault("did", "did_and_refused", "Nothing of it was done, and still something is ticked. Take one back.")
    if outcome in {"partly", "refused"} and not values["words"]:
        yield Fault("words", "reason_missing", "Say why it was not all done.")


ANSWER = Form(
    name="answer of a platform",
    sections=(
        Section(
            title="The answer",
            fields=(
                Field(name="name", label="Who answers", type=Text(200), required=True, help="Name and position"),
                Field(name="outcome", label="What became of it", type=Choice(OUTCOMES), required=True),
                Field(name="did", label="What was done", type=Several(Choice(WANTS))),
                Field(name="done_on", label="Done on", type=Past()),
                Field(name="their_number", label="Number there", type=Text(100)),
                Field(name="words", label="In words", type=Paragraphs(5000), help="Also what was asked to be told"),
            ),
        ),
    ),
    rules=(_said,),
)
CLOSING = one_section(
    "closing of a notice to a platform",
    "Closing",
    Field(name="result", label="What came of it", type=Choice(RESULTS), required=True),
    Field(name="note", label="Note", type=Paragraphs(2000), help="Your office alone reads it"),
)
