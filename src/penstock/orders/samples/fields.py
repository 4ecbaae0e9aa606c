"""The forms of samples: what is asked for and what was looked at, and why it is approved or refused."""

from penstock.catalogue.fields import Quantity, Unit
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Day, Paragraphs, Several, Text
from penstock.orders.customers.goods import Goods
from penstock.orders.customers.sectors import trades

LOOKED = {
    "identity": "Who asks, and that this person works there",
    "reached": "They were reached by a telephone or an address found elsewhere",
    "works": "That the works exist where the sample goes",
    "use": "That the use is one of theirs, and needs this substance",
    "amount": "That a trial needs this much",
    "person": "That somebody by name answers for it there",
}
SAMPLE = Form(
    name="sample request",
    sections=(
        Section(
            title="Who asks",
            fields=(
                Field(name="customer", label="Customer number", type=Text(60), required=True,
                      help="Enter the customer first where it is new"),
                Field(name="person", label="Who asked for it", type=Text(200), required=True),
                Field(name="address", label="Sent to", type=Text(300), help="The customer's address where it is empty"),
            ),
        ),
        Section(
            title="What for",
            fields=(
                Field(name="goods", label="Goods", type=Goods(), required=True, help="By name or CAS number"),
                Field(name="quantity", label="Quantity", type=Quantity(), required=True),
                Field(name="unit", label="Unit", type=Unit(), required=True),
                Field(name="use", label="Use", type=Choice(trades().uses), required=True),
                Field(name="purpose", label="What the trial is", type=Paragraphs(2000), required=True,
                      help="In the customer's own words"),
            ),
        ),
        Section(
            title="What was looked at",
            fields=(
                Field(name="looked", label="Looked at", type=Several(Choice(LOOKED)), required=True,
                      basis="BDO/GBL code, practice 7"),
                Field(name="notes", label="What was found", type=Paragraphs(2000)),
            ),
        ),
    ),
)  # fmt: skip
APPROVING = Form(
    name="approved sample",
    sections=(
        Section(
            title="Why it may go",
            fields=(
                Field(name="justification", label="Justification", type=Paragraphs(2000), required=True,
                      help="It stays with the request"),
            ),
        ),
    ),
)  # fmt: skip
DECLINING = Form(
    name="refused sample",
    sections=(
        Section(
            title="Why it is refused",
            fields=(
                Field(name="justification", label="Reason", type=Paragraphs(2000), required=True,
                      help="It is not told to the customer by this system"),
            ),
        ),
    ),
)  # fmt: skip
SENDING = Form(
    name="sent sample",
    sections=(
        Section(
            title="Sent",
            fields=(
                Field(name="sent_on", label="Sent on", type=Day(), required=True),
                Field(name="carrier", label="Carrier and its number", type=Text(200)),
            ),
        ),
    ),
)
