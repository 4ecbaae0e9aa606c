"""The signs as the form of a report asks for them, with the group and the basis of each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from penstock.orders.signs.vocabulary import groups as all_groups
from penstock.orders.signs.vocabulary import signs as all_signs


@dataclass(frozen=True, slots=True)
class Group:
    """Signs that belong together; `verified` tells whether somebody compared them with the text of `basis`."""

    name: str
    label: str
    basis: str
    verified: bool
    signs: Mapping[str, str]

    @property
    def field(self) -> str:
        """The name of the field in which they are ticked."""
        return f"signs_{self.name}"


@cache
def groups() -> tuple[Group, ...]:
    """Every group, in the order of the data; of two signs under one code, the first says how it is called."""
    found = []
    for group in all_groups():
        told: dict[str, str] = {}
        for one in group.signs:
            if one.reported:
                told.setdefault(one.reported, one.said)
        found.append(Group(group.name, group.label, group.basis, group.verified, told))
    return tuple(found)


@cache
def labels() -> Mapping[str, str]:
    """The label of each sign by its code; no code stands in two groups."""
    pairs = [pair for group in groups() for pair in group.signs.items()]
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a sign stands in two groups")
    return found


def signs_in(values: Mapping[str, Any]) -> list[str]:
    """The codes of all signs that were ticked, in the order of the data."""
    return [sign for group in groups() for sign in values.get(group.field) or ()]


def ticked_for(indicators: Iterable[str]) -> dict[str, list[str]]:
    """The answers of a report that signs of a checked order give, by the field in which they are ticked."""
    codes = {all_signs()[one].reported for one in indicators if one in all_signs()}
    found = {group.field: [code for code in group.signs if code in codes] for group in groups()}
    return {field: ticked for field, ticked in found.items() if ticked}
