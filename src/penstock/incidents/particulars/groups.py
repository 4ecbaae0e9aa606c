"""Named groups of substances, for reports that name nothing closer: by word, or by a stem that only members bear."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from penstock.incidents.particulars.facts import DOMAINS


@dataclass(frozen=True, slots=True)
class Group:
    """A group with its domain, the words that say it, and the stems of its members' names."""

    id: str
    label: str
    domain: str
    words: tuple[str, ...]
    stems: tuple[re.Pattern[str], ...]


@cache
def groups() -> Mapping[str, Group]:
    """The groups by id; ValueError when an id or a word stands twice, or a domain is none."""
    listed = yaml.safe_load(Path(__file__).with_name("groups.yaml").read_text("utf-8"))
    found = {
        one["id"]: Group(
            one["id"],
            one["label"],
            one["domain"],
            tuple(one["words"]),
            tuple(re.compile(stem) for stem in one.get("stems", ())),
        )
        for one in listed
    }
    said = [word for one in found.values() for word in one.words]
    wrong = [one.id for one in found.values() if one.domain not in DOMAINS]
    if len(found) != len(listed) or len(set(said)) != len(said) or wrong:
        message = f"groups: an id or a word stands twice, or a domain is unknown {wrong}"
        raise ValueError(message)
    return found


GROUPS = {one.id: one.label for one in groups().values()}
