"""The forms of a saved search and of an export."""

from penstock.cases.lists.models import FORMATS
from penstock.cases.lists.register import CaseList
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Text

YES_NO = {"no": "No", "yes": "Yes"}
SEARCH = Form(
    name="saved search",
    sections=(
        Section(
            title="Saved search",
            fields=(
                Field(name="name", label="Name", type=Text(60), required=True, help="Such as: Sent, from India"),
                Field(
                    name="shared",
                    label="Share it with your organisation",
                    type=Choice(YES_NO),
                    help="Colleagues see its name and what it asks for, and run it with their own eyes",
                ),
                Field(
                    name="told",
                    label="Tell of new hits in the daily digest",
                    type=Choice(YES_NO),
                    help="The mail holds the name of the search and references; plan it under “Calendar and digest”",
                ),
            ),
        ),
    ),
)
ALL = "all"
SHOWN = "shown"


def export_form(found: CaseList) -> Form:
    """What is asked of an export: the format, and which columns."""
    which = {SHOWN: "Those that the list shows you", ALL: f"All {len(found.columns)}"}
    return Form(
        name="export",
        sections=(
            Section(
                title="File",
                fields=(
                    Field(name="format", label="Format", type=Choice(FORMATS), required=True,
                          help="JSON and XML are the exchange format, with every answer whatever the columns"),
                    Field(name="columns", label="Columns", type=Choice(which), required=True),
                ),
            ),
        ),
    )  # fmt: skip
