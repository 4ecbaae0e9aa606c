"""Whose copy it was: tells from what was found which reader of which copy it was made for, and how surely.

Three kinds of evidence, each standing without the others: the hidden code; the code that is shown; and the orders of
the rows and of the other names within a row, which a retyped copy keeps.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from penstock.kernel.viewer import Refused, Viewer
from penstock.parties.duties import KEEP_LISTS
from penstock.surveillance.marks.mark import Mark, hidden_codes, mark_of, without_hidden
from penstock.surveillance.marks.orders import chance, disagreements
from penstock.surveillance.models import Copy, Entry

FEWEST_NAMES = 2
HINT, LIKELY, CERTAIN, MANY = 1e-2, 1e-4, 1e-7, 1e-9
"""Chances, after counting how many readers were compared: above `HINT` an order says nothing."""
SURENESS = {
    "certain": "practically certain",
    "likely": "very likely",
    "hint": "no more than a hint",
}
MOST_TEXT = 5_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """A reader whose copy it may be: what speaks for it, and the chance that this is a coincidence.

    `chance` is 0 for a code of 80 bits that was met whole. `kind` is "hidden", "shown", "rows" or "names".
    """

    copy: Copy
    person_name: str
    kind: str
    chance: float
    evidence: str

    @property
    def sureness(self) -> str:
        """How surely, as a key of `SURENESS`."""
        return "certain" if self.chance <= CERTAIN else "likely" if self.chance <= LIKELY else "hint"


@dataclass(frozen=True, slots=True)
class _Reader:
    copy: Copy
    person_id: UUID
    name: str

    @property
    def mark(self) -> Mark:
        return mark_of(self.copy.seed, self.person_id)


def trace(*, viewer: Viewer, text: str) -> list[Finding]:
    """The readers of copies of the viewer's own lists that a text may come from, the surest first."""
    viewer.needs(KEEP_LISTS)
    if len(text) > MOST_TEXT:
        raise Refused("too_large", "This is more than 5 million characters. Give the part that holds the list.")
    copies = Copy.objects.visible_to(viewer).filter(owner_id=viewer.organisation_id)
    readers = [
        _Reader(copy, person_id, name)
        for copy in copies.select_related("edition__list", "holder")
        for person_id, name in zip(copy.people, copy.people_names, strict=True)
    ]
    found = [*_by_code(readers, text), *_by_order(viewer, readers, text)]
    return sorted(found, key=lambda one: (one.chance, one.kind))


def _by_code(readers: Iterable[_Reader], text: str) -> Iterator[Finding]:
    hidden = hidden_codes(text)
    squashed = re.sub(r"[^A-Z2-7]", "", without_hidden(text).upper())
    for reader in readers:
        mark = reader.mark
        if mark.code in hidden:
            yield Finding(reader.copy, reader.name, "hidden", 0.0, "The code hidden in the text is that of this copy.")
        if mark.shown.replace("-", "") in squashed:
            yield Finding(reader.copy, reader.name, "shown", 0.0, f"The text names the code {mark.shown}.")


def _by_order(viewer: Viewer, readers: Sequence[_Reader], text: str) -> Iterator[Finding]:
    plain = _plain(text)
    by_edition: dict[UUID, list[_Reader]] = {}
    for reader in readers:
        by_edition.setdefault(reader.copy.edition_id, []).append(reader)
    for edition_id, own in by_edition.items():
        rows = Entry.objects.visible_to(viewer).filter(edition_id=edition_id).values_list("content", flat=True)
        names = {row["name"]: list(row.get("other_names") or ()) for row in rows}
        places = _places(plain, [*names, *(other for others in names.values() for other in others)])
        if len(places.keys() & names.keys()) >= FEWEST_NAMES:
            for reader in own:
                yield from _judged(reader, names, places, len(readers) * 2)


def _judged(
    reader: _Reader, names: Mapping[str, Sequence[str]], places: Mapping[str, int], tried: int
) -> Iterator[Finding]:
    """What the orders say of one reader, with the chance multiplied by how many comparisons were made."""
    mark = reader.mark
    rows = disagreements(mark.ordered(names, str), places)
    within = [disagreements(mark.ordered(others, str, within=name), places) for name, others in names.items()]
    for kind, groups, of in (("rows", [rows], "rows"), ("names", within, "other names within the rows")):
        by_chance = min(chance(groups) * tried, 1.0)
        if by_chance <= HINT:
            wrong = sum(group[0] for group in groups)
            pairs = sum(count * (count - 1) // 2 for _wrong, count in groups)
            evidence = (
                f"Of {pairs} pairs of {of}, {pairs - wrong} stand in the order of this copy;"
                f" a copy of somebody else agrees so well by chance once in {_times(by_chance)}."
            )
            yield Finding(reader.copy, reader.name, kind, by_chance, evidence)


def _times(by_chance: float) -> str:
    """How seldom a chance is, in words for numbers that nobody can picture."""
    return f"{1 / by_chance:,.0f}" if by_chance > MANY else "more than a thousand million"


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", without_hidden(text).casefold()))


def _places(plain: str, names: Iterable[str]) -> dict[str, int]:
    """Where each name first stands; a longer name hides the shorter ones in it."""
    words = {name: _plain(name).split(" ") for name in names}
    places: dict[str, int] = {}
    free = bytearray(b"\x01" * len(plain))
    for name in sorted(words, key=lambda one: -len("".join(words[one]))):
        if not any(words[name]):
            continue
        pattern = re.compile(r"(?<![^\W_])" + " ?".join(map(re.escape, words[name])) + r"(?![^\W_])")
        for found in pattern.finditer(plain):
            if free[found.start()]:
                places.setdefault(name, found.start())
                free[found.start() : found.end()] = bytes(found.end() - found.start())
    return places
