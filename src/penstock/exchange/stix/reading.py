"""An object of somebody's as the beginning of a draft: what our extension says, or what any STIX incident tells.

Nothing here judges; the form of an incident reads what comes out leniently, and a person looks at it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from penstock.exchange.stix.extension import CONSIGNMENT, EXTENSIONS, FACTS_OF, INCIDENT, LINES_OF, TYPES
from penstock.exchange.stix.identifiers import Stix
from penstock.exchange.stix.markings import tlp_of

LONGEST = 4000


def refers_to(stix: Stix) -> list[str]:
    """The identifiers of what belongs to an incident, as our extension names them."""
    facts = _facts(stix)
    refs = [facts.get("location_ref"), facts.get("consignment_ref")]
    refs += facts["finding_refs"] if isinstance(facts.get("finding_refs"), list) else []
    return [one for one in refs if isinstance(one, str)]


def draft_of(stix: Stix, beside: Iterable[Stix]) -> dict[str, Any]:
    """What a draft begins with; `beside` are the objects that belong to it."""
    others = list(beside)
    facts = _facts(stix)
    raw: dict[str, Any] = {one.name: facts.get(one.name) for one in FACTS_OF[INCIDENT]}
    raw["summary"] = _summary(stix, is_ours=bool(facts))
    raw["marking"] = tlp_of(stix.get("object_marking_refs"))
    for one in others:
        if one.get("type") == TYPES[CONSIGNMENT]:
            raw |= {each.name: one.get(each.name) for each in FACTS_OF[CONSIGNMENT]}
        if one.get("type") == "location" and not raw.get("country"):
            raw |= {"country": one.get("country"), "place": raw.get("place") or one.get("name")}
    for lines, fields in LINES_OF.items():
        found = [one for one in others if one.get("type") == TYPES["finding"] and one.get("part") == lines]
        raw[lines] = [{each.name: one.get(each.name) for each in fields} for one in found]
    return {name: value for name, value in raw.items() if value}


def _facts(stix: Stix) -> Mapping[str, Any]:
    extensions = stix.get("extensions")
    facts = extensions.get(EXTENSIONS[INCIDENT]) if isinstance(extensions, dict) else None
    return facts if isinstance(facts, dict) else {}


def _summary(stix: Stix, *, is_ours: bool) -> str:
    """The description; the name of an incident of others' too, since ours make their own."""
    parts = [stix.get("description")] if is_ours else [stix.get("name"), stix.get("description")]
    return "\n\n".join(one for one in parts if isinstance(one, str))[:LONGEST]
