"""The forms of an operation: its plan, who is taken in, the daily return and the words of the closing report."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from penstock.catalogue.fields import Country
from penstock.catalogue.naming.identifying import KnownSubstance
from penstock.incidents.particulars.facts import KINDS
from penstock.incidents.particulars.taxonomy import Term
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Day, FieldType, Invalid, Listed, Number, Paragraphs, Several, Text
from penstock.kernel.viewer import Fault

FEWEST, MOST = 3, 5
LONGEST_DAYS = 366


class Lane(FieldType):
    """A lane from one country to another, as two codes with a hyphen between them."""

    longest = 20
    country = Country()

    def parse(self, raw: object) -> str | None:
        """The codes in capitals; Invalid when one is no country."""
        text = self.clean(raw).upper().replace(">", "-")
        if not text:
            return None
        ends = [one for one in text.split("-") if one]
        if len(ends) != 2:  # noqa: PLR2004 - a lane has two ends
            raise Invalid("not_a_lane", "'{given}' is no lane: write it like NL-CL.", given=text)
        return "-".join(str(self.country.parse(one)) for one in ends)

    def show(self, value: str | None) -> str:
        """The names of both countries."""
        return " → ".join(self.country.show(one) for one in value.split("-")) if value else ""


def few_substances(values: Mapping[str, Any]) -> Iterable[Fault]:
    """An operation looks for three to five substances."""
    count = len(values["substances"] or ())
    if values["substances"] and not FEWEST <= count <= MOST:
        text = "An operation is about {fewest} to {most} substances; {count} are named."
        yield Fault("substances", "how_many", text, {"fewest": FEWEST, "most": MOST, "count": count})


def days_in_order(values: Mapping[str, Any]) -> Iterable[Fault]:
    """It ends after it has begun, and within a year."""
    first, last = values["from_on"], values["until_on"]
    if first and last and last < first:
        yield Fault("until_on", "before_start", "It cannot end before it begins: choose a later day.")
    if first and last and (last - first).days > LONGEST_DAYS:
        yield Fault("until_on", "too_long", "An operation runs for a year at most: choose an earlier day.")


PLAN = Form(
    name="operation",
    sections=(
        Section(
            title="Operation",
            fields=(
                Field(name="name", label="Name", type=Text(120), required=True),
                Field(name="objective", label="Objective", type=Paragraphs(2000), required=True),
                Field(
                    name="substances",
                    label="Substances",
                    type=Listed(KnownSubstance(), spaced=True),
                    required=True,
                    help="Three to five names or CAS numbers, with semicolons between them",
                ),
                Field(name="from_on", label="First day", type=Day(), required=True),
                Field(name="until_on", label="Last day", type=Day(), required=True),
            ),
        ),
        Section(
            title="What to look for",
            fields=(
                Field(name="indicators", label="Indicators, in words", type=Paragraphs(2000)),
                Field(
                    name="kinds",
                    label="Kinds of incidents",
                    type=Several(Choice(KINDS)),
                    help="None ticked means all of them",
                ),
                Field(
                    name="lanes",
                    label="Lanes",
                    type=Listed(Lane()),
                    help="Such as NL-CL, with a space between them; none means all of them",
                ),
                Field(
                    name="concealment",
                    label="Concealment",
                    type=Several(Term("concealment")),
                    help="None ticked means any",
                ),
            ),
        ),
    ),
    rules=(few_substances, days_in_order),
)


def _one(name: str, title: str, *fields: Field) -> Form:
    return Form(name=name, sections=(Section(title=title, fields=fields),))


OFFICE = Field(name="office", label="Office", type=FieldType(), required=True)
ADMISSION = _one("admission", "Who takes part", OFFICE)
DISMISSAL = _one(
    "dismissal", "Who takes part no more", OFFICE, Field(name="note", label="Why", type=Paragraphs(1000), required=True)
)
OPERATION_REASON = _one(
    "operation reason", "Reason", Field(name="note", label="Why", type=Paragraphs(2000), required=True)
)
LEAVING = _one("leaving an operation", "Leaving", Field(name="note", label="Why", type=Paragraphs(1000), required=True))


def something_or_nothing(values: Mapping[str, Any]) -> Iterable[Fault]:
    """A return counts something or says that there is nothing; it is of a day that has begun."""
    counted = any(values[name] for name in ("seizures", "stopped", "others", "incidents"))
    if values["nothing"] == "yes" and counted:
        yield Fault("nothing", "nothing_and_something", "Something is counted too: take one of both out.")
    if values["nothing"] != "yes" and not counted:
        yield Fault("nothing", "nothing_said", "Count something, or say that there is nothing to report.")
    if values["day"] and values["day"] > today():
        yield Fault(
            "day", "future_date", "{given} is still to come: choose a day that has begun.", {"given": values["day"]}
        )


def _count(name: str, label: str) -> Field:
    return Field(name=name, label=label, type=Number(above=Decimal(-1), whole=True))


RETURN = Form(
    name="daily return",
    sections=(
        Section(
            title="Daily return",
            fields=(
                Field(name="day", label="Day", type=Day(), required=True),
                Field(name="nothing", label="Nothing to report", type=Choice({"yes": "Nothing to report"})),
                _count("seizures", "Seizures"),
                _count("stopped", "Stopped shipments"),
                _count("others", "Other incidents"),
                Field(
                    name="incidents",
                    label="Incidents",
                    type=Listed(Text(40)),
                    help="References with a space between them; only those who see an incident are shown it",
                ),
                Field(name="note", label="Note", type=Paragraphs(1000), help="Everyone in the operation reads it"),
            ),
        ),
    ),
    rules=(something_or_nothing,),
)
REPORT = _one(
    "closing report",
    "Closing report",
    Field(name="summary", label="What was done", type=Paragraphs(8000), required=True),
    Field(name="findings", label="What was found", type=Paragraphs(8000), required=True),
    Field(name="recommendations", label="What should follow", type=Paragraphs(8000)),
)
