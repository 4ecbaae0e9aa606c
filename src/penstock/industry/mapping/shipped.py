"""The sectors that a mapping begins with: the industries that make, use, trade, carry or recover chemicals."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from penstock.catalogue.law.force import current_book


@dataclass(frozen=True, slots=True)
class Shipped:
    """A sector as the house proposes it; `activities` are classes of ISIC, Revision 4, that mostly belong to it."""

    code: str
    name: str
    about: str
    activities: tuple[str, ...]
    origin: str = "shipped"


@lru_cache(maxsize=1)
def shipped_sectors() -> tuple[Shipped, ...]:
    """The sectors in their order."""
    with files("penstock.industry.mapping").joinpath("sectors.csv").open(encoding="utf-8") as source:
        rows = list(csv.DictReader(source))
    return tuple(Shipped(row["code"], row["name"], row["about"], tuple(row["isic"].split())) for row in rows)


def sectors_for(country: str) -> tuple[Shipped, ...]:
    """The sectors that a country's mapping begins with: the house's, and what the country's packs say."""
    found = {one.code: one for one in shipped_sectors()}
    for pack in current_book().packs.values():
        for row in pack.sectors if pack.jurisdiction == country else ():
            known = found.get(row.code)
            activities = tuple(row.isic.split()) or (known.activities if known else ())
            about = row.about or (known.about if known else "")
            found[row.code] = Shipped(row.code, row.name, about, activities, "pack")
    return tuple(found.values())


def by_activity(country: str = "") -> Mapping[str, str]:
    """The sector that a class of activity proposes; a company may well belong to another."""
    return MappingProxyType({activity: one.code for one in sectors_for(country) for activity in one.activities})
