"""On what a notice to a platform can rest: a list as data, of which an office uses what holds in its country."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from penstock.catalogue.law.force import current_book
from penstock.kernel.clock import today

OWN_LAW = "own law"


@dataclass(frozen=True, slots=True)
class Basis:
    """One basis: its name, the article, the union where it holds (everywhere if empty), and whether it was compared."""

    code: str
    name: str
    source: str
    area: str
    verified: bool

    @property
    def label(self) -> str:
        """The name with its article, and the word that nobody compared it yet."""
        said = f"{self.name} ({self.source})" if self.source else self.name
        return f"{said}, not compared with its text yet" if self.source and not self.verified else said


@lru_cache(maxsize=1)
def _all() -> tuple[Basis, ...]:
    with files("penstock.industry.platforms.asking").joinpath("bases.csv").open(encoding="utf-8") as source:
        return tuple(
            Basis(row["code"], row["name"], row["source"], row["area"], row["verified"] == "yes")
            for row in csv.DictReader(source)
        )


def labels() -> Mapping[str, str]:
    """Every basis in words, by its code."""
    return {one.code: one.label for one in _all()}


def holds(code: str, country: str) -> bool:
    """Whether a basis holds in a country today: that of a union only for its members."""
    found = next((one for one in _all() if one.code == code), None)
    if found is None:
        return False
    return not found.area or found.area in current_book().jurisdictions_of(country, today())
