"""A core with sites: find it in a molecule and judge everything else of the molecule by where it hangs on the core."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from rdkit import Chem

from penstock.engines.structures.cores.groups import Group, Substituent, group
from penstock.engines.structures.molecules.reading import ELEMENTS, Counts
from penstock.engines.structures.molecules.standard import Fragment
from penstock.engines.structures.rules import Site

# A core is found at most so many times in one molecule before the judgement rests on those found.
MOST_PLACEMENTS = 500
_UNSURE = frozenset(",!$*")
_AROMATIC = re.compile(r"\[?(?:c(?![a-z])|#6&a)")


@dataclass(frozen=True)
class CompiledSite:
    """A site with its groups ready to ask."""

    name: str
    may: tuple[Group, ...]
    must: tuple[Group, ...]

    @classmethod
    def of(cls, site: Site) -> "CompiledSite":
        """Compile a site; raise ValueError for an unknown group."""
        return cls(site.name, tuple(map(group, site.may)), tuple(map(group, site.must)))


@dataclass(frozen=True)
class Fit:
    """A substituent that is allowed: the group that it is, and the label of the site."""

    found: Substituent
    group: Group
    label: int


@dataclass(frozen=True)
class Placement:
    """The core laid on a molecule: its atoms, what hangs on it as allowed, and every fault as a sentence."""

    atoms: tuple[int, ...]
    fits: tuple[Fit, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True)
class Pattern:
    """A core query and its sites by map number; where no site is, hydrogen may be, or what `elsewhere` has."""

    core: Chem.Mol
    labels: tuple[int, ...]
    sites: Mapping[int, CompiledSite]
    elsewhere: tuple[Group, ...] = ()
    least_added: int = 0
    most_added: int | None = None
    with_stereo: bool = False

    @cached_property
    def least(self) -> Counts:
        """The counts that every molecule with this core has at least; sound for any SMARTS, if not sharp."""
        numbers = [_symbol(atom) for atom in self.core.GetAtoms()]
        bonds, atoms = self.core.GetNumBonds(), self.core.GetNumAtoms()
        pieces = len(Chem.GetMolFrags(self.core))
        unsaturated = sum(map(_is_unsaturated, self.core.GetAtoms()))
        found = (numbers.count(symbol) for symbol in ELEMENTS)
        core = Counts._make([*found, 0, bonds - atoms + pieces, unsaturated])
        wanted = (each.needs for label in set(self.labels) & set(self.sites) for each in self.sites[label].must)
        return Counts._make(map(sum, zip(core, *wanted, strict=True)))

    @cached_property
    def _search(self) -> Chem.SubstructMatchParameters:
        search = Chem.SubstructMatchParameters()
        # The stub gives each property its class.
        search.uniquify = False  # type: ignore[assignment]
        search.maxMatches = MOST_PLACEMENTS  # type: ignore[assignment]
        search.useChirality = self.with_stereo  # type: ignore[assignment]
        search.specifiedStereoQueryMatchesUnspecified = True  # type: ignore[assignment]
        return search

    def is_far(self, fragment: Fragment) -> bool:
        """Whether so much is added to the core that nobody would call it near."""
        added = fragment.mol.GetNumAtoms() - self.core.GetNumAtoms()
        return self.most_added is not None and added > 2 * self.most_added

    def best(self, fragment: Fragment) -> Placement | None:
        """Return the placement with the fewest faults, or None when the core is not there."""
        if not fragment.mol.HasSubstructMatch(self.core):
            return None
        best: Placement | None = None
        matches = fragment.mol.GetSubstructMatches(self.core, self._search)
        for match in matches:
            placed = self._placed(fragment.mol, match)
            if best is None or len(placed.faults) < len(best.faults):
                best = placed
            if not best.faults:
                return best
        if best is not None and len(matches) == MOST_PLACEMENTS:
            return replace(best, faults=(*best.faults, f"only {MOST_PLACEMENTS} places of the scaffold were judged"))
        return best

    def _placed(self, mol: Chem.Mol, match: tuple[int, ...]) -> Placement:
        label_of = dict(zip(match, self.labels, strict=True))
        found = tuple(_substituents(mol, frozenset(match)))
        faults: list[str] = []
        inside = sum(bond.GetBeginAtomIdx() in label_of and bond.GetEndAtomIdx() in label_of for bond in mol.GetBonds())
        if inside != self.core.GetNumBonds():
            faults.append("the scaffold is closed to another ring")
        added = sum(len(each.atoms) for each in found)
        if added < self.least_added:
            faults.append("nothing is added to the parent")
        if self.most_added is not None and added > self.most_added:
            faults.append(f"{added} atoms are added to the scaffold, and {self.most_added} are read as the most")
        fits: list[Fit] = []
        for label in sorted(set(self.labels)):
            here = [each for each in found if label_of[each.core] == label]
            fits += self._judge(mol, label, here, faults)
        return Placement(match, tuple(fits), tuple(faults))

    def _judge(self, mol: Chem.Mol, label: int, here: list[Substituent], faults: list[str]) -> Iterator[Fit]:
        site = self.sites.get(label)
        where = f"at {site.name}" if site else "on the scaffold"
        wanted = site.must if site else ()
        taken = _assign(mol, wanted, here)
        if taken is None:
            faults.append(f"{where} the rule wants {' and '.join(each.meaning for each in wanted)}")
            taken = ()
        for each, (found, _) in zip(wanted, taken, strict=False):
            yield Fit(found, each, label)
        rest = [found for found in here if found not in {one for one, _ in taken}]
        allowed = site.may if site else self.elsewhere
        for found in rest:
            fit = next((each for each in allowed if each.fits(mol, found)), None)
            if fit is not None:
                yield Fit(found, fit, label)
            elif not (wanted and not taken):
                faults.append(_not_allowed(mol, found, where, allowed))


def _not_allowed(mol: Chem.Mol, found: Substituent, where: str, allowed: Sequence[Group]) -> str:
    words = ", ".join(each.meaning for each in allowed) or "hydrogen only"
    tied = " (a fused ring)" if found.ties > 1 else ""
    return f"{where} stands {found.smiles(mol)}{tied}, and the rule allows {words}"


def _assign(
    mol: Chem.Mol, wanted: Sequence[Group], found: Sequence[Substituent]
) -> tuple[tuple[Substituent, Group], ...] | None:
    """Give each wanted group one substituent of its own, or return None when that cannot be."""
    if not wanted:
        return ()
    for each in found:
        if wanted[0].fits(mol, each):
            others = _assign(mol, wanted[1:], [other for other in found if other is not each])
            if others is not None:
                return ((each, wanted[0]), *others)
    return None


def _substituents(mol: Chem.Mol, core: frozenset[int]) -> Iterator[Substituent]:
    """Yield the pieces that are left when the core is taken away, each with its first bond to the core."""
    seen: set[int] = set()
    for at in sorted(core):
        for bond in mol.GetAtomWithIdx(at).GetBonds():
            first = bond.GetOtherAtomIdx(at)
            if first in core or first in seen:
                continue
            atoms, ties = _spread(mol, first, core)
            seen |= atoms
            yield Substituent(frozenset(atoms), first, at, bond.GetBondType(), ties)


def _spread(mol: Chem.Mol, first: int, core: frozenset[int]) -> tuple[set[int], int]:
    atoms, waiting, ties = {first}, [first], 0
    while waiting:
        for neighbour in mol.GetAtomWithIdx(waiting.pop()).GetNeighbors():
            at = neighbour.GetIdx()
            if at in core:
                ties += 1
            elif at not in atoms:
                atoms.add(at)
                waiting.append(at)
    return atoms, ties


def _symbol(atom: Chem.Atom) -> str:
    """Return the element that a query atom surely asks for, or nothing."""
    return "" if _UNSURE & set(atom.GetSmarts()) else str(atom.GetSymbol())


def _is_unsaturated(atom: Chem.Atom) -> bool:
    """Whether a query atom is surely the end of a double bond or an aromatic carbon atom."""
    kinds = {bond.GetSmarts() for bond in atom.GetBonds()}
    is_aromatic = ":" in kinds or _AROMATIC.match(atom.GetSmarts()) is not None
    return "=" in kinds or (is_aromatic and _symbol(atom) == "C")
