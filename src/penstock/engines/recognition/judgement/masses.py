"""Formula masses by exact decimals, and how much of a salt or hydrate is the substance itself."""

import re
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

# Standard atomic weights, abridged to what trade needs. Source: IUPAC, abridged values of 2021.
_WEIGHTS: Mapping[str, Decimal] = MappingProxyType(
    {
        "H": Decimal("1.008"), "D": Decimal("2.014"), "Li": Decimal("6.94"), "B": Decimal("10.81"),
        "C": Decimal("12.011"), "N": Decimal("14.007"), "O": Decimal("15.999"), "F": Decimal("18.998"),
        "Na": Decimal("22.990"), "Mg": Decimal("24.305"), "Al": Decimal("26.982"), "Si": Decimal("28.085"),
        "P": Decimal("30.974"), "S": Decimal("32.06"), "Cl": Decimal("35.45"), "K": Decimal("39.098"),
        "Ca": Decimal("40.078"), "Cr": Decimal("51.996"), "Mn": Decimal("54.938"), "Fe": Decimal("55.845"),
        "Co": Decimal("58.933"), "Ni": Decimal("58.693"), "Cu": Decimal("63.546"), "Zn": Decimal("65.38"),
        "Br": Decimal("79.904"), "Sr": Decimal("87.62"), "Ag": Decimal("107.87"), "I": Decimal("126.90"),
        "Ba": Decimal("137.33"), "Hg": Decimal("200.59"), "Pb": Decimal("207.2"), "Bi": Decimal("208.98"),
    }
)  # fmt: skip
_ATOM = re.compile(r"([A-Z][a-z]?)(\d*)")
_FORMULA = re.compile(r"(?:[A-Z][a-z]?\d*)+")
_PART = re.compile(r"(\d*)(.+)")
_PLACES = Decimal("0.0001")


class Counterpart(NamedTuple):
    """What makes a salt: its formula, how many of the substance go with one of it, and hydrogens it displaces."""

    formula: str
    per: int
    displaces: int


def atoms(formula: str) -> Mapping[str, int]:
    """Return the atoms of a formula ("C10H15NO", "H2SO4.2H2O"); raise ValueError when it is none."""
    counted: Counter[str] = Counter()
    for piece in formula.replace("·", ".").split("."):
        match = _PART.fullmatch(piece)
        if match is None or _FORMULA.fullmatch(match[2]) is None:
            raise ValueError(f"{formula!r} is no formula")
        for symbol, count in _ATOM.findall(match[2]):
            if symbol not in _WEIGHTS:
                raise ValueError(f"{formula!r} has {symbol!r}, which is no element known here")
            counted[symbol] += int(count or 1) * int(match[1] or 1)
    return counted


def mass(formula: str) -> Decimal:
    """Return the formula mass in grams per mole; raise ValueError when it is no formula."""
    return sum((_WEIGHTS[symbol] * count for symbol, count in atoms(formula).items()), Decimal(0))


@cache
def counterparts() -> Mapping[str, Counterpart]:
    """Return what makes a salt or a hydrate, by the folded word that names it."""
    text = files("penstock.engines.recognition.judgement").joinpath("counterparts.txt").read_text(encoding="utf-8")
    found: dict[str, Counterpart] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            formula, per, displaces, *words = line.split()
            found |= dict.fromkeys(words, Counterpart(formula, int(per), int(displaces)))
    return MappingProxyType(found)


def base_factor(formula: str, words: tuple[str, ...]) -> Decimal | None:
    """Return the mass of the substance in one unit of mass of its salt or hydrate, to four places.

    `words` are the folded words of the salt ("hydrochloride", "monohydrate"). None when a word or the formula is not
    known, or when the word does not say how much of the substance goes with it.
    """
    known = counterparts()
    if not formula or not words or any(word not in known for word in words):
        return None
    try:
        own = mass(formula)
    except ValueError:
        return None
    beside = sum(
        ((mass(known[word].formula) - _WEIGHTS["H"] * known[word].displaces) / known[word].per for word in words),
        Decimal(0),
    )
    return (own / (own + beside)).quantize(_PLACES)
