"""Read SMILES and InChI within bounds: what is too long, too deep or too large is refused before RDKit sees it.

RDKit's parser and ring search have no clock that could stop them, and deep nesting can exhaust the stack. So the bounds
are on the text: every input that passes them is read and judged in bounded time.
"""

import re
from typing import NamedTuple

from rdkit import Chem, rdBase

MOST_CHARACTERS = 2_000
MOST_DEPTH = 100
MOST_ATOMS = 300
MOST_RINGS = 60
ELEMENTS = ("C", "N", "O", "S", "P", "F", "Cl", "Br", "I")
_BRACKET = re.compile(r"\[\d*([A-Z][a-z]?|[a-z][a-z]?)[^\][]*\]")
_KNOWN = frozenset({*ELEMENTS, "c", "n", "o", "s", "p", "H", "D", "T"})
_ANY_BRACKET = re.compile(r"\[[^\]]*\]")
_UNUSUAL = re.compile(r"[*:~$]|\[#")
# A charged carbon atom can be aromatic without a double bond in the drawing.
_CHARGED_CARBON = re.compile(r"\[\d*[Cc](?![a-z])[^\]]*[+-]")
_METALS = "Li|Na|K|Rb|Cs|Mg|Ca|Sr|Ba"
_MARKED = re.compile(rf"\[\d|[+-][^][()]*\]|\[(?:{_METALS})(?![a-z])")
_CLOSURE = re.compile(r"%\(\d{1,5}\)|%\d\d|\d")
_DEEPENING = {"(": 1, ")": -1}
_PARSER = Chem.SmilesParserParams()
# The stub gives each property its class.
_PARSER.allowCXSMILES = False  # type: ignore[assignment]
_PARSER.parseName = False  # type: ignore[assignment]


class Refused(ValueError):  # noqa: N818 - it is an answer, told to the person as it stands
    """What was given cannot be judged; the message is the sentence for the person."""


class Counts(NamedTuple):
    """Heavy atoms by element, those of any other element, independent rings, and atoms that are unsaturated.

    Unsaturated are the ends of double bonds and the aromatic carbon atoms, however drawn. What is only known to be at
    most something is given as that; a least count is compared with it, so no hit is lost.
    """

    C: int
    N: int
    O: int  # noqa: E741 - the symbol of oxygen
    S: int
    P: int
    F: int
    Cl: int
    Br: int
    I: int  # noqa: E741 - the symbol of iodine
    other: int
    rings: int
    unsaturated: int

    @property
    def atoms(self) -> int:
        """All heavy atoms."""
        return sum(self[:ATOM_COLUMNS])


ATOM_COLUMNS = 10


class Sketch(NamedTuple):
    """What the text of one piece says: atoms exactly, rings and unsaturated atoms at most.

    `whole` when the piece will be judged just as it is counted: it is not several, and no metal will be taken from it.
    """

    counts: Counts
    whole: bool

    @property
    def binds_acids(self) -> bool:
        """Whether it is organic and holds nitrogen."""
        return bool(self.counts.C and self.counts.N)


def sketches(smiles: str) -> list[Sketch] | None:
    """Count the pieces of a SMILES without parsing it (some 5 us); None when the text has what only a parser can judge.

    Pieces are told apart at the dots, unless a ring bond or a branch reaches over one: then they are counted as one.
    """
    if _UNUSUAL.search(smiles):
        return None
    if "." not in smiles:
        return [_sketch(smiles, whole=True)]
    pieces = smiles.split(".")
    if all(map(_is_closed, pieces)):
        return [_sketch(piece, whole=True) for piece in pieces]
    return [_sketch(smiles, whole=False)]


def _is_closed(piece: str) -> bool:
    """Whether every branch and ring bond that begins in the piece ends in it."""
    if piece.count("(") != piece.count(")"):
        return False
    labels = _CLOSURE.findall(_BRACKET.sub("", piece))
    return all(labels.count(label) % 2 == 0 for label in labels)


def _sketch(piece: str, *, whole: bool) -> Sketch:
    plain, foreign = piece, 0
    bracketed: list[str] = []
    if "[" in piece:
        plain = _BRACKET.sub("", piece)
        bracketed = _BRACKET.findall(piece)
        foreign = sum(symbol not in _KNOWN for symbol in bracketed)
    count, inside = plain.count, bracketed.count
    chlorine, bromine = count("Cl"), count("Br")
    atoms = (
        count("C") - chlorine + count("c") + inside("C") + inside("c"),
        count("N") + count("n") + inside("N") + inside("n"),
        count("O") + count("o") + inside("O") + inside("o"),
        count("S") + count("s") + inside("S") + inside("s"),
        count("P") + count("p") + inside("P") + inside("p"),
        count("F") + inside("F"),
        chlorine + inside("Cl"),
        bromine + inside("Br"),
        count("I") + inside("I"),
        count("B") - bromine + count("b") + foreign,
    )
    rings = (len(_CLOSURE.findall(plain)) + 1) // 2
    unsaturated = 2 * count("=") + count("c") + inside("c")
    if bracketed and _CHARGED_CARBON.search(piece):
        unsaturated += MOST_ATOMS
    return Sketch(Counts(*atoms, rings, unsaturated), whole and not foreign)


def is_plain(smiles: str) -> bool:
    """Whether a SMILES is surely one piece without charges, isotopic labels or metals: it is judged as it stands."""
    return "." not in smiles and not _MARKED.search(smiles) and not smiles.startswith("InChI=")


def first_word(text: str) -> str:
    """Return the structure of a line, which may carry a name after a blank."""
    words = text.split(None, 1)
    return words[0] if words else ""


def read(text: str) -> Chem.Mol:
    """Return the molecule of a SMILES or InChI; raise Refused with a sentence when it cannot be judged."""
    structure = first_word(text)
    _within_bounds(structure)
    with rdBase.BlockLogs():
        try:
            if structure.startswith("InChI="):
                mol = Chem.MolFromInchi(structure)  # type: ignore[no-untyped-call]
            else:
                mol = Chem.MolFromSmiles(structure, _PARSER)
        except (ValueError, RuntimeError, UnicodeError):
            mol = None
    if mol is None or not mol.GetNumAtoms():
        raise Refused("this is no structure that can be read: neither SMILES nor InChI, or with impossible valences")
    return _judgeable(mol)


def _judgeable(mol: Chem.Mol) -> Chem.Mol:
    atoms = mol.GetNumHeavyAtoms()
    if atoms > MOST_ATOMS:
        raise Refused(f"too large to be judged; {atoms} atoms, at most {MOST_ATOMS} are")
    if mol.HasSubstructMatch(_OPEN):
        raise Refused("the structure has open positions (*); only whole molecules can be judged")
    return mol


_OPEN = Chem.MolFromSmarts("[#0]")


def _within_bounds(structure: str) -> None:
    if not structure:
        raise Refused("nothing was given")
    if len(structure) > MOST_CHARACTERS:
        raise Refused(f"too long to be judged; {len(structure)} characters, at most {MOST_CHARACTERS} are")
    if not structure.isascii() or not structure.isprintable():
        raise Refused("a structure is written in plain ASCII characters")
    if structure.startswith("InChI="):
        return
    if structure.count("(") > MOST_DEPTH and _depth(structure) > MOST_DEPTH:
        raise Refused(f"branches are nested too deeply to be judged; at most {MOST_DEPTH} are")
    if len(structure) > 2 * MOST_RINGS and (rings := _closures(structure)) > MOST_RINGS:
        raise Refused(f"too many rings to be judged; {rings} ring bonds, at most {MOST_RINGS} are")


def _closures(structure: str) -> int:
    return len(_CLOSURE.findall(_ANY_BRACKET.sub("", structure))) // 2


def _depth(structure: str) -> int:
    depth = deepest = 0
    for character in structure:
        depth += _DEEPENING.get(character, 0)
        deepest = max(deepest, depth)
    return deepest
