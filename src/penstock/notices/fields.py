"""The forms of a notice: the shipment, and what each step asks for.

The shipment's field names are the columns of the files that are checked and imported. Required fields are the
minimum of article 12, paragraph 10(a), of the 1988 Convention; the others are those of the national forms.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from penstock.catalogue.fields import (
    CasNumber,
    Country,
    HsCode,
    ListedSubstance,
    Place,
    Quantity,
    Structure,
    Unit,
)
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Field, Form, Rule, Section
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


STATUTORY, VOLUNTARY = "statutory", "voluntary"
TRACKS = {
    STATUTORY: "Statutory: substances of the Tables, or under a duty to notify",
    VOLUNTARY: "Voluntary: any other substance; nobody has to answer",
}

EMERGENCIES = {
    "medical": "Medical emergency",
    "disaster": "Relief in a disaster",
}

MORE_TIME_REASONS = {
    "consulting": "Another authority of ours must be asked",
    "company": "The importer or consignee is being checked",
    "papers": "Papers of ours or of the company are awaited",
    "absence": "The officer who decides is away",
    "workload": "More notices have come than can be answered in time",
}

NOT_KNOWN = {
    "importer": "The importer is not known",
    "consignee": "The consignee is not known",
    "both": "Neither the importer nor the consignee is known",
}


def an_emergency_is_explained(values: Mapping[str, Any]) -> Iterable[Fault]:
    """An emergency has a reason, and asks for an answer."""
    if values["emergency"] and not values["emergency_reason"]:
        text = "Say what the emergency is, and for whom the goods are; the answer hangs on it."
        yield Fault("emergency_reason", "missing_emergency_reason", text)
    if values["emergency"] and values["track"] == VOLUNTARY:
        text = "An emergency asks for an answer within days, and a voluntary notice for none. Choose one of the two."
        yield Fault("emergency", "emergency_is_statutory", text)


def two_governments(values: Mapping[str, Any]) -> Iterable[Fault]:
    """A notice goes from one government to another."""
    if values["exporter_country"] and values["exporter_country"] == values["importer_country"]:
        text = "The importing country is the exporting country; a notice is for a shipment between two."
        yield Fault("importer_country", "same_country", text)


SHIPMENT = Form(
    name="shipment",
    rules=(two_governments, an_emergency_is_explained),
    sections=(
        Section(
            title="Kind of notice",
            fields=(
                Field(
                    name="track",
                    label="Track",
                    type=Choice(TRACKS),
                    help="Statutory if left empty. What stands on a Table is moved to the statutory track by itself",
                ),
                Field(
                    name="emergency",
                    label="Emergency",
                    type=Choice(EMERGENCIES),
                    help="Only if lives hang on it: the answer is asked for within three working days",
                ),
                Field(
                    name="emergency_reason",
                    label="What the emergency is, and for whom",
                    type=Paragraphs(2000),
                    help="Only for an emergency",
                ),
            ),
        ),
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
                Field(
                    name="exporter_name", label="Exporter", type=Text(), required=True, basis=TREATY, topic="exporter"
                ),
                Field(name="exporter_address", label="Exporter's address", type=Text(), basis=TREATY),
                Field(name="exporter_country", label="Exporting country", type=Country(), required=True, basis=TREATY),
                Field(
                    name="importer_name", label="Importer", type=Text(), required=True, basis=TREATY, topic="importer"
                ),
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
                Field(
                    name="substance_name",
                    label="Name of a substance on no list",
                    type=Text(),
                    help="For a voluntary notice: the name as the trade has it",
                ),
                Field(
                    name="structure",
                    label="Structure",
                    type=Structure(),
                    help="For a voluntary notice: SMILES, InChI or InChIKey, if known",
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
    ),
)

REOPENS = (
    "track",
    "emergency",
    "substance_name",
    "structure",
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


def _one(name: str, title: str, *fields: Field, rules: tuple[Rule, ...] = ()) -> Form:
    return Form(name=name, sections=(Section(title=title, fields=fields),), rules=rules)


QUESTION = _one(
    "question",
    "Request for information",
    Field(
        name="question",
        label="What must the exporting side supply?",
        type=Paragraphs(),
        required=True,
        help="The clock stops until it is answered",
    ),
)
ANSWER = _one(
    "answer", "Information supplied", Field(name="answer", label="Your answer", type=Paragraphs(), required=True)
)
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


def _says_something(values: Mapping[str, Any]) -> Iterable[Fault]:
    """Conditions without any condition are a plain answer; a ceiling has a unit, and a day is still to come."""
    if not any(values[name] for name in ("ceiling", "valid_until", "import_permit", "conditions")):
        text = "Enter at least one condition, or go back and answer without conditions."
        yield Fault("ceiling", "no_condition", text)
    if bool(values["ceiling"]) != bool(values["ceiling_unit"]):
        where = "ceiling_unit" if values["ceiling"] else "ceiling"
        yield Fault(where, "ceiling_incomplete", "A ceiling is a quantity and its unit; enter both or neither.")
    if values["valid_until"] and values["valid_until"] < today():
        text = "{given} has passed, so the shipment could never leave: enter a later day."
        yield Fault("valid_until", "past_validity", text, {"given": values["valid_until"]})


MORE_TIME = _one(
    "more_time",
    "More time",
    Field(name="reason", label="Why more time is needed", type=Choice(MORE_TIME_REASONS), required=True),
    Field(
        name="reply_by",
        label="You will answer by",
        type=Day(),
        required=True,
        help="A rest day counts as the last working day before it",
    ),
    Field(name="remarks", label="Remarks to the exporting side", type=Paragraphs(2000)),
)
CONDITIONS = _one(
    "conditions",
    "No objection, with conditions",
    Field(name="ceiling", label="At most this quantity", type=Quantity(), help="In digits, such as 1250.5"),
    Field(name="ceiling_unit", label="Unit of the ceiling", type=Unit()),
    Field(name="valid_until", label="Release no later than", type=Day()),
    Field(name="import_permit", label="Under import permit number", type=Text(80)),
    Field(name="conditions", label="Other conditions", type=Paragraphs(2000), help="These are for people to keep"),
    Field(name="remarks", label="Remarks to the exporting side", type=Paragraphs(2000)),
    rules=(_says_something,),
)
UNKNOWN = _one(
    "unknown",
    "Importer or consignee not known",
    Field(name="who", label="Who is not known", type=Choice(NOT_KNOWN), required=True),
    Field(
        name="explanation",
        label="Explanation to the exporting side",
        type=Paragraphs(2000),
        required=True,
        help="Where you looked, and what would make the company known to you",
    ),
)
