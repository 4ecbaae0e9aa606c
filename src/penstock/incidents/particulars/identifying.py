"""What a line of a sheet may mean and does not say: proposed where it is close, for a person to say which it is.

A spelling that is close to a controlled substance's may be an ordinary chemical's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from penstock.catalogue.naming.identifying import identified_as, recognitions

MOST_PROPOSED = 3


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a line of a sheet may mean and is not identified as: its name, and a substance with the reason for it."""

    line: int
    named: str
    substance: str
    name: str
    reason: str


def proposals(kept: Mapping[str, Any]) -> list[Proposal]:
    """The substances that lines may mean and do not say, at most three for each; also where name and number changed."""
    return [one for number, line in enumerate(kept.get("substances") or ()) for one in _proposed(number, line)]


def _proposed(number: int, line: Mapping[str, Any]) -> Iterator[Proposal]:
    named, cas, said = line.get("named") or "", line.get("cas_number") or None, line.get("substance")
    # Filled in once, it would stay when the name is corrected, and nobody would look there again.
    if said and identified_as(named, cas) in {None, said}:
        return
    found = {one.id: one for one in reversed(recognitions(named, cas)) if one.id != said}
    for one in list(reversed(found.values()))[:MOST_PROPOSED]:
        yield Proposal(number + 1, named, one.id, one.name, one.reason)
