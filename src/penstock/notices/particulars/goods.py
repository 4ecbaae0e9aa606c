"""What is shipped: the goods, what is in them, how much, and how it is packed."""

from decimal import Decimal

from penstock.catalogue.fields import CasNumber, HsCode, ListedSubstance, Quantity, Structure, Unit
from penstock.kernel.forms.specification import Field, Section
from penstock.kernel.forms.types import Choice, Listed, Number, Text
from penstock.notices.particulars.kinds import Container, MixturePart, Percent
from penstock.notices.particulars.parties import CANADA, EU_EXPORT, TREATY, US

FORMS = {
    "raw": "Raw material",
    "salt": "Salt",
    "solution": "Solution",
    "preparation": "Preparation",
    "mixture": "Mixture",
}

PACKAGES = {
    "drum": "Drum",
    "barrel": "Barrel",
    "canister": "Canister or jerrican",
    "intermediate bulk container": "Intermediate bulk container",
    "bottle": "Bottle",
    "bag": "Bag",
    "box": "Box or carton",
    "cylinder": "Gas cylinder",
    "tank": "Tank or tank container",
    "bulk": "In bulk",
    "blister": "Blister pack",
    "other": "Other",
}

GOODS = Section(
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
        Field(name="goods_form", label="Form of the goods", type=Choice(FORMS)),
        Field(name="salt_name", label="Name of the salt", type=Text(120), help="If it is a salt", basis=CANADA),
        Field(
            name="concentration",
            label="Concentration or purity, per cent",
            type=Percent(),
            help="Of the controlled substance, such as 98.5",
            basis=CANADA,
        ),
        Field(name="brand_name", label="Brand name", type=Text(120), help="Of a mixture or preparation", basis=CANADA),
        Field(
            name="mixture_parts",
            label="Parts of the mixture, per cent",
            type=Listed(MixturePart(), spaced=True),
            help="Each with its share, such as: acetone: 30; toluene: 70",
            basis=EU_EXPORT,
        ),
        Field(
            name="quantity",
            label="Quantity",
            type=Quantity(),
            required=True,
            basis=TREATY,
            help="Net, in digits, such as 1250.5",
        ),
        Field(name="unit", label="Unit", type=Unit(), required=True, basis=TREATY),
        Field(name="gross_quantity", label="Gross quantity", type=Quantity(), help="In the same unit", basis=US),
        Field(name="packages", label="Number of packages", type=Number(above=Decimal(0), whole=True)),
        Field(name="package_kind", label="Kind of packages", type=Choice(PACKAGES)),
        Field(name="package_size", label="Size of a package", type=Text(60), help="Such as 200 l", basis=US),
        Field(
            name="containers",
            label="Container numbers",
            type=Listed(Container()),
            help="With a space between them, such as CSQU3054383",
        ),
    ),
)
