"""The forms of an arrangement: who answers for a territory, and how it ends."""

from penstock.catalogue.fields import Country
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Day, Paragraphs, Text

ARRANGEMENT = Form(
    name="arrangement",
    sections=(
        Section(
            title="Who answers for a territory",
            fields=(
                Field(
                    name="territory",
                    label="Territory",
                    type=Country(),
                    required=True,
                    help="One that is contested or unclear, or whose government is not registered",
                ),
                Field(
                    name="authority",
                    label="Authority that answers by arrangement",
                    type=Text(),
                    help="Its full name, as the directory has it. Left empty, the secretariat itself answers",
                ),
                Field(name="since_on", label="From", type=Day(), required=True, help="Its first day"),
                Field(
                    name="basis",
                    label="Basis",
                    type=Paragraphs(1000),
                    required=True,
                    help="Such as an exchange of letters between the governments concerned",
                ),
                Field(
                    name="source",
                    label="Source",
                    type=Text(),
                    required=True,
                    help="Where that can be read: a document's number and day",
                ),
            ),
        ),
    ),
)

ENDING = Form(
    name="arrangement_ending",
    sections=(
        Section(
            title="End of the arrangement",
            fields=(
                Field(name="until_on", label="Last day", type=Day(), required=True),
                Field(name="reason", label="Why it ends", type=Paragraphs(1000), required=True),
            ),
        ),
    ),
)
