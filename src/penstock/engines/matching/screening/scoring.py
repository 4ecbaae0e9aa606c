"""From what was measured of two names to points for and against, and to a score between 0 and 1."""

import math
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from penstock.engines.matching.screening.evidence import Reason
from penstock.engines.matching.screening.naming import FEATURES, Measured

_WORST, _BEST = -5.0, 5.0


@cache
def weights() -> tuple[float, ...]:
    """The points of no feature, and then those of each."""
    text = files("penstock.engines.matching.screening").joinpath("weights.txt").read_text("utf-8")
    rows = [line.rsplit(maxsplit=1) for line in text.splitlines() if line and not line.startswith("#")]
    told: Mapping[str, float] = MappingProxyType({name: float(points) for name, points in rows})
    return tuple(told[name] for name in ("without any", *FEATURES))


def logit_of(found: Measured) -> float:
    """The points of two names together."""
    base, *points = weights()
    total = base
    for value, each in zip(found.values, points, strict=True):
        if value:
            total += value * each
    return min(max(total, _WORST), _BEST)


def probability(logit: float) -> float:
    """Points as a share between 0 and 1."""
    return 1 / (1 + math.exp(-logit))


def reasons_of(found: Measured) -> Iterator[Reason]:
    """Each feature of the names that counted, with its points and the words that it was seen in."""
    base, *points = weights()
    pairing = found.pairing
    words = ", ".join(pair.one if pair.one == pair.other else f"{pair.one} ~ {pair.other}" for pair in pairing.pairs)
    left = " / ".join(" ".join(word.text for word in side) for side in (pairing.left, pairing.left_other))
    yield Reason("names compared", base, words)
    for feature, value, each in zip(FEATURES, found.values, points, strict=True):
        if value and each:
            yield Reason(feature, value * each, left if "other words" in feature or "one side" in feature else words)
