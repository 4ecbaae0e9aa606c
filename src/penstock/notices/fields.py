"""The forms of a notice: the shipment, and what each step asks for.

The shipment's field names are the columns of the files that are checked and imported. Required fields are the
minimum of article 12, paragraph 10(a), of the 1988 Convention; what national forms ask for besides stands in their
profiles. The sections themselves stand in `particulars`.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Paragraphs, Text
from penstock.kernel.viewer import Fault
from penstock.notices.particulars.carriage import PAPERS, ROUTE
from penstock.notices.particulars.goods import GOODS
from penstock.notices.particulars.parties import EXPORTER_AND_IMPORTER, INTERMEDIARIES, SENDER
from penstock.notices.particulars.rules import RULES

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


SHIPMENT = Form(
    name="shipment",
    rules=(two_governments, *RULES),
    sections=(EXPORTER_AND_IMPORTER, GOODS, ROUTE, PAPERS, INTERMEDIARIES, SENDER),
)

REOPENS = (
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
)
"""Fields whose change asks the importing side anew; so does a higher quantity."""


def _one(name: str, title: str, *fields: Field) -> Form:
    return Form(name=name, sections=(Section(title=title, fields=fields),))


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
