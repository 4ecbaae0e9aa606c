"""The frames of agreements that are ready to be used, each with its practices in the house's own words."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

FRAMES = {
    "own": "Own text",
    "bdo-gbl": "Code on BDO and GBL: eight practices",
    "incb": "Frame of the INCB guidelines for a voluntary code",
    "responsible-care": "Frame of Responsible Care",
}


@dataclass(frozen=True, slots=True)
class Practice:
    """One practice: what it is called, and what is to be done."""

    code: str
    name: str
    text: str


@lru_cache(maxsize=1)
def _all() -> tuple[tuple[str, Practice], ...]:
    with files("penstock.industry.partnership").joinpath("practices.csv").open(encoding="utf-8") as source:
        return tuple((row["frame"], Practice(row["code"], row["name"], row["text"])) for row in csv.DictReader(source))


def practices_of(frame: str) -> tuple[Practice, ...]:
    """The practices of a frame; none of one's own text."""
    return tuple(practice for of, practice in _all() if of == frame)
