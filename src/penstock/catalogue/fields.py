"""Field types of the catalogue: countries, places, containers, substances, CAS and HS numbers, shares, units, money."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import pycountry

from penstock.catalogue.countries import countries, country
from penstock.catalogue.hs import is_hs_code
from penstock.catalogue.ports import is_known_port, port
from penstock.catalogue.substances import Substance, substance, tabled
from penstock.catalogue.units import symbols, unit
from penstock.engines.recognition.cas import is_cas
from penstock.engines.structures.molecules.reading import Refused, read
from penstock.kernel.forms.types import FieldType, Invalid, Number, Text

CAS_SHAPE = r"[1-9][0-9]{1,6}-[0-9]{2}-[0-9]"
WHOLE = Decimal(100)
_VALUES = {
    letter: value
    for value, letter in zip((n for n in range(10, 39) if n % 11), "ABCDEFGHIJKLMNOPQRSTUVWXYZ", strict=True)
}
CONTAINER = r"[A-Z]{3}[UJZ][0-9]{7}"
NO_MONEY = {"XAD", "XAG", "XAU", "XBA", "XBB", "XBC", "XBD", "XDR", "XPD", "XPT", "XSU", "XTS", "XUA", "XXX"}
INCHIKEY = re.compile(r"[A-Z]{14}-[A-Z]{10}-[A-Z]")


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def substances_by_name() -> Mapping[str, Substance]:
    """Every substance of the Tables by its id, listed name, CAS number and other names, all folded to small letters.

    The names are those of the law in force, so that a name which an adopted pack adds is understood.
    """
    return _by_name(tabled())


@lru_cache(maxsize=4)
def _by_name(listed: tuple[Substance, ...]) -> Mapping[str, Substance]:
    named = {_folded(name.text): one for one in listed for name in one.names}
    named |= {one.cas: one for one in listed if one.cas}
    named |= {_folded(one.name): one for one in listed}
    return MappingProxyType(named | {one.id: one for one in listed})


class Country(FieldType):
    """A country or territory by its two-letter code (ISO 3166-1)."""

    control = "select"
    longest = 60

    def parse(self, raw: object) -> str | None:
        """The code in capitals; an unassigned one is Invalid."""
        code = self.clean(raw).upper()
        if not code:
            return None
        if country(code) is None:
            raise Invalid("unknown_country", "'{given}' is no country code; write two letters such as NL.", given=code)
        return code

    def show(self, value: str | None) -> str:
        """The country's name."""
        found = country(value) if value else None
        return found.name if found else value or ""

    def choices(self) -> Sequence[tuple[str, str]]:
        """Every country by name."""
        return tuple(sorted(((one.code, one.name) for one in countries().values()), key=lambda pair: pair[1]))

    def schema(self) -> dict[str, Any]:
        """Two letters."""
        return {"type": "string", "pattern": "^[A-Z]{2}$"}


class Place(FieldType):
    """A port, airport or border point by its UN/LOCODE."""

    longest = 12

    def parse(self, raw: object) -> str | None:
        """The code in capitals without spaces; Invalid when no such place can be."""
        code = self.clean(raw).upper().replace(" ", "")
        if not code:
            return None
        if not is_known_port(code):
            raise Invalid("unknown_port", "'{given}' is no UN/LOCODE; write one such as NLRTM.", given=code)
        return code

    def show(self, value: str | None) -> str:
        """The place's name with its code, or the code alone when the name is not known here."""
        found = port(value) if value else None
        return f"{found.name} ({found.code})" if found else value or ""

    def schema(self) -> dict[str, Any]:
        """Two letters and three letters or digits."""
        return {"type": "string", "pattern": "^[A-Z]{2}[A-Z2-9]{3}$"}


class CasNumber(FieldType):
    """A CAS registry number, whose check digit must agree."""

    longest = 20

    def parse(self, raw: object) -> str | None:
        """The number; Invalid when it is misshapen or its check digit is wrong."""
        text = self.clean(raw)
        if not text:
            return None
        if not re.fullmatch(CAS_SHAPE, text):
            raise Invalid("cas_format", "'{given}' is no CAS number; write it like 67-64-1.", given=text)
        if not is_cas(text):
            raise Invalid("cas_check_digit", "The check digit of CAS number {given} is wrong; look it up.", given=text)
        return text

    def schema(self) -> dict[str, Any]:
        """Digits in three groups."""
        return {"type": "string", "pattern": f"^{CAS_SHAPE}$"}


class HsCode(FieldType):
    """A code of the Harmonized System, six to ten digits; points and spaces are dropped."""

    longest = 20

    def parse(self, raw: object) -> str | None:
        """The digits; Invalid when there are too few or too many, or no such chapter is."""
        text = self.clean(raw).replace(".", "").replace(" ", "")
        if not text:
            return None
        if not is_hs_code(text):
            raise Invalid("hs_code", "'{given}' is no HS code; write six to ten digits such as 291411.", given=text)
        return text

    def schema(self) -> dict[str, Any]:
        """Six to ten digits."""
        return {"type": "string", "pattern": "^[0-9]{6,10}$"}


class ListedSubstance(Text):
    """A substance of the catalogue, by its id; its name or CAS number is understood too."""

    def parse(self, raw: object) -> str | None:
        """The substance's id; Invalid when no list holds it."""
        text = self.clean(raw)
        if not text:
            return None
        found = substances_by_name().get(_folded(text))
        if found is None:
            text_for_people = "'{given}' is on no list here; write its name or CAS number as the list has it."
            raise Invalid("unknown_substance", text_for_people, given=text)
        return found.id

    def show(self, value: str | None) -> str:
        """The name as listed."""
        return substance(value).name if value else ""


class Structure(Text):
    """A chemical structure as SMILES, InChI or InChIKey, kept as it was written."""

    longest = 2000

    def __init__(self) -> None:
        """Allow what the engine of structures reads."""
        super().__init__(self.longest)

    def parse(self, raw: object) -> str | None:
        """The text; Invalid when no structure can be read from it."""
        text = self.clean(raw)
        if not text or INCHIKEY.fullmatch(text):
            return text or None
        try:
            read(text)
        except Refused as no:
            how = "Not a structure: {why}. Write it as SMILES such as CC(C)=O, as InChI or as InChIKey."
            raise Invalid("unreadable_structure", how, why=no) from None
        return text


class Quantity(Number):
    """An amount of goods, more than nothing."""

    def parse(self, raw: object) -> Decimal | None:
        """The amount; Invalid when it is not a number, negative or nothing."""
        value = super().parse(raw)
        if value is None:
            return None
        if value < 0:
            raise Invalid("negative_quantity", "A quantity cannot be negative; {given} was entered.", given=value)
        if value == 0:
            raise Invalid("zero_quantity", "A quantity of nothing needs no notice; enter what is to be shipped.")
        return value


class Unit(FieldType):
    """A unit of mass or volume; mass and volume are never converted into each other."""

    control = "select"
    longest = 20

    def parse(self, raw: object) -> str | None:
        """The unit's symbol; common spellings and UN/ECE codes are understood."""
        text = self.clean(raw)
        if not text:
            return None
        found = unit(text)
        if found is None:
            known = ", ".join(symbols())
            raise Invalid(
                "unknown_unit", "'{given}' is no unit known here; use one of: {known}.", given=text, known=known
            )
        return found.symbol

    def choices(self) -> Sequence[tuple[str, str]]:
        """The units' symbols."""
        return tuple((symbol, symbol) for symbol in symbols())

    def schema(self) -> dict[str, Any]:
        """One of the symbols."""
        return {"type": "string", "enum": list(symbols())}


class Percent(Number):
    """A share between nothing and the whole, in per cent."""

    def parse(self, raw: object) -> Decimal | None:
        """The share; a trailing per cent sign is dropped; Invalid below 0 and above 100."""
        value = super().parse(self.clean(raw).removesuffix("%"))
        if value is not None and not 0 <= value <= WHOLE:
            raise Invalid("not_a_share", "A share lies between 0 and 100 per cent; {given} was entered.", given=value)
        return value

    def show(self, value: Decimal | None) -> str:
        """The share with its sign."""
        return "" if value is None else f"{value:f} %"


class Container(FieldType):
    """The number of a freight container (ISO 6346): owner, kind, serial number and check digit."""

    longest = 20

    def parse(self, raw: object) -> str | None:
        """The number in capitals without spaces; Invalid when it is misshapen or its check digit is wrong."""
        text = re.sub(r"[\s-]", "", self.clean(raw)).upper()
        if not text:
            return None
        if not re.fullmatch(CONTAINER, text):
            raise Invalid("container_format", "'{given}' is no container number, such as CSQU3054383.", given=text)
        if _check_digit(text) != int(text[-1]):
            raise Invalid("container_check_digit", "The check digit of container {given} is wrong.", given=text)
        return text

    def schema(self) -> dict[str, Any]:
        """Four letters and seven digits."""
        return {"type": "string", "pattern": f"^{CONTAINER}$"}


def _check_digit(number: str) -> int:
    values = [_VALUES[one] if one.isalpha() else int(one) for one in number[:10]]
    return sum(value << place for place, value in enumerate(values)) % 11 % 10


class Currency(FieldType):
    """A currency by its code of three letters (ISO 4217); metals, units of account and codes for tests are none."""

    longest = 10

    def parse(self, raw: object) -> str | None:
        """The code in capitals; Invalid when there is no such currency."""
        code = self.clean(raw).upper()
        if not code:
            return None
        if pycountry.currencies.get(alpha_3=code) is None or code in NO_MONEY:
            raise Invalid("unknown_currency", "'{given}' is no currency; write three letters such as EUR.", given=code)
        return code

    def schema(self) -> dict[str, Any]:
        """Three letters."""
        return {"type": "string", "pattern": "^[A-Z]{3}$"}
