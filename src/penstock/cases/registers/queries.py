"""Reads of the registers; the viewer comes first."""

from collections.abc import Collection, Iterable, Sequence
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
    return holding(statements(viewer, {country}, substances), country, substances, year)


def statements(viewer: Viewer, countries: Collection[str], substances: Collection[str]) -> "QuerySet[Requirement]":
    """What some countries state that they need of some substances, the newest first."""
    rows = requirements(viewer).filter(government__in=countries, substance__in=substances)
    return rows.order_by("substance", "form", "-year")


def holding(
    stated: Iterable[Requirement], country: str, substances: Collection[str], year: int
) -> dict[str, list[Requirement]]:
    """Of statements, newest first, those of one country that hold in a year, by substance."""
    found: dict[str, list[Requirement]] = {}
    for row in stated:
        if row.government_id != country or row.substance not in substances or row.year > year:
            continue
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
    return screened_each(viewer, [list(names)])[0]


def screened_each(viewer: Viewer, groups: Sequence[Sequence[str]]) -> list[list[Screened]]:
    """The same for the names of several matters, each as if it were asked alone; one query as well."""
    wanted = [[name for name in dict.fromkeys(group) if name] for group in groups]
    keys = [{key for name in group for key in lookup_keys(name)} for group in wanted]
    entries = ScreenedName.objects.visible_to(viewer).filter(
        keys__overlap=sorted(set().union(*keys)), list__ended_at__isnull=True
    )
    rows = entries.select_related("list").order_by("id")[: MOST_CANDIDATES * len(wanted)]
    known = [(one, set(one.keys)) for one in rows]
    return [_screened(group, own, known) for group, own in zip(wanted, keys, strict=True)]


def _screened(wanted: Iterable[str], keys: set[str], known: Sequence[tuple[ScreenedName, set[str]]]) -> list[Screened]:
    candidates = [(one, own) for one, own in known if keys & own][:MOST_CANDIDATES]
    found = []
    for name in wanted:
        own = set(lookup_keys(name))
        for entry, entry_keys in candidates:
            if own & entry_keys:
                alike = likeness(name, entry.name)
                if alike.score >= ALIKE:
                    found.append(Screened(name, entry, alike))
    return sorted(found, key=lambda one: -one.likeness.score)
