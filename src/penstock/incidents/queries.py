"""Reads of incidents; the viewer comes first."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from penstock.cases.models import Receipt
from penstock.cases.queries import newest_changes
from penstock.incidents.models import Incident, Original, Party
from penstock.incidents.particulars.facts import DOMAINS, KINDS
from penstock.incidents.states import STATES
from penstock.kernel.clock import now
from penstock.kernel.models import Signature
from penstock.kernel.viewer import NotVisible, Viewer

PAGE = 50
MOST_NEW = 20
NEW_FOR = timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a list of incidents is narrowed to; empty means everything."""

    text: str = ""
    kind: str = ""
    domain: str = ""
    state: str = ""
    substance: str = ""
    country: str = ""
    updated_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of incidents, newest change first, and the cursor of the next one."""

    incidents: list[Incident]
    next: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for the viewer: to be signed, to be published, and released or changed since the viewer last read."""

    to_sign: list[Incident]
    to_publish: list[Incident]
    unread: list[Incident]


def incident_by_reference(viewer: Viewer, reference: str) -> Incident:
    """The incident with this reference, if this viewer may see it; NotVisible otherwise."""
    seen = Incident.objects.visible_to(viewer).select_related("opener", "counterpart")
    incident = seen.filter(reference=reference).first()
    if incident is None:
        raise NotVisible
    return incident


def incidents(viewer: Viewer, wanted: Filter, *, cursor: str = "", limit: int = PAGE) -> Page:
    """The viewer's incidents that pass a filter; `cursor` is what the page before gave as `next`."""
    rows = _filtered(viewer, Incident.objects.visible_to(viewer).select_related("opener", "counterpart"), wanted)
    return Page(*newest_changes(viewer, rows, cursor, limit))


def _filtered(viewer: Viewer, rows: "QuerySet[Incident]", wanted: Filter) -> "QuerySet[Incident]":
    exact = {
        "category": wanted.kind if wanted.kind in KINDS else "",
        "domain": wanted.domain if wanted.domain in DOMAINS else "",
        "state": wanted.state if wanted.state in STATES else "",
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.substance:
        rows = rows.filter(substances__contains=[wanted.substance])
    if wanted.country:
        rows = rows.filter(Q(country=wanted.country) | Q(route__contains=[wanted.country]))
    if wanted.updated_since:
        rows = rows.filter(updated_at__gte=wanted.updated_since)
    if wanted.text:
        named = Party.objects.visible_to(viewer).filter(incident=OuterRef("pk"), name__icontains=wanted.text)
        rows = rows.filter(
            Q(reference__icontains=wanted.text)
            | Q(title__icontains=wanted.text)
            | Q(names__icontains=wanted.text)
            | Q(content__summary__icontains=wanted.text)
            | Q(content__place__icontains=wanted.text)
            | Exists(named)
        )
    return rows


def waiting(viewer: Viewer) -> Waiting:
    """What the inbox shows of incidents; what is older than two months is news to nobody."""
    seen = Incident.objects.visible_to(viewer).select_related("opener", "counterpart").order_by("-updated_at", "-id")
    signed = Signature.objects.filter(organisation_id=viewer.organisation_id, outcome="open", case_id=OuterRef("pk"))
    own = Receipt.objects.filter(case_id=OuterRef("pk"), edition=OuterRef("edition"), person_id=viewer.person_id)
    # Incidents of a message are news together, by its letter and page; one by one they would cover all else.
    out = seen.filter(state__in=["released", "closed", "retracted"], updated_at__gte=now() - NEW_FOR)
    out = out.filter(message__isnull=True)
    return Waiting(
        to_sign=list(seen.filter(Exists(signed), state="draft")[:MOST_NEW]),
        to_publish=list(seen.filter(counterpart=viewer.organisation_id, state="handed")[:MOST_NEW]),
        unread=list(out.exclude(opener=viewer.organisation_id).exclude(Exists(own))[:MOST_NEW]),
    )


def parties(viewer: Viewer, incident: Incident) -> list[Party]:
    """The names on an incident that were given to the viewer's organisation."""
    return list(Party.objects.visible_to(viewer).filter(incident=incident))


def party(viewer: Viewer, incident: Incident, party_id: UUID) -> Party:
    """One of the names; NotVisible when it was not given to the viewer's organisation."""
    found = Party.objects.visible_to(viewer).filter(incident=incident, pk=party_id).first()
    if found is None:
        raise NotVisible
    return found


def originals(viewer: Viewer, incident: Incident) -> list[Original]:
    """The originals that the viewer's own organisation gave."""
    return list(Original.objects.visible_to(viewer).filter(incident=incident).select_related("organisation"))


def original(viewer: Viewer, incident: Incident, original_id: UUID) -> Original:
    """One of them; NotVisible for anybody else's."""
    found = Original.objects.visible_to(viewer).filter(incident=incident, pk=original_id).first()
    if found is None:
        raise NotVisible
    return found


def source_of(viewer: Viewer, incident: Incident) -> Incident | None:
    """The report that a publication of the secretariat's came from, for those who see both."""
    return Incident.objects.visible_to(viewer).filter(published_as=incident.reference).first()
