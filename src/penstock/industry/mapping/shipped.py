"""The sectors that a mapping begins with: the industries that make, use, trade, carry or recover chemicals."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Shipped:
    """A sector as the house proposes it; `activities` are classes of ISIC, Revision 4, that mostly belong to it."""

    code: str
    name: str
    about: str
    activities: tuple[str, ...]


@lru_cache(maxsize=1)
def shipped_sectors() -> tuple[Shipped, ...]:
    """The sectors in their order."""
    with files("penstock.industry.mapping").joinpath("sectors.csv").open(encoding="utf-8") as source:
        rows = list(csv.DictReader(source))
    return tuple(Shipped(row["code"], row["name"], row["about"], tuple(row["isic"].split())) for row in rows)


@lru_cache(maxsize=1)
def by_activity() -> Mapping[str, str]:
    """The sector that a class of activity proposes; a company may well belong to another."""
    return MappingProxyType({activity: one.code for one in shipped_sectors() for activity in one.activities})
