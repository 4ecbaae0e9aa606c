"""Whether two structures are the same substance, and if not quite: by stereochemistry, tautomer or position.

Canonical tautomers are dear (RDKit may list hundreds), so they are asked only of structures that already share formula
and skeleton with a parent of a rule: hostile input cannot bring a search that the rules did not bring themselves.
"""

from functools import lru_cache
from typing import Literal

from rdkit import Chem, rdBase
from rdkit.Chem.MolStandardize import rdMolStandardize

from penstock.engines.structures.molecules.standard import Fragment

Likeness = Literal["same", "open", "stereoisomer", "tautomer", "positional"]
_MOST_TAUTOMERS = 100
_MOST_TRANSFORMS = 200


def likeness(parent: Fragment, given: Fragment) -> Likeness | None:
    """Say how a given fragment is like a parent: `open` when the drawing leaves open what the parent fixes."""
    if parent.formula != given.formula:
        return None
    if parent.flat == given.flat:
        return _stereo(parent, given)
    if parent.skeleton == given.skeleton:
        return "tautomer" if _tautomer(parent.flat) == _tautomer(given.flat) else None
    return "positional" if parent.substituents == given.substituents else None


def same_skeleton(parent: Fragment, given: Fragment) -> bool:
    """Whether the elements and what is bound to what are the same, whatever the bonds and hydrogens."""
    return parent.counts == given.counts and parent.skeleton == given.skeleton


def _stereo(parent: Fragment, given: Fragment) -> Likeness:
    if parent.smiles == given.smiles or given.mol.HasSubstructMatch(parent.mol, useChirality=True):
        return "same"
    return "open" if parent.mol.HasSubstructMatch(given.mol, useChirality=True) else "stereoisomer"


@lru_cache(maxsize=4096)
def _tautomer(flat: str) -> str:
    enumerator = rdMolStandardize.TautomerEnumerator()
    enumerator.SetMaxTautomers(_MOST_TAUTOMERS)
    enumerator.SetMaxTransforms(_MOST_TRANSFORMS)
    with rdBase.BlockLogs():
        return Chem.MolToSmiles(enumerator.Canonicalize(Chem.MolFromSmiles(flat)), isomericSmiles=False)
