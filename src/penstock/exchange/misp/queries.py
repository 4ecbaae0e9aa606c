"""Reads of events; the viewer comes first, and whoever does not see the incident finds no event."""

import re
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from penstock.cases.models import Receipt
from penstock.cases.secrecy.sight import content_for
from penstock.cases.services import case_link, note_editions_read
from penstock.exchange.misp import searching
from penstock.exchange.misp.identifiers import event_number, event_uuid, span_of_number, span_of_part
from penstock.exchange.misp.models import Kept, Known, Sighting
from penstock.exchange.misp.searching import Asked
from penstock.exchange.misp.telling import Around, Misp, attributes_in, misp_event, tag
from penstock.exchange.stix.incidents import Told
from penstock.exchange.taxii.models import StixObject
from penstock.incidents.models import Incident
from penstock.kernel.viewer import NotVisible, Viewer

OUT = ("released", "closed", "retracted")
NUMBER = 63
OF_ATTRIBUTES = (
    "type", "category", "to_ids", "uuid", "comment", "value", "object_relation", "first_seen", "last_seen",
)  # fmt: skip
OF_OBJECTS = ("name", "meta-category", "description", "template_uuid", "template_version", "uuid", "comment")


def events(viewer: Viewer) -> "QuerySet[Incident]":
    """The incidents that are events: those released that the viewer sees, and what its own systems added."""
    added = Kept.objects.visible_to(viewer).filter(is_added=True)
    rows = Incident.objects.visible_to(viewer).select_related("opener")
    return rows.filter(Q(state__in=OUT) | Q(pk__in=added.values("incident"))).exclude(state="discarded")


def event_called(viewer: Viewer, name: str) -> Incident:
    """The event with this UUID or number; NotVisible when the viewer finds none."""
    found = events(viewer).filter(pk__in=_cases_called(viewer, name)).first()
    if found is None:
        raise NotVisible
    return found


def _cases_called(viewer: Viewer, name: str) -> set[UUID]:
    """The incidents that go by a UUID or number, among those that the viewer sees."""
    known = Known.objects.visible_to(viewer)
    uuid = searching.is_uuid(name)
    if uuid is None:
        if not re.fullmatch(r"[0-9]{1,19}", name) or int(name) >> NUMBER:
            return set()
        return set(known.filter(uuid__range=span_of_number(int(name))).values_list("incident", flat=True))
    found = set(known.filter(uuid=uuid).values_list("incident", flat=True))
    written = StixObject.objects.visible_to(viewer).filter(object_id=f"incident--{uuid}", case__isnull=False)
    found |= set(written.values_list("case", flat=True)[:1])
    if not found:
        found = set(Kept.objects.visible_to(viewer).filter(given=uuid).values_list("incident", flat=True))
    return found


def incident_of_part(viewer: Viewer, part: UUID) -> tuple[Incident, Misp]:
    """The incident of an attribute with this UUID, and the attribute; NotVisible when the viewer finds none."""
    near = Known.objects.visible_to(viewer).filter(uuid__range=span_of_part(part)).values("incident")
    for incident in events(viewer).filter(pk__in=near):
        for one in attributes_in(plain_event(viewer, incident)):
            if one["uuid"] == str(part):
                return incident, one
    raise NotVisible


def found(viewer: Viewer, asked: Asked) -> list[Incident]:
    """A page of the events that a search asks for, newest change first."""
    rows = events(viewer).filter(asked.where)
    if asked.names:
        rows = rows.filter(pk__in={one for name in asked.names for one in _cases_called(viewer, name)})
    if asked.published is not None:
        rows = rows.filter(state__in=OUT) if asked.published else rows.exclude(state__in=OUT)
    enough = [_tagged(viewer, name) for how, name in asked.tags if how == "OR"]
    if enough:
        rows = rows.filter(searching.any_of(enough))
    for how, name in asked.tags:
        if how != "OR":
            rows = rows.filter(_tagged(viewer, name)) if how == "AND" else rows.exclude(_tagged(viewer, name))
    return searching.page_of(rows, asked)


def _tagged(viewer: Viewer, name: str) -> Q:
    said = searching.tagged(name)
    own = Kept.objects.visible_to(viewer).filter(tags__contains=[name])
    return Q(pk__in=own.values("incident")) if said is None else said


def plain_event(viewer: Viewer, incident: Incident) -> Misp:
    """The event as it follows from the incident alone."""
    told = Told(
        case_id=incident.pk,
        reference=incident.reference,
        title=incident.title,
        link=case_link(incident.reference),
        opener_id=incident.opener_id,
        content=content_for(viewer, incident),
        marking=incident.marking,
        created=incident.sent_at or incident.updated_at,
        modified=incident.updated_at,
        outcome="closed" if incident.state == "closed" else "",
        is_revoked=incident.state == "retracted",
    )
    published = incident.sent_at if incident.state in OUT else None
    around = Around(reporter=incident.opener.name, published=published, shared_with=incident.shared_with)
    return misp_event(told, around)


def told_events(viewer: Viewer, incidents: Sequence[Incident], *, metadata: bool = False) -> list[Misp]:
    """The events with what the viewer's organisation keeps of them and the sightings; that they were read is noted."""
    ids = [one.pk for one in incidents]
    kept = {one.incident_id: one for one in Kept.objects.visible_to(viewer).filter(incident__in=ids)}
    seen: dict[UUID, list[Sighting]] = {}
    for one in Sighting.objects.visible_to(viewer).filter(incident__in=ids).select_related("organisation"):
        seen.setdefault(one.incident_id, []).append(one)
    _note_told(viewer, incidents)
    told = []
    for incident in incidents:
        event = plain_event(viewer, incident)
        _add_kept(event, kept.get(incident.pk))
        for attribute in attributes_in(event):
            own = [told_sighting(one) for one in seen.get(incident.pk, ()) if str(one.attribute) == attribute["uuid"]]
            if own:
                attribute["Sighting"] = own
        if metadata:
            event["Attribute"], event["Object"] = [], []
        told.append(event)
    return told


def sightings(viewer: Viewer, incident: Incident | None = None) -> list[dict[str, Any]]:
    """The sightings of an event, or the newest of all events that the viewer sees."""
    rows = Sighting.objects.visible_to(viewer).filter(incident__in=events(viewer)).select_related("organisation")
    if incident:
        rows = rows.filter(incident=incident)
    return [told_sighting(one) for one in rows.order_by("-made_at")[: searching.MOST]]


def told_sighting(one: Sighting) -> dict[str, Any]:
    """A sighting as MISP writes it."""
    event = event_uuid(one.incident_id)
    return {
        "id": str(event_number(one.pk)),
        "uuid": str(one.pk),
        "attribute_uuid": str(one.attribute),
        "event_id": str(event_number(event)),
        "event_uuid": str(event),
        "value": one.value,
        "type": one.kind,
        "source": one.source,
        "date_sighting": str(int(one.seen_at.timestamp())),
        "Organisation": {"name": one.organisation.name},
    }


def _add_kept(event: Misp, kept: Kept | None) -> None:
    if kept is None:
        return
    event["Tag"] += [tag(name) for name in kept.tags]
    number = event["id"]
    for one in kept.left_over.get("Attribute", ()):
        event["Attribute"].append({**_of(one, OF_ATTRIBUTES), "event_id": number, "distribution": "0"})
    for one in kept.left_over.get("Object", ()):
        attributes = [_of(each, OF_ATTRIBUTES) for each in one.get("Attribute") or ()]
        event["Object"].append({**_of(one, OF_OBJECTS), "event_id": number, "Attribute": attributes})


def _of(one: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: one[name] for name in names if one.get(name) is not None}


def _note_told(viewer: Viewer, incidents: Sequence[Incident]) -> None:
    """Keep that this person's system was given these editions, as on a page, and which events they are."""
    by_uuid = {event_uuid(one.pk): one for one in incidents}
    known = set(Known.objects.visible_to(viewer).filter(uuid__in=by_uuid).values_list("uuid", flat=True))
    fresh = [Known(uuid=uuid, incident=one) for uuid, one in by_uuid.items() if uuid not in known]
    Known.objects.bulk_create(fresh, ignore_conflicts=True)
    given = {(one.pk, one.edition) for one in incidents if one.sent_at}
    read = Receipt.objects.filter(person_id=viewer.person_id, case__in=[one for one, _edition in given])
    note_editions_read(viewer=viewer, editions=sorted(given - set(read.values_list("case_id", "edition"))))
