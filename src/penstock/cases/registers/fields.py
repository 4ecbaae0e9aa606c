"""The forms of registers; their field names are the columns of the files that are loaded."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from penstock.cases.registers.models import FORMS, PLACES
from penstock.catalogue.countries import country
from penstock.catalogue.fields import Country, ListedSubstance
from penstock.catalogue.ports import is_known_port
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Day, FieldType, Invalid, Listed, Number, Paragraphs, Text
from penstock.kernel.viewer import Fault
from penstock.parties.companies.models import KINDS, LICENCE_STATES, LICENCES, STANDINGS

YES_NO = {"yes": "Yes", "no": "No"}
FIRST_YEAR, LAST_YEAR = 1990, 2100


class Needed(NamedTuple):
    """An annual requirement as tables write it: kilograms, none where no estimate was made, or prohibited."""

    kilograms: Decimal | None
    is_prohibited: bool

    def __str__(self) -> str:
        return "P" if self.is_prohibited else "" if self.kilograms is None else f"{self.kilograms:f}"


class Kilograms(FieldType):
    """Kilograms a year, P where the import is prohibited, a hyphen where no estimate was made."""

    longest = 30

    def parse(self, raw: object) -> Needed | None:
        """The requirement; Invalid when it is neither a number nor one of the two signs."""
        text = self.clean(raw)
        if not text:
            return None
        if text.casefold() in {"p", "prohibited"}:
            return Needed(None, is_prohibited=True)
        if text in {"-", "–", "none"}:  # noqa: RUF001 - a dash of a table
            return Needed(None, is_prohibited=False)
        amount = Number().parse(text)
        if amount is None or amount < 0:
            raise Invalid(
                "not_an_amount", "Write kilograms, P for prohibited, or - for none, not '{given}'.", given=text
            )
        return Needed(amount, is_prohibited=False)

    def keep(self, value: Needed | None) -> str | None:
        """The sign or the number."""
        return None if value is None else str(value) or "-"


class Year(Number):
    """A calendar year."""

    def parse(self, raw: object) -> Decimal | None:
        """The year; Invalid when it lies out of reach."""
        value = super().parse(raw)
        if value is not None and not (FIRST_YEAR <= value <= LAST_YEAR and value == int(value)):
            raise Invalid("not_a_year", "Write a year such as 2026, not {given}.", given=value)
        return value


class PlaceCode(FieldType):
    """A UN/LOCODE or a country's two letters."""

    longest = 6

    def parse(self, raw: object) -> str | None:
        """The code in capitals; Invalid when there can be no such place."""
        code = self.clean(raw).upper().replace(" ", "")
        if code and not (is_known_port(code) or country(code)):
            raise Invalid("unknown_place", "'{given}' is no UN/LOCODE and no country code.", given=code)
        return code or None


def _in_order(values: Mapping[str, Any]) -> Iterable[Fault]:
    first, last = values["from_on"], values["until_on"]
    if first and last and last < first:
        yield Fault("until_on", "ends_before_it_starts", "The last day lies before the first.")


def _form(name: str, title: str, *fields: Field, rules: tuple[Any, ...] = ()) -> Form:
    return Form(name=name, sections=(Section(title=title, fields=fields),), rules=rules)


_NUMBER = Field(name="company_number", label="Company number", type=Text(60), required=True)
COMPANY = _form(
    "company",
    "Company",
    Field(name="company_number", label="Company number", type=Text(60), required=True, help="In your own register"),
    Field(name="name", label="Name", type=Text(), required=True),
    Field(name="other_names", label="Other names", type=Listed(Text(), spaced=True), help="With semicolons between"),
    Field(name="kind", label="Kind of company", type=Choice(KINDS), required=True),
    Field(name="address", label="Address", type=Paragraphs(600)),
    Field(name="site_countries", label="Countries of its sites", type=Listed(Country()), help="Two letters each"),
    Field(name="standing", label="Standing", type=Choice(STANDINGS), required=True),
    Field(name="note", label="Note", type=Paragraphs(1000), help="Stays within the authorities of this country"),
)
_LICENCE = (
    Field(name="kind", label="Kind", type=Choice(LICENCES), required=True),
    Field(name="number", label="Number", type=Text(60), required=True),
    Field(name="substances", label="Substances", type=Listed(ListedSubstance(), spaced=True), required=True,
          help="Names or CAS numbers with semicolons between"),
    Field(name="from_on", label="Valid from", type=Day(), required=True),
    Field(name="until_on", label="Last day", type=Day()),
    Field(name="state", label="State", type=Choice(LICENCE_STATES), required=True),
)  # fmt: skip
LICENCE = _form("company licence", "Licence", *_LICENCE, rules=(_in_order,))
LICENCE_LINE = _form("line of licences", "Licence", _NUMBER, *_LICENCE, rules=(_in_order,))
REQUIREMENT = _form(
    "annual requirement",
    "Annual legitimate requirement",
    Field(name="country", label="Country", type=Country(), required=True),
    Field(name="substance", label="Substance", type=ListedSubstance(), required=True),
    Field(name="form", label="Form", type=Choice(FORMS), required=True),
    Field(name="year", label="Year", type=Year(), required=True),
    Field(name="kilograms", label="Kilograms", type=Kilograms(), required=True,
          help="As the pure substance; P where import is prohibited, - where no estimate was made"),
    Field(name="stated_on", label="Stated on", type=Day(), required=True),
    Field(name="source", label="Source", type=Text(), required=True, help="The letter or form that says so"),
)  # fmt: skip
PLACE = _form(
    "place",
    "Place",
    Field(name="kind", label="Kind", type=Choice(PLACES), required=True),
    Field(name="code", label="Code", type=PlaceCode(), required=True, help="UN/LOCODE such as NLRTM, or two letters"),
    Field(name="name", label="Name", type=Text(), required=True),
    Field(name="source", label="Source", type=Text(), required=True),
    Field(name="as_of", label="As of", type=Day(), required=True),
)
SCREENING = _form(
    "screening list",
    "Screening list",
    Field(name="title", label="Title", type=Text(120), required=True),
    Field(name="source", label="Source", type=Text(), required=True, help="Who publishes it, and where"),
    Field(name="as_of", label="As of", type=Day(), required=True),
    Field(name="shared", label="Let every authority screen against it", type=Choice(YES_NO), required=True),
)
SCREENED = _form(
    "screened name",
    "Name",
    Field(name="name", label="Name", type=Text(400), required=True),
    Field(name="number", label="Number", type=Text(60), help="The list's own; several names may bear one"),
    Field(name="note", label="Note", type=Text(400)),
)
LINES: Mapping[str, Form] = {
    "companies": COMPANY,
    "licences": LICENCE_LINE,
    "requirements": REQUIREMENT,
    "places": PLACE,
}
"""The files that can be loaded, by their kind, with the form of a line."""
