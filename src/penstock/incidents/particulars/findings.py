"""What was found: substances as declared and as identified, and pieces of equipment."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from penstock.cases.sheets.sheet import Lines
from penstock.catalogue.fields import CasNumber, HsCode, Percent
from penstock.catalogue.naming.identifying import KnownSubstance
from penstock.incidents.particulars.facts import KETAMINE, NPS, OPIOIDS
from penstock.incidents.particulars.groups import GROUPS
from penstock.incidents.particulars.kinds import CountedUnit
from penstock.kernel.forms.specification import Field
from penstock.kernel.forms.types import Choice, Listed, Number, Text
from penstock.kernel.viewer import Fault

NATURES = {
    "powder": "Powder",
    "crystals": "Crystals",
    "liquid": "Liquid",
    "solution": "Solution",
    "paste": "Paste or oil",
    "tablets": "Tablets or capsules",
    "preparation": "Medicinal preparation",
    "impregnated": "Impregnated material",
    "plant": "Plant material",
    "vapour": "Liquid for vaporisers",
    "residue": "Residue or waste",
    "other": "Other",
}
CLUES = {
    "laboratory": "Laboratory analysis",
    "field test": "Field test",
    "label": "Label or papers only",
    "suspected": "Suspected",
}
MACHINES = {
    "tablet press": "Tablet press",
    "punches": "Punches and dies",
    "encapsulator": "Capsule filling machine",
    "glassware": "Large glassware",
    "vessel": "Reaction or pressure vessel",
    "heating": "Heating or cooling device",
    "distillation": "Distillation equipment",
    "vacuum": "Vacuum or filtering equipment",
    "drying": "Drying equipment",
    "mixing": "Mixing equipment",
    "packing": "Packing machine",
    "other": "Other",
}
STATES = {"new": "New", "used": "Used", "home-made": "Made or altered by hand"}


class Amount(Number):
    """A quantity found, more than nothing."""

    def __init__(self) -> None:
        """Nothing is not reported."""
        super().__init__(above=Decimal(0))


SUBSTANCES = Lines(
    title="Substance",
    beside=frozenset({"unit"}),
    fields=(
        Field(
            name="named",
            label="Substance",
            type=Text(200),
            required=True,
            topic="substance",
            help="The name as found or identified, or its CAS number",
        ),
        Field(name="quantity", label="Quantity", type=Amount(), help="In digits, such as 1250.5"),
        Field(name="unit", label="Unit", type=CountedUnit()),
        Field(name="declared", label="Declared as", type=Text(200), help="The name on the papers or the label"),
        Field(
            name="substance",
            label="Identified as",
            type=KnownSubstance(),
            help="The name in the catalogue; filled in where name and CAS number leave no doubt",
        ),
        Field(name="group", label="Group, where no closer", type=Choice(GROUPS), help="If it is named no closer"),
        Field(name="clue", label="Identified by", type=Choice(CLUES)),
        Field(name="cas_number", label="CAS number", type=CasNumber(), help="Such as 67-64-1"),
        Field(name="hs_code", label="HS code as declared", type=HsCode()),
        Field(name="nature", label="Physical form", type=Choice(NATURES)),
        Field(name="purity", label="Purity, per cent", type=Percent()),
        Field(name="street_name", label="Name on the street", type=Text(120)),
        Field(name="appearance", label="Colour, logo, imprint", type=Text(200)),
        Field(name="mixed_with", label="Mixed with", type=Text(300), help="Other substances found in it"),
        Field(name="medicine", label="Medicine and its maker", type=Text(200)),
        Field(name="packaging", label="Packaging", type=Text(200), help="Kind, number and size of the packages"),
        Field(name="labels", label="Labels", type=Text(300), help="Words, marks and maker on them"),
        Field(
            name="lots",
            label="Lot or batch numbers",
            type=Listed(Text(60), spaced=True),
            help="With a semicolon between them",
        ),
        Field(name="profile", label="Number of the profiling report", type=Text(80)),
    ),
)

EQUIPMENT = Lines(
    title="Equipment",
    fields=(
        Field(name="sort", label="Equipment", type=Choice(MACHINES), required=True),
        Field(name="number", label="How many", type=Number(above=Decimal(0), whole=True)),
        Field(name="brand", label="Brand and model", type=Text(200)),
        Field(name="serial", label="Serial numbers", type=Listed(Text(60), spaced=True)),
        Field(name="capacity", label="Size or capacity", type=Text(120)),
        Field(name="condition", label="Condition", type=Choice(STATES)),
        Field(name="marks", label="Marks, logos of punches", type=Text(200)),
    ),
)

ASKED_OF_DOMAINS = {
    "street_name": {NPS, OPIOIDS, KETAMINE},
    "appearance": {NPS, OPIOIDS, KETAMINE},
    "mixed_with": {NPS, OPIOIDS, KETAMINE},
    "medicine": {OPIOIDS, KETAMINE},
}
"""Fields of substances that pages ask in some domains only."""


def quantities_have_units(values: Mapping[str, Any]) -> Iterable[Fault]:
    """A quantity has a unit; a unit alone says nothing and is let be."""
    for number, line in enumerate(values["substances"]):
        if line["quantity"] and not line["unit"]:
            yield Fault(f"substances-{number}-unit", "missing_unit", "{label} is missing.", {"label": "Unit"})
