"""The forms of the library: an edition of a document, and why it is withdrawn."""

from collections.abc import Iterable, Mapping
from typing import Any

from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Day, Listed, Paragraphs, Text
from penstock.kernel.viewer import Fault
from penstock.parties.directory.types import Language

LONG = 30_000
ASKS = {"yes": "Yes: each company says that it has read it", "no": "No"}


def _in_order(values: Mapping[str, Any]) -> Iterable[Fault]:
    if values["until_on"] and values["from_on"] and values["until_on"] < values["from_on"]:
        yield Fault("until_on", "ends_before_it_starts", "The last day lies before the first. Enter a later one.")


GUIDANCE = Form(
    name="guidance for industry",
    sections=(
        Section(
            title="The document",
            fields=(
                Field(name="title", label="Title", type=Text(200), required=True),
                Field(name="about", label="What it is about", type=Paragraphs(1000), required=True),
                Field(name="words", label="The text", type=Paragraphs(LONG),
                      help="Leave it empty where the document is a file"),
                Field(name="language", label="Language", type=Language(), required=True,
                      help="By its English name or its code, such as en"),
            ),
        ),
        Section(
            title="For whom, and when",
            fields=(
                Field(name="sectors", label="Sectors", type=Listed(Text(60), spaced=True),
                      help="None means: for everybody"),
                Field(name="from_on", label="Valid from", type=Day(), required=True),
                Field(name="until_on", label="Valid until", type=Day()),
                Field(name="reading", label="Ask each company to confirm that it has read it", type=Choice(ASKS),
                      required=True),
            ),
        ),
    ),
    rules=(_in_order,),
)  # fmt: skip
WITHDRAWAL = Form(
    name="guidance withdrawn",
    sections=(Section(title="End", fields=(
        Field(name="reason", label="Why", type=Paragraphs(1000), required=True),
    )),),
)  # fmt: skip
