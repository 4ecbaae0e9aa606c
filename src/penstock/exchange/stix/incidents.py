"""An incident's edition as STIX objects: a pure function of what its readers read, and of nothing else.

Names of persons and companies are no part of it; each is an object of its own, for those alone to whom it is given.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from penstock.catalogue.substances import substance
from penstock.exchange.stix.extension import (
    CONSIGNMENT,
    EXTENSIONS,
    FACTS_OF,
    FINDING,
    INCIDENT,
    LINES_OF,
    SUBSTANCE,
    TYPES,
    new_object,
)
from penstock.exchange.stix.identifiers import SPEC, Stix, filled, instant, stix_id
from penstock.exchange.stix.markings import marking

LOCODES = "UN/LOCODE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An edition of an incident as it is told: what was said, by whom, when first, when last, and if it still holds."""

    case_id: UUID
    reference: str
    title: str
    link: str
    opener_id: UUID
    content: Mapping[str, Any]
    marking: str
    created: datetime
    modified: datetime
    outcome: str = ""
    is_revoked: bool = False

    def common(self, type_: str, *of: object) -> Stix:
        """What every object of the edition says of itself."""
        said = {
            "type": type_,
            "spec_version": SPEC,
            "id": stix_id(type_, *(of or (self.case_id,))),
            "created_by_ref": stix_id("identity", "organisation", self.opener_id),
            "created": instant(self.created),
            "modified": instant(self.modified),
            "object_marking_refs": marking(self.marking),
        }
        return {**said, "revoked": True} if self.is_revoked else said


def incident_objects(told: Told) -> list[Stix]:
    """The incident, its place, what was found, what carried it, and how these hang together."""
    findings = list(_findings(told))
    consignment = _consignment(told)
    location = _location(told)
    around = [location, *([consignment] if consignment else []), *findings]
    incident = _incident(told, location, consignment, findings)
    links = [_link(told, incident, "located-at", location)]
    links += [_link(told, one, "related-to", incident) for one in around[1:]]
    return [incident, *around, *links]


def incident_id(case_id: UUID) -> str:
    """The identifier of an incident's own object."""
    return stix_id("incident", case_id)


def _incident(told: Told, location: Stix, consignment: Stix | None, findings: list[Stix]) -> Stix:
    facts = {one.name: told.content.get(one.name) for one in FACTS_OF[INCIDENT]}
    refs = {
        "reference": told.reference,
        "outcome": told.outcome,
        "location_ref": location["id"],
        "consignment_ref": consignment and consignment["id"],
        "finding_refs": [one["id"] for one in findings],
    }
    return filled(
        {
            **told.common("incident"),
            "name": told.title,
            "description": told.content.get("summary"),
            "labels": filled({"labels": [told.content.get("kind") or ""]}).get("labels"),
            "external_references": [
                {"source_name": "penstock", "external_id": told.reference, "url": told.link},
            ],
            "extensions": {EXTENSIONS[INCIDENT]: {"extension_type": "property-extension", **filled({**facts, **refs})}},
        }
    )


def _location(told: Told) -> Stix:
    content = told.content
    point = content.get("latitude"), content.get("longitude")
    locode = content.get("locode")
    return filled(
        {
            **told.common("location"),
            "name": content.get("place"),
            "country": content.get("country"),
            "latitude": None if point[0] is None else float(point[0]),
            "longitude": None if point[1] is None else float(point[1]),
            "external_references": [{"source_name": LOCODES, "external_id": locode}] if locode else [],
        }
    )


def _findings(told: Told) -> Iterator[Stix]:
    for lines, fields in LINES_OF.items():
        for number, line in enumerate(told.content.get(lines) or ()):
            said = filled({one.name: line.get(one.name) for one in fields})
            yield {
                **told.common(TYPES[FINDING], told.case_id, lines, number),
                "extensions": new_object(FINDING),
                **said,
                **_identified(line.get("substance")),
                "part": lines,
                "sort": said.get("sort", "substance"),
                "incident_ref": incident_id(told.case_id),
            }


def _identified(id_: str | None) -> Stix:
    """The catalogue's entry for what was identified; an entry that has gone since leaves only its id behind."""
    if not id_:
        return {}
    try:
        found = substance(id_)
    except KeyError:
        return {}
    return {"substance_ref": stix_id(TYPES[SUBSTANCE], id_), "identified_as": found.name}


def _consignment(told: Told) -> Stix | None:
    said = filled({one.name: told.content.get(one.name) for one in FACTS_OF[CONSIGNMENT]})
    if not said:
        return None
    return {
        **told.common(TYPES[CONSIGNMENT]),
        "extensions": new_object(CONSIGNMENT),
        **said,
        "incident_ref": incident_id(told.case_id),
    }


def _link(told: Told, source: Stix, how: str, target: Stix) -> Stix:
    return {
        **told.common("relationship", told.case_id, source["id"], how, target["id"]),
        "relationship_type": how,
        "source_ref": source["id"],
        "target_ref": target["id"],
    }
