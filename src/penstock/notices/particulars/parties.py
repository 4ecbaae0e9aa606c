"""Who sends, who receives, and who stands between them."""

from penstock.catalogue.fields import Country
from penstock.kernel.forms.specification import Field, Section
from penstock.kernel.forms.types import Choice, Day, Paragraphs, Text
from penstock.notices.profiles.profile import TITLES

TREATY = "1988 Convention, article 12(10)(a)"
EU_EXPORT = "Regulation (EC) No 111/2005, article 13(1)"
CANADA = "SOR/2002-359, sections 32 and 69"
US = "21 CFR 1313.22(b)"
_HOW_TO_REACH = "Telephone and e-mail"
AFFIRMED = {"yes": "Yes", "no": "No"}


EXPORTER_AND_IMPORTER = Section(
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
            name="national_form",
            label="National form",
            type=Choice(TITLES),
            help="Choose one to be asked for all that it asks for, and to print it",
        ),
        Field(name="exporter_name", label="Exporter", type=Text(), required=True, basis=TREATY, topic="exporter"),
        Field(name="exporter_address", label="Exporter's address", type=Text(), basis=TREATY),
        Field(name="exporter_country", label="Exporting country", type=Country(), required=True, basis=TREATY),
        Field(name="exporter_contact", label="Exporter's contact", type=Text(), help=_HOW_TO_REACH, basis=US),
        Field(
            name="exporter_licence", label="Exporter's licence or registration number", type=Text(80), basis=EU_EXPORT
        ),
        Field(name="business_number", label="Exporter's business number", type=Text(40), basis=CANADA),
        Field(name="importer_name", label="Importer", type=Text(), required=True, basis=TREATY, topic="importer"),
        Field(name="importer_address", label="Importer's address", type=Text(), basis=TREATY),
        Field(name="importer_country", label="Importing country", type=Country(), required=True, basis=TREATY),
        Field(name="importer_contact", label="Importer's contact", type=Text(), help=_HOW_TO_REACH, basis=US),
        Field(name="importer_licence", label="Importer's licence or registration number", type=Text(80)),
        Field(
            name="consignee_name",
            label="Ultimate consignee",
            type=Text(),
            basis=TREATY,
            help="Who receives the goods in the end, if known and not the importer",
        ),
        Field(name="consignee_address", label="Consignee's address", type=Text(), basis=TREATY),
        Field(name="consignee_country", label="Consignee's country", type=Country()),
        Field(name="consignee_contact", label="Consignee's contact", type=Text(), help=_HOW_TO_REACH, basis=US),
    ),
)

INTERMEDIARIES = Section(
    title="Brokers, agents and carriers",
    fields=(
        Field(name="broker_name", label="Broker", type=Text(), help="Who arranges the sale without holding the goods"),
        Field(name="broker_address", label="Broker's address", type=Text()),
        Field(name="forwarder_name", label="Forwarding agent", type=Text()),
        Field(name="forwarder_address", label="Forwarding agent's address", type=Text()),
        Field(name="customs_broker_name", label="Customs broker", type=Text(), basis=CANADA),
        Field(name="customs_broker_address", label="Customs broker's address", type=Text(), basis=CANADA),
        Field(
            name="intermediate_consignees",
            label="Intermediate consignees",
            type=Paragraphs(1000),
            basis=US,
            help="Name, address and telephone of each, one below the other",
        ),
        Field(
            name="transit_companies",
            label="Transit companies",
            type=Paragraphs(1000),
            help="Name, address and telephone of each, one below the other",
        ),
    ),
)

SENDER = Section(
    title="Sender and statements",
    fields=(
        Field(
            name="sender_contact",
            label="Contact at the sending authority",
            type=Text(),
            help="Name, telephone and e-mail of the officer who can be asked",
        ),
        Field(name="reply_wanted_on", label="Reply wanted by", type=Day()),
        Field(
            name="lawful_there",
            label="The exporter states that no law of the destination or a transit country is contravened",
            type=Choice(AFFIRMED),
            basis=CANADA,
        ),
        Field(
            name="consents_to_disclosure",
            label="The exporter consents to disclosure to the INCB and the importing authority",
            type=Choice(AFFIRMED),
            basis=CANADA,
        ),
    ),
)
