"""The forms of held orders: why one is lifted or refused."""

from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Paragraphs

GROUNDS = {
    "papers seen": "The missing paper was seen since",
    "not the same": "The customer is not the one on the list",
    "explained": "The customer explained it, and the explanation was verified",
    "usual": "It is usual for this customer, and the reason is known",
    "law leaves out": "The law leaves this case out",
    "other": "Something else, as written",
}
LIFTING = Form(
    name="lifted hold",
    sections=(
        Section(
            title="Why it may go",
            fields=(
                Field(name="ground", label="Ground", type=Choice(GROUNDS), required=True),
                Field(name="justification", label="Justification", type=Paragraphs(3000), required=True,
                      help="What you looked at, and why that is enough; it stays with the order"),
            ),
        ),
    ),
)  # fmt: skip
REFUSING = Form(
    name="refused order",
    sections=(
        Section(
            title="Why it is refused",
            fields=(
                Field(name="justification", label="Reason", type=Paragraphs(3000), required=True,
                      help="It is not told to the customer by this system"),
            ),
        ),
    ),
)  # fmt: skip
