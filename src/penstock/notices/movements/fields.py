"""The forms of a movement: what is planned, what left, what arrived, came back or went elsewhere."""

from decimal import Decimal

from penstock.catalogue.fields import Country, Place, Quantity, Unit
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Day, Number, Paragraphs, Text
from penstock.notices.particulars.carriage import MODES


def _form(name: str, title: str, *fields: Field) -> Form:
    return Form(name=name, sections=(Section(title=title, fields=fields),))


QUANTITY = Field(name="quantity", label="Quantity", type=Quantity(), required=True, help="Net, such as 1250.5")
UNIT = Field(name="unit", label="Unit", type=Unit(), required=True)
PACKAGES = Field(name="packages", label="Number of packages", type=Number(above=Decimal(0), whole=True))
MODE = Field(name="transport_mode", label="Means of transport", type=Choice(MODES))
REMARKS = Field(name="remarks", label="Remarks", type=Paragraphs(2000))

PLAN = _form(
    "planned movement",
    "Planned dispatch",
    Field(name="planned_on", label="Planned date of dispatch", type=Day(), required=True),
    QUANTITY,
    UNIT,
    PACKAGES,
    MODE,
    REMARKS,
)
DISPATCH = _form(
    "dispatch",
    "What has left",
    Field(name="dispatched_on", label="Date of dispatch", type=Day(), required=True, help="The day it really left"),
    QUANTITY,
    UNIT,
    PACKAGES,
    MODE,
    Field(name="carrier", label="Vessel, flight or vehicle", type=Text(120)),
    Field(name="port_of_exit", label="Port of exit", type=Place(), help="UN/LOCODE, such as NLRTM"),
    Field(name="export_permit", label="Export permit number", type=Text(80)),
    Field(name="document", label="Number of the transport document", type=Text(120)),
    Field(name="expected_on", label="Expected date of arrival", type=Day()),
    REMARKS,
)
ARRIVAL = _form(
    "arrival",
    "What has arrived",
    Field(name="arrived_on", label="Date of arrival", type=Day(), required=True),
    Field(
        name="quantity",
        label="Quantity received",
        type=Quantity(),
        required=True,
        help="As it was found; a shortage or a surplus is reckoned from it",
    ),
    UNIT,
    PACKAGES,
    Field(name="point_of_entry", label="Point of entry", type=Place(), help="UN/LOCODE, such as CLVAP"),
    Field(name="import_permit", label="Import permit number", type=Text(80)),
    Field(name="document", label="Number of the customs document", type=Text(120)),
    Field(
        name="remarks",
        label="Remarks",
        type=Paragraphs(2000),
        help="Where the quantity differs from what was dispatched: why, as far as it is known",
    ),
)
MISSING = _form(
    "missing arrival",
    "Not arrived",
    Field(name="note", label="What is known of it", type=Paragraphs(2000), required=True),
)
RETURNED = _form(
    "return",
    "What has come back",
    Field(name="returned_on", label="Date of return", type=Day(), required=True),
    Field(name="quantity", label="Quantity that came back", type=Quantity(), required=True),
    UNIT,
    Field(name="note", label="Why it came back", type=Paragraphs(2000), required=True),
)
DIVERSION = _form(
    "diversion",
    "Diversion",
    Field(name="diverted_on", label="Date of the diversion", type=Day(), required=True),
    Field(name="importer_name", label="Importer", type=Text(), required=True),
    Field(name="importer_country", label="Importing country", type=Country(), required=True),
    Field(name="consignee_name", label="New consignee", type=Text(), required=True),
    Field(
        name="onward",
        label="Notice for the new importer",
        type=Text(60),
        help="Its reference; needed when the importer or the importing country is another one",
    ),
    Field(name="note", label="Why it goes elsewhere", type=Paragraphs(2000), required=True),
)
CANCELLATION = _form(
    "cancelled movement", "Cancellation", Field(name="note", label="Why it is cancelled", type=Paragraphs(2000))
)
BESIDE = (
    ("quantity", "unit", "packages"),
    ("planned_on", "transport_mode"),
    ("dispatched_on", "expected_on"),
    ("carrier", "document"),
    ("port_of_exit", "export_permit"),
    ("point_of_entry", "import_permit"),
    ("importer_name", "importer_country"),
)
"""Fields that share a row on the page."""
