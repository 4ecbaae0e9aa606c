"""The forms of projects: what one is for, who answers for an office in it, and why a step is taken."""

from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import FieldType, Paragraphs, Text


def _one(name: str, title: str, *fields: Field) -> Form:
    return Form(name=name, sections=(Section(title=title, fields=fields),))


PROJECT = _one(
    "project",
    "Project or task force",
    Field(
        name="name",
        label="Name",
        type=Text(120),
        required=True,
        help="Known to those alone who are invited, such as Task force on toluene",
    ),
    Field(name="purpose", label="Purpose", type=Paragraphs(2000), required=True),
    Field(name="part_of", label="Task force of", type=Text(40), help="The reference of the project that it is part of"),
)
INVITATION = _one("invitation", "Who is invited", Field(name="office", label="Office", type=FieldType(), required=True))
DESK = _one(
    "desk of a seat",
    "Focal point",
    Field(
        name="desk",
        label="Desk that answers for your office",
        type=Text(200),
        required=True,
        help="A desk and how it is reached; everyone in the project reads it. Persons stand in the directory",
    ),
)
SEAT_NOTE = _one("seat note", "Note", Field(name="note", label="Note", type=Paragraphs(1000)))
SEAT_REASON = _one("seat reason", "Reason", Field(name="note", label="Why", type=Paragraphs(1000), required=True))
