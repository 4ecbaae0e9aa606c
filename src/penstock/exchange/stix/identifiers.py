"""Identifiers and instants as STIX writes them: the same thing has the same identifier in every export."""

from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

Stix = dict[str, Any]
"""One object, as it is written."""

SPEC = "2.1"
NAMESPACE = uuid5(NAMESPACE_URL, "urn:penstock:stix")


def stix_id(type_: str, *of: object) -> str:
    """The identifier of an object of a type, made from what names the thing in the house."""
    return f"{type_}--{uuid5(NAMESPACE, '/'.join((type_, *map(str, of))))}"


def instant(at: datetime) -> str:
    """An instant in UTC to the millisecond."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def filled(values: Stix) -> Stix:
    """What was answered: STIX has neither null nor empty lists."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}
