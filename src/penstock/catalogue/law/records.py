"""The rows of a pack's files. A class is a file's layout: its fields are the columns, in order, with their help.

From these classes come the strict reading, the JSON Schema, the empty template and the documentation of packs.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from penstock.catalogue.law.kinds import (
    AMOUNT,
    CAS,
    COUNT,
    COUNTRY,
    DAY,
    FLAG,
    HS,
    HS_CODES,
    ID,
    IDS,
    PERCENT,
    TEXT,
    Kind,
    choice,
    is_ec,
    words,
)
from penstock.engines.recognition.cas import is_cas

COVERS = ("salts", "stereoisomers", "isomers", "esters", "ethers", "derivatives", "analogues", "protected", "hydrates")
RULES = ("substance", "generic", "mixture", "preparation", "natural-product", "equipment")
OPERATIONS = ("any", "manufacture", "domestic", "import", "export", "transit", "brokering", "retail", "possession")
DUTIES = (
    "licence", "registration", "responsible-officer", "declaration", "notification", "import-permit", "export-permit",
    "transit-permit", "label", "records", "annual-report", "periodic-report", "suspicious-report", "loss-report",
    "theft-report", "decision", "change-report", "permit-validity", "licence-validity", "declaration-validity",
    "document-return", "shipment-report", "identity-check", "entry-into-force", "abstention",
    "collective-notification",
)  # fmt: skip
DOCUMENTS = (
    "import-authorisation", "export-authorisation", "transit-permit", "letter-of-no-objection", "import-certificate",
    "no-objection-certificate", "simplified-authorisation",
)  # fmt: skip
WHO = ("operator", "user", "importer", "exporter", "buyer", "authority", "anyone")
NAME_KINDS = ("common", "systematic", "abbreviation", "code", "trade", "inn")
NUMBER_SHAPES: Mapping[str, Callable[[str], bool]] = {
    "cas": is_cas,
    "ec": is_ec,
    "cus": lambda number: re.fullmatch(r"[0-9]{7}-[0-9]", number) is not None,
    "dea": lambda number: re.fullmatch(r"[0-9]{4}[A-Z]?", number) is not None,
    "un": lambda number: re.fullmatch(r"[0-9]{4}", number) is not None,
}


class Column(NamedTuple):
    """One column: its heading, what may stand there, what it means, and whether it may be empty."""

    name: str
    kind: Kind
    help: str
    required: bool


def column(kind: Kind, help_: str, *, name: str = "", required: bool = False) -> Any:
    """Return the field of a record that is read from a column; `name` where Python does not allow the heading."""
    return field(metadata={"kind": kind, "help": help_, "name": name, "required": required})


FROM = "The first day on which the row is law."
TO = "The first day on which it is law no more; empty while it stands."
SOURCE = "Where it is written: instrument and article, or the place where it was read."
VERIFIED = "yes only when somebody compared the row with the text of the law."


@dataclass(frozen=True, slots=True)
class Substance:
    """`substances.csv`: what a substance is, apart from any law."""

    id: str = column(ID, "The id by which every pack names it.", required=True)
    name: str = column(TEXT, "Its usual name in English.", required=True)
    cas: str | None = column(CAS, "Its CAS number; numbers of salts and forms go to numbers.csv.")
    hs_2022: str = column(HS, "Its subheading in the Harmonized System of 2022.")
    formula: str = column(TEXT, "Its molecular formula in Hill order.")
    smiles: str = column(TEXT, "Its structure as SMILES; empty for mixtures, plants and machines.")
    inchikey: str = column(TEXT, "Its standard InChIKey.")
    salts: frozenset[str] = column(words("acid", "base"), "acid: it makes salts with metals; base: with acids.")
    source: str = column(TEXT, SOURCE, required=True)
    verified: bool = column(FLAG, VERIFIED, required=True)


@dataclass(frozen=True, slots=True)
class Name:
    """`names.csv`: a name of a substance in one language."""

    substance: str = column(ID, "The substance.", required=True)
    text: str = column(TEXT, "The name as it is written.", name="name", required=True)
    language: str = column(TEXT, "The language as ISO 639-1, such as en.", required=True)
    kind: str = column(choice(*NAME_KINDS), "What kind of name.", required=True)


@dataclass(frozen=True, slots=True)
class Number:
    """`numbers.csv`: another number of a substance, or the number of one of its salts and forms."""

    substance: str = column(ID, "The substance.", required=True)
    system: str = column(choice(*NUMBER_SHAPES), "Whose number it is.", required=True)
    number: str = column(TEXT, "The number.", required=True)
    form: str = column(TEXT, "Which salt or form it means, as words after `the`; empty for the substance itself.")


@dataclass(frozen=True, slots=True)
class Entry:
    """`entries.csv`: one thing that a list controls, over a span of days; a change of the law is a further row."""

    entry: str = column(ID, "The id of the entry in this pack; the same in every row of its history.", required=True)
    list: str = column(TEXT, "The list, as `lists` of pack.yaml names it.", required=True)
    rule: str = column(choice(*RULES), "What kind of thing is controlled.", required=True)
    substance: str = column(ID, "The substance, parent or ingredient; empty for generic rules and equipment.")
    covers: frozenset[str] = column(words(*COVERS), "What the entry covers beyond the substance itself.")
    named_esters: tuple[str, ...] = column(
        Kind("words", lambda text: tuple(text.split()), {"type": "string"}, ()),
        "The alcohol parts of the esters that are listed by name, such as methyl ethyl tert-butyl.",
    )
    except_: frozenset[str] = column(IDS, "Substances that the entry does not cover.", name="except")
    definition: str = column(ID, "The generic definition in definitions.yaml, for generic rules.")
    hs: tuple[str, ...] = column(HS_CODES, "HS or tariff codes by which the law names preparations and equipment.")
    min_percent: Decimal | None = column(PERCENT, "The share by weight from which a mixture counts.")
    wording: str = column(TEXT, "What the law calls it.", required=True)
    authority: str = column(TEXT, "The ministry or office that manages it, where the law names one.")
    since: date = column(DAY, FROM, name="from", required=True)
    until: date | None = column(DAY, TO, name="to")
    precision: str = column(choice("day", "year"), "year when only the years of the dates are known.", required=True)
    source: str = column(TEXT, SOURCE, required=True)
    verified: bool = column(FLAG, VERIFIED, required=True)


@dataclass(frozen=True, slots=True)
class Threshold:
    """`thresholds.csv`: a quantity from which, or up to which, a list or an entry weighs."""

    list: str = column(TEXT, "The list.", required=True)
    entry: str = column(ID, "The entry; empty for the whole list.")
    operation: str = column(choice(*OPERATIONS), "What is done with it.", required=True)
    per: str = column(
        choice("transaction", "package", "day", "30-days", "month", "year"), "Over what it adds up.", required=True
    )
    of: str = column(choice("customer", "operator", "buyer"), "Whose quantities add up; empty for one deal alone.")
    amount: Decimal = column(AMOUNT, "The quantity.", required=True)
    unit: str = column(choice("kg", "g", "l", "gal"), "Its unit.", required=True)
    effect: str = column(
        choice("duties-from", "exempt-to", "limit"),
        "duties-from: duties begin at it; exempt-to: nothing is owed up to it; limit: more is forbidden.",
        required=True,
    )
    note: str = column(TEXT, "What else the law says of it.")
    since: date = column(DAY, FROM, name="from", required=True)
    until: date | None = column(DAY, TO, name="to")
    source: str = column(TEXT, SOURCE, required=True)
    verified: bool = column(FLAG, VERIFIED, required=True)


@dataclass(frozen=True, slots=True)
class Duty:
    """`duties.csv`: what somebody owes for what stands on a list, with its clock."""

    duty: str = column(choice(*DUTIES), "The duty.", required=True)
    list: str = column(TEXT, "The list; several with blanks between them; * for every list.", required=True)
    operation: str = column(choice(*OPERATIONS), "In doing what.", required=True)
    who: str = column(choice(*WHO), "Who owes it.", required=True)
    amount: int | None = column(COUNT, "The length of the clock.")
    unit: str = column(
        choice("hours", "days", "working-days", "months", "years"), "In what the clock counts; empty without a clock."
    )
    anchor: str = column(TEXT, "From or until when the clock runs, such as `before dispatch`.")
    due: str = column(TEXT, "A date in each year, as MM-DD, such as 02-15.")
    condition: str = column(TEXT, "When the duty holds, where it does not always.")
    since: date = column(DAY, FROM, name="from", required=True)
    until: date | None = column(DAY, TO, name="to")
    source: str = column(TEXT, SOURCE, required=True)
    verified: bool = column(FLAG, VERIFIED, required=True)


@dataclass(frozen=True, slots=True)
class Exemption:
    """`exemptions.csv`: what a list or an entry leaves out."""

    list: str = column(TEXT, "The list.", required=True)
    entry: str = column(ID, "The entry; empty for the whole list.")
    kind: str = column(choice("mixture", "preparation", "natural-product", "quantity", "use"), "What is left out.",
                       required=True)  # fmt: skip
    max_percent: Decimal | None = column(PERCENT, "The share up to which a mixture is left out.")
    hs: tuple[str, ...] = column(HS_CODES, "Codes of the goods that are left out.")
    text: str = column(TEXT, "The exemption in a sentence.", required=True)
    since: date = column(DAY, FROM, name="from", required=True)
    until: date | None = column(DAY, TO, name="to")
    source: str = column(TEXT, SOURCE, required=True)
    verified: bool = column(FLAG, VERIFIED, required=True)


@dataclass(frozen=True, slots=True)
class Conversion:
    """`conversions.csv`: how much of a salt or form is the pure drug."""

    substance: str = column(ID, "The substance.", required=True)
    form: str = column(TEXT, "The salt or form, such as hydrochloride.", required=True)
    percent: Decimal = column(PERCENT, "The share of anhydrous base in it.", required=True)
    source: str = column(TEXT, SOURCE, required=True)
    verified: bool = column(FLAG, VERIFIED, required=True)


@dataclass(frozen=True, slots=True)
class Request:
    """`requests.csv`: a Government's request for pre-export notifications, article 12(10)(a) of the 1988 Convention."""

    country: str = column(COUNTRY, "The Government; EU for the European Union.", required=True)
    scope: frozenset[str] = column(
        Kind("words", lambda text: frozenset(text.split()), {"type": "string"}, frozenset()),
        "Lists and substances for which it asks.", required=True,
    )  # fmt: skip
    since: date | None = column(DAY, "The day of the request, where it is known.")
    source: str = column(TEXT, SOURCE, required=True)
    verified: bool = column(FLAG, VERIFIED, required=True)


@dataclass(frozen=True, slots=True)
class Requirement:
    """`requirements.csv`: a Government's annual legitimate requirement of a precursor (ALR)."""

    country: str = column(COUNTRY, "The Government.", required=True)
    substance: str = column(ID, "The precursor.", required=True)
    form: str = column(choice("bulk", "preparations"), "Bulk, or in preparations.", required=True)
    kilograms: Decimal | None = column(AMOUNT, "Kilograms a year; empty where none was stated.")
    prohibited: bool = column(FLAG, "yes where its import is prohibited.", required=True)
    stated_on: date = column(DAY, "The day on which the Government stated it.", required=True)
    source: str = column(TEXT, SOURCE, required=True)
    verified: bool = column(FLAG, VERIFIED, required=True)


@dataclass(frozen=True, slots=True)
class Member:
    """`members.csv`: a country of a union of states whose law the pack is."""

    country: str = column(COUNTRY, "The country.", required=True)
    since: date = column(DAY, FROM, name="from", required=True)
    until: date | None = column(DAY, TO, name="to")


@dataclass(frozen=True, slots=True)
class Destination:
    """`destinations.csv`: a destination for which the place itself wants a notice before export."""

    list: str = column(TEXT, "The list.", required=True)
    entry: str = column(ID, "The entry.", required=True)
    destination: str = column(TEXT, "The country, or * for anywhere.", required=True)
    source: str = column(TEXT, SOURCE, required=True)
    verified: bool = column(FLAG, VERIFIED, required=True)


@dataclass(frozen=True, slots=True)
class Silence:
    """`silence.csv`: what the exporting place's law makes of it when a destination does not answer a notice."""

    list: str = column(TEXT, "The list; several with blanks between them; * for every list.", required=True)
    meaning: str = column(
        choice("release", "nothing"),
        "release: the export may go on after the clock; nothing: silence never lets it.",
        required=True,
    )
    amount: int | None = column(COUNT, "The length of the clock, from the notice on.")
    unit: str = column(choice("days", "working-days"), "In what the clock counts; empty without a clock.")
    condition: str = column(TEXT, "When it holds, where it does not always.")
    since: date = column(DAY, FROM, name="from", required=True)
    until: date | None = column(DAY, TO, name="to")
    source: str = column(TEXT, SOURCE, required=True)
    verified: bool = column(FLAG, VERIFIED, required=True)


@dataclass(frozen=True, slots=True)
class Document:
    """`documents.csv`: a paper that a law asks for before goods cross a border, and what holds for it."""

    document: str = column(choice(*DOCUMENTS), "The paper.", required=True)
    list: str = column(TEXT, "The list; several with blanks between them; * for every list.", required=True)
    operation: str = column(choice("import", "export", "transit"), "For doing what.", required=True)
    title: str = column(TEXT, "What the law calls it.", required=True)
    cites: frozenset[str] = column(
        words(*DOCUMENTS), "Papers of the other country, one of which it rests on; empty where on none."
    )
    shipments: str = column(choice("one", "many"), "Whether it is for one shipment or for many.", required=True)
    most_substances: int | None = column(COUNT, "The most substances on one paper; empty for any number.")
    amount: int | None = column(COUNT, "How long it is valid at most; empty where the law does not say.")
    unit: str = column(choice("days", "months"), "In what that counts.")
    guide: str = column(
        choice("estimate", "assessment", "requirement"),
        "Which yearly figure of the importing country bounds it; empty where none does.",
    )
    binding: bool = column(FLAG, "yes where more is forbidden; no where more is to be asked about.", required=True)
    condition: str = column(TEXT, "When it is needed, where it is not always.")
    since: date = column(DAY, FROM, name="from", required=True)
    until: date | None = column(DAY, TO, name="to")
    source: str = column(TEXT, SOURCE, required=True)
    verified: bool = column(FLAG, VERIFIED, required=True)


@dataclass(frozen=True, slots=True)
class Sector:
    """`sectors.csv`: a sector of industry as the country speaks of it: another name of a known one, or one more."""

    code: str = column(ID, "The sector's code: a known one to rename it, a new one to add it.", required=True)
    name: str = column(TEXT, "What the country calls it.", required=True)
    about: str = column(TEXT, "Who belongs to it; empty keeps what is known.")
    isic: str = column(TEXT, "Classes of ISIC, Revision 4, that mostly belong to it, with blanks between them.")
    source: str = column(TEXT, SOURCE, required=True)


def columns_of(record: type) -> tuple[Column, ...]:
    """Return the columns of a file from the class of its rows."""
    found = []
    for name, each in record.__dataclass_fields__.items():  # type: ignore[attr-defined]
        about = each.metadata
        found.append(Column(about["name"] or name, about["kind"], about["help"], about["required"]))
    return tuple(found)
