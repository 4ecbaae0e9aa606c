"""What a rule would touch: each regime says what it holds of some substances, to whoever may see it.

A regime registers its holdings beside its other registrations; `docs/how-to/show-what-a-rule-touches.md` tells how.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from penstock.kernel.viewer import Viewer

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that would be touched: its reference, what it is, and its page."""

    reference: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Holding:
    """What a viewer would find touched in one regime: how many, and the first of them."""

    count: int
    items: tuple[Item, ...]


Holder = Callable[[Viewer, frozenset[str]], Holding | None]
"""Answers for a viewer and some substances (their ids) what is touched, as far as this viewer may see; None when the
viewer may see nothing of the kind at all."""

_holders: dict[str, Holder] = {}


def register_holdings(title: str, holder: Holder) -> None:
    """Register what a regime holds, under the title that pages show."""
    _holders[title] = holder


def touched(viewer: Viewer, substances: frozenset[str]) -> Iterator[tuple[str, Holding]]:
    """What some substances would touch, by the titles of the holdings that this viewer may see."""
    for title, holder in _holders.items():
        found = holder(viewer, substances)
        if found is not None:
            yield title, found
