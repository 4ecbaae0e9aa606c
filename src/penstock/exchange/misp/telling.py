"""An incident's edition as an event of MISP: a pure function of what its readers read, and of nothing else.

What MISP has no words for stands in objects of our own, whose relations are the fields of the form: a field that is
added there is in the event at once, and an event that comes back is read by the same names. Names of persons and
companies are no part of it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from penstock.catalogue.substances import substance
from penstock.exchange.misp.identifiers import event_number, event_uuid, part_uuid, uuid_of
from penstock.exchange.stix.extension import CONSIGNMENT, FACTS_OF, FINDING, INCIDENT, LINES_OF, TYPES
from penstock.exchange.stix.identifiers import NAMESPACE
from penstock.exchange.stix.incidents import Told
from penstock.exchange.stix.markings import TLP_IDS
from penstock.incidents.sharing.audience import EVERYBODY

Misp = dict[str, Any]
"""An event, or a part of one, as it is written."""

OURS = {name: f"penstock-{name}" for name in (INCIDENT, CONSIGNMENT, FINDING)}
PLACE = "geolocation"
PLACE_OF = {"latitude": "latitude", "longitude": "longitude", "countrycode": "country", "city": "place"}
"""Relations of MISP's own object of a place, and the fields that they stand for."""
PLACE_TEMPLATE = UUID("cd6f2238-ba55-4888-82c4-104e6e1acf21")
TLP_TAGS = {name: f"tlp:{name.lower()}" for name in TLP_IDS}
OWN_ORGANISATION, COMMUNITY, INHERITED = "0", "1", "5"
UNDEFINED_THREAT = "4"
ONGOING, COMPLETED = "1", "2"
CORRELATED = {
    "bill_of_lading", "air_waybill", "postal_number", "containers", "seals", "declaration", "lots", "serial",
}  # fmt: skip
"""Fields whose answers are rare enough to be correlated; a country or a substance stands in half of all events."""
SUMMARY = "summary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What an event says beside the incident: who reported it, when it was released, and how widely."""

    reporter: str
    published: datetime | None
    shared_with: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in an event an attribute stands."""

    event: UUID
    within: str
    at: str
    is_deleted: bool


def misp_event(told: Told, around: Around) -> Misp:
    """The event, with everything in it."""
    uuid, at = event_uuid(told.case_id), _seconds(told.modified)
    organisation = uuid_of("identity", "organisation", told.opener_id)
    by = {"id": str(event_number(organisation)), "name": around.reporter, "uuid": str(organisation)}
    attributes, objects = list(_attributes(told, uuid, at)), list(_objects(told, uuid, at))
    return {
        "id": str(event_number(uuid)),
        "uuid": str(uuid),
        "orgc_id": by["id"],
        "org_id": by["id"],
        "info": f"Retracted: {told.title}" if told.is_revoked else told.title,
        "date": str(told.content.get("happened_on") or told.created.date())[:10],
        "threat_level_id": UNDEFINED_THREAT,
        "analysis": COMPLETED if told.outcome or told.is_revoked else ONGOING,
        "published": around.published is not None,
        "timestamp": at,
        "publish_timestamp": _seconds(around.published) if around.published else "0",
        "distribution": COMMUNITY if around.shared_with == EVERYBODY else OWN_ORGANISATION,
        "sharing_group_id": "0",
        "attribute_count": str(len(attributes) + sum(len(one["Attribute"]) for one in objects)),
        "proposal_email_lock": False,
        "locked": False,
        "disable_correlation": False,
        "Org": by,
        "Orgc": dict(by),
        "Attribute": attributes,
        "ShadowAttribute": [],
        "RelatedEvent": [],
        "Galaxy": [],
        "Object": objects,
        "Tag": [tag(name) for name in tags_of(told)],
    }


def tags_of(told: Told) -> Iterator[str]:
    """The tags that say what the incident says: its marking, kind, domain, and whether it was closed or retracted."""
    yield TLP_TAGS[told.marking]
    for name in ("kind", "domain"):
        if told.content.get(name):
            yield f'penstock:{name}="{told.content[name]}"'
    if told.is_revoked or told.outcome:
        yield f'penstock:state="{"retracted" if told.is_revoked else "closed"}"'


def tag(name: str) -> Misp:
    """A tag as events bear it."""
    number = str(uuid5(NAMESPACE, f"tag/{name}").int >> 97)
    return {"id": number, "name": name, "colour": "#4a5560", "exportable": True, "hide_tag": False}


def attributes_in(event: Mapping[str, Any]) -> Iterator[Misp]:
    """Every attribute of an event, those of its objects among them."""
    yield from event["Attribute"]
    for one in event["Object"]:
        yield from one["Attribute"]


def _seconds(at: datetime) -> str:
    return str(int(at.timestamp()))


def _attributes(told: Told, uuid: UUID, at: str) -> Iterator[Misp]:
    """What stands in the event itself: where it is known by which reference."""
    place = Place(uuid, "", at, told.is_revoked)
    inside = {"category": "Internal reference"}
    yield {**_attribute(place, "reference", told.reference), **inside, "comment": "reference"}
    yield {**_attribute(place, "page", told.link), **inside, "comment": "page", "type": "link"}


def _objects(told: Told, uuid: UUID, at: str) -> Iterator[Misp]:
    facts = {one.name: told.content.get(one.name) for one in FACTS_OF[INCIDENT]}
    facts |= {SUMMARY: told.content.get(SUMMARY)}
    place = Place(uuid, INCIDENT, at, told.is_revoked)
    yield _object(place, part_uuid(uuid, "object", INCIDENT), OURS[INCIDENT], facts)
    where = {relation: told.content.get(name) for relation, name in PLACE_OF.items()}
    if any(where.values()):
        place = Place(uuid, "location", at, told.is_revoked)
        yield _object(place, uuid_of("location", told.case_id), PLACE, where)
    carried = {one.name: told.content.get(one.name) for one in FACTS_OF[CONSIGNMENT]}
    if any(carried.values()):
        place = Place(uuid, CONSIGNMENT, at, told.is_revoked)
        yield _object(place, uuid_of(TYPES[CONSIGNMENT], told.case_id), OURS[CONSIGNMENT], carried)
    for lines, fields in LINES_OF.items():
        for number, line in enumerate(told.content.get(lines) or ()):
            said = {one.name: line.get(one.name) for one in fields}
            said |= {"part": lines, "identified_as": _named(line.get("substance"))}
            place = Place(uuid, f"{lines}/{number}", at, told.is_revoked)
            yield _object(place, uuid_of(TYPES[FINDING], told.case_id, lines, number), OURS[FINDING], said)


def _named(id_: str | None) -> str | None:
    """The catalogue's name of a substance; none where its entry has gone since."""
    try:
        return substance(id_).name if id_ else None
    except KeyError:
        return None


def _object(place: Place, uuid: UUID, name: str, said: Mapping[str, Any]) -> Misp:
    attributes = [
        {**_attribute(place, relation, one, number=number), "object_relation": relation}
        for relation, answer in said.items()
        for number, one in enumerate(_each(answer))
    ]
    return {
        "uuid": str(uuid),
        "name": name,
        "meta-category": "misc",
        "description": "",
        "template_uuid": str(_template(name)),
        "template_version": "1",
        "event_id": str(event_number(place.event)),
        "timestamp": place.at,
        "distribution": INHERITED,
        "sharing_group_id": "0",
        "comment": "",
        "deleted": place.is_deleted,
        "ObjectReference": [],
        "Attribute": attributes,
    }


def _template(name: str) -> UUID:
    """The template of MISP's own object, or of one of ours, the same in every instance."""
    return PLACE_TEMPLATE if name == PLACE else uuid5(NAMESPACE, f"misp-template/{name}")


def _each(answer: Any) -> Iterable[str]:
    if answer in (None, "", [], {}):
        return []
    return [str(one) for one in answer] if isinstance(answer, list | tuple) else [str(answer)]


def _attribute(place: Place, relation: str, value: str, *, number: int = 0) -> Misp:
    return {
        "uuid": str(part_uuid(place.event, place.within, relation, number)),
        "event_id": str(event_number(place.event)),
        "type": _type_of(place, relation),
        "category": "Other",
        "value": value,
        "comment": "",
        "to_ids": False,
        "disable_correlation": relation not in CORRELATED,
        "distribution": INHERITED,
        "sharing_group_id": "0",
        "timestamp": place.at,
        "deleted": place.is_deleted,
    }


def _type_of(place: Place, relation: str) -> str:
    return "float" if place.within == "location" and relation in {"latitude", "longitude"} else "text"
