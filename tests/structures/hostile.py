"""Structures made to be slow, deep, large or senseless, each within a line; run as a program it judges them all.

`python -m tests.structures.hostile` ends when all are judged; with `--unbounded PROVOCATION` the bounds are lifted and
one text is read that they would have refused, as a control that the bounds are what keeps the time.
"""

import random
import sys

from rdkit import Chem

from penstock.engines.structures.drawing import draw
from penstock.engines.structures.molecules import reading
from tests.structures.law import BOOK

PROVOCATION = "C1CC1" * 20_000


def knot(atoms: int, element: str) -> str:
    """Every atom bound to every other."""
    ends: list[list[int]] = [[] for _ in range(atoms)]
    label = 10
    for one in range(atoms):
        for other in range(one + 2, atoms):
            ends[one].append(label)
            ends[other].append(label)
            label += 1
    return "".join(f"[{element}]" + "".join(f"%({each})" for each in at) for at in ends)


def lattice(side: int, elements: str, seed: int) -> str:
    """A sheet of atoms, four bonds each, its elements drawn by lot."""
    draw_lots = random.Random(seed)  # noqa: S311 - not for secrets
    mol = Chem.RWMol()
    at = {(x, y): mol.AddAtom(Chem.Atom(draw_lots.choice(elements))) for x in range(side) for y in range(side)}
    for (x, y), atom in at.items():
        for neighbour in ((x + 1, y), (x, y + 1)):
            if neighbour in at:
                mol.AddBond(atom, at[neighbour], Chem.BondType.SINGLE)
    return str(Chem.MolToSmiles(mol))


def tree(depth: int, leaf: str) -> str:
    """A tree whose branches are all alike."""
    text = leaf
    for _ in range(depth):
        text = f"C({text})({text}){text}" if depth < 4 else f"C({text}){text}"
    return text


BUCKYBALL = (
    "c12c3c4c5c1c1c6c7c2c2c8c3c3c9c4c4c%10c5c5c1c1c6c6c%11c7c2c2c7c8c3c3c8c9c4c4c9c%10c5c5c1c1c6c6c%11c2c2c7c3c3c8c4"
    "c4c9c5c1c1c6c2c3c41"
)
TEXTS = (
    PROVOCATION,
    "C" * 1_000_000,
    "C(" * 100_000 + "C" + ")" * 100_000,
    "(" * 100_000,
    "[" * 1_900,
    "C1" * 900,
    "C(" * 99 + "C" + ")" * 99,
    "C1CC1" * 60,
    "C1CC1" * 61,
    "C" * 300,
    "C" * 301,
    "C=C" * 100,
    "N=C(O)" * 75,
    "[C@H](F)(Cl)" + "[C@@H](C)" * 98 + "F",
    "F/C=C/" + "/C=C/".join(["CC"] * 70) + "F",
    "C(=O)(O)" * 70,
    "OC(=O)C(c1ccccc1)" * 25,
    "CC(=O)C(c1ccccc1)" * 25,
    "C1CCN(CC1)" * 40,
    "c1ccc(N(C(=O)CC)C2CCN(CC2)CC)cc1" + "-c1ccc(N(C(=O)CC)C2CCN(CC2)CC)cc1" * 10,
    "Oc1cc(O)c2C(=O)c3c(O)cc(O)c(O)c3C(=O)c2c1O" + ".Oc1cc(O)c2C(=O)c3c(O)cc(O)c(O)c3C(=O)c2c1O" * 8,
    BUCKYBALL,
    knot(12, "Fe"),
    knot(12, "U"),
    knot(30, "Fe"),
    *(lattice(8, elements, seed) for seed, elements in enumerate(("C", "CN", "CCNO", "CCCCCO", ["Si", "C", "N"]))),
    tree(5, "C"),
    tree(3, "CC(=O)O"),
    tree(6, "N"),
    "[2H]" * 100,
    "C" + "([2H])" * 4,
    "[Na]" * 200,
    ".".join(["[Na+].[Cl-]"] * 100),
    ".".join(["CC(=O)Cc1ccccc1"] * 30),
    "[999C]",
    "C%(99999)CC%(99999)",
    "C1.C1",
    "CC(.O)CC",
    "[#6][#6](=O)[#6]c1ccccc1",
    "C:1:C:C:C:C:C1",
    "[U]" * 300,
    "*" * 100,
    "\x00",
    "C\x00C",
    "InChI=1S/" + "C9H10O/c1-8(10)7-9-5-3-2-4-6-9" * 40,
    "InChI=1S/C300H602/c" + "-".join(map(str, range(1, 301))) + "/h" + ",".join(map(str, range(1, 301))) + "H2",
    "InChI=",
    "InChI=1S//",
    "\U0001f9ea",
    "\uff23\uff11",
    "\u0421" * 10,
    "",
    "   ",
    "\ud800",
)


def main() -> None:
    """Judge all, both ways, and draw what can be drawn; or read one text with the bounds lifted."""
    if sys.argv[1:] == ["--unbounded"]:
        reading.MOST_CHARACTERS = reading.MOST_DEPTH = reading.MOST_RINGS = sys.maxsize
        reading.read(PROVOCATION)
        return
    for text in TEXTS:
        answer = BOOK.match(text)
        (quick,) = BOOK.match_many([text])
        if {hit.rule for hit in quick.hits} != {hit.rule for hit in answer.hits}:
            raise AssertionError(text)
        if not answer.refused and len(answer.text) < 500:
            try:
                draw(answer)
            except reading.Refused:
                continue


if __name__ == "__main__":
    main()
