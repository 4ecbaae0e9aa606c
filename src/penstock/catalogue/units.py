"""Units of quantity: any spelling to one canonical unit, exactly. Mass and volume never become each other."""

# ruff: noqa: RUF001 - units in other scripts are meant

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Literal

Dimension = Literal["mass", "volume"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with its UN/ECE Recommendation 20 code and the exact factor to the base unit (kilogram or litre)."""

    code: str
    symbol: str
    dimension: Dimension
    factor: Decimal

    @property
    def base(self) -> str:
        """Return the code of the unit in which quantities of this dimension are compared and summed."""
        return "KGM" if self.dimension == "mass" else "LTR"

    def to_base(self, quantity: Decimal) -> Decimal:
        """Return a quantity of this unit in kilograms (mass) or litres (volume), exactly."""
        return quantity * self.factor


_TABLE: tuple[tuple[Unit, str], ...] = (
    (Unit("KGM", "kg", "mass", Decimal(1)), "kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes кг 公斤 千克"),
    (Unit("GRM", "g", "mass", Decimal("0.001")), "g gr gm gms gram grams gramme grammes г 克"),
    (Unit("MGM", "mg", "mass", Decimal("0.000001")), "mg milligram milligrams milligramme milligrammes мг 毫克"),
    (Unit("TNE", "t", "mass", Decimal(1000)), "t mt ton tons tonne tonnes tonnen tonelada toneladas т 吨"),
    (Unit("LBR", "lb", "mass", Decimal("0.45359237")), "lb lbs pound pounds"),
    (Unit("ONZ", "oz", "mass", Decimal("0.028349523125")), "oz ounce ounces"),
    (Unit("LTR", "l", "volume", Decimal(1)), "l lt ltr ltrs litre litres liter liters litro litros л 升"),
    (Unit("MLT", "ml", "volume", Decimal("0.001")), "ml millilitre millilitres milliliter milliliters мл 毫升"),
    (Unit("CLT", "cl", "volume", Decimal("0.01")), "cl centilitre centilitres centiliter centiliters"),
    (Unit("HLT", "hl", "volume", Decimal(100)), "hl hectolitre hectolitres hectoliter hectoliters"),
    (Unit("MTQ", "m3", "volume", Decimal(1000)), "m3 m³ cbm cum м3 м³ 立方米"),
    (Unit("GLL", "gal", "volume", Decimal("3.785411784")), "gal gals gallon gallons usgal"),
    (Unit("GLI", "gal (UK)", "volume", Decimal("4.54609")), "impgal ukgal"),
)


def unit(text: str) -> Unit | None:
    """Return the unit of a spelling or UN/ECE code in any case, or None when it is not known."""
    return _spellings().get("".join(text.casefold().split()).rstrip("."))


def symbols() -> tuple[str, ...]:
    """Return the symbols of every unit, the common ones first."""
    return tuple(each.symbol for each, _words in _TABLE)


@cache
def _spellings() -> MappingProxyType[str, Unit]:
    return MappingProxyType(
        {
            spelling: each
            for each, words in _TABLE
            for spelling in (each.code.casefold(), each.symbol.casefold().replace(" ", ""), *words.split())
        }
    )
