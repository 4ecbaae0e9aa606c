"""Texts of law beside the project, read for what they list; nothing of them is kept in the repository."""

import json
import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
_LIMS = "{http://justice.gc.ca/lims}"
# Brackets after a blank hold another name; those within a name are part of it.
_BRACKETS = re.compile(r"(?<=\s)\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)(?=$|[\s,;])")
_FORMS = {
    "salts": re.compile(r"\bsalts?\b"),
    "derivatives": re.compile(r"\bderivatives\b"),
    "analogues": re.compile(r"\banalogues\b"),
    "esters": re.compile(r"\besters\b"),
    "stereoisomers": re.compile(r"\boptical isomers?\b"),
    "isomers": re.compile(r"(?<!optical )\bisomers\b"),
}
_TAIL = re.compile(r",? (?:and )?(?:any )?(?:its|their|ses|ainsi que|et ses) .*$|, including.*$|, notamment.*$")


class Line(NamedTuple):
    """One thing that a text lists: where, its wording, what else the text says of it, and the forms it covers."""

    place: str
    wording: str
    said: str
    forms: frozenset[str]


@cache
def text_of(name: str) -> str:
    """Return a text of law, or skip the test when it is not there."""
    path = DATA / name
    if not path.exists():
        pytest.skip("the shared texts of law are not beside the project")
    return path.read_text(encoding="utf-8-sig")


@cache
def folded(name: str) -> str:
    """Return a name with nothing but its letters and digits."""
    plain = unicodedata.normalize("NFKC", name).casefold().replace("ph", "f")
    return re.sub(r"[\W_]", "", plain)


@cache
def names_in(wording: str) -> frozenset[str]:
    """Return the names in a wording, folded: the whole, what is in brackets, and what is before them."""
    trunk = _TAIL.sub("", wording)
    inner = _BRACKETS.findall(trunk)
    plain = _BRACKETS.sub("", trunk)
    pieces = [
        trunk,
        plain,
        *inner,
        *(piece for part in (plain, *inner) for piece in re.split(r"/| \(?or |, the ", part)),
    ]
    return frozenset(filter(None, map(folded, pieces)))


def forms_in(wording: str) -> frozenset[str]:
    """Return the forms of a substance that a wording covers, as packs name them."""
    lowered = wording.casefold()
    return frozenset(form for form, pattern in _FORMS.items() if pattern.search(lowered))


def _said(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


@cache
def canadian(language: str) -> ET.Element:
    """Return the Precursor Control Regulations in a language."""
    return ET.fromstring(text_of(f"law/ca_precursor_control_regs_{language}.xml"))  # noqa: S314 (an official text)


def canadian_schedule(regulations: ET.Element) -> Iterator[Line]:
    """Yield the items and subitems of the schedule in force, with their quantities."""
    schedule = regulations.find("Schedule")
    assert schedule is not None
    for row in schedule.iter("row"):
        cells = row.findall("entry")
        if len(cells) != 3 or not _said(cells[0]).isdigit():
            continue
        number, whole, quantity = map(_said, cells)
        subitems = [_said(each) for each in cells[1].iter("Provision")]
        first = re.split(r"(?:,? including|,? notamment) ?:", whole)[0]
        yield Line(number, first, quantity, forms_in(first))
        for said in subitems:
            found = re.fullmatch(r"\((\d+)\) ?(.+)", said)
            if found:
                yield Line(f"{number}({found[1]})", found[2], quantity, forms_in(found[2]))


def canadian_sections(regulations: ET.Element) -> dict[str, str]:
    """Return the text of each section in force by its number."""
    body = regulations.find("Body")
    assert body is not None
    return {
        label.text: _said(section)
        for section in body.iter("Section")
        if (label := section.find("Label")) is not None and label.text
    }


def canadian_amendments(regulations: ET.Element) -> dict[str, str]:
    """Return the text of each amendment that is enacted and not in force, by its heading."""
    found = {}
    for piece in regulations.iter("RelatedOrNotInForce"):
        heading = piece.find("Heading")
        found[_said(heading).strip("— ") if heading is not None else ""] = _said(piece)
    return found


class British(NamedTuple):
    """One line of the Home Office's list."""

    line: Line
    category: str
    code: str
    is_northern_ireland: bool


def british_list() -> list[British]:
    """Return the Home Office's list of precursors with category and commodity code."""
    said = json.loads(text_of("substances/uk_home_office_precursors_cn.json"))
    return [
        British(
            Line(each["label"], each["value"], each["category"], frozenset()),
            each["category"],
            each["cnCode"].replace(" ", ""),
            "Northern Ireland only" in each["label"],
        )
        for each in said
    ]


@cache
def american_sections() -> dict[str, str]:
    """Return the text of each section of title 21 by its number."""
    found: dict[str, list[str]] = {}
    number = ""
    for line in text_of("law/us_code_title21_controlled_substances.md").splitlines():
        heading = re.match(r"#### §\s*(\w+)\.", line)
        number = heading[1] if heading else number
        found.setdefault(number, []).append(line)
    return {key: "\n".join(lines) for key, lines in found.items()}


def american_lists(definitions: str) -> Iterator[tuple[str, Line]]:
    """Yield the chemicals of section 802(34) and (35) with the list each is on."""
    for list_, start, end in (("I", "(34) The term", "(35) The term"), ("II", "(35) The term", "(36) The term")):
        part = definitions[definitions.index(start) : definitions.index(end)]
        for letter, said in re.findall(r"^\(([A-Z])\) (.+?)\.?$", part, re.MULTILINE):
            wording = said.split(". Pub. L.")[0]
            yield list_, Line(f"802({'34' if list_ == 'I' else '35'})({letter})", wording, "", forms_in(wording))


def convention_tables() -> dict[str, frozenset[str]]:
    """Return the names in the annex to the Convention of 1988, as signed, by Table."""
    rows = re.findall(
        r"^\|(Ephedrine.*?)\|(Acetic anhydride.*?)\|$", text_of("law/un_convention_1988.md"), re.MULTILINE
    )
    one, two = rows[0]
    apart = re.compile(r"\s{2,}|(?<=propanone) ")
    return {"I": names_of(apart.split(one)), "II": names_of(apart.split(two))}


def names_of(wordings: Iterable[str]) -> frozenset[str]:
    """Return wordings folded."""
    return frozenset(map(folded, filter(str.strip, wordings)))


def dutch_articles() -> dict[tuple[str, str], frozenset[str]]:
    """Return the articles of the Union's Regulations that Dutch law enforces, each with its paragraphs as words."""
    text = text_of("law/nl_wet_voorkoming_misbruik_chemicalien.md").casefold()
    found: dict[tuple[str, str], frozenset[str]] = {}
    for said, regulation in re.findall(r"artikel(?:en)? ([^:;]*?) van verordening nr\. (\d+)/", text):
        for article, paragraphs in re.findall(r"(\d+)([^\d]*)", said):
            ordinals = frozenset(re.findall(r"eerste|tweede|derde|zesde", paragraphs))
            found[regulation, article] = found.get((regulation, article), frozenset()) | ordinals
    return found
