"""Hits with their reasons: one sentence that an officer can check against the line."""

from dataclasses import replace

from penstock.engines.recognition.entries import Entry, Hit
from penstock.engines.recognition.index import Meaning

Span = tuple[int, int]


def number_hit(entry: Entry, matched: str, word: str, span: Span | None) -> Hit:
    """Return the hit of a CAS number; `word` says which salt or form the number stands for, span None is the column."""
    where = "in the CAS column" if span is None else "in the description"
    of_what = f"{word} of {entry.name}" if word else entry.name
    reason = f"The CAS number {matched} {where} is that of {of_what}."
    return Hit(entry.id, entry.cas, entry.name, "cas", reason, matched, span, 1.0)


def name_hit(meaning: Meaning, matched: str, span: Span) -> Hit:
    """Return the hit of an exact name, whatever its case, spaces and hyphens."""
    entry = meaning.entry
    if meaning.kind == "name":
        reason = f'"{matched}" is the listed name of {entry.name}.'
        return Hit(entry.id, entry.cas, entry.name, "name", reason, matched, span, 1.0)
    what = "a registry code" if meaning.kind == "code" else "a known name"
    reason = f'"{matched}" is {what} of {entry.name} ("{meaning.name}").'
    return Hit(entry.id, entry.cas, entry.name, "synonym", reason, matched, span, 1.0)


def spelling_hit(meaning: Meaning, matched: str, span: Span, distance: int) -> Hit:
    """Return the hit of a close spelling; the score falls by the share of letters that differ."""
    entry = meaning.entry
    letters = "one character differs" if distance == 1 else f"{distance} characters differ"
    reason = f'"{matched}" is close to "{meaning.name}", a name of {entry.name}: {letters}.'
    score = round(0.9 - distance / max(len(matched), 1), 3)
    return Hit(entry.id, entry.cas, entry.name, "spelling", reason, matched, span, max(score, 0.1))


def as_salt(hit: Hit, score: float) -> Hit:
    """Turn the hit of a name into the hit of a salt, which the list covers."""
    reason = f'"{hit.matched}" with the salt word beside it is a salt of {hit.name}, which the list covers.'
    return replace(hit, kind="salt", reason=reason, score=score)


def in_mixture(hit: Hit, ingredients: int) -> Hit:
    """Mark a hit as one of several parts of the goods."""
    if ingredients < 2:  # noqa: PLR2004
        return hit
    return replace(hit, kind="mixture", reason=f"One of {ingredients} parts of the goods: {hit.reason}")
