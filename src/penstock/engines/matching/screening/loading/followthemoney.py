"""Entities of the FollowTheMoney model, one JSON object a line, as open collections of lists publish them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from penstock.engines.matching.screening.loading.reading import Read, Unread, date_of, told
from penstock.engines.matching.screening.parties import Entry, Identifier, Kind

_KINDS = {
    "Person": Kind.PERSON, "Company": Kind.COMPANY, "Organization": Kind.COMPANY, "PublicBody": Kind.COMPANY,
    "LegalEntity": Kind.UNKNOWN, "Vessel": Kind.VESSEL, "Airplane": Kind.VESSEL,
}  # fmt: skip
_OTHER_NAMES = ("alias", "previousName", "weakAlias")
_COUNTRIES = ("nationality", "citizenship", "jurisdiction", "country", "flag")
_NUMBERS = {
    "passportNumber": "passport", "idNumber": "national id", "taxNumber": "tax", "innCode": "tax", "vatCode": "tax",
    "registrationNumber": "registration", "ogrnCode": "registration", "leiCode": "lei", "imoNumber": "imo",
    "mmsi": "mmsi", "swiftBic": "bic", "dunsCode": "duns", "uscCode": "registration",
}  # fmt: skip


def read_followthemoney(lines: Iterable[str], list_id: str) -> Read:
    """Read the entities that are parties; what is none (an address, a sanction) is unread and named so."""
    return told(_entries(lines, list_id))


def _entries(lines: Iterable[str], list_id: str) -> Iterator[Entry | Unread]:
    for place, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except ValueError:
            yield Unread(place, "no JSON")
            continue
        yield _entry(place, found, list_id)


def _entry(place: int, found: Any, list_id: str) -> Entry | Unread:
    if not isinstance(found, dict) or not isinstance(found.get("properties"), dict):
        return Unread(place, "no entity with properties")
    schema, told_of = str(found.get("schema", "")), found["properties"]
    names = _values(told_of, "name")
    if schema not in _KINDS:
        return Unread(place, f"a {schema or 'thing without schema'} is no party")
    if not found.get("id") or not names:
        return Unread(place, f"a {schema} without {'a name' if found.get('id') else 'an id'}")
    return Entry(
        id=str(found["id"]),
        names=names[:1],
        kind=_KINDS[schema],
        countries=_values(told_of, *_COUNTRIES),
        addresses=_values(told_of, "address"),
        identifiers=tuple(
            Identifier(kind, value) for field, kind in _NUMBERS.items() for value in _values(told_of, field)
        ),
        birth_dates=tuple(date for value in _values(told_of, "birthDate") if (date := date_of(value))),
        list_id=list_id,
        aliases=tuple(dict.fromkeys([*names[1:], *_values(told_of, *_OTHER_NAMES)])),
    )


def _values(told_of: Mapping[str, Any], *fields: str) -> tuple[str, ...]:
    """The texts of some properties, each once; a property holds a list, and a careless writer one text."""
    found: list[str] = []
    for field in fields:
        values = told_of.get(field) or []
        found += [values] if isinstance(values, str) else [value for value in values if isinstance(value, str)]
    return tuple(dict.fromkeys(value.strip() for value in found if value.strip()))
