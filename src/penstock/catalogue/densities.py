"""Densities of pure liquids at one temperature, each with its source: the only way from litres to kilograms and back.

A mixture has none here, whatever its share: what it weighs is not in any table.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import cache
from pathlib import Path
from types import MappingProxyType

from penstock.catalogue.amounts import EXACT

STEP = Decimal("0.000001")
"""A millilitre's thousandth or a milligram: finer than any density is known."""


@dataclass(frozen=True, slots=True)
class Density:
    """What a litre of a pure liquid weighs at a temperature, and who says so."""

    substance: str
    kg_per_litre: Decimal
    celsius: int
    source: str

    def converted(self, base: Decimal, dimension: str) -> Decimal:
        """Kilograms as litres where `dimension` is volume, else litres as kilograms; to the last millionth."""
        with localcontext() as context:
            context.prec = EXACT
            found = base / self.kg_per_litre if dimension == "volume" else base * self.kg_per_litre
            return found.quantize(STEP)


@cache
def densities() -> Mapping[str, Density]:
    """Every density that ships, by the id of its substance; ValueError where one has no source or weighs nothing."""
    with Path(__file__).with_name("densities.csv").open(encoding="utf-8", newline="") as lines:
        rows = [
            Density(one["substance"], Decimal(one["kg_per_litre"]), int(one["celsius"]), one["source"])
            for one in csv.DictReader(lines)
        ]
    wrong = [one.substance for one in rows if not one.source or one.kg_per_litre <= 0]
    if wrong:
        raise ValueError(f"densities.csv has no source or weight for {', '.join(wrong)}")
    return MappingProxyType({one.substance: one for one in rows})
