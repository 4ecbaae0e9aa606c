"""A notice's edition as STIX objects: the consignment that was notified, and the permits named for it.

A pure function of the answers that its readers may read; what was left out of these is in no object.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from penstock.exchange.stix.extension import CONSIGNMENT, NOTIFIED, PERMIT, SIDES, SUBSTANCE, TYPES, new_object
from penstock.exchange.stix.identifiers import Stix, filled, stix_id
from penstock.exchange.stix.incidents import Told
from penstock.incidents.particulars.carriage import MODES

SAME_WORDS = ("carrier", "vehicle", "containers")
"""What notices and incidents call by one name, beside the route and the means of transport."""


def consignment_id(case_id: UUID) -> str:
    """The identifier of a notice's consignment."""
    return stix_id(TYPES[CONSIGNMENT], case_id)


def consignment_object(told: Told) -> Stix:
    """The consignment: in the words that those of incidents have too, and in `notice` as it was notified."""
    content = told.content
    return {
        **told.common(TYPES[CONSIGNMENT]),
        "extensions": new_object(CONSIGNMENT),
        "name": f"Notice {told.reference}",
        "external_references": [{"source_name": "penstock", "external_id": told.reference, "url": told.link}],
        "state": told.outcome,
        **filled(_carriage(content)),
        **filled({"substance_refs": [stix_id(TYPES[SUBSTANCE], one) for one in content.get("substances") or ()]}),
        "notice": filled({one.name: content.get(one.name) for one in NOTIFIED}),
    }


def _carriage(content: Mapping[str, Any]) -> Stix:
    mode = content.get("transport_mode")
    route = {
        "departure_country": content.get("exporter_country"),
        "transit_country": content.get("transit_countries"),
        "destination_country": content.get("importer_country"),
    }
    sure = {name.replace("country", "certainty"): "known" for name, value in route.items() if value}
    same = {name: content.get(name) for name in SAME_WORDS}
    return {**route, **sure, **same, "transport_mode": mode if mode in MODES else None}


def permit_answers(side: str) -> tuple[str, str]:
    """The answers of a notice that name a permit: its number, and until when it is valid."""
    return f"{side}_permit", f"{side}_permit_until"


def permit_object(told: Told, side: str) -> Stix | None:
    """The permit of one of the two sides; None where the notice names none."""
    number, until = permit_answers(side)
    if not told.content.get(number):
        return None
    said = {"number": told.content[number], "valid_until": told.content.get(until)}
    return {**_permit(told, side), **filled(said)}


def permit_withdrawn(told: Told, side: str) -> Stix:
    """What those are told who were told of a permit that the notice names no more."""
    return {**_permit(told, side), "revoked": True}


def _permit(told: Told, side: str) -> Stix:
    if side not in SIDES:
        raise ValueError(side)
    return {
        **told.common(TYPES[PERMIT], told.case_id, side),
        "extensions": new_object(PERMIT),
        "side": side,
        "consignment_ref": consignment_id(told.case_id),
    }
