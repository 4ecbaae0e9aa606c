"""Signs of something suspicious as they stand in the data: for checks by their ids, for reports by their codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

TICKED, COMPUTED, REPORTED = "tick", "computed", "report"


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign: how a check knows of it (`told`), under which code reports keep it, how they say it, who names it."""

    id: str
    group: str
    label: str
    told: str
    reported: str
    said: str
    source: str


@dataclass(frozen=True, slots=True)
class Group:
    """Signs that belong together; `verified` tells whether somebody compared them with the text of `basis`."""

    name: str
    label: str
    basis: str
    verified: bool
    signs: tuple[Sign, ...]


@cache
def groups() -> tuple[Group, ...]:
    """Every group in the order of the data; ValueError where an id stands twice or `told` is none of the three."""
    said: Mapping[str, Mapping[str, Any]] = yaml.safe_load(
        Path(__file__).with_name("vocabulary.yaml").read_text(encoding="utf-8")
    )
    found = tuple(
        Group(name, one["label"], one["basis"], bool(one["verified"]), tuple(_signs(name, one)))
        for name, one in said.items()
    )
    ids = [sign.id for group in found for sign in group.signs]
    strange = {sign.id for group in found for sign in group.signs if sign.told not in {TICKED, COMPUTED, REPORTED}}
    twice = {one for one in ids if ids.count(one) > 1} | strange
    if twice:
        raise ValueError(f"vocabulary.yaml is at odds with itself: {', '.join(sorted(twice))}")
    return found


def _signs(group: str, said: Mapping[str, Any]) -> list[Sign]:
    return [
        Sign(
            id=id_,
            group=group,
            label=one["label"],
            told=one["told"],
            reported=one.get("reported", ""),
            said=one.get("said", one["label"]),
            source=one.get("source", said["basis"]),
        )
        for id_, one in said["signs"].items()
    ]


@cache
def signs() -> Mapping[str, Sign]:
    """Every sign by its id."""
    return MappingProxyType({one.id: one for group in groups() for one in group.signs})
