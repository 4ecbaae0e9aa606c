"""Reads of notices; the viewer comes first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from penstock.cases.models import Case
from penstock.cases.queries import Kind, newest_changes
from penstock.cases.secrecy.sight import readable, sees_all
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.notices.models import Notice
from penstock.notices.particulars.tracks import TRACKS
from penstock.notices.states import NOTICES, STATES

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a list of notices is narrowed to; empty means everything."""

    text: str = ""
    state: str = ""
    country: str = ""
    substance: str = ""
    track: str = ""
    emergency: bool = False
    updated_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of notices, newest change first, and the cursor of the next one."""

    notices: list[Notice]
    next: str


def notice_by_reference(viewer: Viewer, reference: str) -> Notice:
    """The notice with this reference, if this viewer may see it; NotVisible otherwise."""
    seen = Notice.objects.visible_to(viewer).select_related("opener", "counterpart", "waits_for", "arrangement")
    notice = seen.filter(reference=reference).first()
    if notice is None:
        raise NotVisible
    return notice


def notices(viewer: Viewer, wanted: Filter, *, cursor: str = "", limit: int = PAGE) -> Page:
    """The viewer's notices that pass a filter; `cursor` is what the page before gave as `next`."""
    is_of_cases = not (wanted.country or wanted.substance or wanted.track or wanted.emergency)
    cases = _as_cases(viewer, Case.objects.visible_to(viewer).filter(kind=NOTICES.kind), wanted)
    among = cases if is_of_cases else None
    return Page(*newest_changes(viewer, narrowed(viewer, wanted), cursor, limit, among=among))


def narrowed(viewer: Viewer, wanted: Filter) -> "QuerySet[Notice]":
    """The viewer's notices that pass a filter, in no order; what is hidden from the viewer is no hit."""
    seen = Notice.objects.visible_to(viewer).select_related("opener", "counterpart", "waits_for")
    rows = _as_cases(viewer, seen, wanted)
    if wanted.country:
        rows = rows.filter(Q(exporting=wanted.country) | Q(importing=wanted.country))
    if wanted.substance:
        rows = rows.filter(readable(viewer, "substances"), substances__contains=[wanted.substance])
    if wanted.track in TRACKS:
        rows = rows.filter(track=wanted.track)
    if wanted.emergency:
        rows = rows.filter(is_emergency=True)
    return rows


def _as_cases(viewer: Viewer, rows: "QuerySet[Kind]", wanted: Filter) -> "QuerySet[Kind]":
    """Narrowed by what every case has; asking for what is hidden would find it out, so that is no hit."""
    if wanted.state in STATES:
        rows = rows.filter(state=wanted.state)
    if wanted.updated_since:
        rows = rows.filter(updated_at__gte=wanted.updated_since)
    if wanted.text:
        rows = rows.filter(
            Q(reference__icontains=wanted.text)
            | Q(title__icontains=wanted.text)
            | Q(readable(viewer), whole_title__icontains=wanted.text)
            | Q(readable(viewer, "reference"), content__reference__icontains=wanted.text)
            | Q(readable(viewer, "importer_name"), content__importer_name__icontains=wanted.text)
            | Q(readable(viewer, "exporter_name"), content__exporter_name__icontains=wanted.text)
        )
    return rows


def likely_duplicates(viewer: Viewer, notice: Notice) -> list[Notice]:
    """Other notices of the same authority that are probably the same shipment, or bear the same reference.

    Likeness tells of what makes notices alike, so it is told only where none of that is hidden from the viewer.
    """
    if not sees_all(viewer, notice):
        return []
    return list(_alike(viewer, [notice]).exclude(pk=notice.pk).order_by("-updated_at")[:5])


def likely_before(viewer: Viewer, notices: Iterable[Notice]) -> dict[UUID, str]:
    """The reference of the newest notice that each is probably the same as, by its id, in one query for them all."""
    wanted = [one for one in notices if sees_all(viewer, one)]
    columns = ("pk", "reference", "opener_id", "likeness", "own_reference")
    rows = list(_alike(viewer, wanted).order_by("-updated_at").values_list(*columns))
    found = {}
    for one in wanted:
        marks = {("likeness", one.likeness), ("reference", one.own_reference)}
        for pk, reference, opener_id, likeness, own_reference in rows:
            same = marks & {("likeness", likeness or None), ("reference", own_reference or None)}
            if same and pk != one.pk and opener_id == one.opener_id:
                found[one.pk] = reference
                break
    return found


def _alike(viewer: Viewer, notices: Sequence[Notice]) -> "QuerySet[Notice]":
    """Notices like one of those given, those themselves among them."""
    same = Q(likeness__in={one.likeness for one in notices} - {""})
    same |= Q(own_reference__in={one.own_reference for one in notices} - {""})
    alike = readable(viewer, "importer_name", "substances", "dispatch_on", "reference")
    openers = {one.opener_id for one in notices}
    others = Notice.objects.visible_to(viewer).filter(alike, same, opener_id__in=openers)
    return others.exclude(state__in=["withdrawn", "closed", "discarded"])


def likenesses_sent(opener_id: UUID, wanted: Iterable[str]) -> dict[str, str]:
    """The references of an authority's notices by their likeness, for those of `wanted` that were sent before."""
    keys = {one for one in wanted if one}
    rows = Notice.objects.filter(opener_id=opener_id, likeness__in=keys, sent_at__isnull=False)
    return dict(rows.exclude(state="withdrawn").values_list("likeness", "reference"))
