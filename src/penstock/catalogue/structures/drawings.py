"""Drawings of structures, kept: the same few hundred substances are looked at again and again."""

from functools import lru_cache

from penstock.engines.structures.answers import Answer
from penstock.engines.structures.drawing import draw
from penstock.engines.structures.molecules.reading import Refused


@lru_cache(maxsize=512)
def drawing(structure: str, atoms: tuple[int, ...] = ()) -> str:
    """Return a structure (SMILES or InChI) as plain SVG with some atoms marked; empty when it cannot be drawn."""
    try:
        return draw(Answer(structure), atoms)
    except Refused:
        return ""
