"""The InChIKey of a structure as written, by which the recogniser compares it with those of the registers."""

from rdkit import rdBase
from rdkit.Chem.inchi import MolToInchiKey

from penstock.engines.structures.molecules.reading import Refused, read


def inchikey_of(structure: str) -> str | None:
    """Return the InChIKey of a SMILES or InChI, or None when it cannot be read within bounds."""
    try:
        with rdBase.BlockLogs():
            return str(MolToInchiKey(read(structure))) or None  # type: ignore[no-untyped-call]
    except Refused:
        return None
