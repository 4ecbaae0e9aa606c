"""What a turn of an enquiry asks for; a regime's steps that ask and supply use the same forms, with own labels."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from penstock.cases.enquiries.phrases import ANSWER, QUESTION, Phrases
from penstock.kernel.forms.specification import Field, Form, Rule, Section
from penstock.kernel.forms.types import Number, Paragraphs
from penstock.kernel.viewer import Fault

USUAL_DAYS = 10
"""Working days to answer where the asking side says nothing else."""
MOST_DAYS = 60


class Days(Number):
    """A number of working days."""

    def __init__(self) -> None:
        """Whole days, at least one."""
        super().__init__(above=Decimal(0), whole=True)


def _something_said(name: str, label: str) -> Rule:
    def rule(values: Mapping[str, Any]) -> Iterable[Fault]:
        if not values["phrases"] and not values[name]:
            yield Fault(name, f"missing_{name}", "{label} is missing.", {"label": label})
        if (values.get("days") or 0) > MOST_DAYS:
            yield Fault("days", "too_many_days", "Give at most {most} working days.", {"most": MOST_DAYS})

    return rule


GOING_ON = Field(
    name="enquiry",
    label="Go on with enquiry number",
    type=Number(above=Decimal(0), whole=True),
    help="One of yours that was answered; empty opens a new one",
)


def asking(name: str, *, title: str, label: str, text_help: str = "", also: tuple[Field, ...] = ()) -> Form:
    """The form of a question, with a label for the words of one's own; `also` are fields of the regime's step."""
    fields = (
        Field(name="phrases", label="Stock phrases", type=Phrases(QUESTION), help="The reader sees them translated"),
        Field(name="question", label=label, type=Paragraphs(), help=text_help),
        Field(
            name="days",
            label="Working days to answer",
            type=Days(),
            help="By the calendar of whoever is asked; 10 where you leave it empty",
        ),
        *also,
    )
    return Form(name=name, sections=(Section(title=title, fields=fields),), rules=(_something_said("question", label),))


def answering(name: str, *, title: str, label: str) -> Form:
    """The form of an answer, with a label for the words of one's own."""
    fields = (
        Field(name="phrases", label="Stock phrases", type=Phrases(ANSWER), help="The reader sees them translated"),
        Field(name="answer", label=label, type=Paragraphs()),
    )
    return Form(name=name, sections=(Section(title=title, fields=fields),), rules=(_something_said("answer", label),))


ASKING = asking("enquiry", title="Question", label="Your question")
ANSWERING = answering("enquiry answer", title="Answer", label="Your answer")
CLOSING = Form(
    name="enquiry end",
    sections=(
        Section(
            title="End",
            fields=(Field(name="note", label="Last word, if there is one", type=Paragraphs(2000)),),
        ),
    ),
)
