"""Countries by their alpha-2 code, with names in other languages and a point to draw them at."""

import gettext
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import pycountry

from penstock.catalogue.law.kinds import COUNTRY, DEGREES
from penstock.catalogue.law.reading import read_file
from penstock.catalogue.law.records import column

WORLD = Path(__file__).parent / "world"

# Codes that ISO 3166-1 leaves to users and that trade documents use; UN/LOCODE files places under both.
_USER_ASSIGNED = {
    "XK": "Kosovo",
    "XZ": "Installations in international waters",
}


@dataclass(frozen=True, slots=True)
class _Centroid:
    """`centroids.csv`: a point near the middle of a country."""

    country: str = column(COUNTRY, "The country.", required=True)
    lat: float = column(DEGREES, "Degrees north.", required=True)
    lon: float = column(DEGREES, "Degrees east.", required=True)


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory; `lat` and `lon` are degrees of a point near its middle, None when not on record.

    `user_assigned` marks a code that ISO 3166-1 does not assign: a notice there may lack a counterpart authority.
    """

    code: str
    name: str
    lat: float | None
    lon: float | None
    user_assigned: bool = False


def country(code: str) -> Country | None:
    """Return the country of an alpha-2 code (in any case), or None when the code is not assigned."""
    return countries().get(code.strip().upper())


@cache
def countries() -> MappingProxyType[str, Country]:
    """Return every country by code; source: ISO 3166-1 as packaged by pycountry, points from our own table."""
    points = {each.country: (each.lat, each.lon) for each in read_file(_Centroid, WORLD / "centroids.csv")}
    named = {each.alpha_2: str(getattr(each, "common_name", each.name)) for each in pycountry.countries}
    found: dict[str, Country] = {}
    for code, name in (named | _USER_ASSIGNED).items():
        lat, lon = points.get(code, (None, None))
        found[code] = Country(code, name, lat, lon, user_assigned=code in _USER_ASSIGNED)
    return MappingProxyType(found)


def country_name(code: str, language: str) -> str | None:
    """Return a country's name in a language ("fr"), in English where there is no translation; None if unknown."""
    found = country(code)
    if found is None:
        return None
    translation = _translation(language)
    official = pycountry.countries.get(alpha_2=found.code)
    if official is None:
        return found.name
    named = translation.gettext(found.name)
    return named if named != found.name else _translated(translation, official.name, found.name)


def _translated(translation: gettext.NullTranslations, official: str, fallback: str) -> str:
    named = translation.gettext(official)
    return named if named != official else fallback


@cache
def _translation(language: str) -> gettext.NullTranslations:
    return gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language], fallback=True)
