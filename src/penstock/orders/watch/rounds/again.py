"""What was reviewed before: when it comes back, and when it rests."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

WORSE = 1.25
"""How many times as strong as it was when somebody decided: less is the same matter, a little further on."""
ADJOINING = 1  # periods between which a case goes on


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A standout that somebody decided on: its quarters and strengths then, and until when it rests."""

    standout: UUID
    periods: Sequence[int]
    scores: Mapping[str, float]
    again_on: date | None


def about_the_same(periods: Sequence[int], reviewed: Iterable[Reviewed]) -> Reviewed | None:
    """The newest of what was decided on (it comes first) that is about these quarters or those beside them."""
    for one in reviewed:
        if min(abs(now - then) for now in periods for then in one.periods) <= ADJOINING:
            return one
    return None


def comes_back(leading: str, scores: Mapping[str, float], reviewed: Reviewed, on: date) -> bool:
    """Whether it is brought again: its day has come, or the pattern that leads is a quarter stronger than it was.

    Patterns are compared like for like, so that an explanation of copies does not cover a need that is exceeded.
    """
    if reviewed.again_on is not None and reviewed.again_on <= on:
        return True
    return scores[leading] >= WORSE * reviewed.scores.get(leading, 0.0)
