"""What the policy of a platform should say, by kind of platform: a checklist in the house's own words, as data."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

EVERY_KIND = "*"


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that a policy should say; `basis` is what asks for it, `verified` whether that was compared."""

    code: str
    kinds: tuple[str, ...]
    name: str
    text: str
    basis: str
    verified: bool

    @property
    def source(self) -> str:
        """The basis in words, and whether nobody compared it with the text of the law."""
        is_law = self.basis.startswith("1988")
        return f"{self.basis} (not compared with its text yet)" if is_law and not self.verified else self.basis


@lru_cache(maxsize=1)
def _all() -> tuple[Question, ...]:
    with files("penstock.industry.platforms").joinpath("posting.csv").open(encoding="utf-8") as source:
        return tuple(
            Question(row["code"], tuple(row["kinds"].split()), row["name"], row["text"], row["basis"],
                     row["verified"] == "yes")
            for row in csv.DictReader(source)
        )  # fmt: skip


def questions_for(kind: str) -> tuple[Question, ...]:
    """What the policy of a platform of this kind should say, in the order of the list."""
    return tuple(one for one in _all() if EVERY_KIND in one.kinds or kind in one.kinds)
