"""What is written correctly and still cannot be right: a structure against its formula, a code against its chemistry.

A fault refuses a pack. An oddity is only shown: two codes for one chemistry may both be law, one of them not for long.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from rdkit import Chem, RDLogger
from rdkit.Chem.inchi import MolToInchiKey
from rdkit.Chem.rdMolDescriptors import CalcMolFormula

from penstock.catalogue.law.book import Book
from penstock.catalogue.law.packs import Pack
from penstock.catalogue.law.reading import Read
from penstock.catalogue.law.records import Entry, Substance
from penstock.engines.structures.molecules.reading import Refused, read

_CHAPTER = 2
_SUBHEADING = 6
_CLIMB = 3
_SKELETON = 14
_SUBHEADINGS = re.compile(r"(?<![0-9])[0-9]{6}(?![0-9])")


class Oddity(NamedTuple):
    """A row that ought to be looked at, and why."""

    row: Read
    reason: str

    def __str__(self) -> str:
        return str(self.row.refuse(self.reason))


def check_structures(pack: Pack) -> None:
    """Raise PackError for the first substance whose structure, formula and InChIKey do not agree."""
    RDLogger.DisableLog("rdApp.*")  # type: ignore[attr-defined]
    for row in pack.rows.get("substances", ()):
        fault = _disagreement(row.record)
        if fault:
            raise row.refuse(fault)


def _disagreement(substance: Substance) -> str:
    if not substance.smiles:
        return "inchikey is given without smiles" if substance.inchikey else ""
    try:
        read(substance.smiles)
    except Refused as refused:
        return f"smiles {substance.smiles[:100]!r}: {refused}"
    molecule = Chem.MolFromSmiles(substance.smiles)
    if molecule is None:
        return f"smiles {substance.smiles!r} is no SMILES"
    formula = CalcMolFormula(molecule)
    if substance.formula and _atoms(formula) != _atoms(substance.formula):
        return f"formula {substance.formula} is not that of the structure ({formula})"
    key = MolToInchiKey(molecule)  # type: ignore[no-untyped-call]
    if substance.inchikey and key != substance.inchikey:
        return f"inchikey {substance.inchikey} is not that of the structure ({key})"
    return ""


def _atoms(formula: str) -> list[str]:
    """Return the letters and counts of a formula in one order, since inorganic ones are written in many."""
    pieces: list[str] = []
    for character in formula:
        if character.isupper() or not pieces:
            pieces.append(character)
        else:
            pieces[-1] += character
    return sorted(pieces)


def oddities(book: Book) -> Iterator[Oddity]:
    """Yield what ought to be looked at in the packs of a book."""
    for pack in book.packs.values():
        yield from _climbing(pack.rows.get("entries", ()))
        yield from _climbing(pack.rows.get("substances", ()))
        yield from _two_chapters(book, pack)
        yield from _cousins(pack)


def _code(row: Read) -> str:
    record = row.record
    code = record.hs[0] if isinstance(record, Entry) and record.hs else getattr(record, "hs_2022", "")
    return code.replace(".", "")


def _climbing(rows: Iterable[Read]) -> Iterator[Oddity]:
    """Find codes of which the heading grows by one from row to row: a spreadsheet filled them in, no lawyer did."""
    run = 1
    for before, after in pairwise(rows):
        one, two = _code(before), _code(after)
        is_next = one[:4].isdigit() and two[:4].isdigit() and int(two[:4]) == int(one[:4]) + 1 and one[4:] == two[4:]
        run = run + 1 if is_next else 1
        if run >= _CLIMB:
            yield Oddity(after, f"hs {two} is the heading of the row before it plus one, {run} rows in a run")


def _two_chapters(book: Book, pack: Pack) -> Iterator[Oddity]:
    """Find entries whose code lies in another chapter than the register has for the same substance."""
    for row in pack.rows.get("entries", ()):
        entry: Entry = row.record
        if entry.rule != "substance" or not entry.hs:
            continue
        known = book.substances[entry.substance].hs_2022.replace(".", "")
        if known and _code(row)[:_CHAPTER] != known[:_CHAPTER]:
            yield Oddity(
                row, f"hs {entry.hs[0]} is in another chapter than the register's {known} of {entry.substance}"
            )


def _cousins(pack: Pack) -> Iterator[Oddity]:
    """Find substances of one skeleton (stereoisomers, labelled forms) whose codes lie in different chapters."""
    families: dict[str, list[Read]] = defaultdict(list)
    for row in pack.rows.get("substances", ()):
        if row.record.inchikey and row.record.hs_2022:
            families[row.record.inchikey[:_SKELETON]].append(row)
    for family in families.values():
        chapters = {_code(row)[:_CHAPTER] for row in family}
        if len(chapters) > 1:
            yield Oddity(family[-1], f"same chemistry, different chapter: {', '.join(sorted(chapters))}")


def check_edition(packs: Iterable[Pack], nomenclature: str) -> None:
    """Raise PackError for the first code of a substance that a nomenclature does not have.

    `nomenclature` is the text of a file in which each subheading of the edition stands as six digits.
    """
    known = frozenset(_SUBHEADINGS.findall(nomenclature))
    for pack in packs:
        for row in pack.rows.get("substances", ()):
            code = _code(row)
            if code and code[:_SUBHEADING] not in known:
                raise row.refuse(f"hs_2022 {code} is no subheading of that edition")
