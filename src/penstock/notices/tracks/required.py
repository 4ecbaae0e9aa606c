"""Which fields a notice of each track must have before it can be sent."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from penstock.kernel.forms.specification import Form
from penstock.notices.fields import SHIPMENT, STATUTORY, VOLUNTARY

LEAST_VOLUNTARY = frozenset(
    {
        "exporter_name",
        "exporter_country",
        "importer_name",
        "importer_country",
        "goods_description",
        "quantity",
        "unit",
    }
)
"""What a voluntary notice must say: between whom, what, and how much. Neither a day nor a number of one's own."""


def required_in(track: str) -> frozenset[str]:
    """Return the names of the fields that a track requires of every notice, whatever its destination adds."""
    if track == VOLUNTARY:
        return LEAST_VOLUNTARY
    return frozenset(one.name for one in SHIPMENT.fields if one.required)


def track_in(content: Mapping[str, Any]) -> str:
    """Return the track that the answers of a form declare; statutory where they say nothing that can be read."""
    declared = str(content.get("track") or "").strip().casefold()
    # The label is understood too, as in every choice.
    return VOLUNTARY if declared.startswith(VOLUNTARY) else STATUTORY


@cache
def form_of(track: str) -> Form:
    """Return the form of a shipment with the fields of a track required."""
    required = required_in(track)
    sections = tuple(
        replace(part, fields=tuple(replace(one, required=one.name in required) for one in part.fields))
        for part in SHIPMENT.sections
    )
    return replace(SHIPMENT, sections=sections)
