"""The stage of numbers: which listed substances the numbers and structures of a text stand for."""

from collections.abc import Iterator
from typing import NamedTuple

from penstock.engines.recognition.cas import find_cas
from penstock.engines.recognition.entries import Entry, Evidence, Scheme, StructureKey
from penstock.engines.recognition.findings import Finding, Means
from penstock.engines.recognition.lines.line import Line, Place
from penstock.engines.recognition.lines.text import fold
from penstock.engines.recognition.numbers.registry import FoundStructure, find_codes, find_structures, is_ec


class Structures(NamedTuple):
    """What the structures of a text stand for, and those that nobody could judge."""

    findings: tuple[Finding, ...]
    unjudged: tuple[FoundStructure, ...]


class Numbers:
    """Finds the numbers and structures that stand for listed substances, whatever is written around them."""

    def __init__(self, entries: tuple[Entry, ...], structure_key: StructureKey | None = None) -> None:
        """Index the entries by each of their numbers."""
        self._structure_key = structure_key
        self._cas = {number: (entry, form) for entry in entries for number, form in entry.other_cas}
        self._cas |= {entry.cas: (entry, "") for entry in entries if entry.cas}
        self._keys = {entry.inchikey: entry for entry in entries if entry.inchikey}
        self._codes: dict[tuple[Scheme, str], dict[str, Entry]] = {}
        self._skeletons: dict[str, list[Entry]] = {}
        for entry in entries:
            for scheme, number in (*entry.numbers, *_codes_among_names(entry)):
                self._codes.setdefault((scheme, number), {})[entry.id] = entry
            if entry.inchikey:
                self._skeletons.setdefault(entry.inchikey.partition("-")[0], []).append(entry)

    def in_column(self, cas: str) -> Iterator[Finding]:
        """Yield what the numbers of a CAS column stand for."""
        for found in find_cas(fold(cas).text):
            if found.number in self._cas:
                entry, form = self._cas[found.number]
                yield Finding(entry, "cas", "number", Place(found.number), found.number, form=form)

    def in_line(self, line: Line) -> Iterator[Finding]:
        """Yield what the numbers of a line stand for; an HS code only supports what else is found."""
        for found in find_cas(line.text) if "-" in line.text else ():  # a folded text has no other dash
            if found.number in self._cas:
                entry, form = self._cas[found.number]
                place, window = line.place_of(found.start, found.end)
                yield Finding(entry, "cas", "number", place, found.number, window, form=form)
        for code in find_codes(line.text, line.words):
            entries = self._codes.get((code.scheme, code.number), {})
            place, window = line.place_of(code.start, code.end)
            for entry in entries.values():
                means: Means = "support" if code.scheme == "hs" else "number"
                yield Finding(entry, code.scheme, means, place, code.number, window, sharing=len(entries))

    def structures_in(self, given: str) -> Structures:
        """Return what the structures of a text as given stand for; atoms and bonds alone make another form."""
        found: list[Finding] = []
        unjudged: list[FoundStructure] = []
        for structure in find_structures(given):
            read = structure.text if structure.kind == "inchikey" else self._read(structure.text)
            place = Place(given[structure.start : structure.end], (structure.start, structure.end))
            if read is None:
                unjudged.append(structure)
            elif read in self._keys:
                kind: Evidence = "inchikey" if structure.kind == "inchikey" else "structure"
                found.append(Finding(self._keys[read], kind, "number", place, read))
            else:
                alike = self._skeletons.get(read.partition("-")[0], [])
                found += [Finding(entry, "form", "skeleton", place, read, sharing=len(alike)) for entry in alike]
        return Structures(tuple(found), tuple(unjudged))

    def _read(self, structure: str) -> str | None:
        return self._structure_key(structure) if self._structure_key else None


def _codes_among_names(entry: Entry) -> Iterator[tuple[Scheme, str]]:
    """Yield the EC numbers that a list of names holds ("EINECS 203-564-8")."""
    for name in entry.names:
        scheme, _, number = name.text.rpartition(" ")
        if is_ec(number) and scheme.lower() in {"ec", "einecs", "elincs", ""}:
            yield "ec", number
