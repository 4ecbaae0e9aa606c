"""The forms of papers that customers sign: link, paper taken in, signature, verification and end."""

from collections.abc import Iterable, Mapping
from typing import Any

from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Day, Paragraphs, Text
from penstock.kernel.viewer import Fault
from penstock.orders.customers.fields import HOW

LINK = Form(
    name="paper link",
    sections=(
        Section(
            title="Link",
            fields=(
                Field(name="email", label="Send the link to", type=Text(200),
                      help="Leave it empty to hand the link over yourself; whoever has it can sign once"),
            ),
        ),
    ),
)  # fmt: skip


def signed_in_the_past(values: Mapping[str, Any]) -> Iterable[Fault]:
    """Nobody signed tomorrow."""
    if values["signed_on"] and values["signed_on"] > today():
        yield Fault("signed_on", "signed_later", "Enter the day on which it was signed, today or earlier.")


PAPER = Form(
    name="signed paper",
    sections=(
        Section(
            title="Signed paper",
            fields=(
                Field(name="signer_name", label="Signed by", type=Text(), required=True),
                Field(name="signer_post", label="Position", type=Text(), required=True),
                Field(name="signed_on", label="Signed on", type=Day(), required=True),
            ),
        ),
    ),
    rules=(signed_in_the_past,),
)
SIGNING = Form(
    name="paper signature",
    sections=(
        Section(
            title="Your signature",
            fields=(
                Field(name="signer_name", label="Your full name", type=Text(), required=True),
                Field(name="signer_post", label="Your position", type=Text(), required=True,
                      help="As far as you may sign for the customer"),
                Field(name="agreed", label="I declare what stands above", type=Choice({"yes": "Yes, it is true"}),
                      required=True),
            ),
        ),
    ),
)  # fmt: skip
VERIFICATION = Form(
    name="paper verification",
    sections=(
        Section(
            title="Verification",
            fields=(
                Field(name="verified_how", label="Verified how", type=Choice(HOW), required=True,
                      help="That this person may sign, and that what is said fits what you know of the customer"),
            ),
        ),
    ),
)  # fmt: skip
ENDING = Form(
    name="paper end",
    sections=(
        Section(
            title="End",
            fields=(Field(name="reason", label="Why it counts no more", type=Paragraphs(1000), required=True),),
        ),
    ),
)
