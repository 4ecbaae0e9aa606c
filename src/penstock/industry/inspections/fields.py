"""The forms of inspections: the plan, what was found, what the company did, and what is not enough."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from penstock.cases.sheets.sheet import Lines, Sheet
from penstock.industry.licences.fields import LONGEST, one_section
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Day, Number, Paragraphs, Text
from penstock.kernel.viewer import Fault

GRADES = {"critical": "Critical", "major": "Major", "minor": "Minor", "remark": "Remark"}
GRADE_TONES = {"critical": "bad", "major": "warn", "minor": "info", "remark": "neutral"}
MENDED = {"critical", "major"}
"""Grades of findings that a company must do something about."""
YES_NO = {"yes": "Yes", "no": "No"}


def planned_ahead(values: Mapping[str, Any]) -> Iterable[Fault]:
    """A plan is for today or later."""
    if values["planned_on"] and values["planned_on"] < today():
        yield Fault("planned_on", "planned_in_the_past", "This day has passed. Enter today or a later day.")


PLAN = Form(
    name="inspection plan",
    sections=(
        Section(
            title="Plan",
            fields=(
                Field(
                    name="site",
                    label="Site",
                    type=Number(above=Decimal(0), whole=True),
                    required=True,
                    help="The number of the site on the licence, such as 1",
                ),
                Field(name="planned_on", label="Day", type=Day(), required=True),
                Field(name="inspectors", label="Inspectors", type=Text(300), required=True),
                Field(
                    name="announced",
                    label="Tell the company now",
                    type=Choice(YES_NO),
                    required=True,
                    help="If not, it sees nothing of the inspection until it was held",
                ),
                Field(name="purpose", label="What is to be looked at", type=Paragraphs(2000)),
            ),
        ),
    ),
    rules=(planned_ahead,),
)
FINDINGS = Lines(
    title="Finding",
    fields=(
        Field(name="grade", label="Grade", type=Choice(GRADES), required=True),
        Field(name="found", label="What was found", type=Paragraphs(LONGEST), required=True),
        Field(name="article", label="Article or condition", type=Text(200), help="Which it is against"),
        Field(name="action", label="What the company must do", type=Paragraphs(2000)),
        Field(name="due_on", label="By", type=Day()),
    ),
)


def findings_fit(values: Mapping[str, Any]) -> Iterable[Fault]:
    """It was held in the past; what must be mended has a day after it, and grave findings must be mended."""
    held = values["held_on"]
    if held and held > today():
        yield Fault("held_on", "held_in_the_future", "This day has not come yet. Enter the day of the visit.")
    for at, line in enumerate(values["findings"]):
        where = f"findings-{at}-"
        if line["action"] and not line["due_on"]:
            yield Fault(f"{where}due_on", "missing_due_on", "Enter the day by which the company must have done it.")
        if line["due_on"] and not line["action"]:
            yield Fault(
                f"{where}action", "missing_action", "Say what must be done by this day, or leave the day empty."
            )
        if line["due_on"] and held and line["due_on"] <= held:
            yield Fault(f"{where}due_on", "due_before_held", "This day is not after the inspection. Enter a later one.")
        if line["grade"] in MENDED and not line["action"] and not line["due_on"]:
            text = "A finding of this grade must be mended. Say what the company must do, and by when."
            yield Fault(f"{where}action", "grave_without_action", text)


HELD = Sheet(
    name="inspection held",
    sections=(
        Section(
            title="The visit",
            fields=(
                Field(name="held_on", label="Held on", type=Day(), required=True),
                Field(name="present", label="Who was present of the company", type=Text(300)),
                Field(name="summary", label="Summary", type=Paragraphs(LONGEST), required=True),
            ),
        ),
    ),
    lines={"findings": FINDINGS},
    rules=(findings_fit,),
)
_NUMBER = Field(name="number", label="Number of the finding", type=Number(above=Decimal(0), whole=True), required=True)
ANSWER = Sheet(
    name="inspection answer",
    sections=(),
    lines={
        "answers": Lines(
            title="Answer",
            fields=(
                _NUMBER,
                Field(name="done", label="What was done", type=Paragraphs(LONGEST), required=True),
                Field(name="done_on", label="Done on", type=Day(), required=True),
            ),
        )
    },
)
RETURN = Sheet(
    name="inspection return",
    sections=(),
    lines={
        "actions": Lines(
            title="Action",
            fields=(
                _NUMBER,
                Field(name="note", label="What is still to be done", type=Paragraphs(2000), required=True),
                Field(name="due_on", label="By", type=Day(), required=True),
            ),
        )
    },
)
CLOSING = one_section(
    "inspection closing",
    "Closing",
    Field(name="note", label="How it was verified", type=Paragraphs(2000), required=True),
)
CALLING_OFF = one_section(
    "inspection cancelled",
    "Reason",
    Field(name="note", label="Why", type=Paragraphs(2000), required=True),
)
