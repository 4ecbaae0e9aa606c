"""Reads of the registers; the viewer comes first."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from penstock.cases.registers.models import Place, Requirement, ScreenedName, ScreeningList
from penstock.engines.matching.likeness import ALIKE, Likeness, likeness
from penstock.engines.matching.names import lookup_keys
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.parties.companies.models import Company

PAGE = 100
MOST_CANDIDATES = 2000


def companies(viewer: Viewer, text: str = "", *, after: str = "", limit: int = PAGE) -> list[Company]:
    """The companies of the viewer's country by name, those whose name or number holds `text`."""
    rows = Company.objects.visible_to(viewer).prefetch_related("licences")
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(number__icontains=text))
    if after:
        rows = rows.filter(name__gt=after)
    return list(rows.order_by("name", "id")[:limit])


def company(viewer: Viewer, company_id: UUID) -> Company:
    """One company with its licences; NotVisible when there is none for this viewer."""
    found = Company.objects.visible_to(viewer).prefetch_related("licences").filter(pk=company_id).first()
    if found is None:
        raise NotVisible
    return found


def requirements(viewer: Viewer, country: str = "") -> "QuerySet[Requirement]":
    """The annual requirements that stand, of one country or of all."""
    rows = Requirement.objects.visible_to(viewer).filter(replaced_at__isnull=True)
    return rows.filter(government=country) if country else rows


def requirements_for(
    viewer: Viewer, country: str, substances: Collection[str], year: int
) -> dict[str, list[Requirement]]:
    """The newest statements that hold in a year, by substance: one stays valid until it is replaced."""
    rows = requirements(viewer, country).filter(substance__in=substances, year__lte=year)
    found: dict[str, list[Requirement]] = {}
    for row in rows.order_by("substance", "form", "-year"):
        known = found.setdefault(row.substance, [])
        if row.form not in {one.form for one in known}:
            known.append(row)
    return found


def places(viewer: Viewer, codes: Collection[str] | None = None) -> list[Place]:
    """The marked places, all or those of some codes."""
    rows = Place.objects.visible_to(viewer).filter(ended_at__isnull=True)
    return list(rows if codes is None else rows.filter(code__in=codes))


def screening_lists(viewer: Viewer) -> list[ScreeningList]:
    """The lists that the viewer's cases are screened against."""
    return list(ScreeningList.objects.visible_to(viewer).filter(ended_at__isnull=True).select_related("organisation"))


@dataclass(frozen=True, slots=True)
class Screened:
    """A name of a list that is like a name asked for."""

    asked: str
    entry: ScreenedName
    likeness: Likeness


def screened(viewer: Viewer, names: Iterable[str]) -> list[Screened]:
    """The names on the viewer's lists that are like one of those given, the most alike first; one query."""
    wanted = [name for name in dict.fromkeys(names) if name]
    keys = {key for name in wanted for key in lookup_keys(name)}
    entries = ScreenedName.objects.visible_to(viewer).filter(keys__overlap=sorted(keys), list__ended_at__isnull=True)
    candidates = [(one, set(one.keys)) for one in entries.select_related("list")[:MOST_CANDIDATES]]
    found = []
    for name in wanted:
        own = set(lookup_keys(name))
        for entry, entry_keys in candidates:
            if own & entry_keys:
                alike = likeness(name, entry.name)
                if alike.score >= ALIKE:
                    found.append(Screened(name, entry, alike))
    return sorted(found, key=lambda one: -one.likeness.score)
