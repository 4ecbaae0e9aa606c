"""What a check answers: how it bears on the notice, one sentence with figures, its basis, and what it rests on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.translation import gettext

Tone = Literal["warning", "look", "cannot say", "fine"]
TONES: Mapping[Tone, str] = {
    "warning": "Warning",
    "look": "Look closer",
    "cannot say": "Cannot say",
    "fine": "Fine",
}
"""Worst first; what cannot be said is not fine."""


@dataclass(frozen=True, slots=True)
class Link:
    """Something a finding rests on, with its address in this instance."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer: `text` with `{names}` that `values` fill, `basis` says on what rule or source it stands."""

    tone: Tone
    text: str
    values: Mapping[str, object] = field(default_factory=dict)
    basis: str = ""
    links: tuple[Link, ...] = ()

    @property
    def message(self) -> str:
        """The sentence in English."""
        return self.text.format(**self.values)

    @property
    def said(self) -> str:
        """The sentence in the reader's language."""
        return gettext(self.text).format(**self.values)


@dataclass(frozen=True, slots=True)
class Checked:
    """A finding with the check that made it, by name, and the question that it answers."""

    name: str
    question: str
    finding: Finding

    def kept(self) -> dict[str, Any]:
        """The finding as the record and the API give it."""
        found = self.finding
        return {
            "check": self.name,
            "question": self.question,
            "tone": found.tone,
            "message": found.message,
            "basis": found.basis,
            "rests_on": [one.label for one in found.links],
        }


def worst_first(found: Iterable[Checked]) -> list[Checked]:
    """Findings by how they bear, each kind in the order of the table."""
    order = list(TONES)
    return sorted(found, key=lambda one: order.index(one.finding.tone))
