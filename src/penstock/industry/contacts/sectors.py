"""The sectors of a country as everybody may name them, and which companies of the instance belong to which."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from penstock.industry.contacts.models import ContactPoint
from penstock.industry.mapping.models import FoundCompany, Sector
from penstock.industry.mapping.shipped import shipped_sectors
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.parties.models import Organisation


def sectors_of(country: str) -> dict[str, str]:
    """The names of a country's sectors by code: those of its mapping, or those that the house proposes.

    They are read as the system, for a company may name its sector without seeing what the office found in it.
    """
    with acting(SYSTEM) as system:
        rows = Sector.objects.visible_to(system).filter(government=country, retired_on__isnull=True)
        known = dict(rows.values_list("code", "name"))
    return known or {one.code: one.name for one in shipped_sectors()}


def companies_by_sector(country: str) -> Mapping[str, Collection[UUID]]:
    """The companies of a country that work on this instance, by sector: as they say, or as the mapping found them."""
    found: dict[str, set[UUID]] = defaultdict(set)
    with acting(SYSTEM) as system:
        said = ContactPoint.objects.visible_to(system).filter(government=country, is_office=False)
        for organisation, sectors in said.values_list("organisation_id", "sectors"):
            for one in sectors:
                found[one].add(organisation)
        rows = FoundCompany.objects.visible_to(system).filter(government=country).exclude(verdict="dismissed")
        mapped = {name.casefold(): sectors for name, sectors in rows.values_list("name", "sectors")}
    companies = Organisation.objects.filter(kind="company", government=country)
    for pk, name in companies.values_list("pk", "name"):
        for one in mapped.get(name.casefold(), ()):
            found[one].add(pk)
    return found


def sectors_of_company(organisation_id: UUID, country: str) -> set[str]:
    """The sectors that one company belongs to."""
    return {code for code, companies in companies_by_sector(country).items() if organisation_id in companies}
