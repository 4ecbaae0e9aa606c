"""How the goods travel, what they are for, and the papers that allow it."""

from penstock.catalogue.fields import Country, Place
from penstock.kernel.forms.specification import Field, Section
from penstock.kernel.forms.types import Choice, Day, Listed, Paragraphs, Text
from penstock.notices.particulars.parties import CANADA, EU_EXPORT, TREATY

MODES = {
    "sea": "Sea",
    "air": "Air",
    "road": "Road",
    "rail": "Rail",
    "inland water": "Inland waterway",
    "post": "Post or courier",
    "multimodal": "Several modes",
}

ROUTE = Section(
    title="Route",
    fields=(
        Field(name="transport_mode", label="Means of transport", type=Choice(MODES)),
        Field(name="carrier", label="Carrier", type=Text(), basis=CANADA),
        Field(
            name="vehicle",
            label="Vehicle, vessel or flight",
            type=Text(120),
            help="Registration, name of the vessel or number of the flight",
            basis=EU_EXPORT,
        ),
        Field(
            name="transport_document",
            label="Transport document number",
            type=Text(80),
            help="Bill of lading or air waybill",
        ),
        Field(name="customs_office", label="Customs office of export", type=Text(120), basis=EU_EXPORT),
        Field(name="port_of_exit", label="Port of exit", type=Place(), help="UN/LOCODE, such as NLRTM"),
        Field(
            name="point_of_entry",
            label="Point of entry",
            type=Place(),
            basis=TREATY,
            help="UN/LOCODE, such as CLVAP",
        ),
        Field(
            name="transit_countries",
            label="Transit countries",
            type=Listed(Country()),
            help="Country codes with a space between them",
        ),
        Field(
            name="itinerary",
            label="Itinerary",
            type=Paragraphs(1000),
            help="Ports of call, transhipments and free zones in their order",
            basis=EU_EXPORT,
        ),
        Field(
            name="dispatch_on",
            label="Expected date of dispatch",
            type=Day(),
            required=True,
            basis=TREATY,
            topic="dispatch date",
        ),
        Field(name="arrival_on", label="Expected date of arrival", type=Day()),
    ),
)

PAPERS = Section(
    title="Use and papers",
    fields=(
        Field(name="end_use", label="End use", type=Text()),
        Field(name="export_permit", label="Export permit number", type=Text(80)),
        Field(name="export_permit_until", label="Export permit valid until", type=Day()),
        Field(name="import_permit", label="Import permit number", type=Text(80)),
        Field(name="import_permit_until", label="Import permit valid until", type=Day()),
        Field(name="remarks", label="Remarks", type=Paragraphs(2000)),
    ),
)
