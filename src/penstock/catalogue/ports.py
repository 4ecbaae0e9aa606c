"""Ports and other places of trade by UN/LOCODE.

No maintained package carries the whole code list, so a code counts as known when its shape is right and its country is
assigned; a table of about two hundred large places gives names and points for labels and maps.
"""

import re
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from penstock.catalogue.countries import WORLD, country
from penstock.catalogue.law.kinds import DEGREES, TEXT, choice
from penstock.catalogue.law.reading import read_file
from penstock.catalogue.law.records import column

# UN/LOCODE: two letters for the country, then three letters or the digits 2 to 9 (0 and 1 look like letters).
_SHAPE = re.compile(r"(?P<country>[A-Z]{2}) ?[A-Z2-9]{3}")


@dataclass(frozen=True, slots=True)
class Port:
    """A place of trade; `lat` and `lon` are degrees, `kind` is sea, air or land."""

    code: str = column(TEXT, "Its UN/LOCODE.", required=True)
    name: str = column(TEXT, "Its name.", required=True)
    lat: float = column(DEGREES, "Degrees north.", required=True)
    lon: float = column(DEGREES, "Degrees east.", required=True)
    kind: str = column(choice("sea", "air", "land"), "How goods come and go.", required=True)


def is_known_port(code: str, of_country: str | None = None) -> bool:
    """Tell whether a UN/LOCODE is well formed, in an assigned country, and (when given) in that country."""
    match = _SHAPE.fullmatch(code.strip().upper())
    if match is None or country(match["country"]) is None:
        return False
    return of_country is None or match["country"] == of_country.strip().upper()


def port(code: str) -> Port | None:
    """Return a large place by its code, or None when it is not in our table (which does not make it unknown)."""
    return ports().get(code.strip().upper().replace(" ", ""))


@cache
def ports() -> MappingProxyType[str, Port]:
    """Return the table of large places by code."""
    return MappingProxyType({each.code: each for each in read_file(Port, WORLD / "ports.csv")})
