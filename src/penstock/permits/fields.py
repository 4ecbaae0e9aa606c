"""The forms of the steps of a permit."""

from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Day, Paragraphs

LONGEST = 2000


def _form(name: str, title: str, *fields: Field) -> Form:
    return Form(name=name, sections=(Section(title=title, fields=fields),))


WHY = Field(
    name="reason", label="Why", type=Paragraphs(LONGEST), required=True, help="Everybody on the permit reads it"
)

REASON = _form("permit reason", "Reason", WHY)
EXTENSION = _form(
    "permit extension",
    "Extension",
    Field(name="valid_until", label="Valid until", type=Day(), required=True, help="The new last day"),
    WHY,
)
