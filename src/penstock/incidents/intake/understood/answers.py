"""What one value of a file was understood as, how, or why not; and the words of the lists that say it."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

WORDS = Path(__file__).with_name("words")


@dataclass(frozen=True, slots=True)
class Understood:
    """The answers that one value gives, by field of the sheet, in the shape in which they are kept.

    `how` is the evidence; `reason` is set, and nothing else holds, where the value was not understood. `proposals`
    are what it might mean, for a person to choose from.
    """

    answers: Mapping[str, Any] = field(default_factory=dict)
    how: str = ""
    reason: str = ""
    proposals: tuple[str, ...] = ()


NOTHING = Understood(how="nothing was given")


@cache
def words(name: str) -> Any:
    """One of our lists of words, by the name of its file; it is never changed by who reads it."""
    return yaml.safe_load((WORDS / f"{name}.yaml").read_text("utf-8"))


def folded(text: str) -> str:
    """A wording as wordings are compared: no case, no accents, no punctuation, single spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(one for one in plain if not unicodedata.combining(one))
    return " ".join(re.sub(r"[^\w]+", " ", kept).split())
