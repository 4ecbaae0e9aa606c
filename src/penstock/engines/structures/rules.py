"""A rule on structures as plain data: strings and numbers that a pack of law can carry and a test can read."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["substance", "generic", "derivatives"]
Cover = Literal[
    "salts",
    "stereoisomers",
    "positional",
    "esters",
    "enumerated-esters",
    "ethers",
    "protected",
    "isotopes",
    "hydrates",
]
COVERS: frozenset[Cover] = frozenset(
    {
        "salts",
        "stereoisomers",
        "positional",
        "esters",
        "enumerated-esters",
        "ethers",
        "protected",
        "isotopes",
        "hydrates",
    }
)
Reading = Literal["law", "ours"]
DERIVATIVES_MOST_ADDED = 8


class RuleError(ValueError):
    """A rule that cannot be compiled; the message names the rule and the fault."""


@dataclass(frozen=True, slots=True)
class Site:
    """What may hang on the atoms of a core that carry one map number (`label`).

    A group is a word of `groups.csv` (`alkyl`, `halogen`), that word with the least and most number of its carbon
    atoms (`alkyl:1-6`), or one exact group in SMILES where `*` is the core (`*C(=O)OC(C)(C)C`), if wished after a name
    and a blank. Hydrogen is always allowed. Every group of `must` has to be there once; others only if `may` has them.
    """

    label: int
    name: str
    may: tuple[str, ...] = ()
    must: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StructureRule:
    """One rule. Of which kind it is says what `structure` is.

    `substance`: the SMILES of one parent; `covers` says which forms of it the law includes. `enumerated-esters` takes
    the alcohol residues of `esters`, `protected` the groups on nitrogen of `protecting`, each written as in a `Site`.
    `generic`: the SMARTS of a core; map numbers lead to `sites`, and atoms without one carry hydrogen only.
    `derivatives`: the SMILES of a parent of which a law says "derivatives and analogues" without saying how far. Our
    reading: the whole parent, unbroken, with substituents of at most `most_added` heavy atoms together on any of its
    atoms. It is always answered as our reading, never as certain.

    `excepted` lists SMILES which the rule does not mean; one without stereochemistry excepts every stereoisomer.
    `wording` is the text of the law, to be shown; `reading` says whether the definition is the law's own or how we read
    it, which is never answered as certain; nor is what the law controls only `provided` that more than the structure is
    shown. `most_atoms` bounds the heavy atoms of what may be meant at all.
    """

    id: str
    name: str
    kind: Kind
    structure: str
    covers: frozenset[Cover] = frozenset()
    sites: tuple[Site, ...] = ()
    esters: tuple[str, ...] = ()
    protecting: tuple[str, ...] = ()
    excepted: tuple[str, ...] = ()
    most_added: int = DERIVATIVES_MOST_ADDED
    most_atoms: int | None = None
    wording: str = ""
    reading: Reading = "law"
    provided: str = ""

    def refuse(self, fault: str) -> RuleError:
        """Return the error that refuses this rule."""
        return RuleError(f"rule {self.id!r}: {fault}")
