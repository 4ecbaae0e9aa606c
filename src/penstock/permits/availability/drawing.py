"""Availability drawn: circles on the map of the world, and a line over years; a table stands behind each."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from penstock.catalogue.countries import country
from penstock.permits.availability.measures import rounded
from penstock.permits.availability.queries import Rate

LARGEST, SMALLEST = 9.0, 1.2
"""Radii on the map, in degrees; the area of a circle is as large as the rate."""
TONES = ("bad", "info", "ok")
"""Of the lower, middle and upper third of the different rates."""
WIDTH, HEIGHT = 600, 200
LEFT, RIGHT, TOP, BOTTOM = 44, 44, 14, 26


@dataclass(frozen=True, slots=True)
class Circle:
    """A country on the map; `tone` says in which third of the countries it is."""

    name: str
    lat: float
    lon: float
    radius: str
    tone: str
    text: str


@dataclass(frozen=True, slots=True)
class Point:
    """A year on the line."""

    year: int
    x: str
    y: str
    text: str


def circles(found: Sequence[Rate]) -> list[Circle]:
    """The countries whose rate and place are known, the largest first so that none hides another."""
    rated = [(one, one.rate) for one in found if one.rate is not None]
    most = max((rate for _one, rate in rated), default=Fraction(0))
    every = sorted({rate for _one, rate in rated})
    drawn = []
    for one, rate in sorted(rated, key=lambda pair: -pair[1]):
        place = country(one.country)
        if place is None or place.lat is None or place.lon is None:
            continue
        radius = max(LARGEST * sqrt(rate / most) if most else 0.0, SMALLEST)
        tone = TONES[every.index(rate) * len(TONES) // len(every)] if len(every) >= len(TONES) else "info"
        drawn.append(Circle(place.name, place.lat, place.lon, f"{radius:.2f}", tone, f"{rounded(rate):,}"))
    return drawn


def line(found: Sequence[Rate]) -> list[Point]:
    """A country's years, from the left to the right; those without a rate leave a gap in time, not a zero."""
    rated = [(one.year, one.rate) for one in found if one.rate is not None]
    if not rated:
        return []
    most = max(rate for _year, rate in rated) or Fraction(1)
    first, last = rated[0][0], rated[-1][0]
    span = max(last - first, 1)
    return [
        Point(
            year,
            f"{LEFT + (WIDTH - LEFT - RIGHT) * (year - first) / span:.1f}",
            f"{HEIGHT - BOTTOM - float((HEIGHT - TOP - BOTTOM) * rate / most):.1f}",
            f"{rounded(rate):,}",
        )
        for year, rate in rated
    ]
