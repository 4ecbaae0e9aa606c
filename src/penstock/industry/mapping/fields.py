"""The forms of the mapping: what it is for, a sector and its review, a company found, and what a company is asked."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from penstock.catalogue.naming.identifying import KnownSubstance
from penstock.industry.mapping.models import HOW
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Day, FieldType, Invalid, Listed, Number, Paragraphs, Several, Text
from penstock.kernel.viewer import Fault
from penstock.parties.companies.models import KINDS
from penstock.parties.directory.types import Email, Phone

MOST_DAYS = 90
LONG = 2000
EXISTS = {"yes": "Yes", "no": "No", "unknown": "Not known yet"}
LAW = {
    "full": "Covered: licence or registration, records and reports",
    "part": "Covered in part",
    "none": "Not covered",
    "unknown": "Not known yet",
}
CHANNEL = {
    "named": "Named contacts on both sides",
    "association": "Through an association",
    "online": "An online form or a telephone line",
    "informal": "Only informal contacts",
    "none": "None",
    "unknown": "Not known yet",
}
RISK = {"low": "Low", "medium": "Medium", "high": "High", "unknown": "Not judged yet"}
REASONS = {
    "listed": "Handles listed chemicals",
    "unlisted": "Handles chemicals that can take the place of listed ones",
    "public": "Sells to the public, or to customers it does not know",
    "internet": "Sells over the Internet",
    "small": "Small orders, made to order, or a changing range",
    "brokers": "Goods pass through brokers, forwarders or free zones",
    "no law": "No law reaches it, or only part of it",
    "no channel": "Has no way to report what is suspicious",
    "few members": "Few companies belong to an association",
    "cases": "Cases of diversion are known",
}
ROLES = {
    "make": "Make chemicals",
    "import": "Import",
    "export": "Export",
    "sell": "Sell or distribute",
    "broker": "Bring sellers and buyers together",
    "use": "Use in own production or research",
    "store": "Store for others",
    "carry": "Carry or forward",
    "repack": "Repack",
    "recover": "Recover or dispose of",
    "equipment": "Make or sell equipment",
    "none": "None of these",
}
SCALE = {"small": "Less than 1 tonne a year", "medium": "1 to 100 tonnes", "large": "More than 100 tonnes"}
PRACTICES = {
    "policy": "Written policy",
    "customers": "Check who customers are",
    "declarations": "Ask for declarations of end use",
    "report": "Report suspicious enquiries and orders",
    "training": "Train the staff",
    "none": "None yet",
}
KNOWS = {"yes": "Yes", "no": "No"}


class Percent(Number):
    """Parts of a hundred."""

    def parse(self, raw: object) -> Decimal | None:
        """The number; Invalid outside 0 to 100."""
        value = super().parse(raw)
        if value is not None and not 0 <= value <= 100:  # noqa: PLR2004 - a per cent
            raise Invalid("not_percent", "Enter a number from 0 to 100, not {given}.", given=value)
        return value


class Count(Number):
    """How many: a whole number, nothing or more."""

    def __init__(self) -> None:
        """Accept whole numbers."""
        super().__init__(whole=True)

    def parse(self, raw: object) -> Decimal | None:
        """The number; Invalid when it is negative."""
        value = super().parse(raw)
        if value is not None and value < 0:
            raise Invalid("negative", "Enter 0 or more, not {given}.", given=value)
        return value


class Ahead(Day):
    """A day that is still to come."""

    def parse(self, raw: object) -> Any:
        """The day; Invalid when it has come."""
        value = super().parse(raw)
        if value is not None and value <= today():
            raise Invalid("not_ahead", "{given} has come already. Enter a day ahead.", given=value)
        return value


class Past(Day):
    """A day that has come."""

    def parse(self, raw: object) -> Any:
        """The day; Invalid when it lies ahead."""
        value = super().parse(raw)
        if value is not None and value > today():
            raise Invalid("lies_ahead", "{given} lies ahead. Enter the day on which it was found.", given=value)
        return value


class Chemical(KnownSubstance):
    """A chemical of the registers, by name or number."""

    def parse(self, raw: object) -> str | None:
        """The substance's id; Invalid when no register holds it."""
        try:
            return super().parse(raw)
        except Invalid:
            how = "'{given}' is in no register here. Correct it, or name it under other chemicals instead."
            raise Invalid("unknown_substance", how, given=self.clean(raw)) from None


class Activity(FieldType):
    """A class of ISIC, Revision 4: four digits, as registers of companies state it."""

    longest = 20

    def parse(self, raw: object) -> str | None:
        """The four digits."""
        text = self.clean(raw).replace(".", "")
        if text and not re.fullmatch(r"[0-9]{4}", text):
            raise Invalid("not_isic", "Write the class of ISIC as four digits such as 2011, not '{given}'.", given=text)
        return text or None


def _form(name: str, *sections: tuple[str, tuple[Field, ...]], rules: tuple[Any, ...] = ()) -> Form:
    return Form(name=name, sections=tuple(Section(title=title, fields=each) for title, each in sections), rules=rules)


def _reviewed(values: Mapping[str, Any]) -> Iterable[Fault]:
    if values["risk"] in {"low", "medium", "high"} and not values["risk_reasons"] and not values["risk_note"]:
        yield Fault("risk_reasons", "missing_reasons", "Say what makes the risk: tick reasons, or write a note below.")
    if values["exists"] == "no" and values["companies"]:
        text = "The sector is said not to exist. Enter no companies, or say that it exists."
        yield Fault("companies", "companies_of_nothing", text)


CHEMICALS = Field(
    name="chemicals", label="Chemicals handled", type=Listed(Chemical(), spaced=True),
    help="Names or CAS numbers that the registers know, parted by semicolons",
)  # fmt: skip
OTHERS = Field(name="other_chemicals", label="Other chemicals", type=Text(500), help="As they are called there")
MAPPING = _form(
    "mapping of industry",
    (
        "The mapping",
        (
            Field(name="aim", label="What it is for", type=Paragraphs(LONG), required=True),
            Field(name="reach", label="What it covers", type=Paragraphs(LONG),
                  help="Territory, chemicals, free zones; what is left out, and why"),
            Field(name="basis", label="Legal basis", type=Text(300),
                  help="The law by which companies may be asked and registers read"),
            Field(name="contact", label="Single point of contact for industry", type=Text(200), required=True,
                  help="An office, with telephone or e-mail; companies see it on surveys"),
            Field(name="next_on", label="The whole is reviewed by", type=Ahead(), required=True),
        ),
    ),
)  # fmt: skip
SECTOR = _form(
    "sector of industry",
    (
        "Sector",
        (
            Field(name="name", label="Name", type=Text(120), required=True),
            Field(name="about", label="Who belongs to it", type=Paragraphs(500), required=True),
            Field(name="reason", label="Why it is added", type=Paragraphs(LONG), required=True),
        ),
    ),
)
RETIRED = _form(
    "sector retired",
    ("Why", (Field(name="reason", label="Reason", type=Paragraphs(LONG), required=True),)),
)
REVIEW = _form(
    "review of a sector",
    (
        "What there is",
        (
            Field(name="exists", label="Is there such an industry?", type=Choice(EXISTS), required=True),
            Field(name="companies", label="Companies, as estimated", type=Count(),
                  help="What is found is measured against it"),
            Field(name="size", label="Size and shape", type=Paragraphs(LONG),
                  help="Turnover, people, small and large companies, where they sit"),
            CHEMICALS,
            OTHERS,
        ),
    ),
    (
        "Associations",
        (
            Field(name="associations", label="Associations", type=Listed(Text(200), spaced=True),
                  help="Parted by semicolons"),
            Field(name="coverage", label="Companies that are members, per cent", type=Percent()),
        ),
    ),
    (
        "Law and channels",
        (
            Field(name="law", label="Does the law reach it?", type=Choice(LAW), required=True),
            Field(name="law_note", label="Which law, and what it leaves out", type=Paragraphs(LONG)),
            Field(name="channel", label="How does it report to the authorities?", type=Choice(CHANNEL), required=True),
            Field(name="channel_note", label="About the channel", type=Paragraphs(LONG)),
            Field(name="gaps", label="Gaps", type=Paragraphs(LONG), help="What is not known, not reached or not used"),
        ),
    ),
    (
        "Risk",
        (
            Field(name="risk", label="Risk of diversion", type=Choice(RISK), required=True),
            Field(name="risk_reasons", label="What makes it", type=Several(Choice(REASONS))),
            Field(name="risk_note", label="About the risk", type=Paragraphs(LONG)),
            Field(name="next_on", label="Next review", type=Ahead(), required=True),
        ),
    ),
    rules=(_reviewed,),
)  # fmt: skip
NAMED = (
    Field(name="name", label="Name", type=Text(200), required=True),
    Field(name="number", label="Register number", type=Text(60)),
)
PLACED = (
    Field(name="region", label="Region", type=Text(80)),
    Field(name="address", label="Address", type=Paragraphs(400)),
    Field(name="website", label="Website", type=Text(200)),
)
SECTORS = Field(name="sectors", label="Sectors", type=Listed(Text(60), spaced=True), help="Codes, by semicolons")
ACTIVITY = Field(name="activity", label="Activity", type=Activity(),
                 help="Class of ISIC, Revision 4; where no sector is named, it proposes one")  # fmt: skip
FOUND_WHERE = (
    Field(name="how", label="How it was found", type=Choice(HOW), required=True),
    Field(name="source", label="Source", type=Text(200), required=True, help="Which register, list, page or letter"),
    Field(name="found_on", label="Found on", type=Past(), required=True),
)
LINE = _form(
    "company in a file",
    ("Company", (*NAMED, SECTORS, ACTIVITY, *PLACED, CHEMICALS, OTHERS,
                 Field(name="note", label="Note", type=Paragraphs(LONG)))),
)  # fmt: skip
FOUND = _form("company found", ("Company", tuple(LINE.fields)), ("How it was found", FOUND_WHERE))
LOAD = _form("file of companies", ("How they were found", FOUND_WHERE))
_NEEDED = {"same": "which", "known": "which", "dismissed": "note", "new": "kind"}


def _judged(values: Mapping[str, Any]) -> Iterable[Fault]:
    needed = _NEEDED.get(values["verdict"] or "")
    text = {
        "which": "Say which company it is.",
        "note": "Say why it is set aside.",
        "kind": "Say what kind of company it is.",
    }
    if needed and not values[needed]:
        yield Fault(needed, f"missing_{needed}", text[needed])


VERDICT = _form(
    "verdict on a company found",
    (
        "What it is",
        (
            Field(name="verdict", label="It is", required=True, type=Choice({
                "new": "A company that no register here holds: enter it",
                "known": "A company of the register",
                "same": "A company that was found before",
                "dismissed": "Nothing for the mapping: set it aside",
                "open": "To be matched again",
            })),
            Field(name="which", label="Which company", type=Text(36), help="Taken from the proposals"),
            Field(name="kind", label="Kind, for the register", type=Choice(KINDS)),
            Field(name="note", label="Note", type=Paragraphs(LONG)),
        ),
    ),
    rules=(_judged,),
)  # fmt: skip
INVITATION = _form(
    "survey link",
    (
        "The link",
        (
            Field(name="days", label="Valid for how many days", type=Count(), required=True,
                  help=f"At most {MOST_DAYS}; it can be used once"),
            Field(name="words", label="What you write to the company", type=Paragraphs(LONG)),
        ),
    ),
    rules=(lambda values: _days(values["days"]),),
)  # fmt: skip


def _days(days: Decimal | None) -> Iterable[Fault]:
    if days is not None and not 1 <= days <= MOST_DAYS:
        text = "Enter a number of days from 1 to {most}."
        yield Fault("days", "days", text, {"most": MOST_DAYS})


def _answered(values: Mapping[str, Any]) -> Iterable[Fault]:
    for name in ("roles", "practices"):
        given = values[name] or ()
        if "none" in given and len(given) > 1:
            text = "'None' was ticked beside others. Untick it, or the others."
            yield Fault(name, "none_and_some", text)


ANSWER = _form(
    "answer to a survey",
    ("Your company", (*NAMED, SECTORS, *PLACED)),
    (
        "What you do",
        (
            Field(name="roles", label="What you do with chemicals or equipment", type=Several(Choice(ROLES)),
                  required=True),
            CHEMICALS,
            OTHERS,
            Field(name="scale", label="All of them together", type=Choice(SCALE)),
            Field(name="associations", label="Associations you belong to", type=Listed(Text(200), spaced=True),
                  help="Parted by semicolons"),
        ),
    ),
    (
        "What you do against diversion",
        (
            Field(name="practices", label="What you do already", type=Several(Choice(PRACTICES)), required=True),
            Field(name="knows_channel", label="Do you know whom to tell of something suspicious?",
                  type=Choice(KNOWS), required=True),
        ),
    ),
    (
        "Whom we may ask",
        (
            Field(name="contact_name", label="Name or function", type=Text(120), required=True),
            Field(name="contact_email", label="E-mail", type=Email(), required=True),
            Field(name="contact_phone", label="Telephone", type=Phone()),
            Field(name="remarks", label="Anything else", type=Paragraphs(LONG)),
        ),
    ),
    rules=(_answered,),
)  # fmt: skip
ASIDE = _form(
    "answer set aside",
    ("Why", (Field(name="reason", label="Reason", type=Paragraphs(LONG), required=True),)),
)
DROPPED = replace(ASIDE, name="line left out")
SHARED = _form(
    "summary shared",
    ("To the secretariat", (Field(name="note", label="What you write with it", type=Paragraphs(LONG)),)),
)


def with_sectors(form: Form, sectors: Mapping[str, str]) -> Form:
    """A form whose sectors are to be chosen among those of one country."""
    chosen = replace(SECTORS, type=Several(Choice(sectors)), help="")
    return replace(
        form,
        sections=tuple(
            replace(part, fields=tuple(chosen if one.name == "sectors" else one for one in part.fields))
            for part in form.sections
        ),
    )
