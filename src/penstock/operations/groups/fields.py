"""The forms of working groups: what one is for, a meeting and its minutes, and what an action is."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Day, FieldType, Listed, Number, Paragraphs, Text
from penstock.kernel.viewer import Fault

MOST_DAYS = 260
"""A year of working days."""


class Present(Listed):
    """Members of a group by their names, each to be ticked; the page offers those of the day."""

    control = "checkboxes"
    longest = 4000

    def __init__(self) -> None:
        """In one line they are parted by semicolons, since names hold spaces and commas."""
        super().__init__(Text(200), spaced=True)

    def choices(self) -> Sequence[tuple[str, str]]:
        """Nobody: who may be ticked is not known before there is a group."""
        return ()


def _one(name: str, title: str, *fields: Field, **rules: Any) -> Form:
    return Form(name=name, sections=(Section(title=title, fields=fields),), **rules)


GROUP_FORM = _one(
    "national group",
    "National working group",
    Field(name="name", label="Name", type=Text(120), required=True, help="Known to its members alone"),
    Field(name="purpose", label="Purpose", type=Paragraphs(2000), required=True),
    Field(
        name="others",
        label="Other agencies, without access",
        type=Paragraphs(2000),
        help="Those that sit at the table and have nobody here: one a line. They are told nothing by this system",
    ),
)
MEMBER = Field(name="office", label="Office or company", type=FieldType(), required=True)
MEMBER_IN = _one("group admission", "Who joins", MEMBER)
MEMBER_OUT = _one(
    "group dismissal", "Whose part ends", MEMBER, Field(name="note", label="Why", type=Paragraphs(1000), required=True)
)
GROUP_REASON = _one("group reason", "Reason", Field(name="note", label="Why", type=Paragraphs(1000), required=True))
CALLING = _one(
    "group meeting",
    "Meeting",
    Field(name="held_on", label="Day", type=Day(), required=True),
    Field(name="place", label="Place", type=Text(200), required=True, help="A room, or how to take part from afar"),
    Field(name="agenda", label="Agenda", type=Paragraphs(4000), required=True),
)
MINUTES = _one(
    "group minutes",
    "Minutes",
    Field(name="present", label="Members who were there", type=Present(), required=True),
    Field(name="also", label="Who else was there", type=Paragraphs(1000), help="Persons and agencies, one a line"),
    Field(name="minutes", label="Minutes", type=Paragraphs(20000), required=True),
)


def one_way_of_saying_when(values: Mapping[str, Any]) -> Iterable[Fault]:
    """The last day is named, or counted in working days; not both, and not neither."""
    if (values["due_on"] is None) == (values["days"] is None):
        yield Fault("due_on", "one_of_both", "Name the last day, or say in how many working days: one of the two.")
    if values["days"] is not None and not 0 < values["days"] <= MOST_DAYS:
        yield Fault("days", "days_out_of_range", "Give from 1 to {most} working days.", {"most": MOST_DAYS})


WHEN = (
    Field(name="due_on", label="Last day", type=Day()),
    Field(
        name="days",
        label="Or in how many working days",
        type=Number(whole=True),
        help="Counted from today by the calendar of your country",
    ),
)
ACTION_FORM = _one(
    "group action",
    "Action",
    Field(name="what", label="What is to be done", type=Text(200), required=True),
    Field(name="owner", label="Who does it", type=FieldType(), required=True),
    *WHEN,
    Field(name="more", label="More about it", type=Paragraphs(2000)),
    Field(name="meeting", label="Agreed at", type=Text(60), help="The reference of a meeting; empty for none"),
    rules=(one_way_of_saying_when,),
)
HANDING_ON = _one(
    "group action handed on",
    "Who does it from now on, and by when",
    Field(name="owner", label="Who does it", type=FieldType(), required=True),
    *WHEN,
    rules=(one_way_of_saying_when,),
)
DOING = _one(
    "group action done", "Done", Field(name="note", label="What was done", type=Paragraphs(2000), required=True)
)
OPENING_ANEW = _one(
    "group action reopened",
    "What is still to be done",
    Field(name="note", label="Why", type=Paragraphs(1000), required=True),
    *WHEN,
    rules=(one_way_of_saying_when,),
)
