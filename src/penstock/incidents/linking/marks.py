"""What identifies an incident: the numbers on its sheet, and those of each name, in the form in which they compare."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from penstock.engines.matching.identifiers import normalised

OF_SHEET = {
    "containers": "container",
    "air_waybill": "air waybill",
    "bill_of_lading": "bill of lading",
    "postal_number": "postal number",
    "declaration": "declaration",
    "seals": "seal",
    "vehicle": "vehicle",
    "notice": "notice",
}
OF_SUBSTANCES = {"lots": "lot", "profile": "profile"}
OF_EQUIPMENT = {"serial": "serial"}
OF_NAMES = {
    "name": "name",
    "other_names": "name",
    "address": "address",
    "phone": "phone",
    "email": "email",
    "online": "online",
    "number": "number",
}
SEVERAL_IN_ONE = {"other_names", "phone", "email", "online"}
"""Answers in one text that may hold several, with a comma, a semicolon or a line between them."""
KINDS = {
    "container": "Container",
    "air waybill": "Air waybill",
    "bill of lading": "Bill of lading",
    "postal number": "Number of the parcel",
    "declaration": "Customs declaration",
    "lot": "Lot or batch",
    "serial": "Serial number",
    "seal": "Seal",
    "vehicle": "Vehicle, vessel or flight",
    "profile": "Profiling report",
    "notice": "Pre-export notification",
    "own reference": "Reporter's own reference",
    "name": "Name",
    "phone": "Telephone",
    "address": "Address",
    "email": "E-mail",
    "online": "Name or address online",
    "number": "Company number or identity document",
}
STRENGTHS = {
    **dict.fromkeys(KINDS, 0.9),
    "container": 0.95,
    "air waybill": 0.98,
    "bill of lading": 0.97,
    "postal number": 0.97,
    "vehicle": 0.75,
    "own reference": 0.7,
    "name": 0.7,
    "address": 0.8,
}
"""How much one shared mark of a kind says by itself; only the order in which suggestions stand follows from it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A mark that was read off: its kind, how it compares, how it was written, and the name it was taken from."""

    kind: str
    value: str
    shown: str
    party_id: UUID | None = None


def marks_of(content: Mapping[str, Any], opener: str, names: Iterable[tuple[UUID, Mapping[str, Any]]]) -> list[Found]:
    """Every mark of an incident's content and of its names, each once; `opener` is the reporter's country or office.

    A reporter's own reference counts within what the reporter writes, for others number alike.
    """
    found = [*_read(OF_SHEET, content)]
    for line in content.get("substances") or ():
        found += _read(OF_SUBSTANCES, line)
    for line in content.get("equipment") or ():
        found += _read(OF_EQUIPMENT, line)
    own = str(content.get("own_reference") or "")
    if value := normalised("own reference", own):
        found.append(Found("own reference", f"{opener} {value}", own))
    for party_id, answers in names:
        found += [Found(one.kind, one.value, one.shown, party_id) for one in _read(OF_NAMES, answers)]
    return list({(one.kind, one.value, one.party_id): one for one in found}.values())


def _read(kinds: Mapping[str, str], answers: Mapping[str, Any]) -> Iterator[Found]:
    for field, kind in kinds.items():
        for written in _each(field, answers.get(field)):
            if value := normalised(kind, written):
                yield Found(kind, value, written)


def _each(field: str, answer: Any) -> list[str]:
    if isinstance(answer, list | tuple):
        return [str(one) for one in answer]
    text = str(answer or "")
    found = re.split(r"[,;\n]", text) if field in SEVERAL_IN_ONE else [text]
    return [one.strip() for one in found if one.strip()]
