"""Identifiers of events, objects and attributes: an incident has the same UUID here as among the objects of STIX.

Everything within an event shares the first half of its UUID, so that an attribute leads back to its event.
"""

from uuid import UUID, uuid5

from penstock.exchange.stix.identifiers import stix_id

HALF = 64
NUMBERED = 65
"""How many bits are left out of the number by which older calls name an event; it fits into 63 bits."""


def uuid_of(type_: str, *of: object) -> UUID:
    """The UUID that an object of STIX of this type has for the same thing."""
    return UUID(stix_id(type_, *of).partition("--")[2])


def event_uuid(case_id: UUID) -> UUID:
    """The UUID of an incident's event."""
    return uuid_of("incident", case_id)


def part_uuid(event: UUID, *of: object) -> UUID:
    """The UUID of an attribute within an event."""
    own = uuid5(event, "/".join(map(str, of))).int
    return UUID(int=(event.int >> HALF << HALF) | (own & ((1 << HALF) - 1)))


def event_number(event: UUID) -> int:
    """The number of an event."""
    return event.int >> NUMBERED


def span_of_part(part: UUID) -> tuple[UUID, UUID]:
    """The first and the last UUID that the event of a part can have."""
    return _span(part.int >> HALF, HALF)


def span_of_number(number: int) -> tuple[UUID, UUID]:
    """The first and the last UUID that an event with this number can have."""
    return _span(number, NUMBERED)


def _span(beginning: int, left_out: int) -> tuple[UUID, UUID]:
    first = beginning << left_out
    return UUID(int=first), UUID(int=first | ((1 << left_out) - 1))
