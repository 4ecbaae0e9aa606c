"""The words and forms of licences: what operators are and do, and what the steps of a licence ask for."""

from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Paragraphs

LONGEST = 5000
SORTS = {
    "maker": "Maker",
    "importer": "Importer",
    "exporter": "Exporter",
    "distributor": "Distributor or repacker",
    "broker": "Broker",
    "warehouse": "Warehouse",
    "carrier": "Carrier or forwarder",
    "free zone": "Operator in a free zone",
    "user": "User for own needs",
    "retail": "Pharmacy or retail",
    "research": "Research, analysis or teaching",
}
"""What an operator is; one may be several."""
ACTIVITIES = {
    "make": "Make",
    "import": "Import",
    "export": "Export",
    "distribute": "Supply to others",
    "broker": "Broker, without having the goods",
    "store": "Store for others",
    "carry": "Carry",
    "use": "Use for own needs",
    "retail": "Sell to the public",
    "research": "Use in research, analysis or teaching",
    "destroy": "Destroy or recover",
}
"""What is done with a substance at a site."""
DOCUMENTS = {"licence": "Licence", "registration": "Registration", "permit": "Special permit"}


def one_section(name: str, title: str, *fields: Field) -> Form:
    """A form of one section."""
    return Form(name=name, sections=(Section(title=title, fields=fields),))


REASON = one_section(
    "licence reason",
    "Reason",
    Field(
        name="reason",
        label="Why",
        type=Paragraphs(LONGEST),
        required=True,
        help="The company and its authority read it; whoever checks the number does not",
    ),
)
