"""Reads of the library; the viewer comes first."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from penstock.industry.contacts.sectors import companies_by_sector, sectors_of, sectors_of_company
from penstock.industry.guidance.models import Guidance, GuidanceReading
from penstock.industry.partnership.keeping import companies_of
from penstock.kernel.clock import today
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.parties.models import Organisation

PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the library is narrowed to; `which` is `own` for one's sectors, `all`, or `old` for what is not valid."""

    text: str = ""
    sector: str = ""
    language: str = ""
    which: str = ""


def library(viewer: Viewer, wanted: Wanted) -> "QuerySet[Guidance]":
    """The documents for the viewer that are wanted: without a word, what is valid today for one's own sectors."""
    rows = Guidance.objects.visible_to(viewer).select_related("publisher")
    valid = Q(replaced_on__isnull=True, withdrawn_on__isnull=True) & (
        Q(until_on__isnull=True) | Q(until_on__gte=today())
    )
    if wanted.which == "old":
        rows = rows.exclude(valid)
    else:
        rows = rows.filter(valid)
        own = sectors_of_company(viewer.organisation_id, viewer.country) if viewer.country else set()
        if own and wanted.which != "all":
            rows = rows.filter(Q(sectors__overlap=sorted(own)) | Q(sectors=[]))
    if wanted.sector:
        rows = rows.filter(Q(sectors__contains=[wanted.sector]) | Q(sectors=[]))
    if wanted.language:
        rows = rows.filter(language=wanted.language)
    for word in wanted.text.split():
        said = Q(title__icontains=word) | Q(content__about__icontains=word) | Q(content__words__icontains=word)
        rows = rows.filter(said)
    return rows[:PAGE]


def guidance(viewer: Viewer, guidance_id: UUID) -> Guidance:
    """One edition; NotVisible when there is none for this viewer."""
    row = Guidance.objects.visible_to(viewer).select_related("publisher").filter(pk=guidance_id).first()
    if row is None:
        raise NotVisible
    return row


def editions(viewer: Viewer, row: Guidance) -> list[Guidance]:
    """Every edition of a document, the newest first."""
    return list(Guidance.objects.visible_to(viewer).filter(document=row.document).order_by("-edition"))


def readings(viewer: Viewer, row: Guidance) -> list[GuidanceReading]:
    """Who says to have read an edition: all of them for its publisher, itself for a company."""
    return list(GuidanceReading.objects.visible_to(viewer).filter(guidance=row).select_related("organisation"))


def meant(row: Guidance) -> list[Organisation]:
    """The companies that an edition is for, in the country that it is for; of what is for all countries, none."""
    if row.government_id is None:
        return []
    there = companies_of(row.government_id)
    if not row.sectors:
        return there
    by_sector = companies_by_sector(row.government_id)
    of = {company for code in row.sectors for company in by_sector.get(code, ())}
    return [one for one in there if one.pk in of]


def offered_sectors(viewer: Viewer) -> dict[str, str]:
    """The sectors to choose among: the viewer's country's, or those that the house proposes."""
    return sectors_of(viewer.country)
