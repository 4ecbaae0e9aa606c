"""The forms of an application: the sheet itself, and what each step asks for."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from penstock.cases.sheets.sheet import Lines, Sheet
from penstock.catalogue.fields import Country, HsCode, Place, Quantity, Unit
from penstock.catalogue.naming.identifying import KnownSubstance
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Day, Listed, Number, Paragraphs, Several, Text
from penstock.kernel.viewer import Fault
from penstock.permits.applications.judging.papers import NAMES
from penstock.permits.ledger.pure import forms_of, share_of

DIRECTIONS = {"import": "Import", "export": "Export", "transit": "Transit"}
PURPOSES = {
    "medical": "Medical use",
    "scientific": "Scientific use, standards and samples",
    "manufacture": "Manufacture of other substances or preparations",
    "industrial": "Industrial use",
    "re-export": "Re-export",
    "destruction": "Destruction",
    "other": "Other",
}
MODES = {"sea": "By sea", "air": "By air", "road": "By road", "rail": "By rail", "post": "By post or courier"}
SHIPMENTS = {"one": "One shipment", "many": "Several shipments"}
MARKINGS = {"AMBER": "TLP:AMBER, those who need to know", "AMBER+STRICT": "TLP:AMBER+STRICT, within the authority"}
LONGEST = 5000
_A31 = "1961 Convention, article 31(4)(b)"
_A31C = "1961 Convention, article 31(4)(c)"

PAPER = Section(
    title="What is asked for",
    fields=(
        Field(name="paper", label="Paper", type=Choice(NAMES), required=True),
        Field(name="direction", label="For", type=Choice(DIRECTIONS), required=True),
        Field(name="purpose", label="Purpose", type=Choice(PURPOSES), required=True),
        Field(name="shipments", label="Shipments", type=Choice(SHIPMENTS), required=True),
        Field(name="valid_from", label="From", type=Day(), help="Empty for the day of the decision"),
        Field(name="valid_until", label="Last day asked for", type=Day(), basis=_A31, help="The law may allow less"),
        Field(
            name="replaces",
            label="In the place of",
            type=Text(60),
            help="The number of a permit of yours that this one is to replace",
        ),
    ),
)
OWN = Section(
    title="Company in this country",
    fields=(
        Field(name="own_name", label="Name", type=Text(200), required=True, basis=_A31),
        Field(name="own_address", label="Address", type=Paragraphs(500), required=True, basis=_A31),
        Field(name="own_licence", label="Licence or registration", type=Text(100), help="Its number"),
    ),
)
OTHER = Section(
    title="Company in the other country",
    fields=(
        Field(name="other_country", label="Country", type=Country(), required=True),
        Field(name="other_name", label="Name", type=Text(200), required=True, basis=_A31),
        Field(name="other_address", label="Address", type=Paragraphs(500), required=True, basis=_A31),
        Field(name="consignee", label="Consignee, where it is another", type=Text(300)),
    ),
)
CARRIAGE = Section(
    title="Carriage",
    fields=(
        Field(name="own_place", label="Point of entry or exit here", type=Place(), help="UN/LOCODE, such as NLRTM"),
        Field(name="other_place", label="Point of entry or exit there", type=Place(), help="UN/LOCODE"),
        Field(name="transport_mode", label="Means of transport", type=Choice(MODES)),
        Field(name="transit", label="Through", type=Listed(Country()), help="Country codes with commas, in order"),
        Field(name="expected_on", label="Expected date of the first shipment", type=Day()),
    ),
)
RESTS_ON = Section(
    title="Paper of the other country",
    fields=(
        Field(name="cited", label="Its number", type=Text(100), basis=_A31C),
        Field(name="cited_issuer", label="Issued by", type=Text(200), basis=_A31C),
        Field(name="cited_on", label="Issued on", type=Day(), basis=_A31C),
        Field(name="cited_until", label="Valid until", type=Day()),
    ),
)
REMARKS = Section(
    title="Remarks",
    fields=(
        Field(name="remarks", label="Remarks", type=Paragraphs(LONGEST)),
        Field(name="marking", label="Marking", type=Choice(MARKINGS), required=True),
    ),
)
SUBSTANCES = Lines(
    title="Substance",
    beside=frozenset({"unit"}),
    fields=(
        Field(
            name="substance",
            label="Substance",
            type=KnownSubstance(),
            required=True,
            basis=_A31,
            help="Its international non-proprietary or listed name, or its CAS number",
        ),
        Field(
            name="form",
            label="Salt or form",
            type=Text(80),
            help="As the list of conversion factors has it, such as hydrochloride; empty for the base or acid itself",
        ),
        Field(name="quantity", label="Quantity", type=Quantity(), required=True, basis=_A31, help="Such as 12.5"),
        Field(name="unit", label="Unit", type=Unit(), required=True),
        Field(name="product", label="Product", type=Text(200), help="Of a preparation, its name"),
        Field(name="dosage_form", label="Pharmaceutical form", type=Text(120), help="Such as tablets"),
        Field(name="strength", label="Strength of a unit, in milligrams", type=Number(above=Decimal(0))),
        Field(name="units", label="Number of units", type=Number(above=Decimal(0), whole=True)),
        Field(name="hs_code", label="HS code", type=HsCode()),
    ),
)


def forms_have_factors(values: Mapping[str, Any]) -> Iterable[Fault]:
    """A salt is one whose share of base some pack gives: without it nobody could say how much is the drug."""
    for number, line in enumerate(values["substances"]):
        if line["substance"] and line["form"] and share_of(line["substance"], line["form"]) is None:
            known = ", ".join(one for one in forms_of(line["substance"]) if one) or "hydrochloride, sulphate"
            text = "No factor is known for this form. Write it like: {known}; or nothing for the substance itself."
            yield Fault(f"substances-{number}-form", "unknown_form", text, {"known": known})


def units_fit(values: Mapping[str, Any]) -> Iterable[Fault]:
    """Of a preparation, number and strength of its units make up the quantity that is stated."""
    for number, line in enumerate(values["substances"]):
        if not (line["strength"] and line["units"] and line["quantity"] and line["unit"]):
            continue
        grams = {"kg": Decimal(1000), "g": Decimal(1), "mg": Decimal("0.001")}.get(line["unit"])
        stated, held = line["quantity"] * grams if grams else None, line["strength"] * line["units"] / 1000
        if stated != held:
            text = "{units} units of {strength} mg hold {held} g. Enter that quantity, or mend number or strength."
            said = {"units": line["units"], "strength": line["strength"], "held": f"{held.normalize():f}"}
            yield Fault(f"substances-{number}-quantity", "units_do_not_fit", text, said)


def days_in_order(values: Mapping[str, Any]) -> Iterable[Fault]:
    """The last day is not before the first, and not past."""
    first, last = values["valid_from"] or today(), values["valid_until"]
    if last and last < first:
        yield Fault("valid_until", "before_the_first", "The last day comes before the first. Enter a later one.")


def something_asked(values: Mapping[str, Any]) -> Iterable[Fault]:
    """A permit is for something."""
    if not values["substances"]:
        yield Fault("substances-0-substance", "missing_substance", "Say for which substance the permit is to be.")


APPLICATION = Sheet(
    name="permit application",
    sections=(PAPER, OWN, OTHER, CARRIAGE, RESTS_ON, REMARKS),
    lines={"substances": SUBSTANCES},
    rules=(something_asked, forms_have_factors, units_fit, days_in_order),
)
SHORT = APPLICATION.only({f"substances.{one.name}" for one in SUBSTANCES.fields[:4]})
"""The empty line to go on in."""

REFUSALS = {
    "no need": "The stated need of the importing country does not cover it",
    "no paper": "The paper of the other country is missing, or is not valid",
    "no licence": "A company is not licensed for it",
    "diversion": "Diversion is feared",
    "prohibited": "The import is prohibited there",
    "incomplete": "The application is incomplete or contradictory",
    "untrue": "What was said is not true",
    "other": "Another reason, said below",
}


def _one(name: str, title: str, *fields: Field) -> Form:
    return Form(name=name, sections=(Section(title=title, fields=fields),))


QUESTION = _one(
    "application question",
    "Question",
    Field(name="question", label="What must be answered", type=Paragraphs(LONGEST), required=True),
)
ANSWER = _one(
    "application answer",
    "Answer",
    Field(name="answer", label="Answer", type=Paragraphs(LONGEST), required=True),
)
REASON = _one("application reason", "Reason", Field(name="note", label="Why", type=Paragraphs(LONGEST), required=True))
DECISION = _one(
    "permit decision",
    "Decision",
    Field(name="valid_from", label="From", type=Day(), help="Empty for the first day that was asked for, or today"),
    Field(name="valid_until", label="Last day", type=Day(), help="Empty for the last day that the law allows"),
    Field(name="conditions", label="Conditions", type=Paragraphs(LONGEST), help="They stand on the paper"),
    Field(
        name="exceeding",
        label="Confirmed to exceed",
        type=Text(200),
        help="Where the yearly figure is a guide and is exceeded: with what the importing authority confirmed it",
    ),
)
REFUSAL = _one(
    "permit refusal",
    "Refusal",
    Field(name="reasons", label="Reasons", type=Several(Choice(REFUSALS)), required=True),
    Field(name="note", label="In words, for the applicant", type=Paragraphs(LONGEST), required=True),
)
RECOMMENDATION = _one(
    "permit recommendation",
    "Recommendation",
    Field(
        name="verdict",
        label="Recommendation",
        type=Choice({"issue": "To issue", "refuse": "To refuse"}),
        required=True,
    ),
    Field(name="note", label="Why", type=Paragraphs(LONGEST), required=True, help="Read within the authority alone"),
    Field(name="conditions", label="Conditions", type=Paragraphs(LONGEST)),
)
