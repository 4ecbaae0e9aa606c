"""Standard form: connected pieces, neutral, without isotopic labels, each atom remembering where it was given.

Tautomers are not made uniform here: that is dear, and asked only where everything else already agrees (`identity`).
"""

import re
from dataclasses import dataclass
from functools import cached_property

from rdkit import Chem, rdBase
from rdkit.Chem import rdMolDescriptors, rdMolHash
from rdkit.Chem.MolStandardize import rdMolStandardize

from penstock.engines.structures.answers import Part, PartKind
from penstock.engines.structures.molecules.reading import ELEMENTS, Counts

_PLACE = "_place"
# Charges beside each other, as in a nitro group, belong to the drawing and stay.
_CHARGED = Chem.MolFromSmarts("[!+0;!$([+]~[-]);!$([-]~[+])]")
_LABELLED = Chem.MolFromSmarts("[!0*]")
_BOUND_METAL = Chem.MolFromSmarts("[Li,Na,K,Rb,Cs,Mg,Ca,Sr,Ba]~[#6,#7,#8,#9,#16,#17,#35,#53]")
_METAL_TO_OTHERS = Chem.MolFromSmarts("[Li,Na,K,Rb,Cs,Mg,Ca,Sr,Ba]~[#7,#8,#9,#16,#17,#35,#53]")
_METAL_TO_CARBON = Chem.MolFromSmarts("[Li,Na,K,Rb,Cs,Mg,Ca,Sr,Ba]~[#6]")
_TERM = re.compile(r"([A-Z][a-z]?)(\d*)")
_BASIC = Chem.MolFromSmarts("[#7,$([#7+])]")
_AMMONIA_LIKE = Chem.MolFromSmarts("[NX3;!H0]")


@dataclass(frozen=True)
class Fragment:
    """One connected piece in standard form; `places` leads its atoms to the molecule as given."""

    mol: Chem.Mol
    places: tuple[int, ...]
    charged: bool = False
    labelled: bool = False
    freed: bool = False

    @cached_property
    def formula(self) -> str:
        """Molecular formula with hydrogen, in Hill order."""
        return rdMolDescriptors.CalcMolFormula(self.mol)

    @cached_property
    def counts(self) -> Counts:
        """Heavy atoms by element and rings, exactly; unsaturated atoms are not counted, only bounded."""
        found = {symbol: int(number or 1) for symbol, number in _TERM.findall(self.formula) if symbol != "H"}
        known = [found.pop(symbol, 0) for symbol in ELEMENTS]
        rings = self.mol.GetNumBonds() - self.mol.GetNumAtoms() + 1
        return Counts._make([*known, sum(found.values()), rings, self.mol.GetNumAtoms()])

    @cached_property
    def smiles(self) -> str:
        """Canonical SMILES with stereochemistry."""
        return Chem.MolToSmiles(self.mol)

    @cached_property
    def flat(self) -> str:
        """Canonical SMILES without stereochemistry: two that are equal have one constitution."""
        return Chem.MolToSmiles(self.mol, isomericSmiles=False)

    @cached_property
    def skeleton(self) -> str:
        """What all tautomers and stereoisomers share: the elements and which are bound, whatever the bonds."""
        return self._hash(rdMolHash.HashFunction.ElementGraph)

    @cached_property
    def substituents(self) -> str:
        """What positional isomers share: the ring systems and chains, cut apart."""
        return self._hash(rdMolHash.HashFunction.Regioisomer)

    def _hash(self, function: rdMolHash.HashFunction) -> str:
        flat = Chem.Mol(self.mol)
        Chem.RemoveStereochemistry(flat)
        return rdMolHash.MolHash(flat, function)

    @cached_property
    def is_basic(self) -> bool:
        """Whether it can bind an acid as far as elements tell: it holds nitrogen."""
        return bool(self.mol.HasSubstructMatch(_BASIC))

    @cached_property
    def is_ammonia_like(self) -> bool:
        """Whether it is a base without carbon, as ammonia and hydrazine are."""
        return not self.counts.C and self.mol.HasSubstructMatch(_AMMONIA_LIKE)

    def part(self, kind: PartKind) -> Part:
        """Return what is told of this piece."""
        changes = (
            ("judged as the neutral form", self.charged),
            ("isotopic labels set aside", self.labelled),
            ("bonds to a metal read as a salt", self.freed),
        )
        return Part(kind, self.smiles, self.places, tuple(sentence for sentence, applies in changes if applies))


@dataclass(frozen=True)
class Standard:
    """All pieces of what was given. A piece that is only partner of a salt, or water, is not judged for itself."""

    fragments: tuple[Fragment, ...]
    kinds: tuple[PartKind, ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        """What is told of the pieces."""
        return tuple(fragment.part(kind) for fragment, kind in zip(self.fragments, self.kinds, strict=True))

    @property
    def judged(self) -> tuple[tuple[int, Fragment], ...]:
        """The pieces to be judged, with their numbers."""
        pairs = zip(self.fragments, self.kinds, strict=True)
        return tuple((n, fragment) for n, (fragment, kind) in enumerate(pairs) if kind in {"organic", "inorganic"})

    def has_partner(self, number: int) -> bool:
        """Whether the piece stands as a salt: it was charged, or a counter-ion or an acid or base stands beside it."""
        if self.fragments[number].charged and len(self.fragments) > 1:
            return True
        others = (kind for n, kind in enumerate(self.kinds) if n != number)
        return any(kind == "counter-ion" for kind in others)

    @property
    def has_water(self) -> bool:
        """Whether water stands beside the rest."""
        return "water" in self.kinds

    def beside(self, number: int) -> frozenset[str]:
        """Return the canonical SMILES of all other pieces."""
        return frozenset(fragment.smiles for n, fragment in enumerate(self.fragments) if n != number)


def standardise(mol: Chem.Mol, *, plain: bool = False) -> Standard:
    """Return the pieces of a molecule in standard form; `plain` when it is known to be one piece without charges."""
    if plain:
        return _alone(mol)
    charged, labelled = mol.HasSubstructMatch(_CHARGED), mol.HasSubstructMatch(_LABELLED)
    bound = mol.HasSubstructMatch(_BOUND_METAL)
    if not (charged or labelled or bound) and len(Chem.GetMolFrags(mol)) == 1:
        return _alone(mol)
    with rdBase.BlockLogs():
        pieces = _pieces(mol, bound=bound)
    return Standard(pieces, _kinds(pieces))


def _alone(mol: Chem.Mol) -> Standard:
    only = Fragment(mol, tuple(range(mol.GetNumAtoms())))
    return Standard((only,), _kinds((only,)))


def _pieces(mol: Chem.Mol, *, bound: bool) -> tuple[Fragment, ...]:
    work = _freed(mol) if bound else mol
    places: list[tuple[int, ...]] = []
    pieces = Chem.GetMolFrags(work, asMols=True, sanitizeFrags=False, fragsMolAtomMapping=places)
    neutral = rdMolStandardize.Uncharger()
    return tuple(_fragment(piece, at, neutral, freed=bound) for piece, at in zip(pieces, places, strict=True))


def _freed(mol: Chem.Mol) -> Chem.Mol:
    """Read a covalently drawn metal as the ion it is. Only metals whose compounds of this kind are salts."""
    disconnector = rdMolStandardize.MetalDisconnector()
    disconnector.SetMetalNof(_METAL_TO_OTHERS)
    disconnector.SetMetalNon(_METAL_TO_CARBON)
    return disconnector.Disconnect(mol)


def _fragment(
    piece: Chem.Mol, places: tuple[int, ...], neutral: rdMolStandardize.Uncharger, *, freed: bool
) -> Fragment:
    net = Chem.GetFormalCharge(piece)
    if piece.HasSubstructMatch(_CHARGED):
        piece = neutral.uncharge(piece)
    labelled = piece.HasSubstructMatch(_LABELLED)
    if labelled:
        piece, places = _unlabelled(piece, places)
    Chem.GetSSSR(piece)
    return Fragment(piece, tuple(places), charged=net != 0, labelled=labelled, freed=freed)


def _unlabelled(piece: Chem.Mol, places: tuple[int, ...]) -> tuple[Chem.Mol, tuple[int, ...]]:
    work = Chem.Mol(piece)
    for atom, place in zip(work.GetAtoms(), places, strict=True):
        atom.SetIsotope(0)
        atom.SetIntProp(_PLACE, place)
    work = Chem.RemoveHs(work)
    # An atom that was a centre only by its labels is none any more.
    Chem.AssignStereochemistry(work, cleanIt=True, force=True)
    return work, tuple(atom.GetIntProp(_PLACE) for atom in work.GetAtoms())


def _kinds(pieces: tuple[Fragment, ...]) -> tuple[PartKind, ...]:
    """Say of each piece what it is beside the others.

    A piece without carbon is a partner of the others when it came charged or when one of them can bind an acid; ether
    with hydrogen chloride in it is two substances, an amine or hydrazine with it is one salt.
    """
    if len(pieces) == 1:
        return ("organic" if pieces[0].counts.C else "inorganic",)
    organic = [piece.counts.C > 0 for piece in pieces]
    ammonia_like = any(piece.is_ammonia_like for piece in pieces)
    basic = any(piece.is_basic for piece, holds_carbon in zip(pieces, organic, strict=True) if holds_carbon)

    def kind(piece: Fragment, *, holds_carbon: bool) -> PartKind:
        if holds_carbon:
            return "organic"
        if piece.formula == "H2O":
            return "water"
        if any(organic) and (piece.charged or basic):
            return "counter-ion"
        return "counter-ion" if ammonia_like and not any(organic) and not piece.is_ammonia_like else "inorganic"

    return tuple(kind(piece, holds_carbon=carbon) for piece, carbon in zip(pieces, organic, strict=True))
