"""From a parent and what a rule covers to patterns: its esters, ethers, protected forms, derivatives of open extent.

The core of such a pattern is the parent with each atom's element, aromaticity and number of neighbours (hydrogen
counted) fixed: what is added replaces hydrogen, and nothing of the parent changes.
"""

from collections.abc import Iterator

from rdkit import Chem

from penstock.engines.structures.cores.groups import AnyGroup
from penstock.engines.structures.cores.patterns import CompiledSite, Pattern
from penstock.engines.structures.molecules.standard import Fragment
from penstock.engines.structures.rules import Site, StructureRule

ACID, ALCOHOL, NITROGEN = 1, 2, 3
_ACID = Chem.MolFromSmarts("[OX2H1][CX3]=O")
_ALCOHOL = Chem.MolFromSmarts("[OX2H1][#6;!$(C=O)]")
_NITROGEN = Chem.MolFromSmarts("[#7;!H0;!$(N-C=O);!$(N-S=O)]")


def patterns(rule: StructureRule, parent: Fragment) -> Iterator[Pattern]:
    """Yield the patterns of a rule of kind `substance` or `derivatives`; raise ValueError for an unknown group."""
    if rule.kind == "derivatives":
        labels = (0,) * parent.mol.GetNumAtoms()
        yield Pattern(core(parent), labels, {}, (AnyGroup(),), least_added=1, most_added=rule.most_added)
    sites = {site.label: CompiledSite.of(site) for site in _sites(rule)}
    labels = _labels(parent.mol, frozenset(sites))
    if any(labels):
        stereo = "stereoisomers" not in rule.covers
        yield Pattern(core(parent, with_stereo=stereo), labels, sites, least_added=1, with_stereo=stereo)


def _sites(rule: StructureRule) -> Iterator[Site]:
    esters = rule.esters if "enumerated-esters" in rule.covers else ()
    of_acids = ("organyl",) if "esters" in rule.covers else esters
    of_alcohols = (
        *(("acyl",) if "esters" in rule.covers else ()),
        *(("organyl",) if "ethers" in rule.covers else ()),
    )
    if of_acids:
        yield Site(ACID, "the acid group", may=of_acids)
    if of_alcohols:
        yield Site(ALCOHOL, "a hydroxy group", may=of_alcohols)
    if "protected" in rule.covers:
        yield Site(NITROGEN, "a nitrogen atom", may=rule.protecting)


def _labels(mol: Chem.Mol, wanted: frozenset[int]) -> tuple[int, ...]:
    labels = [0] * mol.GetNumAtoms()
    for label, query in ((ACID, _ACID), (ALCOHOL, _ALCOHOL), (NITROGEN, _NITROGEN)):
        if label in wanted:
            for match in mol.GetSubstructMatches(query):
                labels[match[0]] = label
    return tuple(labels)


def core(parent: Fragment, *, with_stereo: bool = False) -> Chem.Mol:
    """Return the parent as a query in which substitution is open and everything else is fixed."""
    mol = Chem.RWMol(parent.mol)
    for atom in parent.mol.GetAtoms():
        kind = "a" if atom.GetIsAromatic() else "A"
        query = Chem.AtomFromSmarts(f"[#{atom.GetAtomicNum()};{kind};X{atom.GetTotalDegree()}]")
        if with_stereo:
            query.SetChiralTag(atom.GetChiralTag())
        mol.ReplaceAtom(atom.GetIdx(), query, preserveProps=True)
    return mol.GetMol()
