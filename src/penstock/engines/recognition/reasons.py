"""Hits with their reasons: one sentence that an officer can check against the line."""

from dataclasses import replace
from typing import NamedTuple

from penstock.engines.recognition.entries import Entry, Hit
from penstock.engines.recognition.index import Meaning

_SALT_SCORE = 0.95
_CLOSE_SCORE = 0.9
_LEAST_SCORE = 0.1


class Place(NamedTuple):
    """What matched, as given, and its span in the description; no span means the CAS column."""

    matched: str
    span: tuple[int, int] | None = None


def number_hit(entry: Entry, place: Place, form: str) -> Hit:
    """Return the hit of a CAS number; `form` says which salt or form the number stands for, if not the substance."""
    where = "in the CAS column" if place.span is None else "in the description"
    of_what = f"{form} of {entry.name}" if form else entry.name
    reason = f"The CAS number {place.matched} {where} is that of {of_what}."
    return Hit(entry.id, entry.cas, entry.name, "cas", reason, place.matched, place.span, 1.0)


def name_hit(meaning: Meaning, place: Place) -> Hit:
    """Return the hit of an exact name, whatever its case, spaces and hyphens."""
    entry = meaning.entry
    if meaning.kind == "name":
        reason = f'"{place.matched}" is the listed name of {entry.name}.'
        return Hit(entry.id, entry.cas, entry.name, "name", reason, place.matched, place.span, 1.0)
    what = "a registry code" if meaning.kind == "code" else "a known name"
    reason = f'"{place.matched}" is {what} of {entry.name} ("{meaning.name}").'
    return Hit(entry.id, entry.cas, entry.name, "synonym", reason, place.matched, place.span, 1.0)


def spelling_hit(meaning: Meaning, place: Place, distance: int) -> Hit:
    """Return the hit of a close spelling; the score falls by the share of letters that differ."""
    entry = meaning.entry
    letters = "one character differs" if distance == 1 else f"{distance} characters differ"
    reason = f'"{place.matched}" is close to "{meaning.name}", a name of {entry.name}: {letters}.'
    score = max(round(_CLOSE_SCORE - distance / len(place.matched), 3), _LEAST_SCORE)
    return Hit(entry.id, entry.cas, entry.name, "spelling", reason, place.matched, place.span, score)


def as_salt(hit: Hit) -> Hit:
    """Turn the hit of a name into the hit of a salt, which the list covers."""
    reason = f'"{hit.matched}" with the salt word beside it is a salt of {hit.name}, which the list covers.'
    return replace(hit, kind="salt", reason=reason, score=_SALT_SCORE)


def in_mixture(hit: Hit, ingredients: int) -> Hit:
    """Mark a hit as one of several parts of the goods, when there are several."""
    if ingredients <= 1:
        return hit
    return replace(hit, kind="mixture", reason=f"One of {ingredients} parts of the goods: {hit.reason}")


def moved(hit: Hit, by: int) -> Hit:
    """Move the span of a hit, found in a stretch of a long description, to where it stands in the whole."""
    if hit.span is None or not by:
        return hit
    return replace(hit, span=(hit.span[0] + by, hit.span[1] + by))
