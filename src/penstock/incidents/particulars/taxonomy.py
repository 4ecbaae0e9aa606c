"""The maintained lists of words for concealment and modus operandi; withdrawn ones are understood and not offered."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from penstock.kernel.forms.types import Choice


@cache
def taxonomy() -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """The entries by list; ValueError when an id stands twice or an entry lacks its label."""
    found = yaml.safe_load(Path(__file__).with_name("taxonomy.yaml").read_text("utf-8"))
    for name, entries in found.items():
        ids = [one["id"] for one in entries]
        if len(set(ids)) != len(ids) or not all(str(one.get("label") or "").strip() for one in entries):
            message = f"taxonomy '{name}': an id stands twice, or a label is missing"
            raise ValueError(message)
    return dict(found)


class Term(Choice):
    """One word of a list of the taxonomy."""

    def __init__(self, name: str) -> None:
        """Understand every word of the list `name`."""
        self.entries = taxonomy()[name]
        super().__init__({one["id"]: one["label"] for one in self.entries})

    def choices(self) -> Sequence[tuple[str, str]]:
        """The words that are not withdrawn."""
        return tuple((one["id"], one["label"]) for one in self.entries if not one.get("withdrawn"))
