"""The forms of partnership: an association, an agreement, a party, a signature on paper, an assessment, a review."""

from collections.abc import Iterable, Mapping
from typing import Any

from penstock.industry.partnership.models import KINDS
from penstock.industry.partnership.practices import FRAMES
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Day, Invalid, Listed, Number, Paragraphs, Text
from penstock.kernel.viewer import Fault

LONG = 3000
KEPT = {"yes": "Kept", "part": "Kept in part", "no": "Not kept yet", "none": "Does not apply"}
PASSES = {"yes": "Yes", "no": "No"}


class Ahead(Day):
    """A day that is still to come."""

    def parse(self, raw: object) -> Any:
        """The day; Invalid when it has come."""
        value = super().parse(raw)
        if value is not None and value <= today():
            raise Invalid("not_ahead", "{given} has come already. Enter a day ahead.", given=value)
        return value


class Past(Day):
    """A day that has come."""

    def parse(self, raw: object) -> Any:
        """The day; Invalid when it lies ahead."""
        value = super().parse(raw)
        if value is not None and value > today():
            raise Invalid("lies_ahead", "{given} lies ahead. Enter the day on which it was signed.", given=value)
        return value


def _form(name: str, title: str, *fields: Field, rules: tuple[Any, ...] = ()) -> Form:
    return Form(name=name, sections=(Section(title=title, fields=fields),), rules=rules)


ASSOCIATION = _form(
    "association of industry",
    "Association",
    Field(name="name", label="Name", type=Text(200), required=True),
    Field(name="sectors", label="Sectors", type=Listed(Text(60), spaced=True), help="Parted by semicolons"),
    Field(name="members", label="Companies that are members", type=Number(whole=True)),
    Field(name="contact", label="Single point of contact", type=Text(200), required=True,
          help="An office with telephone or e-mail"),
    Field(name="passes_alerts", label="Passes on alerts and lists", type=Choice(PASSES), required=True,
          help="It sees no transaction of its members, and none is sent to it"),
    Field(name="note", label="Note", type=Paragraphs(LONG)),
)  # fmt: skip


def _written(values: Mapping[str, Any]) -> Iterable[Fault]:
    if values["frame"] == "own" and not values["rules"]:
        yield Fault("rules", "missing_rules", "Write the practices, one a line, or choose a frame that has them.")


AGREEMENT = _form(
    "agreement with industry",
    "Agreement",
    Field(name="kind", label="It is a", type=Choice(KINDS), required=True),
    Field(name="title", label="Title", type=Text(200), required=True),
    Field(name="aim", label="What both sides intend", type=Paragraphs(LONG), required=True),
    Field(name="roles", label="Who does what", type=Paragraphs(LONG)),
    Field(name="channels", label="By which channels they tell each other", type=Paragraphs(LONG)),
    Field(name="contact", label="Single point of contact of the authority", type=Text(200), required=True),
    Field(name="frame", label="Practices", type=Choice(FRAMES), required=True),
    Field(name="rules", label="Practices in your own words", type=Paragraphs(LONG),
          help="One a line; they take the place of those of the frame"),
    Field(name="review_on", label="Reviewed by", type=Ahead(), required=True),
    rules=(_written,),
)  # fmt: skip
PARTY = _form(
    "party to an agreement",
    "Party",
    Field(name="name", label="Name", type=Text(200), required=True,
          help="A company of the instance signs here; anybody else on paper"),
    Field(name="contact", label="Single point of contact on its side", type=Text(200), required=True),
)  # fmt: skip
PAPER = _form(
    "signature on paper",
    "Signature",
    Field(name="signed_by", label="Who signed", type=Text(200), required=True),
    Field(name="signed_on", label="On", type=Past(), required=True),
    Field(name="paper", label="Where the paper lies", type=Text(200), required=True),
)
REVIEWED = _form(
    "agreement reviewed",
    "Review",
    Field(name="finding", label="What the review found", type=Paragraphs(LONG), required=True),
    Field(name="review_on", label="Next review", type=Ahead(), required=True),
)
ENDED = _form("agreement ended", "End", Field(name="reason", label="Why", type=Paragraphs(LONG), required=True))


def assessment_form(practices: Mapping[str, str]) -> Form:
    """The form in which a party assesses itself: how it keeps each practice, and by what that is shown."""
    sections = tuple(
        Section(
            title=text,
            fields=(
                Field(name=f"kept_{code}", label="How it is kept", type=Choice(KEPT), required=True),
                Field(name=f"shown_{code}", label="Evidence", type=Paragraphs(LONG)),
            ),
        )
        for code, text in practices.items()
    )
    return Form(name="self-assessment", sections=sections, rules=(_shown,))


def _shown(values: Mapping[str, Any]) -> Iterable[Fault]:
    for name, kept in values.items():
        if name.startswith("kept_") and kept in {"yes", "part"}:
            evidence = "shown_" + name.removeprefix("kept_")
            if not values[evidence]:
                yield Fault(evidence, "missing_evidence", "Say by what it is shown that this is kept.")
