"""The forms of alerts: the full one for authorities, the one for trusted industry, and what single steps ask.

The form for industry is written on its own, not cut out of the other: a field that is added to the full alert is not
by that given to companies.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from penstock.alerts.sending.reaches import (
    AUDIENCES,
    CIRCLE,
    INDUSTRY_AUDIENCES,
    audience_fits,
    industry_audience_fits,
)
from penstock.cases.models import TLP
from penstock.catalogue.fields import Country
from penstock.catalogue.naming.identifying import identified_as, known_substance
from penstock.catalogue.substances import substance
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Day, Invalid, Listed, Paragraphs, Several, Text
from penstock.kernel.viewer import Fault
from penstock.parties.queries import is_uuid

__all__ = ["ALERT", "DECISION", "INDUSTRY_ALERT", "PASSING", "REASON", "TRUST"]

INDICATORS = {
    "chemical": "A new chemical",
    "route": "A new route",
    "concealment": "A new concealment",
    "rise": "A sudden rise",
    "listing": "An offer or listing online",
    "company": "A kind of company or customer",
    "equipment": "Equipment",
    "other": "Something else",
}
URGENCIES = {"now": "Act at once", "soon": "Act within days", "aware": "Know it, and watch for it"}
CERTAINTIES = {"observed": "It was observed", "likely": "It is likely", "possible": "It is possible"}
LONGEST_VALIDITY = timedelta(days=366)
AGENCY, COMPANY, ASSOCIATION = "agency", "company", "association"
SORTS = {AGENCY: "An agency", COMPANY: "A company", ASSOCIATION: "An association of companies"}
OF_INDUSTRY = {code: label for code, label in TLP.items() if code not in {"RED", "AMBER+STRICT"}}
"""What is meant for companies is not marked as staying within the authorities."""


class NamedSubstance(Text):
    """A substance of the catalogue by its id, or by its name as it was written where no register holds it."""

    def parse(self, raw: object) -> str | None:
        """The id, or the name; Invalid when it holds no character that is kept."""
        text = self.clean(raw)
        if not text and raw:
            raise Invalid("unreadable_name", "A name of these holds nothing that can be read: write it again.")
        return (identified_as(text) or text) if text else None

    def show(self, value: str | None) -> str:
        """The name as the register has it, else as it was written."""
        if not value:
            return ""
        return substance(value).name if known_substance(value) == value else value


class CircleId(Text):
    """A circle by its id; which circles there are, only their members know, so a page offers the viewer's own."""

    control = "select"

    def parse(self, raw: object) -> str | None:
        """The id; Invalid when it is none."""
        text = self.clean(raw)
        if text and not is_uuid(text):
            raise Invalid("unknown_circle", "'{given}' is no circle of yours: choose one of the list.", given=text)
        return text or None


def still_to_come(values: Mapping[str, Any]) -> Iterable[Fault]:
    """An alert is in force for at least a day and at most a year."""
    until = values["expires_on"]
    if until and until <= today():
        yield Fault("expires_on", "already_over", "{given} is not to come: enter a later day.", {"given": until})
    if until and until > today() + LONGEST_VALIDITY:
        text = "An alert is in force for a year at most: enter an earlier day, and send another one then."
        yield Fault("expires_on", "too_long_in_force", text)


def _matter() -> tuple[Field, ...]:
    """What both kinds ask; each form has fields of its own making."""
    return (
        Field(name="headline", label="Headline", type=Text(160), required=True, help="One sentence: what is new"),
        Field(name="indicators", label="What is new", type=Several(Choice(INDICATORS)), required=True),
        Field(
            name="substances",
            label="Substances",
            type=Listed(NamedSubstance(120), spaced=True),
            help="Names or CAS numbers, with a semicolon between them",
        ),
        Field(name="urgency", label="Urgency", type=Choice(URGENCIES), required=True),
        Field(name="certainty", label="How sure it is", type=Choice(CERTAINTIES), required=True),
    )


def _text(longest: int, about: str) -> tuple[Field, ...]:
    return (
        Field(name="text", label="Text", type=Paragraphs(longest), required=True, help=about),
        Field(name="look_for", label="What to look for", type=Paragraphs(2000), help="Signs by which it is recognised"),
        Field(name="action", label="Requested action", type=Paragraphs(2000), required=True),
        Field(name="contact", label="Whom to ask", type=Text(200), help="A desk, its telephone and e-mail"),
    )


UNTIL = Field(name="expires_on", label="In force until", type=Day(), required=True, help="The last day")

ALERT = Form(
    name="alert",
    sections=(
        Section(title="What is new", fields=_matter()),
        Section(
            title="The alert",
            fields=(
                *_text(8000, "Without names of persons or companies"),
                Field(
                    name="route",
                    label="Countries concerned",
                    type=Listed(Country()),
                    help="Codes with a space between them, such as IN NL",
                ),
                UNTIL,
            ),
        ),
        Section(
            title="Who may see it",
            fields=(
                Field(name="shared_with", label="Sent to", type=Choice(AUDIENCES), required=True),
                Field(
                    name="shared_countries",
                    label="Countries",
                    type=Listed(Country()),
                    help="If only countries named: their codes with a space between them, such as CL KE",
                ),
                Field(name=CIRCLE, label="Circle", type=CircleId(), help="If a circle: one that you are in"),
                Field(name="marking", label="Marking", type=Choice(TLP), required=True, help="TLP 2.0"),
            ),
        ),
    ),
    rules=(still_to_come, audience_fits),
)

INDUSTRY_ALERT = Form(
    name="industry alert",
    sections=(
        Section(title="What is new", fields=_matter()),
        Section(
            title="The alert",
            fields=(*_text(4000, "Written for companies: nothing of investigations, sources, routes or cases"), UNTIL),
        ),
        Section(
            title="Who may see it",
            fields=(
                Field(name="shared_with", label="Sent to", type=Choice(INDUSTRY_AUDIENCES), required=True),
                Field(
                    name="shared_countries",
                    label="Countries",
                    type=Listed(Country()),
                    help="If only countries named: their codes with a space between them, such as CL KE",
                ),
                Field(name="marking", label="Marking", type=Choice(OF_INDUSTRY), required=True, help="TLP 2.0"),
            ),
        ),
    ),
    rules=(still_to_come, industry_audience_fits),
)

COPIED = ("headline", "indicators", "substances", "urgency", "certainty", "look_for", "expires_on")
"""What a version for industry begins with; its text, action and contact are written anew."""


def _one(name: str, title: str, *fields: Field) -> Form:
    return Form(name=name, sections=(Section(title=title, fields=fields),))


def it_was_passed(values: Mapping[str, Any]) -> Iterable[Fault]:
    """What is recorded has happened."""
    day = values["passed_on"]
    if day and day > today():
        yield Fault("passed_on", "future_date", "{given} is still to come: enter the day it happened.", {"given": day})


REASON = _one("alert reason", "Reason", Field(name="note", label="Why", type=Paragraphs(2000), required=True))
PASSING = Form(
    name="onward passing",
    sections=(
        Section(
            title="Passed on to",
            fields=(
                Field(name="sort", label="To", type=Choice(SORTS), required=True),
                Field(name="name", label="Its name", type=Text(200), required=True),
                Field(name="passed_on", label="Day", type=Day(), required=True),
                Field(name="note", label="Note", type=Paragraphs(1000), help="How, and to whom there"),
            ),
        ),
    ),
    rules=(it_was_passed,),
)
DECISION = _one(
    "suggestion", "Decision", Field(name="note", label="Why", type=Paragraphs(1000), help="Kept with the suggestion")
)
TRUST = _one(
    "trusted company",
    "Company",
    Field(name="company", label="Company", type=Text(60), required=True),
    Field(name="note", label="On what ground", type=Text(300), required=True, help="Such as a check and its day"),
)
