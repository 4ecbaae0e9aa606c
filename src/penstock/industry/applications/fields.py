"""The forms of an application for a licence: the sheet itself, and what each step asks for."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from penstock.cases.sheets.sheet import Lines, Sheet
from penstock.catalogue.fields import HsCode, Percent, Quantity, Unit
from penstock.catalogue.naming.identifying import KnownSubstance
from penstock.industry.licences.fields import ACTIVITIES, DOCUMENTS, LONGEST, SORTS, one_section
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Field, Section
from penstock.kernel.forms.types import Choice, Day, Number, Paragraphs, Several, Text
from penstock.kernel.viewer import Fault
from penstock.parties.directory.types import Email, Phone

ASKED = {
    "new": "A new one",
    "renew": "To renew one that ends",
    "amend": "To amend one",
    "replace": "Another in the place of one",
}
MARKINGS = {"AMBER": "TLP:AMBER, those who need to know", "AMBER+STRICT": "TLP:AMBER+STRICT, within the authority"}
_FILE = "Delegated Regulation (EU) 2015/1011, article 3"


class LicensedSubstance(KnownSubstance):
    """A substance of the catalogue that somebody is licensed for; it cannot be left to a name."""

    how = "'{given}' is in no register here; write its listed name or its CAS number, such as 108-24-7."


WHAT = Section(
    title="What is asked for",
    fields=(
        Field(name="asked", label="You ask for", type=Choice(ASKED), required=True),
        Field(name="document", label="Document", type=Choice(DOCUMENTS), required=True),
        Field(
            name="concerns",
            label="Number of the one that you hold",
            type=Text(60),
            help="Where it is to be renewed, amended or replaced",
        ),
        Field(name="valid_until", label="Last day asked for", type=Day(), help="The law may allow less"),
    ),
)
OPERATOR = Section(
    title="Operator",
    fields=(
        Field(name="name", label="Name", type=Text(200), required=True, basis=_FILE),
        Field(
            name="company_number",
            label="Number in the register of companies",
            type=Text(60),
            required=True,
            basis=_FILE,
        ),
        Field(name="address", label="Address", type=Paragraphs(500), required=True, basis=_FILE),
        Field(name="sorts", label="Kind of operator", type=Several(Choice(SORTS)), required=True),
        Field(name="aeo", label="Number as authorised economic operator", type=Text(60), help="If it has one"),
    ),
)
OFFICER = Section(
    title="Responsible officer",
    fields=(
        Field(name="officer_name", label="Name of the officer", type=Text(200), required=True, basis=_FILE),
        Field(name="officer_post", label="Post", type=Text(200), required=True),
        Field(
            name="officer_tasks",
            label="Tasks",
            type=Paragraphs(2000),
            required=True,
            basis=_FILE,
            help="What the officer sees to, and may decide alone",
        ),
        Field(name="officer_phone", label="Telephone", type=Phone(), required=True, help="Such as +31 10 555 0123"),
        Field(name="officer_email", label="Email address", type=Email(), required=True),
        Field(name="senior_name", label="Who answers for the company in law", type=Text(200), help="Name and post"),
    ),
)
VETTING = Section(
    title="Vetting",
    fields=(
        Field(
            name="security",
            label="Security measures",
            type=Paragraphs(LONGEST),
            required=True,
            basis=_FILE,
            help="Against the taking away of what is kept: locks, access, counting",
        ),
        Field(
            name="good_conduct",
            label="Proof of good conduct",
            type=Paragraphs(1000),
            help="Who issued it, when, and for whom; attach the paper to the application",
        ),
        Field(name="guarantor", label="Guarantor", type=Text(200), help="Where your authority asks for one"),
        Field(name="guaranty", label="What the guarantor stands for", type=Paragraphs(1000)),
    ),
)
REMARKS = Section(
    title="Remarks",
    fields=(
        Field(name="remarks", label="Remarks", type=Paragraphs(LONGEST)),
        Field(name="marking", label="Marking", type=Choice(MARKINGS), required=True),
    ),
)
SITES = Lines(
    title="Site",
    fields=(
        Field(name="name", label="Name of the site", type=Text(200), required=True, help="Such as Works Rotterdam"),
        Field(name="address", label="Address", type=Paragraphs(500), required=True, basis=_FILE),
        Field(name="uses", label="What happens there", type=Text(300), help="Such as filling of drums, or a store"),
    ),
)
LINES = Lines(
    title="Line",
    beside=frozenset({"unit"}),
    fields=(
        Field(name="activity", label="What you do", type=Choice(ACTIVITIES), required=True, basis=_FILE),
        Field(
            name="substance",
            label="Substance",
            type=LicensedSubstance(),
            required=True,
            basis=_FILE,
            help="Its listed name or its CAS number",
        ),
        Field(
            name="site",
            label="Site",
            type=Number(above=Decimal(0), whole=True),
            required=True,
            basis=_FILE,
            help="The number of the site above, such as 1",
        ),
        Field(
            name="percent",
            label="Largest share in mixtures, in per cent",
            type=Percent(),
            basis=_FILE,
            help="Empty where it is the substance itself",
        ),
        Field(name="quantity", label="Most in a year", type=Quantity()),
        Field(name="unit", label="Unit", type=Unit()),
        Field(name="hs_code", label="HS or CN code", type=HsCode(), basis=_FILE),
    ),
)


def something_asked(values: Mapping[str, Any]) -> Iterable[Fault]:
    """A licence is for something, somewhere."""
    if not values["sites"]:
        yield Fault(
            "sites-0-name", "missing_site", "Name at least one site, so that the authority knows where to look."
        )
    if not values["lines"]:
        text = "Say in a line what you do with which substance at which site."
        yield Fault("lines-0-substance", "missing_line", text)


def sites_there(values: Mapping[str, Any]) -> Iterable[Fault]:
    """Each line names one of the sites, and none stands twice; a quantity has its unit."""
    number, met = len(values["sites"]), set()
    for at, line in enumerate(values["lines"]):
        site = line["site"]
        if site and site > number:
            text = "There is no site {given} above; there are {number}. Enter one of their numbers, or add the site."
            yield Fault(f"lines-{at}-site", "unknown_site", text, {"given": site, "number": number})
        if line["quantity"] and not line["unit"]:
            yield Fault(f"lines-{at}-unit", "missing_unit", "Choose the unit of this quantity.")
        same = (line["activity"], line["substance"], site)
        if all(same) and same in met:
            text = "This stands on another line already. Leave one of them out, or mend its site."
            yield Fault(f"lines-{at}-substance", "line_twice", text)
        met.add(same)


def concerns_one(values: Mapping[str, Any]) -> Iterable[Fault]:
    """What is renewed, amended or replaced has a number; a new one has none yet."""
    if values["asked"] == "new" and values["concerns"]:
        text = "A new one has no number yet. Leave this empty, or choose to renew, amend or replace the one you hold."
        yield Fault("concerns", "number_of_new", text)
    elif values["asked"] in {"renew", "amend", "replace"} and not values["concerns"]:
        yield Fault("concerns", "missing_concerns", "Enter the number of the one that you hold.")


def ends_later(values: Mapping[str, Any]) -> Iterable[Fault]:
    """What is asked for does not end before it begins."""
    if values["valid_until"] and values["valid_until"] <= today():
        yield Fault("valid_until", "ends_too_early", "This day has come already. Enter a later one, or leave it empty.")


APPLICATION = Sheet(
    name="licence application",
    sections=(WHAT, OPERATOR, OFFICER, VETTING, REMARKS),
    lines={"sites": SITES, "lines": LINES},
    rules=(something_asked, sites_there, concerns_one, ends_later),
)
SHORT = APPLICATION.only(
    {*(f"sites.{one.name}" for one in SITES.fields), *(f"lines.{one.name}" for one in LINES.fields[:4])}
)
"""The empty site and line to go on in."""

REFUSALS = {
    "unsuitable": "The responsible officer, or who leads the company, is not suitable",
    "security": "The security measures are not enough",
    "conduct": "There were offences against the law on precursors or drugs",
    "no need": "No lawful need for the substance was shown",
    "incomplete": "The application is incomplete or contradictory",
    "untrue": "What was said is not true",
    "other": "Another reason, said below",
}
QUESTION = one_section(
    "licence question",
    "Question",
    Field(name="question", label="What must be answered", type=Paragraphs(LONGEST), required=True),
)
ANSWER = one_section(
    "licence answer",
    "Answer",
    Field(name="answer", label="Answer", type=Paragraphs(LONGEST), required=True),
)
WITHDRAWAL = one_section(
    "licence withdrawal",
    "Reason",
    Field(name="note", label="Why", type=Paragraphs(LONGEST), required=True),
)
DECISION = one_section(
    "licence decision",
    "Decision",
    Field(name="valid_from", label="From", type=Day(), help="Empty for today"),
    Field(name="valid_until", label="Last day", type=Day(), help="Empty for the last day that the law allows"),
    Field(name="conditions", label="Conditions", type=Paragraphs(LONGEST), help="They stand on the licence"),
)
REFUSAL = one_section(
    "licence refusal",
    "Refusal",
    Field(name="reasons", label="Reasons", type=Several(Choice(REFUSALS)), required=True),
    Field(name="note", label="In words, for the applicant", type=Paragraphs(LONGEST), required=True),
)
