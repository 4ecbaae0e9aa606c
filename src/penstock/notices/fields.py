"""The forms of a notice: the shipment, and what each step asks for.

The shipment's field names are the columns of the files that are checked and imported. Required fields are the
minimum of article 12, paragraph 10(a), of the 1988 Convention; what national forms ask for besides stands in their
profiles. The sections themselves stand in `particulars`.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from penstock.cases.enquiries.fields import GOING_ON, answering, asking
from penstock.cases.secrecy.fields import confidential
from penstock.catalogue.fields import Quantity, Unit
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Field, Form, Rule, Section
from penstock.kernel.forms.types import Choice, Day, Paragraphs, Text
from penstock.kernel.viewer import Fault
from penstock.notices.movements.frame import TIME_FRAME, within_the_span
from penstock.notices.particulars.carriage import PAPERS, ROUTE
from penstock.notices.particulars.goods import GOODS
from penstock.notices.particulars.parties import EXPORTER_AND_IMPORTER, INTERMEDIARIES, SENDER
from penstock.notices.particulars.rules import RULES
from penstock.notices.particulars.tracks import KIND_OF_NOTICE, an_emergency_is_explained

OBJECTIONS = {
    "unknown company": "The importing company is not known or not registered",
    "no licence": "The company holds no licence for this substance",
    "above need": "The quantity is above the legitimate need",
    "end use": "The end use is not confirmed",
    "false documents": "Documents are false or do not agree",
    "prohibited": "The import is prohibited",
    "administrative": "An administrative requirement is not met",
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


def two_governments(values: Mapping[str, Any]) -> Iterable[Fault]:
    """A notice goes from one government to another."""
    if values["exporter_country"] and values["exporter_country"] == values["importer_country"]:
        text = "The importing country is the exporting country; a notice is for a shipment between two."
        yield Fault("importer_country", "same_country", text)


SECTIONS = (KIND_OF_NOTICE, EXPORTER_AND_IMPORTER, GOODS, ROUTE, TIME_FRAME, PAPERS, INTERMEDIARIES, SENDER)

NEVER_SECRET = ("exporter_country", "importer_country", "transit_countries", "track", "emergency")
"""Where a shipment goes decides who is told, so it cannot be kept from those who are; nor can the kind of notice."""

_GOODS = ("goods_description", "substances", "substance_name", "structure", "cas_number", "hs_code", "basis")
_NATURE = ("salt_name", "brand_name", "mixture_parts")
_AMOUNT = ("quantity", "unit", "gross_quantity", "packages", "package_size")
GIVES_AWAY = {
    "exporter_name": ("exporter_address", "exporter_contact", "exporter_licence", "business_number", "reference"),
    "importer_name": ("importer_address", "importer_contact", "importer_licence"),
    "consignee_name": ("consignee_address", "consignee_contact"),
    "broker_name": ("broker_address",),
    "forwarder_name": ("forwarder_address",),
    "customs_broker_name": ("customs_broker_address",),
    **{name: (*_GOODS, *_NATURE) for name in _GOODS if name != "basis"},
    **dict.fromkeys(_AMOUNT, _AMOUNT),
}
"""What would give a secret field away, and is hidden with it: fields, and the notice's own column `basis`."""

SHIPMENT = Form(
    name="shipment",
    rules=(two_governments, an_emergency_is_explained, within_the_span, *RULES),
    sections=(*SECTIONS, confidential(SECTIONS, never=NEVER_SECRET)),
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
    "consignee_country",
    "goods_form",
    "concentration",
    "mixture_parts",
    "port_of_exit",
    "point_of_entry",
    "transit_countries",
    "transport_mode",
    "itinerary",
    "unit",
    "span",
    "last_dispatch_on",
)
"""Fields whose change asks the importing side anew; so does a higher quantity."""


def _one(name: str, title: str, *fields: Field, rules: tuple[Rule, ...] = ()) -> Form:
    return Form(name=name, sections=(Section(title=title, fields=fields),), rules=rules)


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
