"""What STIX has no words for: the facts of an incident, what was found, what is carried, its permits, and substances.

Each of the five is an extension definition of its own with a JSON Schema, made from the form by which an incident is
reported: a field that is added there is in the schema, and in what is exported, at once.
"""

import json
from collections.abc import Mapping
from typing import Any

from penstock.exchange.stix.identifiers import SPEC, Stix, stix_id
from penstock.exchange.stix.markings import marking
from penstock.incidents.particulars.carriage import CONCEALMENT, ROUTE, TRANSPORT
from penstock.incidents.particulars.facts import FACTS, FOLLOWING
from penstock.incidents.particulars.findings import EQUIPMENT, SUBSTANCES
from penstock.kernel.forms.specification import Field
from penstock.kernel.forms.types import FieldType, Listed
from penstock.notices.fields import SECTIONS
from penstock.notices.states import STATES

INCIDENT, FINDING, CONSIGNMENT, SUBSTANCE, PERMIT = "incident", "finding", "consignment", "substance", "permit"
TYPES = {name: f"x-penstock-{name}" for name in (FINDING, CONSIGNMENT, SUBSTANCE, PERMIT)}
EXTENSIONS = {name: stix_id("extension-definition", name, 1) for name in (INCIDENT, *TYPES)}
HOUSE = stix_id("identity", "penstock")
SINCE = "2026-11-01T00:00:00.000Z"
ABOUT = {
    INCIDENT: "The facts of an incident: kind, domain, day, place, concealment, modus operandi, legal status.",
    FINDING: "A substance or piece of equipment that was found, as declared and as identified, with its quantity.",
    CONSIGNMENT: "Goods on their way, as found in an incident or as notified before export: route, transport, papers.",
    SUBSTANCE: "A substance of the catalogue, with its names and numbers.",
    PERMIT: "A permit for a consignment, as it is named in the notice: for export or for import, and until when.",
}

FACTS_OF: Mapping[str, tuple[Field, ...]] = {
    INCIDENT: tuple(one for part in (FACTS, CONCEALMENT, FOLLOWING) for one in part.fields if one.name != "summary"),
    CONSIGNMENT: tuple(one for part in (ROUTE, TRANSPORT) for one in part.fields),
}
NOTIFIED: tuple[Field, ...] = tuple(one for part in SECTIONS for one in part.fields)
"""What a notice says, but for what its sender says of secrecy."""
SIDES = ("export", "import")
LINES_OF = {"substances": SUBSTANCES.fields, "equipment": EQUIPMENT.fields}
TEXT = {"type": "string"}
_REF = {"type": "string", "pattern": "^[a-z0-9-]+--[0-9a-f-]{36}$"}
_TIME = {"type": "string", "format": "date-time"}
COMMON: Mapping[str, Any] = {
    "spec_version": {"const": SPEC},
    "id": _REF,
    "created_by_ref": _REF,
    "created": _TIME,
    "modified": _TIME,
    "revoked": {"type": "boolean"},
    "object_marking_refs": {"type": "array", "minItems": 1, "items": _REF},
}


def new_object(name: str) -> Stix:
    """What an object of a type of ours says of its extension."""
    return {EXTENSIONS[name]: {"extension_type": "new-sdo"}}


def definitions() -> list[Stix]:
    """The extension definitions, and the identity that made them."""
    by = {
        "type": "identity",
        "spec_version": SPEC,
        "id": HOUSE,
        "created": SINCE,
        "modified": SINCE,
        "name": "Penstock",
        "identity_class": "system",
        "object_marking_refs": marking("CLEAR"),
    }
    return [by, *(_definition(name) for name in EXTENSIONS)]


def _definition(name: str) -> Stix:
    return {
        "type": "extension-definition",
        "spec_version": SPEC,
        "id": EXTENSIONS[name],
        "created_by_ref": HOUSE,
        "created": SINCE,
        "modified": SINCE,
        "name": f"Penstock: {name}",
        "description": f"{ABOUT[name]} Every instance serves its JSON Schema at /stix/{name}.schema.json.",
        "schema": schema_id(name),
        "version": "1.0.0",
        "extension_types": ["property-extension" if name == INCIDENT else "new-sdo"],
        "object_marking_refs": marking("CLEAR"),
    }


def schema_id(name: str) -> str:
    """The identifier of a schema, the same in every instance."""
    return f"urn:penstock:stix:1:{name}"


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of what an extension adds to an incident, or of an object of a type of ours."""
    own = _own(name)
    if name != INCIDENT:
        kind = {"extension_type": {"const": "new-sdo"}}
        told = {
            "type": "object",
            "properties": {EXTENSIONS[name]: {"type": "object", "properties": kind, "required": list(kind)}},
            "required": [EXTENSIONS[name]],
        }
        own = {"type": {"const": TYPES[name]}, **COMMON, "extensions": told, **own}
    else:
        own = {"extension_type": {"const": "property-extension"}, **own}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": schema_id(name),
        "title": f"Penstock: {name}",
        "description": ABOUT[name],
        "type": "object",
        "properties": own,
        "required": [one for one in own if one in _NEEDED[name]],
        "additionalProperties": False,
        **({"oneOf": [{"required": ["incident_ref"]}, {"required": ["notice"]}]} if name == CONSIGNMENT else {}),
    }


_ALWAYS = {"type", "spec_version", "id", "created", "modified", "object_marking_refs", "extensions"}
_NEEDED = {
    INCIDENT: {"extension_type", "kind", "domain", "happened_on", "country"},
    FINDING: _ALWAYS | {"created_by_ref", "sort", "incident_ref"},
    CONSIGNMENT: _ALWAYS | {"created_by_ref"},
    SUBSTANCE: _ALWAYS | {"name", "substance_id"},
    PERMIT: _ALWAYS | {"created_by_ref", "side", "consignment_ref"},
}


def _own(name: str) -> dict[str, Any]:
    if name == SUBSTANCE:
        return {**dict.fromkeys(("name", "substance_id", "cas_number", "inchikey", "formula", "hs_code"), TEXT)} | {
            "other_names": {"type": "array", "items": TEXT, "minItems": 1}
        }
    if name == FINDING:
        asked = {one.name: _typed(one.type) for lines in LINES_OF.values() for one in lines}
        beside = {"sort": TEXT, "incident_ref": _REF, "substance_ref": _REF, "identified_as": TEXT}
        return {**asked, **beside, "part": {"enum": list(LINES_OF)}}
    if name == PERMIT:
        until = {"type": "string", "format": "date"}
        return {"side": {"enum": list(SIDES)}, "number": TEXT, "valid_until": until, "consignment_ref": _REF}
    asked = {one.name: _typed(one.type) for one in FACTS_OF[name]}
    if name == CONSIGNMENT:
        return {**asked, "incident_ref": _REF, **_notified()}
    beside = {"reference": TEXT, "outcome": TEXT, "location_ref": _REF, "consignment_ref": _REF}
    return {**asked, **beside, "finding_refs": {"type": "array", "items": _REF, "minItems": 1}}


def _notified() -> dict[str, Any]:
    """What a consignment says besides that was notified before its export."""
    told = {one.name: _typed(one.type) for one in NOTIFIED}
    return {
        "name": TEXT,
        "state": {"enum": [one for one in STATES if one not in {"draft", "discarded"}]},
        "substance_refs": {"type": "array", "minItems": 1, "items": _REF},
        "external_references": {"type": "array", "minItems": 1, "items": {"type": "object"}},
        "notice": {"type": "object", "properties": told, "additionalProperties": False},
    }


def _typed(kind: FieldType) -> dict[str, Any]:
    """The schema of a field as it is kept."""
    found = dict(kind.schema())
    return {**found, "minItems": 1} if isinstance(kind, Listed) and found.get("type") == "array" else found


def schema_text(name: str) -> str:
    """A schema as it is published."""
    return json.dumps(schema(name), indent=1)
