"""The signs as they stand in the data, with the group and the basis of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml


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
    """Every group, in the order of the data."""
    told: Mapping[str, Mapping[str, Any]] = yaml.safe_load(
        Path(__file__).with_name("signs.yaml").read_text(encoding="utf-8")
    )
    return tuple(
        Group(name, one["label"], one["basis"], bool(one["verified"]), dict(one["signs"])) for name, one in told.items()
    )


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
