"""Writes from clients of MISP, each by the services that pages use: a draft, a marking, a release; and sightings."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from penstock.cases.secrecy.sight import content_for
from penstock.exchange.misp import searching
from penstock.exchange.misp.doors import Unreadable
from penstock.exchange.misp.models import SEEN, SIGHTINGS, Kept, Sighting
from penstock.exchange.misp.queries import event_called, events, incident_of_part, plain_event
from penstock.exchange.misp.taking import MOST_TAGS, OWN_TAGS, TLP_OF, Taken, tag_name
from penstock.exchange.misp.telling import attributes_in
from penstock.incidents.models import Incident
from penstock.incidents.services import draft_incident, take_step
from penstock.kernel import record
from penstock.kernel.clock import now
from penstock.kernel.viewer import NotVisible, Refused, Viewer
from penstock.parties.duties import REPORT_INCIDENTS

MOST_SIGHTED = 50
LONGEST_SOURCE = 200


def add_event(*, viewer: Viewer, taken: Taken) -> Incident:
    """Begin a draft of the viewer's organisation from an event; what has no field is kept beside it, as it came."""
    with transaction.atomic():
        if taken.given and _is_known(viewer, taken.given):
            raise Refused("event_known", "There is an event with this UUID already.")
        incident = draft_incident(viewer=viewer, raw=taken.raw)
        kept = Kept(
            incident=incident,
            organisation_id=viewer.organisation_id,
            given=taken.given,
            left_over=taken.left_over,
            tags=taken.tags,
            is_added=True,
        )
        try:
            with transaction.atomic():
                kept.save(force_insert=True)
        except IntegrityError:
            raise Refused("event_known", "There is an event with this UUID already.") from None
        left = {name: len(rows) if isinstance(rows, list) else 1 for name, rows in taken.left_over.items()}
        _on_record("event.added", viewer, incident, {"left_over": left}, within=True)
    return incident


def publish(*, viewer: Viewer, name: str) -> Incident:
    """Release the incident of an event; Refused where two people must, or where facts are missing."""
    incident = event_called(viewer, name)
    return take_step(viewer=viewer, incident_id=incident.pk, verb="release")


def attach_tag(*, viewer: Viewer, name: str, tag: object) -> Incident:
    """Mark an event of one's own anew, or keep a tag for one's own organisation."""
    viewer.needs(REPORT_INCIDENTS)
    text = tag_name(tag)
    with transaction.atomic():
        incident = event_called(viewer, name)
        if text.lower() in TLP_OF:
            return _mark(viewer, incident, TLP_OF[text.lower()])
        _refuse_facts(text)
        kept = _kept(viewer, incident)
        if text not in kept.tags:
            if len(kept.tags) >= MOST_TAGS:
                raise Refused("too_many_tags", f"An event bears at most {MOST_TAGS} tags.")
            kept.tags = [*kept.tags, text]
            kept.save(update_fields=["tags"])
            _on_record("event.tagged", viewer, incident, {"tag": text}, within=True)
    return incident


def remove_tag(*, viewer: Viewer, name: str, tag: object) -> Incident:
    """Take away a tag that one's own organisation keeps."""
    viewer.needs(REPORT_INCIDENTS)
    text = tag_name(tag)
    if text.lower() in TLP_OF:
        raise Refused("marking_stays", "An event always bears a marking: attach the one that is to take its place.")
    with transaction.atomic():
        incident = event_called(viewer, name)
        _refuse_facts(text)
        kept = _kept(viewer, incident)
        if text not in kept.tags:
            raise NotVisible
        kept.tags = [one for one in kept.tags if one != text]
        kept.save(update_fields=["tags"])
        _on_record("event.untagged", viewer, incident, {"tag": text}, within=True)
    return incident


def sight(*, viewer: Viewer, said: Mapping[str, Any], part: UUID | None = None) -> list[Sighting]:
    """Say that what an attribute says was seen: of one attribute, or of every one with a value."""
    viewer.needs(REPORT_INCIDENTS)
    kind, source = str(said.get("type") or SEEN), str(said.get("source") or "")
    if kind not in SIGHTINGS or len(source) > LONGEST_SOURCE:
        message = f"The type of a sighting is 0, 1 or 2, and its source has at most {LONGEST_SOURCE} characters."
        raise Unreadable(message)
    at = _instant(said.get("timestamp"))
    found = [incident_of_part(viewer, part)] if part else _with_values(viewer, said)
    rows = []
    with transaction.atomic():
        for incident, attribute in found:
            if incident.state == "retracted":
                raise Refused("wrong_state", "The incident was retracted: do not act on it.")
            row = Sighting(
                incident=incident,
                attribute=UUID(attribute["uuid"]),
                value=attribute["value"],
                kind=kind,
                source=source,
                seen_at=at,
                organisation_id=viewer.organisation_id,
                person_name=viewer.name,
            )
            row.save(force_insert=True)
            rows.append(row)
            _on_record("event.sighted", viewer, incident, {"attribute": attribute["uuid"], "type": kind})
    return rows


def _with_values(viewer: Viewer, said: Mapping[str, Any]) -> list[tuple[Incident, dict[str, Any]]]:
    """The attributes that have exactly these values, in events that are not retracted."""
    values = said.get("values") or said.get("value") or []
    texts = [str(one) for one in (values if isinstance(values, list) else [values])]
    if not texts or len(texts) > MOST_SIGHTED:
        message = f"Say what was seen: the UUID of an attribute, or up to {MOST_SIGHTED} values."
        raise Unreadable(message)
    rows = events(viewer).filter(searching.any_of(searching.with_value(one.replace("%", "")) for one in texts))
    near = list(rows.exclude(state="retracted").order_by("-updated_at", "-id")[: MOST_SIGHTED + 1])
    pairs = [(one, each) for one in near for each in attributes_in(plain_event(viewer, one)) if each["value"] in texts]
    if not pairs:
        raise NotVisible
    if len(near) > MOST_SIGHTED or len(pairs) > MOST_SIGHTED:
        text = f"More than {MOST_SIGHTED} attributes have this value: say which one was seen."
        raise Refused("too_common", text)
    return pairs


def _instant(given: object) -> datetime:
    try:
        at = datetime.fromtimestamp(float(str(given)), UTC) if given else now()
    except (ValueError, OverflowError, OSError):
        raise Unreadable("The timestamp of a sighting is in seconds since 1970.") from None
    if at > now():
        raise Unreadable("What is still to come has not been seen.")
    return at


def _mark(viewer: Viewer, incident: Incident, marking: str) -> Incident:
    if incident.opener_id != viewer.organisation_id:
        raise Refused("other_side", "Only the reporting side may do this.")
    if incident.marking == marking and content_for(viewer, incident).get("marking") == marking:
        return incident
    verb = "edit" if incident.state == "draft" else "amend"
    raw = {**content_for(viewer, incident), "marking": marking}
    return take_step(viewer=viewer, incident_id=incident.pk, verb=verb, raw=raw)


def _refuse_facts(tag: str) -> None:
    if tag.startswith(OWN_TAGS):
        raise Refused("tag_of_facts", "This tag follows from the incident's facts: change these.")


def _is_known(viewer: Viewer, given: UUID) -> bool:
    try:
        event_called(viewer, str(given))
    except NotVisible:
        return False
    return True


def _kept(viewer: Viewer, incident: Incident) -> Kept:
    """What the viewer's organisation keeps of the event, locked."""
    Kept.objects.get_or_create(incident=incident, organisation_id=viewer.organisation_id)
    rows = Kept.objects.visible_to(viewer).select_for_update(of=("self",))
    return rows.get(incident=incident, organisation=viewer.organisation_id)


def _on_record(name: str, viewer: Viewer, incident: Incident, data: Mapping[str, Any], *, within: bool = False) -> None:
    audience = [viewer.organisation_id] if within else incident.audience
    act = record.Act(name=name, case_id=incident.pk, viewer=viewer, audience=audience, data=data, duty=REPORT_INCIDENTS)
    record.append(act)
