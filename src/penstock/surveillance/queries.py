"""Reads of surveillance lists; the viewer comes first, and whoever is neither owner, giver nor named finds nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet

from penstock.kernel.clock import today
from penstock.kernel.models import Event
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.parties.duties import KEEP_LISTS, READ_LISTS
from penstock.parties.models import Organisation, Person
from penstock.parties.queries import is_uuid, people_with
from penstock.surveillance.copies.services import standing_of
from penstock.surveillance.models import Copy, Edition, Entry, Opening, SurveillanceList, Vetting


@dataclass(frozen=True, slots=True)
class Held:
    """A copy with how often and since when it was opened."""

    copy: Copy
    openings: int
    first_at: datetime | None
    last_at: datetime | None


def own_lists(viewer: Viewer) -> list[SurveillanceList]:
    """The lists that the viewer's organisation owns, with their editions."""
    rows = SurveillanceList.objects.visible_to(viewer).filter(owner_id=viewer.organisation_id)
    return list(rows.prefetch_related("editions"))


def own_list(viewer: Viewer, list_id: UUID) -> SurveillanceList:
    """One of the viewer's own lists; NotVisible when there is none."""
    found = SurveillanceList.objects.visible_to(viewer).filter(owner_id=viewer.organisation_id, pk=list_id).first()
    if found is None:
        raise NotVisible
    return found


def editions(viewer: Viewer, the_list: SurveillanceList) -> list[Edition]:
    """The editions of a list, the newest first."""
    return list(Edition.objects.visible_to(viewer).filter(list=the_list).select_related("list"))


def own_edition(viewer: Viewer, edition_id: UUID) -> Edition:
    """An edition of one of the viewer's own lists; NotVisible when there is none."""
    rows = Edition.objects.visible_to(viewer).filter(owner_id=viewer.organisation_id).select_related("list")
    found = rows.filter(pk=edition_id).first()
    if found is None:
        raise NotVisible
    return found


def entries(viewer: Viewer, edition: Edition) -> list[Entry]:
    """The lines of an edition of the viewer's own, with their faults."""
    return list(Entry.objects.visible_to(viewer).filter(edition=edition))


def copies(viewer: Viewer, the_list: SurveillanceList) -> list[Held]:
    """Who got which edition of a list, when, and what became of it; the newest edition first."""
    return _held(
        Copy.objects.visible_to(viewer).filter(edition__list=the_list).order_by("-edition__number", "given_at")
    )


def given(viewer: Viewer) -> list[Held]:
    """The copies that the viewer's organisation passed on, of lists that others own."""
    if not viewer.has(KEEP_LISTS):
        return []
    rows = Copy.objects.visible_to(viewer).filter(giver_id=viewer.organisation_id, parent__isnull=False)
    return _held(rows.order_by("-given_at"))


def received(viewer: Viewer) -> list[Held]:
    """The copies in the viewer's own name, the newest first."""
    rows = Copy.objects.visible_to(viewer).filter(holder_id=viewer.organisation_id)
    return _held(rows.order_by("-given_at")) if viewer.has(READ_LISTS) else []


def _held(rows: "QuerySet[Copy]") -> list[Held]:
    found = rows.select_related("edition__list", "holder", "giver", "owner").annotate(
        times=Count("openings"), first_at=Min("openings__at"), last_at=Max("openings__at")
    )
    return [Held(one, one.times, one.first_at, one.last_at) for one in found]


def copy_of(viewer: Viewer, copy_id: UUID) -> Copy:
    """A copy that the viewer holds, gave or owns the list of; NotVisible otherwise.

    Owner and giver see it only with the duty to keep lists.
    """
    rows = Copy.objects.visible_to(viewer).select_related("edition__list", "holder", "giver", "owner", "vetting")
    found = rows.filter(pk=copy_id).first()
    if found is None or not (found.holder_id == viewer.organisation_id or viewer.has(KEEP_LISTS)):
        raise NotVisible
    return found


def openings(viewer: Viewer, copy: Copy) -> list[Opening]:
    """Who opened a copy, when and in which form, the newest first."""
    return list(Opening.objects.visible_to(viewer).filter(copy=copy).order_by("-at"))


def acts_on(viewer: Viewer, row_id: UUID) -> list[Event]:
    """What the record holds of a list, an edition or a copy."""
    return list(Event.objects.visible_to(viewer).filter(case_id=row_id))


def vettings(viewer: Viewer) -> list[Vetting]:
    """The viewer's own decisions, and those that let an association's members receive lists through it."""
    if not viewer.has(KEEP_LISTS):
        return []
    rows = Vetting.objects.visible_to(viewer)
    return list(rows.select_related("organisation", "association", "authority"))


def own_vetting(viewer: Viewer, vetting_id: UUID) -> Vetting:
    """A decision of the viewer's own; NotVisible when there is none."""
    rows = Vetting.objects.visible_to(viewer).filter(authority_id=viewer.organisation_id, pk=vetting_id)
    found = rows.select_related("organisation", "association").first()
    if found is None:
        raise NotVisible
    return found


def vettable() -> list[Organisation]:
    """The organisations that may be vetted: companies and associations."""
    return list(Organisation.objects.filter(kind="company").select_related("government").order_by("name"))


def recipients(viewer: Viewer, parent: Copy | None) -> list[Organisation]:
    """Whom the viewer may hand a copy to: of a list of one's own, or of the copy `parent` that is passed on."""
    day = today()
    trusted = {one.organisation_id for one in Vetting.objects.visible_to(viewer) if one.holds_on(day)}
    wanted = Q(id__in=trusted) if parent else Q(id__in=trusted) | ~Q(kind="company")
    rows = Organisation.objects.filter(wanted).select_related("government").order_by("name")
    return [one for one in rows if standing_of(viewer.organisation_id, parent, one, day)]


def readers_at(offered: Iterable[Organisation], chosen: str) -> list[Person]:
    """The persons of one of the organisations offered who may be named on a copy."""
    found = [one for one in offered if is_uuid(chosen) and one.id == UUID(chosen)]
    return list(people_with(READ_LISTS, found[0].id)) if found else []


def concerns(viewer: Viewer) -> bool:
    """Whether there is anything of surveillance lists for this viewer: a list to keep, or a copy to read."""
    if viewer.has(KEEP_LISTS):
        return True
    own = Copy.objects.visible_to(viewer).filter(holder_id=viewer.organisation_id)
    return viewer.has(READ_LISTS) and own.exists()
