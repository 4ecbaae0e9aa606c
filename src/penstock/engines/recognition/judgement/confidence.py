"""How often a finding of each sort is right: a small fitted table, made by `bench/calibration.py`."""

import csv
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from penstock.engines.recognition.findings import Finding

DEFAULT_THRESHOLD = 0.3
"""Findings less sure than this are not told unless they are asked for."""
UNTOLD = 0.5
"""The confidence of a sort of finding that was never seen while the table was made."""
SUPPORT = 0.1
"""What a number that fits many goods is given, such as an HS code; by rule, not by measurement."""
BANDS = (1, 6, 8, 10, 14, 20)


class Sort(NamedTuple):
    """A sort of findings that are about equally sure."""

    means: str
    distance: int
    place: str
    rival: str
    source: str
    sharing: str


def sort_of(finding: Finding) -> Sort:
    """Return the sort of a finding, without its length."""
    return Sort(
        finding.means,
        finding.distance,
        "whole" if finding.is_whole else "inside",
        "rival" if finding.has_rival else "",
        "record" if finding.is_recorded else "",
        "shared" if finding.sharing > 1 else "",
    )


def band_of(length: int) -> int:
    """Return the shortest length of the band to which a length belongs."""
    return BANDS[_place_of(length)]


def confidence(finding: Finding) -> float:
    """Return how surely a finding is right, from 0 to 1."""
    if finding.means == "support":
        return SUPPORT
    levels = table().get(sort_of(finding))
    return levels[_place_of(finding.length)] if levels else UNTOLD


def _place_of(length: int) -> int:
    return max(bisect_right(BANDS, length) - 1, 0)


@cache
def table() -> Mapping[Sort, Sequence[float]]:
    """Return the confidence of each sort, for each band of length."""
    text = files("penstock.engines.recognition.judgement").joinpath("confidence.csv").read_text(encoding="utf-8")
    found: dict[Sort, dict[int, float]] = {}
    for row in csv.DictReader(text.splitlines()):
        sort = Sort(row["means"], int(row["distance"]), row["place"], row["rival"], row["source"], row["sharing"])
        found.setdefault(sort, {})[int(row["shortest"])] = float(row["confidence"])
    return {sort: _filled(levels) for sort, levels in found.items()}


def _filled(levels: Mapping[int, float]) -> Sequence[float]:
    """Give a band that was never seen the level of the nearest shorter one, or of the shortest there is."""
    filled: list[float] = []
    before = levels[min(levels)]
    for band in BANDS:
        before = levels.get(band, before)
        filled.append(before)
    return filled


def columns() -> Iterable[str]:
    """The columns of the table's file."""
    return (*Sort._fields, "shortest", "findings", "right", "confidence")
