"""What a recogniser is told (entries) and what it answers (recognitions)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

Evidence = Literal[
    "cas", "ec", "cus", "dea", "inchikey", "structure", "form", "name", "synonym", "salt", "spelling", "hs",
    "formula", "unknown",
]  # fmt: skip
NameKind = Literal["name", "synonym", "code", "salt", "recorded", "trade"]
Scheme = Literal["ec", "cus", "dea", "hs"]

Rules = Callable[[str, date | None, Sequence[str] | None], tuple[str, ...]]
"""Which rules a substance (its id) meets on a day in some jurisdictions; the law belongs to the caller."""
StructureKey = Callable[[str], str | None]
"""The InChIKey of a SMILES or InChI as written, or None when it cannot be read; the chemistry belongs to the caller."""


@dataclass(frozen=True, slots=True)
class KnownName:
    """One name of a substance.

    A `code` is never matched by close spelling, a `salt` names a salt of the substance, and a `recorded` name is one
    that a public record files under the substance and nobody stands behind. A `trade` name is such a one of a medicine;
    only a long one is matched by close spelling.
    """

    text: str
    kind: NameKind = "synonym"


@dataclass(frozen=True, slots=True)
class Entry:
    """One controlled substance: the names and numbers that mean it, and which salts of it the law covers.

    `salts` holds "base" when salts with acids are covered (hydrochloride ...), "acid" when salts with metals and
    ammonia are (sodium ...); empty when salts are not covered. `other_cas` maps numbers of salts and forms to a word,
    `numbers` are those of other schemes, `formula` is that of the substance itself, without salt or water.
    """

    id: str
    name: str
    cas: str | None
    names: tuple[KnownName, ...] = ()
    salts: frozenset[str] = frozenset()
    other_cas: tuple[tuple[str, str], ...] = ()
    formula: str = ""
    inchikey: str = ""
    numbers: tuple[tuple[Scheme, str], ...] = ()


class Quantity(NamedTuple):
    """An amount with its unit as written; "10 x 500 ml" is 5000 of unit "ml"."""

    amount: Decimal
    unit: str
    written: str


class Recognition(NamedTuple):
    """One substance found in a text: by which evidence, where, how surely, and all that stands beside it.

    `span` is where it stands in the given text (None: in the CAS column), `spans` every such place. `confidence` is
    the share of such findings that are right (see `docs/reference/recognition.md`). `percent` is the share written
    beside it, `salt` the salt or form named, `base_factor` the mass of the substance in one unit of mass of that
    salt. Kind "unknown" is a chemical that is not known but bears the marks of a listed one: it has no `id`.
    """

    id: str
    cas: str | None
    name: str
    kind: Evidence
    reason: str
    matched: str
    span: tuple[int, int] | None
    confidence: float
    spans: tuple[tuple[int, int], ...] = ()
    quantity: Quantity | None = None
    percent: Decimal | None = None
    salt: str = ""
    base_factor: Decimal | None = None
    parts: int = 1
    rules: tuple[str, ...] = ()

    @property
    def is_listed(self) -> bool:
        """Tell whether this is a substance the recogniser was told of."""
        return bool(self.id)
