"""The words for what customers do and what goods are for, read from a file that a country or company may replace."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

CATEGORIES = {
    "end user": "Uses the goods itself",
    "distributor": "Sells the goods on",
    "broker": "Arranges deals without holding the goods",
    "retailer": "Sells to the public",
    "institution": "Government, university or hospital",
    "person": "Private person",
}
TRADES_ON = frozenset({"distributor", "broker", "retailer"})
"""Categories that are operators of the trade themselves, and need what the law asks of operators."""


@dataclass(frozen=True, slots=True)
class Trades:
    """Uses by their code, sectors by theirs, and the uses that a sector plausibly has."""

    uses: Mapping[str, str]
    sectors: Mapping[str, str]
    plausible: Mapping[str, frozenset[str]]


@cache
def trades() -> Trades:
    """The uses and sectors that ship; ValueError where a sector names a use that there is not."""
    said = yaml.safe_load(Path(__file__).with_name("sectors.yaml").read_text(encoding="utf-8"))
    plausible = {code: frozenset(one["uses"].split()) for code, one in said["sectors"].items()}
    strange = set().union(*plausible.values()) - said["uses"].keys()
    if strange:
        raise ValueError(f"sectors.yaml names uses that there are not: {', '.join(sorted(strange))}")
    labels = {code: one["label"] for code, one in said["sectors"].items()}
    return Trades(MappingProxyType(said["uses"]), MappingProxyType(labels), MappingProxyType(plausible))
