"""The recogniser for the international lists: the pack's own names, sharpened by the public record."""

from functools import cache

from penstock.catalogue.public_names import read_public_names
from penstock.catalogue.substances import Substance, substances
from penstock.engines.recognition.entries import Entry, KnownName
from penstock.engines.recognition.recogniser import Recogniser


@cache
def listed_recogniser() -> Recogniser:
    """Return the recogniser of every substance of the Tables, built once in a process (about 2 s, about 40 MB)."""
    listed = substances()
    record = read_public_names(frozenset(each.cas for each in listed if each.cas))
    return Recogniser(
        (entry(each, record.listed.get(each.cas or "", ())) for each in listed), record.ordinary, fuzzy=True
    )


def entry(listed: Substance, recorded: tuple[str, ...] = ()) -> Entry:
    """Return what the engine is told of a substance: own names first, then those of the public record."""
    own = tuple(KnownName(name.text, "code" if name.kind == "code" else "synonym") for name in listed.names)
    return Entry(
        id=listed.id,
        name=listed.name,
        cas=listed.cas,
        names=own + tuple(KnownName(name) for name in recorded),
        salts=listed.salts,
        other_cas=listed.numbers,
    )
