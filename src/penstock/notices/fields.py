"""The forms of a notice: the shipment, and what each step asks for.

The shipment's field names are the columns of the files that are checked and imported. Required fields are the
minimum of article 12, paragraph 10(a), of the 1988 Convention; the others are those of the national forms.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from penstock.cases.enquiries.fields import GOING_ON, answering, asking
from penstock.cases.secrecy.fields import confidential
from penstock.catalogue.fields import CasNumber, Country, HsCode, ListedSubstance, Place, Quantity, Unit
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Day, Listed, Number, Paragraphs, Text
from penstock.kernel.viewer import Fault

TREATY = "1988 Convention, article 12(10)(a)"

MODES = {
    "sea": "Sea",
    "air": "Air",
    "road": "Road",
    "rail": "Rail",
    "inland water": "Inland waterway",
    "post": "Post or courier",
    "multimodal": "Several modes",
}

OBJECTIONS = {
    "unknown company": "The importing company is not known or not registered",
    "no licence": "The company holds no licence for this substance",
    "above need": "The quantity is above the legitimate need",
    "end use": "The end use is not confirmed",
    "false documents": "Documents are false or do not agree",
    "prohibited": "The import is prohibited",
    "administrative": "An administrative requirement is not met",
}


def two_governments(values: Mapping[str, Any]) -> Iterable[Fault]:
    """A notice goes from one government to another."""
    if values["exporter_country"] and values["exporter_country"] == values["importer_country"]:
        text = "The importing country is the exporting country; a notice is for a shipment between two."
        yield Fault("importer_country", "same_country", text)


SECTIONS = (
    Section(
        title="Exporter and importer",
        fields=(
            Field(
                name="reference",
                label="Your reference",
                type=Text(60),
                required=True,
                help="The number under which you will find it again",
            ),
            Field(name="exporter_name", label="Exporter", type=Text(), required=True, basis=TREATY, topic="exporter"),
            Field(name="exporter_address", label="Exporter's address", type=Text(), basis=TREATY),
            Field(name="exporter_country", label="Exporting country", type=Country(), required=True, basis=TREATY),
            Field(name="importer_name", label="Importer", type=Text(), required=True, basis=TREATY, topic="importer"),
            Field(name="importer_address", label="Importer's address", type=Text(), basis=TREATY),
            Field(name="importer_country", label="Importing country", type=Country(), required=True, basis=TREATY),
            Field(
                name="consignee_name",
                label="Ultimate consignee",
                type=Text(),
                basis=TREATY,
                help="Who receives the goods in the end, if known and not the importer",
            ),
        ),
    ),
    Section(
        title="Goods",
        fields=(
            Field(
                name="goods_description",
                label="Description of the goods",
                type=Text(1000),
                required=True,
                topic="goods",
                help="As on the papers: substance, form, concentration",
            ),
            Field(
                name="substances",
                label="Controlled substances",
                type=Listed(ListedSubstance(), spaced=True),
                basis=TREATY,
                help="Leave empty to have them recognised from the description and the CAS number",
            ),
            Field(name="cas_number", label="CAS number", type=CasNumber(), help="Such as 67-64-1"),
            Field(name="hs_code", label="HS code", type=HsCode(), help="Six to ten digits"),
            Field(
                name="quantity",
                label="Quantity",
                type=Quantity(),
                required=True,
                basis=TREATY,
                help="Net, in digits, such as 1250.5",
            ),
            Field(name="unit", label="Unit", type=Unit(), required=True, basis=TREATY),
            Field(name="packages", label="Number of packages", type=Number(above=Decimal(0), whole=True)),
        ),
    ),
    Section(
        title="Route",
        fields=(
            Field(name="transport_mode", label="Means of transport", type=Choice(MODES)),
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
                name="dispatch_on",
                label="Expected date of dispatch",
                type=Day(),
                required=True,
                basis=TREATY,
                topic="dispatch date",
            ),
        ),
    ),
    Section(
        title="Use and papers",
        fields=(
            Field(name="end_use", label="End use", type=Text()),
            Field(name="export_permit", label="Export permit number", type=Text(80)),
            Field(name="import_permit", label="Import permit number", type=Text(80)),
            Field(name="remarks", label="Remarks", type=Paragraphs(2000)),
        ),
    ),
)

NEVER_SECRET = ("exporter_country", "importer_country", "transit_countries")
"""Where a shipment goes decides who is told, so it cannot be kept from those who are."""

GIVES_AWAY = {
    "exporter_name": ("exporter_address", "reference"),
    "importer_name": ("importer_address",),
    "goods_description": ("substances", "cas_number", "hs_code", "basis"),
    "substances": ("goods_description", "cas_number", "hs_code", "basis"),
    "cas_number": ("goods_description", "substances", "hs_code", "basis"),
    "hs_code": ("goods_description", "substances", "cas_number", "basis"),
    "quantity": ("unit", "packages"),
    "packages": ("quantity", "unit"),
}
"""What would give a secret field away, and is hidden with it: fields, and the notice's own column `basis`."""

SHIPMENT = Form(
    name="shipment",
    rules=(two_governments,),
    sections=(*SECTIONS, confidential(SECTIONS, never=NEVER_SECRET)),
)

REOPENS = (
    "substances",
    "goods_description",
    "cas_number",
    "importer_name",
    "importer_country",
    "consignee_name",
    "port_of_exit",
    "point_of_entry",
    "transit_countries",
    "transport_mode",
    "unit",
)
"""Fields whose change asks the importing side anew; so does a higher quantity."""


def _one(name: str, title: str, *fields: Field) -> Form:
    return Form(name=name, sections=(Section(title=title, fields=fields),))


QUESTION = asking(
    "question",
    title="Request for information",
    label="What must the exporting side supply?",
    text_help="The clock stops until it is answered",
    also=(GOING_ON,),
)
ANSWER = answering("answer", title="Information supplied", label="Your answer")
TERMS = _one(
    "terms",
    "No objection",
    Field(name="import_permit", label="Import permit number, if there is one", type=Text(80)),
    Field(name="remarks", label="Remarks to the exporting side", type=Paragraphs(2000)),
)
OBJECTION = _one(
    "objection",
    "Objection",
    Field(
        name="reason",
        label="Reason",
        type=Choice(OBJECTIONS),
        required=True,
        help="Administrative objections are counted apart from suspected diversion",
    ),
    Field(
        name="explanation",
        label="Explanation to the exporting side",
        type=Paragraphs(2000),
        required=True,
        help="What would have to change, or why the shipment must not leave",
    ),
)
LIFTING = _one(
    "lifting",
    "Lifting of the objection",
    Field(name="note", label="Why the objection no longer stands", type=Paragraphs(2000), required=True),
)
REASON = _one("reason", "Note", Field(name="note", label="Note", type=Paragraphs(2000)))
