"""Reads of benchmarks: one's own figures with one's own eyes, and of the others only quarters."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from penstock.industry.benchmarks.measuring import MEASURES, Measure, Quarters, place, quarters
from penstock.industry.conduct.queries import Conduct, conducts
from penstock.industry.contacts.sectors import companies_by_sector
from penstock.industry.partnership.keeping import companies_of, is_office, own_country
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Viewer

SECTOR, COUNTRY = "sector", "country"


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One's own figure, the quarters of the others, who they are (`sector` or `country`), and one's place in them."""

    measure: Measure
    own: float | None
    among: Quarters | None
    group: str
    place: str


def benchmarks(viewer: Viewer) -> list[Benchmark]:
    """Each measure for the viewer's company; for an authority the companies of its country, and no figure of its own.

    The others are read as the system, and nothing leaves here but what at least five of them make together.
    """
    country = own_country(viewer)
    others = {one.pk for one in companies_of(country)} - {viewer.organisation_id}
    own = None if is_office(viewer) else conducts(viewer, [viewer.organisation_id])[viewer.organisation_id]
    near: set[UUID] = set()
    for companies in companies_by_sector(country).values():
        if viewer.organisation_id in companies:
            near |= set(companies) & others
    with acting(SYSTEM) as system:
        known = conducts(system, others)
    return [_of(one, own, known, near) for one in MEASURES]


def _of(measure: Measure, own: Conduct | None, known: Mapping[UUID, Conduct], near: set[UUID]) -> Benchmark:
    figures = {one: figure for one, of in known.items() if (figure := measure.of(of)) is not None}
    group, among = SECTOR, quarters(figure for one, figure in figures.items() if one in near)
    if among is None:
        group, among = COUNTRY, quarters(figures.values())
    ours = measure.of(own) if own else None
    where = place(ours, among, more_is_better=measure.more_is_better) if ours is not None and among else ""
    return Benchmark(measure, ours, among, group if among else "", where)
