"""Reads of availability; the viewer comes first."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from penstock.kernel.viewer import Viewer
from penstock.permits.availability.measures import doses, doses_in, per_million
from penstock.permits.availability.models import Consumption, Population
from penstock.permits.ledger.editions import standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """What a country consumed in a year of a group or substance; `rate` is None where its population is not known.

    `is_verified` says that every S-DDD behind it was compared with the Board's table; `unmeasured` are the substances
    that were consumed and have none here.
    """

    country: str
    year: int
    doses: Fraction
    people: int | None
    rate: Fraction | None
    substances: tuple[str, ...]
    unmeasured: tuple[str, ...]
    is_verified: bool


def consumption(viewer: Viewer, *, country: str = "", year: int | None = None) -> list[Consumption]:
    """What stands of consumption, of a country or a year or of all."""
    rows = Consumption.objects.visible_to(viewer)
    wanted = {"country": country, "year": year}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    return list(standing(rows, "country", "year", "substance"))


def populations(viewer: Viewer, *, country: str = "") -> dict[tuple[str, int], Population]:
    """What stands of populations, by country and year."""
    rows = Population.objects.visible_to(viewer)
    rows = rows.filter(country=country) if country else rows
    return {(one.country, one.year): one for one in standing(rows, "country", "year")}


def consumed(viewer: Viewer, country: str, substance: str, year: int) -> Decimal | None:
    """What a country consumed of a substance in a year, None where nobody said."""
    rows = Consumption.objects.visible_to(viewer).filter(country=country, substance=substance, year=year)
    found = rows.order_by("-edition").first()
    return found.kilograms if found else None


def years(viewer: Viewer) -> list[int]:
    """The years for which there is a figure, the newest first."""
    return sorted(set(Consumption.objects.visible_to(viewer).values_list("year", flat=True)), reverse=True)


def rates(viewer: Viewer, *, year: int, group: str = "", substance: str = "") -> list[Rate]:
    """A year's availability by country, the most first; of a group, of a substance, or of all that is measured."""
    found = _rates(consumption(viewer, year=year), populations(viewer), group, substance)
    return sorted(found, key=lambda one: (one.rate is None, -(one.rate or 0), one.country))


def trend(viewer: Viewer, country: str, *, group: str = "", substance: str = "") -> list[Rate]:
    """A country's availability by year, the earliest first."""
    found = _rates(consumption(viewer, country=country), populations(viewer, country=country), group, substance)
    return sorted(found, key=lambda one: one.year)


def _rates(
    rows: Iterable[Consumption], people: dict[tuple[str, int], Population], group: str, substance: str
) -> list[Rate]:
    known = doses()
    kept: dict[tuple[str, int], list[Consumption]] = defaultdict(list)
    for row in rows:
        dose = known.get(row.substance)
        in_group = not group or (dose is not None and dose.group == group)
        if in_group and substance in {"", row.substance}:
            kept[row.country, row.year].append(row)
    found = []
    for (country, year), own in kept.items():
        measured = [one for one in own if one.substance in known]
        together = sum((doses_in(one.kilograms, known[one.substance]) for one in measured), Fraction(0))
        living = people.get((country, year))
        found.append(
            Rate(
                country=country,
                year=year,
                doses=together,
                people=living.people if living else None,
                rate=per_million(together, living.people) if living and measured else None,
                substances=tuple(one.substance for one in measured),
                unmeasured=tuple(one.substance for one in own if one.substance not in known),
                is_verified=all(known[one.substance].verified for one in measured),
            )
        )
    return found
