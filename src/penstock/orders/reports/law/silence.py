"""What may be told to whom: the words of law where they are on record, and what holds for everybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Word:
    """What a law says about keeping a report to oneself; `verified` where it was compared with the text."""

    says: str
    source: str
    verified: bool


@cache
def _known() -> Mapping[str, list[Mapping[str, Any]]]:
    told: Mapping[str, list[Mapping[str, Any]]] = yaml.safe_load(
        Path(__file__).with_name("silence.yaml").read_text(encoding="utf-8")
    )
    return told


def words_for(country: str) -> list[Word]:
    """What holds in a country."""
    return [Word(one["says"], one["source"], bool(one["verified"])) for one in _known().get(country, _known()[""])]
