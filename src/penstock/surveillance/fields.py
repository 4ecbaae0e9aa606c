"""The forms of surveillance lists: a list, its entries (their names are the columns of files), what steps ask for."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from penstock.catalogue.fields import CasNumber
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Day, FieldType, Invalid, Listed, Paragraphs, Text
from penstock.kernel.viewer import Fault

REACHES = {"international": "International", "regional": "Regional", "national": "National"}
MARKINGS = {
    "RED": "TLP:RED, named recipients only",
    "AMBER+STRICT": "TLP:AMBER+STRICT, within the receiving organisation",
    "AMBER": "TLP:AMBER, those who need to know",
}
CLASSES = {
    "authority": "Competent authorities",
    "company": "Vetted companies",
    "association": "Vetted associations",
    "member": "Vetted members of an association",
}
"""The access classes: who may receive a list at all."""
VETTED = {
    "company": "Company",
    "association": "Industry association",
    "member": "Company, as a member of an association",
}
DECISIONS = {"grant": "May receive lists", "refuse": "May not receive lists"}
YES_NO = {"no": "No", "yes": "Yes"}
ENDINGS = {
    "destroyed": "Every copy, also in files and on paper, was destroyed",
    "returned": "Every copy was given back",
    "unopened": "It was never opened or taken away",
}
CONDITIONS = (
    "This list is not public. It is for the named persons alone, and for the purpose stated. Do not copy, publish or"
    " pass it on, and do not tell customers or suppliers what is on it. Every opening is recorded, and every copy bears"
    " a mark that leads back to its reader. When the copy is recalled or expires, destroy it and confirm that you did."
)


class InChIKey(FieldType):
    """An InChIKey: 14, 10 and 1 capital letters parted by hyphens."""

    longest = 40

    def parse(self, raw: object) -> str | None:
        """The key in capitals; Invalid when it has another shape."""
        key = self.clean(raw).upper()
        if key and not re.fullmatch(r"[A-Z]{14}-[A-Z]{10}-[A-Z]", key):
            raise Invalid("inchikey_shape", "'{given}' is no InChIKey; it has 14, 10 and 1 letters.", given=key)
        return key or None


class Formula(FieldType):
    """A molecular formula in Hill's way of writing."""

    longest = 80

    def parse(self, raw: object) -> str | None:
        """The formula without spaces; Invalid when it has another shape."""
        formula = self.clean(raw).replace(" ", "")
        if formula and not re.fullmatch(r"(?:(?:[A-Z][a-z]?[0-9]*)+[.·]?)+", formula):
            raise Invalid("formula_shape", "'{given}' is no molecular formula; write it like C2H6O.", given=formula)
        return formula or None


class Smiles(FieldType):
    """A structure as SMILES; only its characters and brackets are judged here."""

    longest = 2000

    def parse(self, raw: object) -> str | None:
        """The line as entered; Invalid when it cannot be SMILES."""
        smiles = self.clean(raw)
        balanced = all(smiles.count(a) == smiles.count(b) for a, b in ("()", "[]"))
        if smiles and not (balanced and re.fullmatch(r"[A-Za-z0-9@+\-\[\]()=#$%:/\\.*]+", smiles)):
            raise Invalid("smiles_shape", "'{given}' is no SMILES; mind its brackets.", given=smiles[:60])
        return smiles or None


def ends_after_it_starts(values: Mapping[str, Any]) -> Iterable[Fault]:
    """An entry ends on or after the day it starts."""
    if values["from_on"] and values["until_on"] and values["until_on"] < values["from_on"]:
        yield Fault("until_on", "ends_too_early", "The last day lies before the first; correct one of them.")


ENTRY = Form(
    name="surveillance entry",
    rules=(ends_after_it_starts,),
    sections=(
        Section(
            title="Entry",
            fields=(
                Field(name="name", label="Name", type=Text(500), required=True, help="As the list calls it"),
                Field(
                    name="other_names",
                    label="Other names",
                    type=Listed(Text(500), spaced=True),
                    help="Parted by semicolons",
                ),
                Field(name="cas_number", label="CAS number", type=CasNumber(), help="Such as 50-00-0"),
                Field(name="formula", label="Formula", type=Formula(), help="Molecular formula"),
                Field(name="smiles", label="SMILES", type=Smiles()),
                Field(name="inchikey", label="InChIKey", type=InChIKey()),
                Field(
                    name="definition",
                    label="Extended definition",
                    type=Paragraphs(),
                    help="Of a generic entry, in words",
                ),
                Field(name="structure_rule", label="Structure rule", type=Paragraphs(), help="Of a generic entry"),
                Field(name="note", label="Note", type=Paragraphs(2000)),
                Field(name="from_on", label="On the list from", type=Day()),
                Field(name="until_on", label="On the list until", type=Day(), help="The last day"),
            ),
        ),
    ),
)

LIST = Form(
    name="surveillance list",
    sections=(
        Section(
            title="List",
            fields=(
                Field(name="title", label="Title", type=Text(200), required=True),
                Field(name="reach", label="Reach", type=Choice(REACHES), required=True),
                Field(name="marking", label="Marking", type=Choice(MARKINGS), required=True),
                Field(name="basis", label="Legal basis", type=Text(500), help="The act or decision it rests on"),
                Field(
                    name="open_to",
                    label="May be received by",
                    type=Listed(Choice(CLASSES), spaced=True),
                    required=True,
                    help="Everybody besides authorities must be vetted first",
                ),
                Field(
                    name="conditions",
                    label="Conditions of confidentiality",
                    type=Paragraphs(),
                    required=True,
                    help="Shown before a copy opens; the recipient must accept them",
                ),
            ),
        ),
    ),
)

EDITION = Form(
    name="surveillance edition",
    sections=(
        Section(
            title="Edition",
            fields=(
                Field(name="note", label="What is new in it", type=Paragraphs(2000)),
                Field(
                    name="expires_on",
                    label="Last day",
                    type=Day(),
                    help="No copy of it can be read afterwards; empty means without end",
                ),
            ),
        ),
    ),
)

LOADED = Form(
    name="surveillance file",
    sections=(
        Section(
            title="File",
            fields=(
                Field(name="file", label="File", type=Text(200), required=True),
                Field(name="lines", label="Lines", type=Text(20), required=True),
                Field(name="faulty", label="Faulty lines", type=Text(20), required=True),
            ),
        ),
    ),
)
"""What a load leaves on the record: never a name from the list."""

REASON = Form(
    name="surveillance reason",
    sections=(
        Section(
            title="Reason",
            fields=(
                Field(
                    name="reason",
                    label="Reason",
                    type=Paragraphs(2000),
                    required=True,
                    help="The holders read it",
                ),
            ),
        ),
    ),
)

VETTING = Form(
    name="vetting",
    sections=(
        Section(
            title="Vetting",
            fields=(
                Field(name="organisation", label="Organisation", type=Text(40), required=True),
                Field(name="access_class", label="Vetted as", type=Choice(VETTED), required=True),
                Field(
                    name="association",
                    label="Association",
                    type=Text(40),
                    help="Only for a member: the association that may pass lists on to it",
                ),
                Field(name="decision", label="Decision", type=Choice(DECISIONS), required=True),
                Field(
                    name="until_on",
                    label="Until",
                    type=Day(),
                    help="The last day on which it counts; empty means without end",
                ),
                Field(name="reasons", label="Reasons", type=Paragraphs(), required=True),
            ),
        ),
    ),
)

HANDING = Form(
    name="surveillance copy",
    sections=(
        Section(
            title="Copy",
            fields=(
                Field(name="holder", label="Recipient", type=Text(40), required=True),
                Field(
                    name="people",
                    label="Named persons",
                    type=Listed(Text(40)),
                    required=True,
                    help="Only they can open it",
                ),
                Field(name="purpose", label="Purpose", type=Paragraphs(2000), required=True),
                Field(name="expires_on", label="Last day", type=Day(), required=True, help="It closes afterwards"),
                Field(
                    name="may_hand_on",
                    label="May be passed on",
                    type=Choice(YES_NO),
                    required=True,
                    help="By an authority to those it vetted; by an association to its vetted members",
                ),
            ),
        ),
    ),
)

ACKNOWLEDGEMENT = Form(
    name="acknowledgement",
    sections=(
        Section(
            title="Acknowledgement",
            fields=(
                Field(
                    name="accepted",
                    label="I accept the conditions, also for my organisation",
                    type=Choice({"yes": "Yes"}),
                    required=True,
                ),
            ),
        ),
    ),
)

RETURN = Form(
    name="return of a copy",
    sections=(
        Section(
            title="Return",
            fields=(
                Field(name="how", label="What became of it", type=Choice(ENDINGS), required=True),
                Field(name="remark", label="Remark", type=Paragraphs(2000)),
            ),
        ),
    ),
)
