"""What happened, when and where; who may see it; and what follows in law."""

from penstock.cases.models import TLP
from penstock.catalogue.fields import Country, Place
from penstock.incidents.particulars.kinds import Degrees
from penstock.incidents.sharing.audience import AUDIENCES
from penstock.kernel.forms.specification import Field, Section
from penstock.kernel.forms.types import Choice, Day, Listed, Paragraphs, Text

SEIZURE, STOPPED, ATTEMPTED, DIVERSION = "seizure", "stopped shipment", "attempted diversion", "diversion"
THEFT, LABORATORY, ORDER = "theft", "laboratory", "suspicious order"
LEAD, EQUIPMENT = "online lead", "equipment"
KINDS = {
    SEIZURE: "Seizure",
    STOPPED: "Stopped or suspended shipment",
    ATTEMPTED: "Attempted diversion",
    DIVERSION: "Diversion",
    THEFT: "Theft or loss",
    LABORATORY: "Illicit laboratory or dump site",
    ORDER: "Suspicious order or enquiry",
    LEAD: "Online lead",
    EQUIPMENT: "Equipment",
}
PRECURSORS, NPS, OPIOIDS, KETAMINE, MACHINES = "precursors", "nps", "opioids", "ketamine", "equipment"
DRUGS, OTHER = "drugs", "other"
DOMAINS = {
    PRECURSORS: "Precursors",
    NPS: "New psychoactive substances",
    OPIOIDS: "Synthetic opioids and related drugs",
    KETAMINE: "Ketamine and its precursors",
    MACHINES: "Illicit manufacturing equipment",
    DRUGS: "Other drugs under international control",
    OTHER: "Other substances",
}
KNOWN_TO = {"day": "Day", "month": "Month: its first day stands for it", "year": "Year: its first day stands for it"}
SETTINGS = {
    "seaport": "Seaport",
    "airport": "Airport",
    "road": "Road",
    "rail": "Railway",
    "border": "Land border post",
    "post": "Postal or courier centre",
    "free zone": "Free zone",
    "warehouse": "Warehouse",
    "company": "Company premises",
    "laboratory": "Laboratory or production site",
    "dump": "Dump site",
    "private": "Private premises",
    "public": "Public place",
    "prison": "Prison",
    "at sea": "At sea",
    "online": "Online",
    "other": "Elsewhere",
}
LEGAL = {
    "administrative": "Administrative measure",
    "investigation": "Under investigation",
    "charged": "Charges brought",
    "tried": "Before a court",
    "convicted": "Conviction",
    "acquitted": "Acquittal",
    "ended": "Proceedings ended",
    "none": "No proceedings",
}
PRODUCTS = {
    "amphetamines": "Amphetamine-type stimulants",
    "cocaine": "Cocaine",
    "heroin": "Heroin",
    "fentanyls": "Fentanyl-related opioids",
    "nitazenes": "Nitazenes and other synthetic opioids",
    "cannabinoids": "Synthetic cannabinoids",
    "cathinones": "Synthetic cathinones",
    "ketamine": "Ketamine",
    "mdma": "MDMA and related",
    "hallucinogens": "Hallucinogens",
    "sedatives": "Sedatives, falsified medicines",
    "other": "Other",
    "unknown": "Not known",
}
SITES = {
    "production": "Production",
    "extraction": "Extraction or conversion",
    "tableting": "Tableting or packing",
    "storage": "Storage of chemicals",
    "waste": "Dumped waste",
}
CHANNELS = {
    "company": "A company reported it",
    "association": "An association reported it",
    "authority": "Another authority reported it",
    "monitoring": "Found by looking online",
    "informant": "An informant",
}
STOPS = {
    "objection": "The importing side objected",
    "unknown company": "Importer or consignee not known",
    "false papers": "Papers false or not in agreement",
    "no licence": "No licence or permit",
    "refused export": "The exporting side refused",
    "seller refused": "The seller refused",
    "inspection": "Found at an inspection",
    "other": "Another reason",
}

FACTS = Section(
    title="What happened",
    fields=(
        Field(name="kind", label="Kind of incident", type=Choice(KINDS), required=True),
        Field(name="domain", label="Domain", type=Choice(DOMAINS), required=True),
        Field(name="happened_on", label="Date", type=Day(), required=True, help="The day it happened or was found"),
        Field(name="known_to", label="Date known to the", type=Choice(KNOWN_TO), help="The day, where nothing is said"),
        Field(name="country", label="Country", type=Country(), required=True),
        Field(name="place", label="Place", type=Text(200), help="Town, port, airport or border post"),
        Field(name="locode", label="UN/LOCODE of the place", type=Place(), help="Such as NLRTM"),
        Field(name="latitude", label="Degrees north", type=Degrees(90), help="In decimals, such as 51.95"),
        Field(name="longitude", label="Degrees east", type=Degrees(180), help="In decimals, such as 4.05"),
        Field(name="setting", label="Setting", type=Choice(SETTINGS)),
        Field(
            name="summary",
            label="What happened, in a few sentences",
            type=Paragraphs(4000),
            help="Without names of persons or companies: these have a place of their own, with readers of their own",
        ),
        Field(name="site", label="Kind of site", type=Choice(SITES)),
        Field(name="lost_between", label="Lost or stolen between", type=Text(120), help="Days or journeys, as known"),
        Field(name="stopped_because", label="Why it was stopped", type=Choice(STOPS)),
        Field(name="notice", label="Reference of the pre-export notification", type=Text(60)),
        Field(name="channel", label="How it became known", type=Choice(CHANNELS)),
        Field(name="platform", label="Kind of platform", type=Text(120), help="Without addresses of persons"),
    ),
)

SHARING = Section(
    title="Who may see it",
    fields=(
        Field(name="shared_with", label="Released to", type=Choice(AUDIENCES), required=True),
        Field(
            name="shared_countries",
            label="Countries",
            type=Listed(Country()),
            help="If only countries named: their codes with a space between them, such as CL KE",
        ),
        Field(
            name="shared_circle",
            label="Project, task force or operation",
            type=Text(120),
            help="If only those in it: its name; you can choose what your organisation takes part in",
        ),
        Field(name="marking", label="Marking", type=Choice(TLP), required=True, help="Traffic Light Protocol 2.0"),
    ),
)

FOLLOWING = Section(
    title="Case and follow-up",
    fields=(
        Field(name="agency", label="Agency that made it", type=Text(200)),
        Field(name="contact", label="Contact", type=Text(200), help="A desk, its telephone and e-mail"),
        Field(name="own_reference", label="Your reference", type=Text(60)),
        Field(name="legal_status", label="Legal status", type=Choice(LEGAL)),
        Field(name="suspected_product", label="Suspected end product", type=Choice(PRODUCTS)),
        Field(name="help_wanted", label="What you ask others for", type=Paragraphs(2000)),
    ),
)

ASKED_OF_KINDS = {
    "site": {LABORATORY},
    "lost_between": {THEFT, DIVERSION},
    "stopped_because": {STOPPED, ATTEMPTED, ORDER},
    "notice": {STOPPED, ATTEMPTED, DIVERSION, SEIZURE},
    "channel": {ORDER, LEAD, ATTEMPTED},
    "platform": {ORDER, LEAD},
}
"""Fields that pages ask of some kinds only; every door takes them of all, and what was entered is always shown."""
