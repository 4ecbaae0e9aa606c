"""The form of tasks of law: what was done, or why nothing is to be done."""

from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Paragraphs

DONE, DISMISSED = "done", "dismissed"
OUTCOMES = {DONE: "It was done", DISMISSED: "Nothing is to be done"}
CUSTOMER, LICENCE, DECLARATION, HELD = "customer", "licence", "declaration", "held order"
KINDS = {CUSTOMER: "Customer", LICENCE: "Licence", DECLARATION: "Declaration", HELD: "Held order"}
ASKS = {
    CUSTOMER: "Ask this customer what licence, registration or declaration it needs from that day on.",
    LICENCE: "Look whether this licence still names what the law asks for.",
    DECLARATION: "Look whether this declaration still covers what the law asks for.",
    HELD: "Check this held order again: it was judged by the law before.",
}
SETTLING = Form(
    name="settled task of law",
    sections=(
        Section(
            title="What came of it",
            fields=(
                Field(name="outcome", label="Outcome", type=Choice(OUTCOMES), required=True),
                Field(name="note", label="What was done, or why nothing is", type=Paragraphs(2000), required=True,
                      help="It stays with the task, with your name and the day"),
            ),
        ),
    ),
)  # fmt: skip
