"""Typologies: named patterns of diversion as weighted signals, data that a country or a company may replace."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

SHIPPED = Path(__file__).with_name("typologies.yaml")


@dataclass(frozen=True, slots=True)
class Typology:
    """A pattern with what it says, the weight of each signal in it, and the sum that stands for a score of one."""

    name: str
    says: str
    reach: float
    weights: Mapping[str, float]


def read_typologies(path: Path) -> tuple[Typology, ...]:
    """The typologies of a file; a reach or weight that is not above nothing is refused."""
    found = tuple(Typology(**one) for one in yaml.safe_load(path.read_text(encoding="utf-8")))
    for one in found:
        if one.reach <= 0 or not one.weights or min(one.weights.values()) <= 0:
            raise ValueError(f"Typology {one.name}: its reach and every weight must be above 0.")
    return found


@cache
def shipped() -> tuple[Typology, ...]:
    """The typologies that come with the software."""
    return read_typologies(SHIPPED)


def signals_of(typologies: Sequence[Typology]) -> tuple[str, ...]:
    """The signals that typologies weigh, each once, in their order."""
    return tuple(dict.fromkeys(name for one in typologies for name in one.weights))
