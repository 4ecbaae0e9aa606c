"""What is answered: for each part of what was given its hits, and why not for a near miss. Plain data, picklable."""

from dataclasses import dataclass
from typing import Literal

from penstock.engines.structures.rules import Reading

Confidence = Literal["certain", "interpretation"]
PartKind = Literal["organic", "inorganic", "counter-ion", "water"]


@dataclass(frozen=True, slots=True)
class Part:
    """One connected piece: its kind, its standard SMILES (neutral, without isotopes), its atoms as they were given.

    `changes` says in words what was set aside to judge it: charges, isotopic labels, metals.
    """

    kind: PartKind
    smiles: str
    atoms: tuple[int, ...]
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that is met. `relation` reads on to the rule's name: "a salt of" Ephedrine.

    `atoms` are indices into the molecule as given (from 0), `reading` says whose reading of the law it is, and `why`
    holds the sentences that an officer needs to follow the answer.
    """

    rule: str
    name: str
    relation: str
    atoms: tuple[int, ...]
    confidence: Confidence
    reading: Reading
    why: tuple[str, ...] = ()
    part: int = 0


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A rule that is not met although it is close, and the sentence that says why not."""

    rule: str
    name: str
    why: str
    atoms: tuple[int, ...] = ()
    part: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """All that is said of one structure; `refused` is the sentence when it could not be judged at all.

    `read` is False when a screen of the text alone already showed that no rule can be met (batches only).
    `more_near_misses` counts those beyond the first ten.
    """

    text: str
    refused: str = ""
    parts: tuple[Part, ...] = ()
    hits: tuple[Hit, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()
    read: bool = True
    more_near_misses: int = 0
