"""Persons and companies of an incident as STIX identities, for those alone to whom the name is given."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from penstock.exchange.stix.identifiers import Stix, filled, stix_id
from penstock.exchange.stix.incidents import Told, incident_id
from penstock.incidents.involved.fields import PARTY, ROLES

CLASSES = {"company": "organization", "person": "individual"}
REACHED_BY = ("address", "country", "phone", "email", "online")
SAID_OF = ("other_names", "number", "born_on", "note")
WITHDRAWN = "Withdrawn"


def name_objects(told: Told, party_id: UUID, content: Mapping[str, Any]) -> list[Stix]:
    """The identity, and how it stands to the incident."""
    labels = {one.name: one.label for one in PARTY.fields}
    identity = filled(
        {
            **told.common("identity", "party", party_id),
            "name": content["name"],
            "identity_class": CLASSES.get(content.get("being") or "", "unknown"),
            "roles": [content["role"]],
            "contact_information": _lines(labels, REACHED_BY, content),
            "description": _lines(labels, SAID_OF, content),
        }
    )
    return [identity, {**_relation(told, party_id), "description": ROLES.get(content["role"], content["role"])}]


def withdrawn_objects(told: Told, party_id: UUID) -> list[Stix]:
    """What those are told who are no longer given a name: that it is not valid any more, and nothing else."""
    identity = {**told.common("identity", "party", party_id), "name": WITHDRAWN, "revoked": True}
    return [identity, {**_relation(told, party_id), "revoked": True}]


def _relation(told: Told, party_id: UUID) -> Stix:
    return {
        **told.common("relationship", told.case_id, "party", party_id),
        "relationship_type": "related-to",
        "source_ref": stix_id("identity", "party", party_id),
        "target_ref": incident_id(told.case_id),
    }


def _lines(labels: Mapping[str, str], names: tuple[str, ...], content: Mapping[str, Any]) -> str:
    return "\n".join(f"{labels[name]}: {content[name]}" for name in names if content.get(name))
