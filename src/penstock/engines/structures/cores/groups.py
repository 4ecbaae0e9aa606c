"""The groups that a law names ("alkyl", "an aromatic monocycle"), and whether what hangs on a core is one of them.

The vocabulary stands in `groups.csv`. A class of groups is told by four patterns: `first` for the atom that is bound to
the core, `each` for every atom, `has` for what must be within and `lacks` for what must not. `needs` says what every
group of the class holds at least, for the screen: elements, rings and unsaturated atoms.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from rdkit import Chem

from penstock.engines.structures.molecules.reading import ELEMENTS, Counts

_VOCABULARY = Path(__file__).parent / "groups.csv"
_SIZED = re.compile(r"(?P<word>[a-z-]+)(?::(?P<least>\d+)-(?P<most>\d+))?")
_NEED = re.compile(r"([A-Za-z]+)(\d+)")
NOTHING = Counts(*[0] * len(Counts._fields))
_BONDS = {"single": Chem.BondType.SINGLE, "double": Chem.BondType.DOUBLE}
_CARBON = 6
MOST_MATCHES = 1_000
_ACYL = Chem.MolFromSmarts("[#0][CX3]=O")


@dataclass(frozen=True, slots=True)
class Substituent:
    """What hangs on a core: its atoms, the one bound to the core, the core's atom, that bond, how many there are."""

    atoms: frozenset[int]
    first: int
    core: int
    bond: Chem.BondType
    ties: int

    def smiles(self, mol: Chem.Mol) -> str:
        """Return the group for people to read, `*` being the core."""
        other = Chem.RWMol(mol)
        other.ReplaceAtom(self.core, Chem.Atom(0))
        kept = [self.core, *sorted(self.atoms)]
        return Chem.MolFragmentToSmiles(other, kept, isomericSmiles=False, rootedAtAtom=self.core)


class Group(Protocol):
    """A group or class of groups; `meaning` reads in a sentence, `label` is its short name (may be empty)."""

    @property
    def meaning(self) -> str:
        """What it is, with its article."""

    @property
    def label(self) -> str:
        """A short name, as in "the methyl ester"; empty for a class."""

    @property
    def needs(self) -> Counts:
        """What it holds at least."""

    @property
    def is_acyl(self) -> bool:
        """Whether it is bound by a carbonyl group, so that with an oxygen atom of the core it makes an ester."""

    def fits(self, mol: Chem.Mol, found: Substituent) -> bool:
        """Whether the substituent of the molecule is one."""


@dataclass(frozen=True)
class AnyGroup:
    """Whatever hangs there, fused rings included."""

    meaning: str = "any group"
    label: str = ""
    is_acyl: bool = False
    needs: Counts = NOTHING

    def fits(self, mol: Chem.Mol, found: Substituent) -> bool:
        """Whether the substituent is one: always."""
        return found.core < mol.GetNumAtoms()


@dataclass(frozen=True)
class ExactGroup:
    """One group, given as SMILES in which `*` is the core."""

    pattern: Chem.Mol
    meaning: str
    label: str
    is_acyl: bool
    needs: Counts

    def fits(self, mol: Chem.Mol, found: Substituent) -> bool:
        """Whether the substituent has these atoms and bonds and no others."""
        if found.ties > 1 or len(found.atoms) != self.pattern.GetNumAtoms() - 1:
            return False
        wanted = found.atoms | {found.core}
        matches = mol.GetSubstructMatches(self.pattern, uniquify=False, maxMatches=MOST_MATCHES)
        root = next(atom.GetIdx() for atom in self.pattern.GetAtoms() if atom.GetAtomicNum() == 0)
        return any(match[root] == found.core and wanted == frozenset(match) for match in matches)


@dataclass(frozen=True)
class ClassOfGroups:
    """A class from the vocabulary, perhaps with the least and most number of carbon atoms."""

    first: Chem.Mol
    each: Chem.Mol
    has: Chem.Mol | None
    lacks: Chem.Mol | None
    bond: Chem.BondType
    least: int
    most: int
    meaning: str
    is_acyl: bool
    needs: Counts
    label: str = ""

    def fits(self, mol: Chem.Mol, found: Substituent) -> bool:
        """Whether the substituent belongs to the class."""
        return (
            found.ties == 1
            and found.bond == self.bond
            and self.least <= sum(mol.GetAtomWithIdx(at).GetAtomicNum() == _CARBON for at in found.atoms) <= self.most
            and found.first in _firsts(mol, self.first)
            and found.atoms <= _firsts(mol, self.each)
            and (self.has is None or _within(mol, self.has, found.atoms))
            and not (self.lacks is not None and _within(mol, self.lacks, found.atoms))
        )


def _firsts(mol: Chem.Mol, query: Chem.Mol) -> set[int]:
    return {match[0] for match in mol.GetSubstructMatches(query, maxMatches=MOST_MATCHES)}


def _within(mol: Chem.Mol, query: Chem.Mol, atoms: frozenset[int]) -> bool:
    return any(atoms.issuperset(match) for match in mol.GetSubstructMatches(query, maxMatches=MOST_MATCHES))


@cache
def group(said: str) -> Group:
    """Return the group that a rule names; raise ValueError when there is none such."""
    if "*" in said:
        return _exact(said)
    if said == "any":
        return AnyGroup()
    sized = _SIZED.fullmatch(said)
    row = _vocabulary().get(sized["word"]) if sized else None
    if sized is None or row is None:
        raise ValueError(f"no group is called {said!r}")
    size = f" of {sized['least']} to {sized['most']} carbon atoms" if sized["least"] else ""
    return ClassOfGroups(
        first=_smarts(row["first"]),
        each=_smarts(row["each"]),
        has=_smarts(row["has"]) if row["has"] else None,
        lacks=_smarts(row["lacks"]) if row["lacks"] else None,
        bond=_BONDS[row["bond"]],
        least=int(sized["least"] or 0),
        most=int(sized["most"] or 1_000),
        meaning=row["meaning"] + size,
        is_acyl=row["name"] == "acyl",
        needs=NOTHING._replace(**{name: int(number) for name, number in _NEED.findall(row["needs"])}),
    )


def _exact(said: str) -> Group:
    name, _, smiles = said.rpartition(" ")
    mol = Chem.MolFromSmiles(smiles)
    if mol is None or sum(atom.GetAtomicNum() == 0 for atom in mol.GetAtoms()) != 1:
        raise ValueError(f"the group {said!r} is no SMILES with one *")
    dummies = Chem.AdjustQueryParameters.NoAdjustments()
    dummies.makeDummiesQueries = True  # type: ignore[assignment]  # the stub gives a property its class
    meaning = f"the {name} group" if name else f"the group {smiles}"
    symbols = [atom.GetSymbol() for atom in mol.GetAtoms()]
    needs = NOTHING._replace(**{symbol: symbols.count(symbol) for symbol in ELEMENTS})
    query = Chem.AdjustQueryProperties(mol, dummies)
    return ExactGroup(query, meaning, name, mol.HasSubstructMatch(_ACYL), needs)


def _smarts(text: str) -> Chem.Mol:
    query = Chem.MolFromSmarts(text)
    if query is None:
        raise ValueError(f"{text!r} is no SMARTS")
    return query


@cache
def _vocabulary() -> dict[str, dict[str, str]]:
    with _VOCABULARY.open(encoding="utf-8", newline="") as lines:
        return {row["name"]: row for row in csv.DictReader(lines)}
