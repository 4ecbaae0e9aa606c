"""What is known of a party and of an entry of a list, as far as it serves to tell one from another."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import pycountry

from penstock.engines.matching.identifiers import code
from penstock.engines.matching.letters import latin


class Kind(StrEnum):
    """What sort of party it is; an aircraft counts as a vessel."""

    PERSON = "person"
    COMPANY = "company"
    VESSEL = "vessel"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number that an office or a register gave: its kind in small letters ("passport", "imo"), and as written."""

    kind: str
    value: str

    @property
    def key(self) -> str:
        """The form in which it is compared; "" for what identifies nothing."""
        return code(self.value)


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody to be screened: the first name is the one by which the caller knows it."""

    id: str
    names: tuple[str, ...]
    kind: Kind = Kind.UNKNOWN
    countries: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    birth_dates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry(Party):
    """An entry of a list; `id` is its number there."""

    list_id: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def all_names(self) -> tuple[str, ...]:
        """Names and aliases, each once."""
        return tuple(dict.fromkeys((*self.names, *self.aliases)))


# What lists write and the register of countries does not know by that name.
_OTHER_NAMES = {
    "burma": "MM", "cape verde": "CV", "congo, democratic republic of the": "CD", "cote d'ivoire": "CI",
    "czech republic": "CZ", "democratic republic of the congo": "CD", "ivory coast": "CI", "kosovo": "XK",
    "democratic people's republic of korea": "KP", "korea, north": "KP", "korea, south": "KR", "macau": "MO",
    "north korea": "KP", "palestinian": "PS", "republic of korea": "KR", "russia": "RU", "south korea": "KR",
    "state of palestine": "PS", "swaziland": "SZ", "syria": "SY", "the bahamas": "BS", "the gambia": "GM",
    "turkey": "TR", "west bank": "PS",
}  # fmt: skip


@lru_cache(maxsize=4096)
def country(written: str) -> str:
    """The code of a country (ISO 3166-1) by its code or name; what is no known country stays, in small letters."""
    text = " ".join(latin(written).split())
    if not text or text in _OTHER_NAMES:
        return _OTHER_NAMES.get(text, "")
    try:
        return str(pycountry.countries.lookup(text).alpha_2)
    except LookupError:
        return text
