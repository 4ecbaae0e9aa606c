"""The forms of consumption and population; their field names are the columns of the files that are loaded."""

from collections.abc import Mapping
from decimal import Decimal

from penstock.cases.registers.fields import Year
from penstock.catalogue.fields import Country
from penstock.kernel.forms.specification import Field, Form
from penstock.kernel.forms.types import Number, Paragraphs, Text
from penstock.permits.needs.fields import Amount, Controlled, PastDay, form_of

_COUNTRY = Field(name="country", label="Country", type=Country(), required=True)
_YEAR = Field(name="year", label="Year", type=Year(), required=True)
_SOURCE = (
    Field(name="as_of", label="Day of the source", type=PastDay(), required=True),
    Field(name="source", label="Source", type=Text(), required=True, help="The return or publication that says so"),
    Field(name="reason", label="Why it changes", type=Paragraphs(2000), help="Needed for every correction"),
)
CONSUMPTION = form_of(
    "consumption",
    (
        "Consumption",
        (
            _COUNTRY,
            Field(
                name="substance",
                label="Substance",
                type=Controlled(),
                required=True,
                help="Its international non-proprietary name, or its CAS number",
            ),
            _YEAR,
            Field(
                name="kilograms",
                label="Kilograms of pure substance",
                type=Amount(),
                required=True,
                help="Supplied for retail distribution, medical use or research (1961 Convention, article 1(2))",
            ),
            *_SOURCE,
        ),
    ),
)
POPULATION = form_of(
    "population",
    (
        "Population",
        (
            _COUNTRY,
            _YEAR,
            Field(name="people", label="People", type=Number(above=Decimal(0), whole=True), required=True),
            *_SOURCE,
        ),
    ),
)
LINES: Mapping[str, Form] = {"consumption": CONSUMPTION, "population": POPULATION}
"""The figures that can be entered or loaded, by their kind, with their form."""
