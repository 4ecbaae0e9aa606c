"""The forms of a request: what is asked, by its sort, and what each step asks for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml

from penstock.cases.models import TLP
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Day, FieldType, Invalid, Listed, Number, Paragraphs, Text
from penstock.kernel.viewer import Fault
from penstock.parties.circles.queries import focal_points
from penstock.parties.duties import ARRANGE_CONTACTS
from penstock.parties.models import Organisation
from penstock.parties.queries import is_uuid, people_with

INFORMATION, BACKTRACKING, TO_CONTACT = "information", "backtracking", "contact"
SORTS = {
    INFORMATION: "Request for information",
    BACKTRACKING: "Request for backtracking",
    TO_CONTACT: "Controlled contact",
}
REASONS = {
    "not known": "We hold nothing on this",
    "no right": "Our law does not let us tell",
    "under way": "It would harm an investigation of ours",
    "other office": "Another office of our country must be asked",
    "too little": "What is known does not suffice to search",
    "other": "Another reason",
}
OUTCOMES = {
    "source found": "The source was found",
    "seized": "It led to a seizure",
    "stopped": "It stopped a shipment",
    "suspects": "It led to suspects or an arrest",
    "linked": "It linked cases that stood apart",
    "legitimate": "It turned out to be legitimate",
    "contact made": "The contact was made",
    "no result": "It led no further",
}
MOST_DAYS = 60
MOST_OFFICES = 40


@dataclass(frozen=True, slots=True)
class Usual:
    """What is taken for a sort of request where the asking office says nothing else."""

    days: int
    marking: str


@cache
def usual(sort: str) -> Usual:
    """The usual working days and marking of a sort of request; KeyError where the data say nothing of it."""
    told = yaml.safe_load(Path(__file__).with_name("sorts.yaml").read_text(encoding="utf-8"))[sort]
    return Usual(int(told["days"]), str(told["marking"]))


class Office(FieldType):
    """An office by its id; focal points are offered."""

    def parse(self, raw: object) -> UUID | None:
        """The id of an office, no company; Invalid where there is none."""
        text = self.clean(raw)
        if not text:
            return None
        found = Organisation.objects.exclude(kind="company").filter(pk=text).first() if is_uuid(text) else None
        if found is None:
            raise Invalid(
                "unknown_office", "There is no office '{given}'. Choose one of those that are offered.", given=text
            )
        return found.pk

    def show(self, value: UUID | None) -> str:
        """The name of the office."""
        found = Organisation.objects.filter(pk=value).first() if value else None
        return found.name if found else ""

    def choices(self) -> Sequence[tuple[str, str]]:
        """The focal points by country."""
        found = focal_points().order_by("government__name", "name")
        return [(str(one.pk), f"{one.government}: {one.name}" if one.government else one.name) for one in found]


class Offices(Listed):
    """Any number of offices, each to be ticked."""

    control = "checkboxes"
    longest = 4000

    def __init__(self) -> None:
        """Offer the focal points."""
        super().__init__(Office())

    def choices(self) -> Sequence[tuple[str, str]]:
        """Ids and names."""
        return self.each.choices()


WHOM = Section(
    title="Asked of",
    fields=(
        Field(
            name="asked",
            label="Offices",
            type=Offices(),
            required=True,
            help="Each gets a request of its own, and learns nothing of the others",
        ),
    ),
)
MATTER = Section(
    title="The question",
    fields=(
        Field(name="subject", label="Subject", type=Text(120), help="In a few words; both sides see it in lists"),
        Field(name="question", label="Question", type=Paragraphs(), help="What you want to know, and what for"),
        Field(
            name="known",
            label="What is known",
            type=Paragraphs(),
            help="The asked office reads this, and nothing of the incident unless that was released to it",
        ),
    ),
)
CONSIGNMENT = Section(
    title="The consignment, as read on it",
    fields=(
        Field(name="product", label="Product", type=Text(), help="As named on the label or the papers"),
        Field(name="manufacturer", label="Manufacturer", type=Text(), help="As read, also where it may be false"),
        Field(name="lots", label="Lots and batches", type=Listed(Text(100), spaced=True), help="Parted by semicolons"),
        Field(name="label", label="Label", type=Paragraphs(2000), help="Everything that stands on it, as it stands"),
    ),
)
CALLED = (
    Field(name="contact_name", label="Who asks to be contacted", type=Text(), required=True),
    Field(name="contact_reach", label="How to reach them", type=Text(), required=True, help="A telephone or address"),
    Field(name="contact_when", label="When", type=Text(), help="Hours and languages"),
)
SAY_NOTHING_ELSE = "No places, routes, dates, substances or plans of an operation: say those by voice"
CALLING = Section(
    title="The contact",
    fields=tuple(
        Field(name=one.name, label=one.label, type=one.type, help=one.help or SAY_NOTHING_ELSE) for one in CALLED
    ),
)
AGAIN = Field(name="days", label="Working days to answer", type=Number(whole=True), help="As at first if left empty")
TERMS = Section(
    title="Until when, and how it may be shared",
    fields=(
        Field(
            name="days",
            label="Working days to answer",
            type=Number(whole=True),
            help="By the calendar of each asked country; the usual number of the sort where you leave it empty",
        ),
        Field(name="marking", label="Marking", type=Choice(TLP), help="How the asked office may share it"),
    ),
)
SECTIONS = {
    INFORMATION: (WHOM, MATTER, TERMS),
    BACKTRACKING: (WHOM, MATTER, CONSIGNMENT, TERMS),
    TO_CONTACT: (WHOM, CALLING, TERMS),
}
SORT = Section(title="Sort", fields=(Field(name="sort", label="Sort", type=Choice(SORTS), required=True),))
ASKED_FOR = {
    INFORMATION: ("subject", "question"),
    BACKTRACKING: ("subject", "question"),
    TO_CONTACT: ("contact_name", "contact_reach"),
}
"""What each sort cannot do without."""


def fits_its_sort(values: Mapping[str, Any]) -> Iterable[Fault]:
    """What the sort needs is there, and nothing that it must not carry."""
    sort = values["sort"]
    if not sort:
        return
    asked = {one.name for part in SECTIONS[sort] for one in part.fields} | {"sort"}
    for one in REQUEST.fields:
        if one.name in ASKED_FOR[sort] and not values[one.name]:
            yield Fault(one.name, f"missing_{one.name}", "{label} is missing.", {"label": one.label})
        if values[one.name] and one.name not in asked:
            yield Fault(one.name, "not_of_this_sort", OUT_OF_CONTACT if sort == TO_CONTACT else OUT_OF_SORT)
    if sort == BACKTRACKING and not any(values[one.name] for one in CONSIGNMENT.fields):
        text = "Say what can be traced: a product, a manufacturer, a lot or a label."
        yield Fault("lots", "nothing_to_trace", text)


OUT_OF_CONTACT = "A controlled contact says only who asks and how to be reached: take this out and say it by voice."
OUT_OF_SORT = "This is asked of other sorts of requests: take it out."


def days_are_few(values: Mapping[str, Any]) -> Iterable[Fault]:
    """An answer is wanted within some weeks."""
    days = values["days"]
    if days is not None and not 0 < days <= MOST_DAYS:
        yield Fault("days", "days_out_of_range", "Give from 1 to {most} working days.", {"most": MOST_DAYS})


def offices_can_read_it(values: Mapping[str, Any]) -> Iterable[Fault]:
    """Each asked office has somebody today who sees such a request."""
    asked = values["asked"] or ()
    if len(asked) > MOST_OFFICES:
        yield Fault("asked", "too_many_offices", "Ask at most {most} offices at once.", {"most": MOST_OFFICES})
        return
    focal = set(focal_points().filter(pk__in=asked).values_list("pk", flat=True))
    for one in asked:
        name = Office().show(one)
        if one not in focal:
            text = "Nobody at {given} reads requests: choose another office."
            yield Fault("asked", "no_focal_point", text, {"given": name})
        elif values["sort"] == TO_CONTACT and not people_with(ARRANGE_CONTACTS, one).exists():
            text = "Nobody at {given} arranges controlled contacts: choose another office."
            yield Fault("asked", "nobody_arranges", text, {"given": name})


REQUEST = Form(
    name="request",
    sections=(SORT, WHOM, MATTER, CONSIGNMENT, CALLING, TERMS),
    rules=(fits_its_sort, days_are_few, offices_can_read_it),
)


def asked_of(sort: str) -> Form:
    """The form cut down to what pages ask of a sort, marked as it needs it; the sort itself is chosen before."""

    def marked(part: Section) -> Section:
        needed = ASKED_FOR[sort]
        fields = (replace(one, required=one.required or one.name in needed) for one in part.fields)
        return Section(title=part.title, fields=tuple(fields))

    return Form(name="request", sections=tuple(marked(part) for part in SECTIONS[sort]))


def _one(name: str, title: str, *fields: Field) -> Form:
    return Form(name=name, sections=(Section(title=title, fields=fields),))


TRACE = Section(
    title="What was traced",
    fields=(
        Field(name="traced_manufacturer", label="Manufacturer, as established", type=Text()),
        Field(name="first_consignee", label="First consignee", type=Text(), help="To whom the manufacturer sold it"),
        Field(name="made_on", label="Made on", type=Day()),
        Field(name="sold_on", label="Sold or dispatched on", type=Day()),
        Field(
            name="documents",
            label="Documents",
            type=Paragraphs(2000),
            help="Numbers of invoices and transport papers; attach copies on the page of the request",
        ),
    ),
)
TRACED = frozenset(one.name for one in TRACE.fields)
SAID = Section(title="Answer", fields=(Field(name="answer", label="Your answer", type=Paragraphs(), required=True),))


def sold_after_it_was_made(values: Mapping[str, Any]) -> Iterable[Fault]:
    """Nothing is sold before its day."""
    if values["made_on"] and values["sold_on"] and values["sold_on"] < values["made_on"]:
        text = "It was made on {made}: enter that day or a later one."
        yield Fault("sold_on", "sold_before_made", text, {"made": values["made_on"]})


ANSWER = Form(name="request answer", sections=(SAID, TRACE), rules=(sold_after_it_was_made,))
PLAIN_ANSWER = Form(name="request answer in words", sections=(SAID,))
"""The answer as pages ask for it where nothing is traced."""
REACHED = _one("contact answer", "Who answers", *CALLED)
ASK_BACK = _one(
    "request question",
    "Question",
    Field(
        name="question",
        label="What you need to know",
        type=Paragraphs(),
        required=True,
        help="The clock stands still until the asking office has supplied it",
    ),
)
SUPPLY = _one("request supply", "Answer", Field(name="supplied", label="Your answer", type=Paragraphs(), required=True))
REFUSAL = _one(
    "request refusal",
    "Reason",
    Field(name="reason", label="Why it cannot be answered", type=Choice(REASONS), required=True),
    Field(name="note", label="Note", type=Paragraphs(2000)),
)
CONTACT_REFUSAL = _one(
    "contact refusal",
    "Reason",
    Field(name="reason", label="Why it cannot be answered", type=Choice(REASONS), required=True),
)
WITHDRAWAL = _one("request withdrawal", "Reason", Field(name="note", label="Why", type=Paragraphs(2000), required=True))
CLOSING = _one(
    "request outcome",
    "Outcome",
    Field(name="outcome", label="What the answer led to", type=Choice(OUTCOMES), required=True),
    Field(name="note", label="In words", type=Paragraphs(2000), help="Whoever answered reads it"),
)
CONTACT_CLOSING = _one(
    "contact outcome",
    "Outcome",
    Field(name="outcome", label="What came of it", type=Choice(OUTCOMES), required=True),
)
REOPENING = Form(
    name="request reopening",
    sections=(
        Section(
            title="Reopening",
            fields=(
                Field(name="note", label="What is still wanted", type=Paragraphs(2000), required=True),
                AGAIN,
            ),
        ),
    ),
    rules=(days_are_few,),
)
CONTACT_REOPENING = Form(
    name="contact reopening",
    sections=(
        Section(
            title="Reopening",
            fields=(AGAIN,),
        ),
    ),
    rules=(days_are_few,),
)
