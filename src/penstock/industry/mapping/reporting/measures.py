"""How far the mapping is, and how well each sector is covered: counted from rows, in a fixed number of queries."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from penstock.industry.mapping import queries
from penstock.industry.mapping.models import FaultyLine, Sector
from penstock.kernel.clock import today
from penstock.kernel.viewer import Viewer

MATCHED = frozenset({"known", "new"})
COUNTED = frozenset({"open", "known", "new"})
"""Finds that stand for a company each: one that was found twice or set aside does not."""
FEW = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class OfSector:
    """A sector with its last review and what was found of it."""

    sector: Sector
    found: int
    matched: int

    @property
    def exists(self) -> str:
        """`yes`, `no` or `unknown`; empty before the first review."""
        return self.sector.content.get("exists") or ""

    @property
    def law(self) -> str:
        """How far the law reaches it."""
        return self.sector.content.get("law") or ""

    @property
    def channel(self) -> str:
        """By which channel it reports."""
        return self.sector.content.get("channel") or ""

    @property
    def risk(self) -> str:
        """The risk as it was judged."""
        return self.sector.content.get("risk") or ""

    @property
    def estimated(self) -> int | None:
        """Companies as estimated."""
        given = self.sector.content.get("companies")
        return int(given) if given is not None else None

    @property
    def reached(self) -> int | None:
        """Companies found, in per cent of the estimate; None without one."""
        return min(100, round(100 * self.found / self.estimated)) if self.estimated else None

    @property
    def members(self) -> str:
        """Companies that belong to an association, in per cent."""
        return self.sector.content.get("coverage") or ""

    def is_due(self, on: date) -> bool:
        """Whether it was never reviewed, or is to be reviewed again."""
        return self.sector.next_on is None or self.sector.next_on <= on


@dataclass(frozen=True, slots=True, kw_only=True)
class OfRegion:
    """A region as it was written, empty where nothing was, with its companies and how many of them in each sector."""

    name: str
    found: int
    sectors: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """The mapping as a whole today."""

    sectors: tuple[OfSector, ...]
    reviewed: int
    due: int
    found: int
    by_verdict: Mapping[str, int]
    by_how: Mapping[str, int]
    regions: tuple[OfRegion, ...]
    faulty: int
    sent: int
    answered: int
    taken: int

    @property
    def judged(self) -> int:
        """Finds of which a person has said what they are."""
        return self.found - self.by_verdict.get("open", 0)


def stand_of(viewer: Viewer) -> Stand:
    """The stand of the viewer's own mapping."""
    sectors = queries.sectors(viewer)
    rows = list(queries.companies(viewer).order_by().values_list("sectors", "verdict", "how", "content__region"))
    found, matched = Counter[str](), Counter[str]()
    places: dict[str, list[list[str]]] = {}
    for codes, verdict, _how, region in rows:
        if verdict in COUNTED:
            found.update(codes)
            places.setdefault(region or "", []).append(codes)
        if verdict in MATCHED:
            matched.update(codes)
    links = list(queries.surveys(viewer).order_by().values_list("answered_at", "taken_at"))
    measured = tuple(OfSector(sector=one, found=found[one.code], matched=matched[one.code]) for one in sectors)
    return Stand(
        sectors=measured,
        reviewed=sum(one.sector.edition > 0 for one in measured),
        due=sum(one.is_due(today()) for one in measured),
        found=len(rows),
        by_verdict=Counter(row[1] for row in rows),
        by_how=Counter(row[2] for row in rows),
        regions=_regions(places),
        faulty=FaultyLine.objects.visible_to(viewer).filter(settled="open").count(),
        sent=len(links),
        answered=sum(answered is not None for answered, _taken in links),
        taken=sum(taken is not None for _answered, taken in links),
    )


def _regions(places: Mapping[str, list[list[str]]]) -> tuple[OfRegion, ...]:
    """The regions with the most companies first; last those of which no region is known."""
    found = (
        OfRegion(name=name, found=len(of), sectors=Counter(code for codes in of for code in codes))
        for name, of in places.items()
    )
    return tuple(sorted(found, key=lambda one: (not one.name, -one.found, one.name)))


def summarised(stand: Stand) -> list[dict[str, str]]:
    """The stand as it may be shared: by sector, without a name, and no number between one and four."""
    return [
        {
            "sector": one.sector.name,
            "exists": one.exists or "unknown",
            "found": _coarse(one.found),
            "law": one.law or "unknown",
            "channel": one.channel or "unknown",
            "risk": one.risk or "unknown",
            "reviewed_on": str(one.sector.reviewed_on or ""),
        }
        for one in stand.sectors
    ]


def _coarse(number: int) -> str:
    return f"< {FEW}" if 0 < number < FEW else str(number)


def said(counts: Mapping[str, int], words: Mapping[str, str]) -> Iterable[tuple[str, int]]:
    """Counts in words, in the order of the words, without those of nothing."""
    return ((text, counts[code]) for code, text in words.items() if counts.get(code))
