"""Why not: what a structure lacks or has too much of against the parent of a rule, where the two are close.

Asked for single structures only; it is told to a person and takes a millisecond or two over a whole rulebook.
"""

from rdkit import Chem, rdBase

from penstock.engines.structures.answers import NearMiss
from penstock.engines.structures.judging import Given, ReadyRule
from penstock.engines.structures.molecules.identity import same_skeleton
from penstock.engines.structures.molecules.standard import Fragment

# Below six atoms everything is near everything; and what is added or lacking stays a quarter of the parent.
_SMALLEST_PARENT = 6
_MOST_LINKS = 2
_CHAIN_LINK = Chem.MolFromSmarts("[CX4H2;!R;D2]")


def near_miss(ready: ReadyRule, given: Given) -> NearMiss | None:
    """Return the sentence why a rule with one parent is not met, or None when the structure is not close to it."""
    parent, fragment = ready.parent, given.fragment
    if parent is None or parent.counts.atoms < _SMALLEST_PARENT:
        return None
    allowed = parent.counts.atoms // 4
    more = fragment.counts.atoms - parent.counts.atoms
    if abs(more) > allowed:
        return None
    told = _told(parent, fragment, more)
    if told is None:
        return None
    why, atoms = told
    return NearMiss(ready.rule.id, ready.rule.name, f"Not {ready.rule.name}: {why}.", given.places(atoms), given.number)


def _told(parent: Fragment, fragment: Fragment, more: int) -> tuple[str, tuple[int, ...]] | None:
    everywhere = tuple(range(fragment.mol.GetNumAtoms()))
    if more == 0 and same_skeleton(parent, fragment):
        return "the same skeleton with other bonds or hydrogen atoms", everywhere
    if more == 0 and parent.formula == fragment.formula and parent.substituents == fragment.substituents:
        return "a positional isomer, which the rule does not cover", everywhere
    if abs(more) <= _MOST_LINKS and _contracts(parent, fragment):
        return f"a homologue, with a chain {'longer' if more > 0 else 'shorter'} than the parent's", everywhere
    if more > 0 and (match := fragment.mol.GetSubstructMatch(parent.mol)):
        added = sorted(set(everywhere) - set(match))
        piece = Chem.MolFragmentToSmiles(fragment.mol, added, isomericSmiles=False)
        return f"it holds the whole parent, and {piece} more, which the rule does not cover", match
    if more < 0 and (match := parent.mol.GetSubstructMatch(fragment.mol)):
        lacking = sorted(set(range(parent.mol.GetNumAtoms())) - set(match))
        piece = Chem.MolFragmentToSmiles(parent.mol, lacking, isomericSmiles=False)
        return f"it lacks {piece} of the parent", everywhere
    return None


def _contracts(one: Fragment, other: Fragment) -> bool:
    """Whether the larger becomes the smaller when CH2 links are taken out of its chains (two links at most)."""
    larger, smaller = sorted((one, other), key=lambda each: -each.counts.atoms)
    links = larger.counts.atoms - smaller.counts.atoms
    shorter = larger.counts._replace(C=smaller.counts.C, unsaturated=smaller.counts.unsaturated)
    if shorter != smaller.counts or not links:
        return False
    shapes = {larger.flat}
    for _ in range(links):
        shapes = {shorter for shape in shapes for shorter in _shorter(shape)}
    return smaller.flat in shapes


def _shorter(flat: str) -> set[str]:
    mol = Chem.MolFromSmiles(flat)
    found = set()
    for (link,) in mol.GetSubstructMatches(_CHAIN_LINK):
        first, second = (neighbour.GetIdx() for neighbour in mol.GetAtomWithIdx(link).GetNeighbors())
        other = Chem.RWMol(mol)
        other.AddBond(first, second, Chem.BondType.SINGLE)
        other.RemoveAtom(link)
        with rdBase.BlockLogs():
            if Chem.SanitizeMol(other, catchErrors=True) == Chem.SanitizeFlags.SANITIZE_NONE:
                found.add(Chem.MolToSmiles(other, isomericSmiles=False))
    return found
