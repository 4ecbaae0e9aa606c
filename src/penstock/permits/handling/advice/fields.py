"""The forms of advice: what is asked of whom by when, what is answered, and why an authority goes against it."""

from collections.abc import Iterable, Mapping
from typing import Any

from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Day, Paragraphs
from penstock.kernel.viewer import Fault
from penstock.permits.handling.choosing import Ticked

LONGEST = 5000
VERDICTS = {"no objection": "No objection", "conditions": "Only with conditions", "against": "Against"}


def _form(name: str, title: str, *fields: Field, rules: Any = ()) -> Form:
    return Form(name=name, sections=(Section(title=title, fields=fields),), rules=rules)


def not_past(values: Mapping[str, Any]) -> Iterable[Fault]:
    """Nobody can answer by yesterday."""
    if values["due_on"] and values["due_on"] < today():
        yield Fault("due_on", "past_day", "This day has passed. Enter today or a later one.")


def conditions_said(values: Mapping[str, Any]) -> Iterable[Fault]:
    """Whoever wants conditions says which."""
    if values["verdict"] == "conditions" and not values["conditions"]:
        yield Fault("conditions", "missing_conditions", "Write under which conditions, or choose another advice.")


QUESTION = Field(
    name="question",
    label="What is asked",
    type=Paragraphs(LONGEST),
    required=True,
    help="The agency reads the application from now on. The applicant reads neither the question nor the answer.",
)
BY = Field(name="due_on", label="Answer by", type=Day(), required=True)
ASKING = _form(
    "advice asking",
    "Question",
    Field(name="agencies", label="Whom", type=Ticked(), required=True, help="Authorities of your own country"),
    QUESTION,
    BY,
    rules=(not_past,),
)
ADVISING = _form(
    "advice",
    "Advice",
    Field(name="verdict", label="Advice", type=Choice(VERDICTS), required=True),
    Field(
        name="conditions",
        label="Conditions",
        type=Paragraphs(LONGEST),
        help="As they should stand on the permit",
    ),
    Field(
        name="reasons",
        label="Reasons",
        type=Paragraphs(LONGEST),
        required=True,
        help="Read by the authority that decides, and by your own agency",
    ),
    rules=(conditions_said,),
)
MOVING = _form("advice day", "Another day", BY, rules=(not_past,))
NO_MORE = _form("advice withdrawal", "Why", Field(name="note", label="Why", type=Paragraphs(LONGEST), required=True))
OVERRULING = _form(
    "advice overruling",
    "Reason",
    Field(
        name="note",
        label="Why the authority goes against it",
        type=Paragraphs(LONGEST),
        required=True,
        help="The agency reads it; the applicant does not",
    ),
)
