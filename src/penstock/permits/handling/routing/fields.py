"""The forms of queues and of routing rules: what a rule looks at, and what it does."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from penstock.cases.sheets.sheet import Lines, Sheet
from penstock.catalogue.fields import Country
from penstock.catalogue.naming.identifying import KnownSubstance
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Listed, Number, Paragraphs, Several, Text
from penstock.kernel.viewer import Fault
from penstock.permits.applications.fields import DIRECTIONS
from penstock.permits.applications.judging.papers import NAMES
from penstock.permits.handling.choosing import Chosen, Ticked

STAGES = {"apply": "Lodged", "appeal": "Under appeal"}
REGIMES = {
    "narcotic": "Narcotic drugs",
    "psychotropic": "Psychotropic substances",
    "precursor": "Precursors",
    "national": "National law alone",
}
UNITS = {"kg": "kg", "l": "l"}
YES = {"yes": "Yes"}
FIRST = {"yes": "Only of those who apply for the first time", "no": "Only of those who applied before"}
MOST_DAYS = 250

CONDITIONS = (
    Field(name="stages", label="When it is", type=Several(Choice(STAGES))),
    Field(name="papers", label="Paper", type=Several(Choice(NAMES))),
    Field(name="directions", label="For", type=Several(Choice(DIRECTIONS))),
    Field(name="regimes", label="Kind of law", type=Several(Choice(REGIMES))),
    Field(
        name="substances",
        label="One of these substances",
        type=Listed(KnownSubstance(), spaced=True),
        help="Names or CAS numbers, parted by semicolons",
    ),
    Field(
        name="countries",
        label="Other country is one of",
        type=Listed(Country()),
        help="Two-letter codes, parted by spaces",
    ),
    Field(
        name="over",
        label="More than so much of one substance",
        type=Number(above=Decimal(0)),
        help="Pure substance, by the conversion factors of the packs",
    ),
    Field(name="unit", label="Unit", type=Choice(UNITS)),
    Field(name="applicant", label="Applicant's name holds", type=Text(200)),
    Field(name="first", label="Applicants", type=Choice(FIRST)),
)
ACTIONS = (
    Field(name="queue", label="Into the queue", type=Chosen()),
    Field(name="person", label="To", type=Chosen(), help="It is given to this officer, who gets a mail"),
    Field(name="agencies", label="Ask for advice", type=Ticked()),
    Field(name="question", label="What is asked", type=Paragraphs(2000)),
    Field(
        name="days",
        label="Working days to advise",
        type=Number(above=Decimal(0), whole=True),
        help="By the calendar of your country",
    ),
    Field(name="flags", label="Flags", type=Listed(Text(40), spaced=True), help="Words of yours, parted by semicolons"),
    Field(name="last", label="Look at no rule behind this one", type=Choice(YES)),
)
NAME = Field(name="name", label="Name of the rule", type=Text(80), required=True, help="The application's page says it")


def rules_do_something(values: Mapping[str, Any]) -> Iterable[Fault]:
    """A rule has an effect, and what belongs together is said together."""
    for number, rule in enumerate(values["rules"]):
        start = f"rules-{number}-"
        if not any(rule[name] for name in ("queue", "person", "agencies", "flags", "last")):
            text = "This rule does nothing. Choose a queue, an officer, an agency or a flag."
            yield Fault(f"{start}queue", "does_nothing", text)
        if rule["agencies"]:
            for name, label in (("question", "What is asked"), ("days", "Working days to advise")):
                if not rule[name]:
                    yield Fault(f"{start}{name}", f"missing_{name}", "{label} is missing.", {"label": label})
        if rule["days"] and rule["days"] > MOST_DAYS:
            text = "Give at most {most} working days."
            yield Fault(f"{start}days", "too_many_days", text, {"most": MOST_DAYS})
        if rule["over"] and not rule["unit"]:
            yield Fault(f"{start}unit", "missing_unit", "{label} is missing.", {"label": "Unit"})


RULES = Sheet(
    name="routing rules",
    sections=(),
    lines={
        "rules": Lines(
            title="Rule",
            fields=(NAME, *CONDITIONS, *ACTIONS),
            beside=frozenset({"unit"}),
        )
    },
    rules=(rules_do_something,),
)
PARTS = {"Name": (NAME,), "If all of this is so": CONDITIONS, "Then": ACTIONS}
"""How the page of one rule parts its fields."""

QUEUE = Form(
    name="queue",
    sections=(
        Section(
            title="Queue",
            fields=(
                Field(name="name", label="Name", type=Text(80), required=True),
                Field(name="members", label="Who works on it", type=Ticked(), help="Officers who handle permits"),
                Field(
                    name="is_default",
                    label="Where no rule says where",
                    type=Choice({"yes": "Applications come here"}),
                ),
                Field(name="is_closed", label="In use", type=Choice({"yes": "Closed: nothing comes here any more"})),
            ),
        ),
    ),
)
PLACING = Form(
    name="placing",
    sections=(
        Section(
            title="Queue",
            fields=(
                Field(name="queue", label="Queue", type=Chosen(), required=True),
                Field(name="note", label="Why", type=Paragraphs(1000), help="Read within the authority alone"),
            ),
        ),
    ),
)
