"""What a stage of the pipeline finds: a substance, by which evidence, and all the judge needs to weigh it."""

from typing import Literal, NamedTuple

from penstock.engines.recognition.entries import Entry, Evidence
from penstock.engines.recognition.lines.line import Place, Window
from penstock.engines.recognition.spelling.speller import How

Means = How | Literal["number", "exact", "turned", "skeleton", "support"]


class Finding(NamedTuple):
    """One substance found in a line, not yet weighed.

    `means` says how the text led to it, `known` is the name or number that the text was compared with, `distance` how
    many letters differ, `is_whole` whether it has its part of the line to itself, `has_rival` whether an ordinary
    chemical's name lies as near, `is_recorded` whether nobody stands behind the known name, `sharing` how many
    substances share what was found. `window` is None for a number.
    """

    entry: Entry
    kind: Evidence
    means: Means
    place: Place
    known: str
    window: Window | None = None
    distance: int = 0
    is_whole: bool = True
    has_rival: bool = False
    is_recorded: bool = False
    sharing: int = 1
    form: str = ""

    @property
    def length(self) -> int:
        """How many characters were compared."""
        return len(self.place.matched)
