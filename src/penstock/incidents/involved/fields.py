"""What is said of a person or company, and to whom it is given."""

from collections.abc import Iterable, Mapping
from typing import Any

from penstock.catalogue.fields import Country
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Day, Listed, Paragraphs, Text
from penstock.kernel.viewer import Fault

ROLES = {
    "consignor": "Consignor",
    "consignee": "Consignee",
    "buyer": "Buyer or enquirer",
    "seller": "Seller",
    "broker": "Broker or agent",
    "carrier": "Carrier or forwarder",
    "driver": "Driver or courier",
    "owner": "Owner or tenant of premises",
    "suspect": "Suspect",
    "victim": "Victim of a theft or misuse",
    "other": "Other",
}
BEINGS = {"company": "Company", "person": "Person"}
OURSELVES, SECRETARIAT, COUNTRIES = "ourselves", "secretariat", "countries"
GIVEN_TO = {
    OURSELVES: "Our organisation only",
    SECRETARIAT: "The secretariat too",
    COUNTRIES: "The focal points of countries named",
}


def countries_are_named(values: Mapping[str, Any]) -> Iterable[Fault]:
    """Countries are named where a name is given to countries, and nowhere else."""
    if (values["given_to"] == COUNTRIES) != bool(values["given_countries"]):
        text = "Name the countries where the name is given to countries, and only there."
        yield Fault("given_countries", "given_countries", text)


PARTY = Form(
    name="incident party",
    rules=(countries_are_named,),
    sections=(
        Section(
            title="Person or company",
            fields=(
                Field(name="role", label="Role", type=Choice(ROLES), required=True),
                Field(name="being", label="Person or company", type=Choice(BEINGS), required=True),
                Field(name="name", label="Name", type=Text(200), required=True),
                Field(name="other_names", label="Other names", type=Text(300)),
                Field(name="address", label="Address", type=Text(300)),
                Field(name="country", label="Country", type=Country()),
                Field(name="phone", label="Telephone", type=Text(120)),
                Field(name="email", label="E-mail", type=Text(200)),
                Field(name="online", label="Name or address online", type=Text(300)),
                Field(name="number", label="Company number or identity document", type=Text(120)),
                Field(name="born_on", label="Date of birth", type=Day()),
                Field(name="note", label="Note", type=Paragraphs(2000)),
            ),
        ),
        Section(
            title="Who is given this name",
            fields=(
                Field(name="given_to", label="Given to", type=Choice(GIVEN_TO), required=True),
                Field(
                    name="given_countries",
                    label="Countries",
                    type=Listed(Country()),
                    help="Their codes with a space between them",
                ),
            ),
        ),
    ),
)
