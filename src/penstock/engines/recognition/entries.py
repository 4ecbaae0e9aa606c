"""What a recogniser is told (entries) and what it answers (hits)."""

from dataclasses import dataclass
from typing import Literal

HitKind = Literal["cas", "name", "synonym", "spelling", "salt", "mixture"]
NameKind = Literal["name", "synonym", "code", "salt"]


@dataclass(frozen=True, slots=True)
class KnownName:
    """One name of a substance; a `code` is never matched by close spelling, a `salt` names a salt of the substance."""

    text: str
    kind: NameKind = "synonym"


@dataclass(frozen=True, slots=True)
class Entry:
    """One controlled substance: the names and numbers that mean it, and which salts of it the law covers.

    `salts` holds "base" when salts with acids are covered (hydrochloride ...), "acid" when salts with metals and
    ammonia are (sodium ...); empty when salts are not covered. `other_cas` maps numbers of salts and forms to a word.
    """

    id: str
    name: str
    cas: str | None
    names: tuple[KnownName, ...] = ()
    salts: frozenset[str] = frozenset()
    other_cas: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One substance found in a line: how, where (span in the given text; None for the CAS column) and how surely.

    `score` is 1.0 for an exact match and falls with every letter that differs.
    """

    id: str
    cas: str | None
    name: str
    kind: HitKind
    reason: str
    matched: str
    span: tuple[int, int] | None
    score: float
