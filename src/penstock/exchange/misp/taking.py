"""An event of MISP as it comes: read into the answers of a draft, and what is left over kept as it came."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from penstock.exchange.misp.doors import Unreadable
from penstock.exchange.misp.telling import COMMUNITY, OURS, PLACE, PLACE_OF, SUMMARY, TLP_TAGS
from penstock.exchange.stix.extension import CONSIGNMENT, FACTS_OF, FINDING, INCIDENT, LINES_OF
from penstock.incidents.particulars.facts import SHARING
from penstock.incidents.sharing.audience import EVERYBODY
from penstock.kernel.forms.types import Listed

MOST_PARTS = 2000
MOST_TAGS, LONGEST_TAG = 50, 255
OWN_TAGS = "penstock:"
TLP_OF = {tag: name for name, tag in TLP_TAGS.items()} | {"tlp:white": "CLEAR"}
FACTS = {one.name: one.type for one in (*FACTS_OF[INCIDENT], *SHARING.fields)} | {SUMMARY: None}
CARRIED = {one.name: one.type for one in FACTS_OF[CONSIGNMENT]}
LINES = {part: {one.name: one.type for one in fields} for part, fields in LINES_OF.items()}
WIDELY = {COMMUNITY, "2", "3"}
TOLD_BESIDE = {"reference", "page"}
"""What our own events say in attributes of theirs, and what is no answer when it comes back."""
PASSED_OVER = {"part", "identified_as"}
NO_NEED = {
    "id", "uuid", "info", "date", "Attribute", "Object", "Tag", "Org", "Orgc", "orgc_id", "org_id", "timestamp",
    "publish_timestamp", "published", "distribution", "threat_level_id", "analysis", "attribute_count", "locked",
    "proposal_email_lock", "disable_correlation", "sharing_group_id", "event_creator_email",
}  # fmt: skip


@dataclass(slots=True)
class Taken:
    """What was understood of an event: the answers, its own UUID and tags, and what is left over."""

    raw: dict[str, Any]
    given: UUID | None
    tags: list[str] = field(default_factory=list)
    left_over: dict[str, Any] = field(default_factory=dict)


def read_event(sent: Mapping[str, Any]) -> Taken:
    """Read an event, with or without `Event` around it; Unreadable where it is none."""
    event = sent.get("Event", sent)
    if not isinstance(event, Mapping) or not isinstance(event.get("info"), str) or not event["info"].strip():
        raise Unreadable("This is no event: its 'info' is missing.")
    objects, attributes = _rows(event, "Object"), _rows(event, "Attribute")
    if len(attributes) + sum(1 + len(_rows(one, "Attribute")) for one in objects) > MOST_PARTS:
        message = f"An event has at most {MOST_PARTS} attributes and objects."
        raise Unreadable(message)
    taken = Taken(raw={}, given=_uuid(event.get("uuid")))
    if isinstance(event.get("date"), str):
        taken.raw["happened_on"] = event["date"]
    if str(event.get("distribution")) in WIDELY:
        taken.raw["shared_with"] = EVERYBODY
    _take_tags(taken, _rows(event, "Tag"))
    _take_objects(taken, objects)
    _take_attributes(taken, attributes)
    beside = {key: value for key, value in event.items() if key not in NO_NEED and value not in (None, "", [], {})}
    taken.left_over |= beside
    if not any(one.get("name") in OURS.values() for one in objects):
        taken.raw.setdefault(SUMMARY, event["info"])
    return taken


def tag_name(value: object) -> str:
    """A tag's name; Unreadable where it is none."""
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_TAG:
        message = f"A tag is a text of at most {LONGEST_TAG} characters."
        raise Unreadable(message)
    return value.strip()


def _rows(of: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    rows = [] if of.get(name) is None else of[name]
    if not isinstance(rows, list) or not all(isinstance(one, Mapping) for one in rows):
        message = f"'{name}' is a list of objects."
        raise Unreadable(message)
    return rows


def _uuid(value: object) -> UUID | None:
    if value is None:
        return None
    try:
        return UUID(str(value))
    except ValueError:
        raise Unreadable("The event's 'uuid' is none.") from None


def _take_tags(taken: Taken, tags: Iterable[Mapping[str, Any]]) -> None:
    markings = []
    for name in (tag_name(one.get("name")) for one in tags):
        if name.lower() in TLP_OF:
            markings.append(TLP_OF[name.lower()])
        elif name.startswith(OWN_TAGS):
            about, _is, value = name.removeprefix(OWN_TAGS).partition("=")
            if about in {"kind", "domain"}:
                taken.raw[about] = value.strip('"')
        else:
            taken.tags.append(name)
    if len(taken.tags) > MOST_TAGS:
        message = f"An event bears at most {MOST_TAGS} tags."
        raise Unreadable(message)
    taken.tags = list(dict.fromkeys(taken.tags))
    if markings:
        taken.raw["marking"] = max(markings, key=list(TLP_TAGS).index)


def _take_objects(taken: Taken, objects: Iterable[Mapping[str, Any]]) -> None:
    places = []
    for one in objects:
        name = one.get("name")
        if name == OURS[INCIDENT]:
            _take(taken, one, FACTS, taken.raw)
        elif name == OURS[CONSIGNMENT]:
            _take(taken, one, CARRIED, taken.raw)
        elif name == OURS[FINDING]:
            _take_finding(taken, one)
        elif name == PLACE:
            places.append(one)
        else:
            taken.left_over.setdefault("Object", []).append(dict(one))
    for one in places:
        found: dict[str, Any] = {}
        _take(taken, one, dict.fromkeys(PLACE_OF), found)
        for relation, value in found.items():
            taken.raw.setdefault(PLACE_OF[relation], value)


def _take_finding(taken: Taken, one: Mapping[str, Any]) -> None:
    said = {relation: value for relation, value, _row in _said(one)}
    part = said.get("part") if said.get("part") in LINES else "equipment" if "sort" in said else "substances"
    line: dict[str, Any] = {}
    _take(taken, one, LINES[str(part)], line)
    taken.raw.setdefault(str(part), []).append(line)


def _said(one: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """The relation, the value and the whole of each attribute of an object."""
    for row in _rows(one, "Attribute"):
        value = row.get("value")
        yield str(row.get("object_relation") or ""), "" if value is None else str(value), row


def _take(taken: Taken, one: Mapping[str, Any], fields: Mapping[str, Any], into: dict[str, Any]) -> None:
    """Take the answers of an object; what is no field of it, and a second answer to one, is left over."""
    left: list[dict[str, Any]] = []
    for relation, value, row in _said(one):
        if isinstance(fields.get(relation), Listed):
            into.setdefault(relation, []).append(value)
        elif relation in fields and (relation not in into or (into is taken.raw and relation in EARLIER)):
            into[relation] = value
        elif relation not in PASSED_OVER:
            left.append(dict(row))
    if left:
        taken.left_over.setdefault("Object", []).append({**one, "Attribute": left})


EARLIER = {"kind", "domain", "happened_on", "shared_with", "marking"}
"""Answers that tags or the event itself gave before, and which the object of ours says better."""


def _take_attributes(taken: Taken, attributes: Iterable[Mapping[str, Any]]) -> None:
    left = [dict(one) for one in attributes if one.get("comment") not in TOLD_BESIDE]
    if left:
        taken.left_over["Attribute"] = left
