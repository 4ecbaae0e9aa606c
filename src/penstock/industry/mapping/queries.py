"""Reads of the mapping; the viewer first."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from penstock.industry.mapping.models import (
    FaultyLine,
    FoundCompany,
    IndustryMapping,
    RegisterFile,
    Review,
    Sector,
    Summary,
    Survey,
)
from penstock.kernel.viewer import NotVisible, Viewer

PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the list of companies found is narrowed to; empty means everything."""

    text: str = ""
    sector: str = ""
    verdict: str = ""
    how: str = ""


def mapping_of(viewer: Viewer) -> IndustryMapping | None:
    """The mapping of the viewer's country, if it was started."""
    return IndustryMapping.objects.visible_to(viewer).first()


def sectors(viewer: Viewer, *, with_retired: bool = False) -> list[Sector]:
    """The sectors in their order."""
    rows = Sector.objects.visible_to(viewer)
    return list(rows if with_retired else rows.filter(retired_on__isnull=True))


def sector_names(viewer: Viewer) -> dict[str, str]:
    """The names of the sectors in use, by code."""
    return {one.code: one.name for one in sectors(viewer)}


def sector(viewer: Viewer, code: str) -> Sector:
    """One sector; NotVisible when there is none for this viewer."""
    row = Sector.objects.visible_to(viewer).filter(code=code).first()
    if row is None:
        raise NotVisible
    return row


def reviews(viewer: Viewer, row: Sector) -> list[Review]:
    """The reviews of a sector, the newest first."""
    return list(Review.objects.visible_to(viewer).filter(sector=row))


def companies(viewer: Viewer, wanted: Wanted | None = None) -> QuerySet[FoundCompany]:
    """The companies found that are wanted."""
    asked = wanted or Wanted()
    rows = FoundCompany.objects.visible_to(viewer)
    if asked.text:
        rows = rows.filter(Q(name__icontains=asked.text) | Q(number__iexact=asked.text))
    if asked.sector:
        rows = rows.filter(sectors__contains=[asked.sector])
    if asked.verdict:
        rows = rows.filter(verdict=asked.verdict)
    if asked.how:
        rows = rows.filter(how=asked.how)
    return rows


def company(viewer: Viewer, found_id: UUID) -> FoundCompany:
    """One company found; NotVisible when there is none for this viewer."""
    rows = FoundCompany.objects.visible_to(viewer).select_related("company", "same_as")
    row = rows.filter(pk=found_id).first()
    if row is None:
        raise NotVisible
    return row


def files(viewer: Viewer) -> list[RegisterFile]:
    """The files that were loaded, the newest first."""
    return list(RegisterFile.objects.visible_to(viewer)[:PAGE])


def file(viewer: Viewer, file_id: UUID) -> RegisterFile:
    """One file; NotVisible when there is none for this viewer."""
    row = RegisterFile.objects.visible_to(viewer).filter(pk=file_id).first()
    if row is None:
        raise NotVisible
    return row


def faulty_lines(viewer: Viewer, row: RegisterFile) -> list[FaultyLine]:
    """The lines of a file that could not be kept."""
    return list(FaultyLine.objects.visible_to(viewer).filter(file=row))


def line(viewer: Viewer, line_id: UUID) -> FaultyLine:
    """One such line; NotVisible when there is none for this viewer."""
    row = FaultyLine.objects.visible_to(viewer).select_related("file").filter(pk=line_id).first()
    if row is None:
        raise NotVisible
    return row


def surveys(viewer: Viewer, found: FoundCompany | None = None) -> QuerySet[Survey]:
    """The survey links of one company, or of all, the newest first."""
    rows = Survey.objects.visible_to(viewer).select_related("found")
    return rows.filter(found=found) if found else rows


def unread_surveys(viewer: Viewer) -> int:
    """How many answers nobody has looked through."""
    return surveys(viewer).filter(answered_at__isnull=False, taken_by="").count()


def survey(viewer: Viewer, survey_id: UUID) -> Survey:
    """One survey link; NotVisible when there is none for this viewer."""
    row = surveys(viewer).filter(pk=survey_id).first()
    if row is None:
        raise NotVisible
    return row


def summaries(viewer: Viewer) -> list[Summary]:
    """The summaries that are shared with this viewer, one's own among them."""
    rows = Summary.objects.visible_to(viewer).filter(withdrawn_at__isnull=True)
    return list(rows.select_related("government"))


def own_summary(viewer: Viewer) -> Summary | None:
    """The summary that one's own country shares today."""
    rows = Summary.objects.visible_to(viewer).filter(withdrawn_at__isnull=True)
    return rows.filter(government=viewer.country).first() if viewer.country else None
